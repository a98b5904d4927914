import type { OperatorRow } from '../row.ts'
import { plugIn } from './define.ts'

const failures =
  'datatable(country: string, client: string, result: string) ["NO", "web", "fail", "NO", "web", "fail", "SE", "web", "fail", "NO", "app", "ok", "SE", "app", "ok"]'

/** Plug-ins of `evaluate` that find the values rows share. */
export const patternRows: readonly OperatorRow[] = [
  plugIn({
    name: 'basket',
    syntax: 'T | evaluate basket([Threshold [, Weight [, Dimensions [, Wildcard, …]]]])',
    doc: 'Values that many rows share: every set of values that at least `Threshold` (0.05) of the rows have, with all further values these rows have in common.',
    trap: 'A set is not listed where a larger one describes the same rows. What stands for any value is null, or the empty text, but for wildcards given by type; `"~"` leaves an argument out.',
    parity: {
      approximate:
        'every row is counted, while Azure looks for frequent values in a sample first, so that sets near the threshold may differ',
    },
    examples: [
      [
        `${failures} | evaluate basket(0.5) | project Count, Percent, country, client, result`,
        [
          [3, 60, '', 'web', 'fail'],
          [3, 60, 'NO', '', ''],
        ],
      ],
      [
        `${failures} | extend n = iff(client == "app", 10, 1) | evaluate basket(0.5, n, 1, "*") | project Count, country, client, result`,
        [
          [20, '*', 'app', 'ok'],
          [12, 'NO', '*', '*'],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'autocluster',
    syntax: 'T | evaluate autocluster([SizeWeight [, Weight [, Seeds [, Wildcard, …]]]])',
    doc: 'A few sets of values that describe much of the table: of those that at least 5 % of the rows share, the ones that score best by rows and by number of values.',
    trap: 'A larger `SizeWeight` (0.5) prefers sets of many rows, a smaller one sets of many values. `Seeds` changes nothing: all sets are looked at.',
    parity: {
      approximate:
        'the score is the documented one (a weighted geometric mean); how Azure searches and which similar sets it leaves out is not published, so that it may choose others',
    },
    examples: [
      [
        `${failures} | evaluate autocluster(0.7) | project SegmentId, Count, country, client, result`,
        [
          [0, 3, '', 'web', 'fail'],
          [1, 2, '', 'app', 'ok'],
        ],
      ],
    ],
  }),
  plugIn({
    name: 'diffpatterns',
    syntax: 'T | evaluate diffpatterns(Column, A, B [, Weight [, Threshold [, Dimensions [, Wildcard, …]]]])',
    doc: 'Values that rows with `Column` A have more often than those with B, or less often: shares of either set in percent, and their difference.',
    trap: 'A and B are texts, whatever the type of the column. Percentages are rounded to two digits. The column itself shows the wildcard.',
    parity: {
      approximate:
        'of all sets whose shares differ by the threshold (0.05) those of the greatest difference are chosen that describe different rows; how Azure chooses is not published',
    },
    examples: [
      [
        `${failures} | evaluate diffpatterns(result, "fail", "ok") | project CountA, CountB, PercentA, PercentB, PercentDiffAB, country, client`,
        [
          [3, 0, 100, 0, 100, '', 'web'],
          [0, 2, 0, 100, 100, '', 'app'],
        ],
      ],
    ],
  }),
]

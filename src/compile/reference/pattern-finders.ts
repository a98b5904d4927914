import type { OperatorRow } from '../row.ts'

type Definition = Omit<OperatorRow, 'kind' | 'parity'> & { readonly parity?: OperatorRow['parity'] }

function operator(row: Definition): OperatorRow {
  return { kind: 'operator', parity: 'exact', ...row }
}

function plugIn(row: Definition): OperatorRow {
  return { kind: 'plug-in', parity: 'exact', ...row }
}

const logons =
  'datatable(at: long, user: string, event: string) [1, "ann", "fail", 2, "ann", "fail", 3, "bob", "fail", 4, "ann", "success"]'

const failures =
  'datatable(country: string, client: string, result: string) ["NO", "web", "fail", "NO", "web", "fail", "SE", "web", "fail", "NO", "app", "ok", "SE", "app", "ok"]'

/** Operators and plug-ins that find patterns, and `scan`. */
export const patternRows: readonly OperatorRow[] = [
  operator({
    name: 'scan',
    syntax:
      'T | scan [with_match_id = Column] [declare (Name: type [= default], …)] with (step Name [output = all | last | none]: Condition [=> Name = Expression, …]; …)',
    doc: 'Follows sequences of rows: each row is held against the steps, the last first; a row that meets the next step’s condition moves the sequence on, and `step.column` reads the row that a step matched last.',
    trap: 'A sequence leaves the step it came from, and the next row that meets the first step begins another. A bare name is the row’s own column, and of a variable its default. Of several steps, functions beyond comparison, arithmetic, text search, `iff`, `case` and their like are refused where they read the state.',
    examples: [
      [
        'range x from 1 to 4 step 1 | scan declare (sum: long = 0) with (step s: true => sum = s.sum + x;)',
        [
          [1, 1],
          [2, 3],
          [3, 6],
          [4, 10],
        ],
      ],
      [
        `${logons} | sort by at asc | scan with_match_id=id declare (tries: long = 0) with (step bad output=last: event == "fail" and user == "ann" => tries = bad.tries + 1; step good: event == "success" and user == bad.user => tries = bad.tries;)`,
        [
          [2, 'ann', 'fail', 2, 0],
          [4, 'ann', 'success', 2, 0],
        ],
      ],
      [
        `${logons} | partition by user (sort by at asc | scan with (step bad: event == "fail"; step good: event == "success" and at - bad.at <= 2;)) | summarize n = count() by user`,
        [
          ['ann', 3],
          ['bob', 1],
        ],
      ],
    ],
  }),
  operator({
    name: 'reduce',
    syntax: 'T | reduce by Expression [with threshold = Share, characters = "…"]',
    doc: 'Puts texts that share words in the same places into groups: the pattern with `*` for what differs, how many rows, one of the texts.',
    trap: 'A word stays where more than `threshold` of the rows (0.1) have it in its place. Texts like no other are counted as `others`.',
    parity: {
      approximate:
        'Groups are those of the published algorithm (SLCT); Azure’s own differ in places that are not written down, most with large thresholds.',
    },
    examples: [
      [
        'datatable(s: string) ["disk 1 full", "disk 2 full", "goodbye"] | reduce by s with threshold=0.5',
        [
          ['disk * full', 2, 'disk 1 full'],
          ['others', 1, ''],
        ],
      ],
      [
        'range n from 1 to 20 step 1 | project s = strcat("hostX", n) | reduce by s with characters="X"',
        [['host*', 20, 'hostX1']],
      ],
    ],
  }),
  plugIn({
    name: 'basket',
    syntax: 'T | evaluate basket([Threshold [, Weight [, Dimensions [, Wildcard, …]]]])',
    doc: 'Values that many rows share: every set of values that at least `Threshold` (0.05) of the rows have, with all further values these rows have in common.',
    trap: 'A set is not listed where a larger one describes the same rows. What stands for any value is null, or the empty text, but for wildcards given by type; `"~"` leaves an argument out.',
    parity: {
      approximate:
        'Every row is counted; Azure looks for frequent values in a sample first, so that sets near the threshold may differ.',
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
        'The score is the documented one (a weighted geometric mean); how Azure searches and which similar sets it leaves out is not published, so that it may choose others.',
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
        'Of all sets whose shares differ by the threshold (0.05) those of the greatest difference are chosen that describe different rows; Azure’s own choice is not published.',
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
  operator({
    name: 'top-nested',
    syntax: 'T | top-nested [N] of Expression [with others = Constant] by Aggregate [asc | desc] [, top-nested …]',
    doc: 'At each level the N values that are greatest by an aggregate, within each value kept before; without N all of them.',
    trap: '`with others` adds a row for what is left out at its level or at one before; levels that do not ask for others stay empty in it.',
    examples: [
      [
        'datatable(c: string, t: string, n: long) ["NO", "a", 5, "NO", "b", 4, "SE", "c", 3] | top-nested 1 of c by sum(n), top-nested 1 of t by sum(n)',
        [['NO', 9, 'a', 5]],
      ],
      [
        'datatable(c: string, n: long) ["NO", 5, "NO", 4, "SE", 3, "DK", 1] | top-nested 1 of c with others="rest" by total = sum(n)',
        [
          ['NO', 9],
          ['rest', 4],
        ],
      ],
    ],
  }),
  operator({
    name: 'parse-kv',
    syntax:
      'T | parse-kv Text as (Key: type, …) [with (pair_delimiter = "…", kv_delimiter = "…", quote = "…", escape = "…", greedy = true)] or with (regex = "…")',
    doc: 'Columns for the keys named, from a text of keys and values. Without delimiters every sign that is neither letter nor digit delimits.',
    trap: 'Of a key that comes twice the first value counts. Without `greedy` a value ends at the first pair delimiter.',
    examples: [
      [
        'print s = "user=ann port=22" | parse-kv s as (port: long, user: string) with (pair_delimiter=" ", kv_delimiter="=") | project-away s',
        [[22, 'ann']],
      ],
      ['print s = "[warn] user: ann, port: 22" | parse-kv s as (port: long) | project port', [[22]]],
      [
        'print s = "name=Ada Byron town=London" | parse-kv s as (name: string) with (pair_delimiter=" ", kv_delimiter="=", greedy=true) | project name',
        [['Ada Byron']],
      ],
    ],
  }),
  operator({
    name: 'make-series',
    syntax:
      'T | make-series [kind=nonempty] [Column =] Aggregate [default = Constant] [, …] on Axis [from Start] [to End] step Step [by Key, …]',
    doc: 'An array for each combination of the keys: the aggregate of each bin of the axis, the default (0) where a bin has no rows; the axis as an array, too.',
    trap: 'The end is no part of the series, but in the form `on Axis in range(Start, Stop, Step)` it is. Without start and end each series reaches from its first bin with rows to its last.',
    examples: [
      [
        'datatable(d: long, n: long) [1, 5, 3, 7] | make-series sum(n) on d from 0 to 4 step 1',
        [
          [
            [0, 5, 0, 7],
            [0, 1, 2, 3],
          ],
        ],
      ],
      [
        'datatable(k: string, d: long, n: long) ["a", 1, 5, "a", 3, 7, "b", 2, 1] | make-series s = sum(n) default=-1, c = count() on d step 1 by k',
        [
          ['a', [5, -1, 7], [1, 0, 1], [1, 2, 3]],
          ['b', [1], [1], [2]],
        ],
      ],
      [
        'datatable(d: long, n: long) [1, 5] | where n > 9 | make-series kind=nonempty n = sum(n) default=2 on d from 0 to 2 step 1',
        [
          [
            [2, 2],
            [0, 1],
          ],
        ],
      ],
    ],
  }),
  operator({
    name: 'mv-expand',
    syntax:
      'T | mv-expand [kind=bag | array] [with_itemindex=Name] [Column =] ArrayOrBag [to typeof(type)] [, …] [limit N]',
    doc: 'A row for each element of an array, or for each key of a bag. Several arrays go side by side, the shorter padded with null.',
    trap: 'Null counts as one element, an empty array as none. `to typeof` converts: an element that does not fit becomes null.',
    examples: [
      ['print d = dynamic([1, 2]) | mv-expand d to typeof(long)', [[1], [2]]],
      ['print d = dynamic({"a": 1, "b": 2}) | mv-expand kind=array d', [[['a', 1]], [['b', 2]]]],
      [
        'print a = dynamic([1, 2, 3]), b = dynamic(["x"]) | mv-expand with_itemindex=i a, b limit 2',
        [
          [1, 'x', 0],
          [2, null, 1],
        ],
      ],
    ],
  }),
  operator({
    name: 'mv-apply',
    syntax: 'T | mv-apply [with_itemindex=Name] [Column =] ArrayOrBag [to typeof(type)] [, …] [limit N] on (Query)',
    doc: 'Runs a query over the elements of each row; what it yields stands beside the row.',
    trap: 'A row of which nothing comes is dropped.',
    examples: [
      [
        'datatable(k: string, d: dynamic) ["a", dynamic([3, 9, 5]), "b", dynamic([])] | mv-apply n = d to typeof(long) on (top 1 by n) | project k, n',
        [['a', 9]],
      ],
      [
        'print d = dynamic([3, 9, 5]) | mv-apply with_itemindex=i d to typeof(long) on (summarize where_most = arg_max(d, i)) | project i',
        [[1]],
      ],
    ],
  }),
  operator({
    name: 'partition',
    syntax: 'T | partition [hint.strategy = native | shuffle | legacy] by Column (Query)',
    doc: 'Runs a query over the rows of each value of a column; the answers one under the other.',
    trap: 'The strategy changes nothing, and there is no limit of 64 values. A query with a source of its own in braces is refused: use `join`.',
    examples: [
      [
        'datatable(k: string, n: long) ["a", 1, "a", 5, "b", 2, "b", 3] | partition hint.strategy=native by k (top 1 by n)',
        [
          ['a', 5],
          ['b', 3],
        ],
      ],
    ],
  }),
  operator({
    name: 'assert-schema',
    syntax: 'T | assert-schema (Column: type, …)',
    doc: 'The table as it is; an error where its columns are not those named, in their order.',
    examples: [['range x from 1 to 2 step 1 | assert-schema (x: long)', [[1], [2]]]],
  }),
]

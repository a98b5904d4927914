import type { OperatorRow } from '../row.ts'
import { operator } from './define.ts'

/** Operators that put rows into groups, or take apart what stands in one row. */
export const groupingRows: readonly OperatorRow[] = [
  operator({
    name: 'summarize',
    syntax: 'T | summarize [Column =] Aggregate [, …] [by [Column =] Expression [, …]]',
    doc: 'One row for each combination of the values after `by`, with aggregates over its rows.',
    trap: 'Without `by` there is always one row, even for an empty table; with it there is none.',
    examples: [
      [
        'datatable(k:string, v:long) ["a", 1, "b", 2, "a", 3] | summarize sum(v) by k',
        [
          ['a', 4],
          ['b', 2],
        ],
      ],
      ['datatable(v:long) [] | summarize count(), max(v)', [[0, null]]],
      ['datatable(k:string, v:long) [] | summarize count() by k', []],
    ],
  }),
  operator({
    name: 'top-hitters',
    syntax: 'T | top-hitters NumberOfValues of Expression [by Weight]',
    doc: 'The values that come most often, or weigh most.',
    trap: 'Of values that come equally often the largest comes first.',
    parity: {
      approximate: 'values are counted exactly, while Azure estimates, and takes any of those that come equally often',
    },
    examples: [['datatable(a:string) ["x", "y", "x"] | top-hitters 1 of a', [['x', 2]]]],
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
      [
        'range n from 1 to 30 step 1 | top-nested 2 of bin(n, 10) with others=-1 by count(), top-nested 1 of n % 2 by max(n)',
        [
          [10, 10, 1, 19],
          [20, 10, 1, 29],
          [-1, 10, null, null],
        ],
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
    name: 'reduce',
    syntax: 'T | reduce by Expression [with threshold = Share, characters = "…"]',
    doc: 'Puts texts that share words in the same places into groups: the pattern with `*` for what differs, how many rows, one of the texts.',
    trap: 'A word stays where more than `threshold` of the rows (0.1) have it in its place. Texts like no other are counted as `others`.',
    parity: {
      approximate:
        'groups are those of the published algorithm (SLCT); Azure’s differ in places that are not written down, most with large thresholds',
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
]

import type { OperatorRow } from '../row.ts'

type Definition = Omit<OperatorRow, 'kind' | 'parity'> & { readonly parity?: OperatorRow['parity'] }

function operator(row: Definition): OperatorRow {
  return { kind: 'operator', parity: 'exact', ...row }
}

/** Tabular operators over one table, and the two that bring a second one beside it. */
export const operatorRows: readonly OperatorRow[] = [
  operator({
    name: 'where',
    aliases: ['filter'],
    syntax: 'T | where Predicate',
    doc: 'The rows for which a condition is true.',
    trap: 'A condition that is null counts as false, and so does its `not()`.',
    examples: [
      ['range x from 1 to 4 step 1 | where x % 2 == 0', [[2], [4]]],
      ['datatable(a:long) [1, long(null)] | where a != 2', [[1], [null]]],
      ['datatable(a:long) [1, long(null)] | where a > 0 or not(a > 0)', [[1]]],
    ],
  }),
  operator({
    name: 'extend',
    syntax: 'T | extend [Column =] Expression [, …]',
    doc: 'Adds columns, or replaces those of the same name where they stand.',
    trap: 'Expressions see the table as it was before: no column made beside them.',
    examples: [
      ['print a=1 | extend b = a + 1', [[1, 2]]],
      ['print a=1, b=2 | extend a = a + 10', [[11, 2]]],
    ],
  }),
  operator({
    name: 'project',
    syntax: 'T | project [Column =] Expression [, …]',
    doc: 'Exactly the columns named, in the order named.',
    trap: 'An expression without a name gets one such as `Column1`.',
    examples: [['print a=1, b="x" | project b, c = a * 2', [['x', 2]]]],
  }),
  operator({
    name: 'project-away',
    syntax: 'T | project-away ColumnOrPattern [, …]',
    doc: 'Drops columns; `*` stands for any text in a name.',
    examples: [['print a1=1, a2=2, b=3 | project-away a*', [[3]]]],
  }),
  operator({
    name: 'project-keep',
    syntax: 'T | project-keep ColumnOrPattern [, …]',
    doc: 'Keeps columns; `*` stands for any text in a name.',
    trap: 'They stay in the order of the table, not in the order named.',
    examples: [['print a1=1, b=3, a2=2 | project-keep a2, a1', [[1, 2]]]],
  }),
  operator({
    name: 'project-rename',
    syntax: 'T | project-rename New = Old [, …]',
    doc: 'Gives columns other names; they stay where they are.',
    examples: [['print a=1, b=2 | project-rename c = a | project c, b', [[1, 2]]]],
  }),
  operator({
    name: 'project-reorder',
    syntax: 'T | project-reorder ColumnOrPattern [asc | desc | granny-asc | granny-desc] [, …]',
    doc: 'Puts columns first; the others follow as they were.',
    trap: 'granny-asc takes numbers in names for numbers: a2 before a10.',
    examples: [
      ['print a=1, b=2, c=3 | project-reorder c', [[3, 1, 2]]],
      ['print a10=10, a2=2, b=3 | project-reorder a* granny-asc', [[2, 10, 3]]],
    ],
  }),
  operator({
    name: 'project-by-names',
    syntax: 'T | project-by-names ColumnOrPattern [, …]',
    doc: 'The columns named, in the order named.',
    examples: [['print a=1, b=2, c=3 | project-by-names "c", "a"', [[3, 1]]]],
  }),
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
    name: 'distinct',
    syntax: 'T | distinct Column [, …] | T | distinct *',
    doc: 'Each combination of values once.',
    examples: [
      [
        'datatable(a:long, b:long) [1, 1, 1, 1, 1, 2] | distinct a, b',
        [
          [1, 1],
          [1, 2],
        ],
      ],
    ],
  }),
  operator({
    name: 'count',
    syntax: 'T | count [as Column]',
    doc: 'The number of rows, in a column `Count`.',
    examples: [['range x from 1 to 7 step 1 | count', [[7]]]],
  }),
  operator({
    name: 'sort',
    aliases: ['order'],
    syntax: 'T | sort by Expression [asc | desc] [nulls first | nulls last] [, …]',
    doc: 'Rows in order.',
    trap: 'Descending where nothing is said; nulls come first ascending and last descending.',
    examples: [
      [
        'datatable(a:long) [2, 3, 1] | sort by a asc | extend n = row_number()',
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      ],
      [
        'datatable(a:long) [2, long(null)] | sort by a asc | extend n = row_number()',
        [
          [null, 1],
          [2, 2],
        ],
      ],
    ],
  }),
  operator({
    name: 'top',
    syntax: 'T | top NumberOfRows by Expression [asc | desc] [nulls first | nulls last]',
    doc: 'The first so many rows in an order.',
    examples: [['range x from 1 to 9 step 1 | top 2 by x', [[9], [8]]]],
  }),
  operator({
    name: 'take',
    aliases: ['limit'],
    syntax: 'T | take NumberOfRows',
    doc: 'So many rows.',
    trap: 'Which ones is nobody’s promise, unless the rows are sorted.',
    examples: [['range x from 1 to 9 step 1 | sort by x asc | take 2', [[1], [2]]]],
  }),
  operator({
    name: 'sample',
    syntax: 'T | sample NumberOfRows',
    doc: 'So many rows by chance.',
    trap: 'Others at each run.',
    examples: [['range x from 1 to 9 step 1 | sample 3 | count', [[3]]]],
  }),
  operator({
    name: 'sample-distinct',
    syntax: 'T | sample-distinct NumberOfValues of Column',
    doc: 'So many different values of a column.',
    trap: 'No fair choice, as in Kusto.',
    examples: [['datatable(a:long) [1, 1, 2, 2] | sample-distinct 5 of a', [[1], [2]]]],
  }),
  operator({
    name: 'top-hitters',
    syntax: 'T | top-hitters NumberOfValues of Expression [by Weight]',
    doc: 'The values that come most often, or weigh most.',
    trap: 'Counted exactly here, approximated by Kusto; of equal ones the largest value comes first.',
    parity: { approximate: 'exact here; Kusto approximates, and of equal ones takes any' },
    examples: [['datatable(a:string) ["x", "y", "x"] | top-hitters 1 of a', [['x', 2]]]],
  }),
  operator({
    name: 'join',
    syntax:
      'L | join [kind = innerunique | inner | leftouter | rightouter | fullouter | leftsemi | rightsemi | leftanti | rightanti] (R) on Key [, …]',
    doc: 'Pairs of rows of two tables whose keys are equal.',
    trap: 'Without a kind it is `innerunique`: of left rows with equal keys only one is taken. Null keys meet null keys.',
    examples: [
      [
        'datatable(k:long, a:string) [1, "x", 1, "y", 2, "z"] | join kind=inner (datatable(k:long, b:string) [1, "p"]) on k',
        [
          [1, 'x', 1, 'p'],
          [1, 'y', 1, 'p'],
        ],
      ],
      ['datatable(k:long) [1, 2] | join kind=leftanti (datatable(k:long) [1]) on k', [[2]]],
      [
        'datatable(k:long) [1, 2] | join kind=leftouter (datatable(k:long, b:string) [1, "p"]) on k',
        [
          [1, 1, 'p'],
          [2, null, ''],
        ],
      ],
    ],
  }),
  operator({
    name: 'lookup',
    syntax: 'L | lookup [kind = leftouter | inner] (R) on Key [, …]',
    doc: 'Adds the columns of a second table to the first where keys are equal.',
    trap: 'The keys of the second table are dropped; without a kind it is `leftouter`.',
    examples: [
      [
        'datatable(k:long) [1, 2] | lookup (datatable(k:long, b:string) [1, "p"]) on k',
        [
          [1, 'p'],
          [2, ''],
        ],
      ],
    ],
  }),
  operator({
    name: 'parse',
    syntax: 'T | parse [kind = simple | regex [flags = …] | relaxed] Expression with Text Column[:Type] [, …]',
    doc: 'Takes a text apart by what stands between its parts.',
    trap: 'A row that does not match stays, with empty columns.',
    examples: [
      ['print s="user=eve id=7" | parse s with "user=" user " id=" id:long | project user, id', [['eve', 7]]],
      ['print s="user=eve id=x" | parse s with "user=" user " id=" id:long | project user, id', [['', null]]],
      [
        'print s="user=eve id=x" | parse kind=relaxed s with "user=" user " id=" id:long | project user, id',
        [['eve', null]],
      ],
      ['print s="a-12-b" | parse kind=regex s with "a.(\\\\d+).b" * | project s', [['a-12-b']]],
    ],
  }),
  operator({
    name: 'parse-where',
    syntax: 'T | parse-where [kind = simple | regex [flags = …]] Expression with Text Column[:Type] [, …]',
    doc: 'As `parse`, and drops the rows that do not match.',
    examples: [['datatable(s:string) ["id=1", "no"] | parse-where s with "id=" id:long | project id', [[1]]]],
  }),
  operator({
    name: 'serialize',
    syntax: 'T | serialize [[Column =] Expression [, …]]',
    doc: 'Fixes the order of the rows, for functions that look at neighbours.',
    examples: [
      [
        'range x from 1 to 3 step 1 | serialize before = prev(x)',
        [
          [1, null],
          [2, 1],
          [3, 2],
        ],
      ],
    ],
  }),
  operator({
    name: 'getschema',
    syntax: 'T | getschema',
    doc: 'The columns of a table with their types, as rows.',
    examples: [
      [
        'print a=1, b="x" | getschema | project ColumnName, ColumnOrdinal, ColumnType',
        [
          ['a', 0, 'long'],
          ['b', 1, 'string'],
        ],
      ],
    ],
  }),
  operator({
    name: 'render',
    syntax: 'T | render Visualization [with (Property = Value [, …])]',
    doc: 'Keeps how the result wishes to be drawn; the rows stay as they are.',
    examples: [['print x=1 | render table', [[1]]]],
  }),
  operator({
    name: 'datatable',
    syntax: 'datatable(Column:Type [, …]) [Value, …]',
    doc: 'A table written down in the query.',
    examples: [
      [
        'datatable(a:long, b:string) [1, "x", 2, "y"]',
        [
          [1, 'x'],
          [2, 'y'],
        ],
      ],
    ],
  }),
  operator({
    name: 'print',
    syntax: 'print [Column =] Expression [, …]',
    doc: 'One row of values.',
    trap: 'A value without a name is called `print_0`, `print_1` and so on.',
    examples: [['print x = 1 + 1, strcat("a", "b")', [[2, 'ab']]]],
  }),
  operator({
    name: 'range',
    syntax: 'range Column from Start to End step Step',
    doc: 'A column of numbers, instants or timespans at equal steps, the end included.',
    trap: 'An empty table where the step leads away from the end.',
    examples: [
      ['range x from 1 to 5 step 2', [[1], [3], [5]]],
      ['range t from datetime(2020-01-01) to datetime(2020-01-02) step 1d | count', [[2]]],
    ],
  }),
  operator({
    name: 'evaluate',
    syntax: 'T | evaluate PlugIn(Arguments)',
    doc: 'Runs a plug-in over a table.',
    examples: [['print d=dynamic({"a":1}) | evaluate bag_unpack(d)', [[1]]]],
  }),
]

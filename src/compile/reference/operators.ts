import type { OperatorRow } from '../row.ts'
import { operator } from './define.ts'

const logons =
  'datatable(at: long, user: string, event: string) [1, "ann", "fail", 2, "ann", "fail", 3, "bob", "fail", 4, "ann", "success"]'

/** Operators over the rows and columns of one table. */
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
    name: 'assert-schema',
    syntax: 'T | assert-schema (Column: type, …)',
    doc: 'The table as it is; an error where its columns are not those named, in their order.',
    examples: [['range x from 1 to 2 step 1 | assert-schema (x: long)', [[1], [2]]]],
  }),
  operator({
    name: 'render',
    syntax: 'T | render Visualization [with (Property = Value [, …])]',
    doc: 'Keeps how the result wishes to be drawn; the rows stay as they are.',
    examples: [['print x=1 | render table', [[1]]]],
  }),
  operator({
    name: 'as',
    syntax: 'T | as Name',
    doc: 'Names a table: for `withsource`, for later use in the same statement, and as a result.',
    examples: [
      [
        'print x=1 | as A | union withsource=Source (print x=2 | as B)',
        [
          ['A', 1],
          ['B', 2],
        ],
      ],
      ['range x from 1 to 2 step 1 | as T | summarize n = count() | union (T | project n = x)', [[1], [2], [2]]],
    ],
  }),
  operator({
    name: 'invoke',
    syntax: 'T | invoke Function(…)',
    doc: 'Calls a function whose first parameter is the table.',
    examples: [
      ['let f = (T:(x:long), n:long = 2) { T | where x > n }; range x from 1 to 3 step 1 | invoke f()', [[3]]],
    ],
  }),
  operator({
    name: 'consume',
    syntax: 'T | consume [decodeblocks = true]',
    doc: 'Runs a query and gives none of its rows.',
    examples: [['range x from 1 to 3 step 1 | consume', []]],
  }),
  operator({
    name: 'evaluate',
    syntax: 'T | evaluate PlugIn(Arguments)',
    doc: 'Runs a plug-in over a table.',
    examples: [['print d=dynamic({"a":1}) | evaluate bag_unpack(d)', [[1]]]],
  }),
]

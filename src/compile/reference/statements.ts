import type { OperatorRow } from '../row.ts'
import { statement } from './define.ts'

/** Statements, and the functions that name a table. */
export const statementRows: readonly OperatorRow[] = [
  statement({
    name: 'let',
    syntax: 'let Name = Value | Table | [view] (Parameters) { … }',
    doc: 'Names a value, a table or a function; a function may have defaults, and tables among its parameters.',
    trap: 'A table is computed anew for each use in another result, unless it is materialized.',
    examples: [
      ['let n = 2; let T = range x from 1 to 3 step 1; T | where x > n', [[3]]],
      ['let f = (a:long, b:long = 10) { a + b }; print f(1), f(1, 2), f(b=5, a=1)', [[11, 3, 6]]],
      ['let f = (T:(x:long), least:long) { T | where x >= least }; f((range x from 1 to 3 step 1), 2)', [[2], [3]]],
    ],
  }),
  statement({
    name: 'view',
    syntax: 'let Name = view () { Table }',
    doc: 'A function that wildcards of `union`, `search` and `find` see as a table.',
    trap: 'Functions without `view` are not among what a wildcard finds.',
    examples: [
      ['let A1 = view () { print x=1 }; let A2 = () { print x=2 }; union withsource=Source A*', [['A1', 1]]],
      ['let V = view () { print x="needle here" }; search "needle"', [['V', 'needle here']]],
    ],
  }),
  statement({
    name: 'several statements',
    syntax: 'Statement; Statement; …',
    doc: 'Each tabular statement gives a table: `PrimaryResult`, `PrimaryResult_2` …, or the name that `as` gives it.',
    trap: 'A table that is materialized is computed once for all of them.',
    examples: [['print 1; print 2', [[1]]]],
  }),
  statement({
    name: 'set',
    syntax: 'set Option [= Value]',
    doc: 'Options of the query: `notruncation`, `truncationmaxrecords`, `truncationmaxsize`, `query_take_max_records`, `query_now`, `query_bin_auto_size` and `query_bin_auto_at` are carried out.',
    trap: 'All others are accepted; a notice names those that could change the rows.',
    examples: [['set query_now = datetime(2024-05-01); print now() + 1d', [['2024-05-02T00:00:00.0000000Z']]]],
  }),
  statement({
    name: 'declare query_parameters',
    syntax: 'declare query_parameters(Name:Type [= Default] [, …])',
    doc: 'Values that are given with the query, `--param name=value`, and typed as they are declared.',
    trap: 'A text is written without quotes; anything else as in a query.',
    examples: [['declare query_parameters(n:long = 5, s:string = "x"); print n + 1, s', [[6, 'x']]]],
  }),
  statement({
    name: 'declare pattern',
    syntax: 'declare pattern Name = (Parameter:string)[[Path:string]] { ("value")[.["path"]] = { Table }; … }',
    doc: 'Names a table for each of some constant texts; it is asked for as `Name("value").path`.',
    trap: 'A text without a table is refused.',
    examples: [
      [
        'declare pattern capital = (country:string)[state:string] { ("USA").["Oregon"] = { print "Salem" }; ("Canada").["Alberta"] = { print strcat("Edmonton, ", state) }; }; capital("Canada").Alberta',
        [['Edmonton, Alberta']],
      ],
      [
        'declare pattern p = (a:string) { ("1") = { print x=1 }; ("2") = { print x=2 }; }; union p("1"), p("2")',
        [[1], [2]],
      ],
    ],
  }),
  statement({
    name: 'restrict access to',
    syntax: 'restrict access to (Name [, …])',
    doc: 'From here on a query sees only what is named: views, tables, functions, with wildcards.',
    trap: '`*` stands for what the query declares, `database().*` for the tables of the workspace.',
    examples: [['let V = view () { print x=1 }; restrict access to (V); V', [[1]]]],
  }),
  statement({
    name: 'alias database',
    syntax: 'alias database Name = [cluster("…").]database("…")',
    doc: 'Another name for a database; one that stands for this workspace leads to its tables.',
    examples: [['alias database D = cluster("c").database("d"); print 1', [[1]]]],
  }),
  statement({
    name: 'materialize',
    syntax: 'let Name = materialize(Table)',
    doc: 'A table that is computed once, for all results and however often it is read.',
    examples: [
      [
        'let T = materialize(range x from 1 to 3 step 1 | extend r = rand()); T | join kind=inner T on x | where r != r1 | count',
        [[0]],
      ],
    ],
  }),
  statement({
    name: 'toscalar',
    syntax: 'toscalar(Table)',
    doc: 'The first column of the first row, as a value; computed once.',
    trap: 'Null, or the empty text, where the table has no row.',
    examples: [
      ['let most = toscalar(range x from 1 to 5 step 1 | summarize max(x)); print most * 2', [[10]]],
      ['print isnull(toscalar(print x=1 | where x > 1))', [[true]]],
    ],
  }),
  statement({
    name: 'workspace',
    aliases: ['app', 'resource', 'cluster', 'database'],
    syntax: 'workspace("Name").T, cluster("…").database("Name").T, database().T',
    doc: 'A table of this workspace, where the name is its own: that of its folder. Any other place is refused.',
    trap: 'The same holds inside stored functions.',
    examples: [
      [
        'alias database Elsewhere = cluster("c").database("d"); print "refused only where it is read"',
        [['refused only where it is read']],
      ],
    ],
  }),
  statement({
    name: 'table',
    syntax: 'table("Name")',
    doc: 'The table, or the function without arguments, of a constant name.',
    examples: [['let f = () { print x=1 }; table("f")', [[1]]]],
  }),
]

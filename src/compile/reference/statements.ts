import type { OperatorRow } from '../row.ts'

type Definition = Omit<OperatorRow, 'kind' | 'parity'> & { readonly parity?: OperatorRow['parity'] }

function statement(row: Definition): OperatorRow {
  return { kind: 'statement', parity: 'exact', ...row }
}

function operator(row: Definition): OperatorRow {
  return { kind: 'operator', parity: 'exact', ...row }
}

/** Statements, and operators that read or give several tables. */
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
    aliases: ['bin_auto'],
    syntax: 'set Option [= Value]',
    doc: 'Options of the query: `notruncation`, `truncationmaxrecords`, `query_take_max_records`, `query_now`, `query_bin_auto_size` and `query_bin_auto_at` are carried out.',
    trap: 'All others are accepted; those that could change the rows are told in a notice.',
    examples: [
      ['set query_now = datetime(2024-05-01); print now() + 1d', [['2024-05-02T00:00:00.0000000Z']]],
      [
        'set query_bin_auto_size = 10; range x from 1 to 12 step 1 | summarize count() by bin_auto(x)',
        [
          [0, 9],
          [10, 3],
        ],
      ],
      [
        'set query_bin_auto_size = 10; set query_bin_auto_at = 5; range x from 1 to 12 step 1 | summarize count() by bin_auto(x)',
        [
          [-5, 4],
          [5, 8],
        ],
      ],
    ],
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
    trap: 'In a stored function, too.',
    examples: [
      [
        'alias database Here = cluster("c").database("d"); print "refused where it is used only"',
        [['refused where it is used only']],
      ],
    ],
  }),
  statement({
    name: 'table',
    syntax: 'table("Name")',
    doc: 'The table, or the function without arguments, of a constant name.',
    examples: [['let f = () { print x=1 }; table("f")', [[1]]]],
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
    name: 'fork',
    syntax: 'T | fork [Name =] (…) [Name =] (…) …',
    doc: 'Several queries over one table, which is computed once; each gives a table of its own.',
    trap: 'It ends a statement. Tables without a name are `GenericResult`, `GenericResult_2` ….',
    examples: [['range x from 1 to 3 step 1 | fork (where x > 2) Total = (summarize sum(x))', [[3]]]],
  }),
  operator({
    name: 'facet',
    syntax: 'T | facet by Column [, …] [with (…)]',
    doc: 'A table for each column, of its values and how often they are; before them what `with` makes of the rows.',
    trap: 'It ends a statement. The tables are named for their columns.',
    examples: [
      [
        'datatable(a:string) ["x", "y", "x"] | facet by a',
        [
          ['x', 2],
          ['y', 1],
        ],
      ],
      ['datatable(a:string, n:long) ["x", 1, "y", 2] | facet by a with (where n > 1)', [['y', 2]]],
    ],
  }),
  operator({
    name: 'consume',
    syntax: 'T | consume [decodeblocks = true]',
    doc: 'Runs a query and gives none of its rows.',
    examples: [['range x from 1 to 3 step 1 | consume', []]],
  }),
  operator({
    name: 'find',
    syntax:
      'find [withsource = Name] [in (Tables)] [where] Predicate [project-smart | project Column[:Type], … [, pack_all()]]',
    doc: 'Rows of many tables for which a condition holds, each with the name of its table; columns not asked for stand in the bag `pack_`.',
    trap: 'A column that has several types among the tables is refused, unless `project` gives it one.',
    parity: {
      approximate:
        'Where the columns of the answer depend on all the tables of a workspace, they are those of this one.',
    },
    examples: [
      [
        'let A = view () { print x=1, s="one fish" }; let B = view () { print x=2, z="two" }; find in (A, B) where x > 0 project x, pack(*)',
        [
          ['A', 1, { s: 'one fish' }],
          ['B', 2, { z: 'two' }],
        ],
      ],
      [
        'let A = view () { print x=1, s="one fish" }; let B = view () { print x=2, z="two" }; find withsource=T in (A, B) where * has "fish" project s',
        [['A', 'one fish']],
      ],
    ],
  }),
  operator({
    name: 'search',
    syntax: '[T |] search [kind = case_sensitive] [in (Tables)] Terms',
    doc: 'Rows of many tables that hold terms in any column; `$table` says of which table they are.',
    trap: 'A term is a whole word: `"ab*"` begins one, `"*ab*"` is anywhere.',
    examples: [
      ['datatable(s:string) ["alpha beta", "alphabet"] | search "alpha" | project s', [['alpha beta']]],
      ['datatable(s:string) ["alpha beta", "alphabet"] | search "alpha*" and not("beta") | project s', [['alphabet']]],
      ['datatable(a:string, b:string) ["x", "y", "y", "x"] | search a:"x" | project a, b', [['x', 'y']]],
    ],
  }),
  operator({
    name: 'union',
    syntax: '[T |] union [kind = inner | outer] [withsource = Name] [isfuzzy = true] Tables',
    doc: 'The rows of all tables; a name with several types becomes a column for each.',
    trap: 'With `isfuzzy=true` a table or function that is not there is left out, and told in a notice.',
    examples: [
      [
        'union (print x=1, y="a"), (print x=2)',
        [
          [1, 'a'],
          [2, ''],
        ],
      ],
      ['union kind=inner (print x=1, y="a"), (print x=2)', [[1], [2]]],
      [
        'union (print x=1), (print x="a")',
        [
          [1, ''],
          [null, 'a'],
        ],
      ],
      ['union isfuzzy=true (print x=1), NotThere', [[1]]],
    ],
  }),
  operator({
    name: 'externaldata',
    aliases: ['external_data'],
    syntax: 'externaldata(Column:Type, …) [ "path" , … ] [with (format = "csv", ignoreFirstRecord = true)]',
    doc: 'The data of files within the workspace’s folder: csv, tsv, psv, scsv, txt, raw, json, multijson, parquet, each gzipped or not.',
    trap: 'Paths are taken from the workspace’s folder; an address is refused, as nothing is fetched from the network.',
    examples: [
      [
        'let feed = externaldata(ip:string) ["external/feed.csv"]; print "not read until it is used"',
        [['not read until it is used']],
      ],
    ],
  }),
]

import type { OperatorRow } from '../row.ts'
import { operator } from './define.ts'

/** Operators that begin a table, or read or give several. */
export const tableRows: readonly OperatorRow[] = [
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
  operator({
    name: 'union',
    syntax: '[T |] union [kind = inner | outer] [withsource = Name] [isfuzzy = true] Tables',
    doc: 'The rows of all tables; a name with several types becomes a column for each.',
    trap: 'With `isfuzzy=true` a table or function that is not there is left out, which a notice says.',
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
    name: 'find',
    syntax:
      'find [withsource = Name] [in (Tables)] [where] Predicate [project-smart | project Column[:Type], … [, pack_all()]]',
    doc: 'Rows of many tables for which a condition holds, each with the name of its table; columns not asked for stand in the bag `pack_`.',
    trap: 'A column that has several types among the tables is refused, unless `project` gives it one.',
    parity: {
      approximate:
        'where the columns of the answer depend on all the tables of a workspace, they are those of this one',
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
]

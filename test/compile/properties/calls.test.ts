import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregates } from '../../../src/compile/aggregates/index.ts'
import { compileQuery } from '../../../src/compile/compile-query.ts'
import { scalarFunctions } from '../../../src/compile/functions/index.ts'
import { reference } from '../../../src/compile/reference/index.ts'
import { bindAsking } from '../../support/bind-asking.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { runCompiled } from '../../support/run-compiled.ts'

/** Values of every type, the awkward ones among them, as KQL. */
const literals = [
  'true',
  'bool(null)',
  '0',
  '1',
  '-7',
  '300',
  '9223372036854775807',
  'long(-9223372036854775808)',
  'long(null)',
  'int(null)',
  'int(5)',
  '0.5',
  'real(nan)',
  'real(+inf)',
  'real(-inf)',
  'real(null)',
  '1e308',
  'decimal(1.5)',
  'decimal(null)',
  '""',
  '"a"',
  '"Ab cd"',
  '"äö🎈"',
  '"10.0.0.1"',
  '"10.0.0.0/8"',
  '"fe80::1"',
  '"[1,2,3]"',
  '"{\\"a\\":1}"',
  '"https://user@host:80/p?q=1#f"',
  '"YWJj"',
  '"(a)(b"',
  '"%zz%41"',
  '"2020-01-01"',
  '"1.02:03:04"',
  '"<x a=\'1\'>t</x>"',
  '"a=1,b=2"',
  '"cmd /c \\"x y\\""',
  '"day"',
  '"yyyy-MM-dd"',
  '"\\0"',
  'datetime(2020-02-29 12:34:56.7654321)',
  'datetime(0001-01-01)',
  'datetime(9999-12-31 23:59:59.9999999)',
  'datetime(null)',
  '1tick',
  '-3d',
  'timespan(null)',
  '10675199d',
  'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)',
  'guid(null)',
  'dynamic(null)',
  'dynamic([])',
  'dynamic([3,1,2])',
  'dynamic(["a","b",null])',
  'dynamic({"a":1,"b":[1,{"c":"x"}]})',
  'dynamic([[1,2],[3]])',
  'dynamic("t")',
  'dynamic(1.5)',
  'typeof(long)',
  'typeof(string)',
]

const types = ['bool', 'long', 'int', 'real', 'decimal', 'string', 'datetime', 'timespan', 'guid', 'dynamic']

const source = `datatable(${types.map((name) => `c_${name}:${name}`).join(', ')}) [
    true, 1, 2, 1.5, decimal(2.5), "Ab 10.0.0.1", datetime(2020-01-01), 1h, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic({"a":[1,"x"]}),
    false, -9, 2, 0.0, decimal(-1), "(a", datetime(2020-01-01 00:00:00.0000001), -1tick, guid(null), dynamic(["b", null, 2]),
    ${types.map((name) => (name === 'string' ? '""' : `${name}(null)`)).join(', ')}]`

const value = fc.constantFrom(...literals, ...types.flatMap((name) => [`c_${name}`, `c_${name}`]))

const infix = '+ - * / % == != < >= and or =~ has contains startswith hasprefix in !in'.split(' ')

/** A value, or two of them with an operator between, or a part of one. */
const operand = fc.oneof(
  { weight: 5, arbitrary: value },
  {
    weight: 1,
    arbitrary: fc
      .tuple(value, fc.constantFrom(...infix, 'matches regex'), value)
      .map(([left, operator, right]) => `(${left} ${operator} ${operator.endsWith('in') ? `(${right})` : right})`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(value, fc.constantFrom('.a', '[0]', '["b"]', '[-1]')).map(([of, path]) => `${of}${path}`),
  },
)

/** Pieces of KQL: texts, numbers, names, and whatever else is no blank. */
const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d[\w.]*|[A-Za-z_$][\w$-]*|\s+|\.\.|[<>=!]=|[=!]~|[^\s]/g

/** A text with some of its pieces left out, written twice, exchanged, or replaced by a value. */
function mutated(kql: string, cuts: readonly (readonly [at: number, how: number, value: string])[]): string {
  const pieces: string[] = kql.match(token) ?? []
  const solid = pieces.flatMap((piece, index) => (piece.trim() === '' ? [] : [index]))
  if (solid.length === 0) return kql
  for (const [at, how, put] of cuts) {
    const index = solid[at % solid.length]!
    const other = solid[(at + 1 + how) % solid.length]!
    if (how === 0) pieces[index] = ''
    else if (how === 1) pieces[index] = `${pieces[index]} ${pieces[index]}`
    else if (how === 2) [pieces[index], pieces[other]] = [pieces[other]!, pieces[index]!]
    else if (/^["'\d]|^[a-z_]$/.test(pieces[index]!)) pieces[index] = put
    else pieces[index] = pieces[other]!
  }
  return pieces.join('')
}

const changes = fc.array(fc.tuple(fc.nat(60), fc.nat(6), value), { minLength: 1, maxLength: 2 })

const callsOf = [...scalarFunctions.values()].flatMap((row) => row.examples.map(([kql]) => kql))
const queries = [...reference, ...aggregates.values()].flatMap((row) => row.examples.map(([kql]) => kql))

const column = fc.constantFrom('k', 'n', 'r', 's', 't', 'p', 'd')
const small = fc.constantFrom(
  'datatable(k:string, n:long, r:real, s:string, t:datetime, p:timespan, d:dynamic) []',
  `datatable(k:string, n:long, r:real, s:string, t:datetime, p:timespan, d:dynamic) [
    "a", 1, 1.5, "x=1;y=2", datetime(2020-01-01), 1h, dynamic([1, 2]),
    "b", long(null), real(nan), "", datetime(null), timespan(null), dynamic(null),
    "a", -3, real(+inf), "x=b;y=", datetime(2020-01-02 03:04:05.6789012), -1d, dynamic({"u":1,"v":"w"})]`,
  'range n from 1 to 4 step 1 | extend k = tostring(n % 2), r = n / 2.0, s = strcat("x=", n), t = datetime(2020-01-01) + n * 6h, p = n * 1m, d = pack_array(n, tostring(n))',
)
const aggregate = fc
  .tuple(
    fc.constantFrom(
      'count',
      'sum',
      'avg',
      'min',
      'max',
      'dcount',
      'make_list',
      'make_set',
      'take_any',
      'stdev',
      'percentile',
    ),
    column,
  )
  .map(([name, of]) =>
    name === 'count' ? 'count()' : name === 'percentile' ? `percentile(${of}, 50)` : `${name}(${of})`,
  )
const stage = fc.oneof(
  fc
    .tuple(column, fc.constantFrom('==', '!=', '<', '>=', 'has', 'in~'), value)
    .map(([of, operator, than]) =>
      operator === 'in~' ? `where ${of} in~ (${than})` : `where ${of} ${operator} ${than}`,
    ),
  fc
    .tuple(column, operand)
    .map(
      ([of, is]) =>
        `extend ${of} = ${is.replace(/c_(\w)\w*/g, (_, type: string) => ({ s: 's', r: 'r', l: 'n', d: 'd', t: 'p' })[type] ?? 't')}`,
    ),
  fc.tuple(column, column).map(([first, second]) => `sort by ${first} asc, ${second} nulls first`),
  fc.tuple(column, fc.constantFrom(0, 1, 3, -1)).map(([of, count]) => `top ${count} by ${of}`),
  fc.constantFrom(
    'take 2',
    'count',
    'getschema',
    'distinct *',
    'as T',
    'serialize i = row_number()',
    'extend q = prev(n), w = next(s)',
  ),
  fc.tuple(aggregate, column).map(([what, by]) => `summarize ${what} by ${by}`),
  fc.tuple(aggregate, column).map(([what, by]) => `summarize n = ${what} by k = ${by}, t = bin(t, 1d)`),
  fc.tuple(column, fc.constantFrom('', ' to typeof(long)', ' limit 1')).map(([of, how]) => `mv-expand ${of}${how}`),
  fc
    .tuple(column, aggregate)
    .map(([of, what]) => `mv-apply e = d on (summarize z = ${what.replace(`(${of})`, '(e)')})`),
  fc
    .tuple(aggregate, column)
    .map(
      ([what, by]) =>
        `make-series z = ${what} on t from datetime(2020-01-01) to datetime(2020-01-03) step 12h by ${by}`,
    ),
  fc.tuple(aggregate, column).map(([what, by]) => `make-series z = ${what} default=0 on t step 1d by ${by}`),
  fc.constantFrom('simple', 'relaxed', 'regex').map((kind) => `parse kind=${kind} s with "x=" g:long ";y=" h`),
  fc
    .tuple(column, aggregate)
    .map(([of, what]) => `top-nested 2 of ${of} with others="rest" by ${what}, top-nested of k by count()`),
  fc
    .tuple(column, column)
    .map(
      ([of, by]) =>
        `sort by ${by} asc | scan declare (z:long = 0) with (step a: true => z = a.z + 1; step b: isnotnull(${of});)`,
    ),
  fc
    .tuple(fc.constantFrom('inner', 'leftouter', 'fullouter', 'leftanti', 'rightsemi', 'innerunique'), small, column)
    .map(([kind, other, on]) => `join kind=${kind} (${other}) on ${on}`),
  fc
    .tuple(small, column, column)
    .map(([other, left, right]) => `lookup (${other}) on $left.${left} == $right.${right}`),
  fc
    .tuple(small, fc.constantFrom('inner', 'outer'))
    .map(([other, kind]) => `union kind=${kind} withsource=from_ (${other} | project k = n, n, extra = s)`),
  fc.tuple(column, column).map(([by, of]) => `partition hint.strategy=native by ${by} (top 1 by ${of})`),
  fc.constantFrom(
    'evaluate bag_unpack(d)',
    'evaluate pivot(k)',
    'evaluate pivot(k, sum(n), s)',
    'evaluate narrow()',
    'evaluate autocluster()',
    'evaluate basket(0.4)',
    'parse-kv s as (x:long, y:string) with (pair_delimiter=";", kv_delimiter="=")',
    'sort by t asc | extend w = row_window_session(t, 1d, 1h)',
    'sort by n asc | extend w = row_cumsum(n, k != prev(k))',
    'fork (count) (top 1 by n)',
    'facet by k, n',
    'sample-distinct 2 of k',
    'reduce by s',
    'project-reorder t, *',
    'project-away d, p',
    'project-rename nn = n',
    'where * has "x"',
    'search "x"',
    'extend j = toscalar(range z from 1 to 3 step 1 | summarize max(z))',
  ),
)
const pipeline = fc
  .tuple(small, fc.array(stage, { minLength: 1, maxLength: 3 }))
  .map(([from, stages]) => [from, ...stages].join('\n| '))

/** Where the search begins, and how many times as far it goes: more by hand, `PROPERTY_SEED=7 PROPERTY_RUNS=20`. */
const seed = Number(process.env.PROPERTY_SEED ?? 20_260_101)
const factor = Number(process.env.PROPERTY_RUNS ?? 1)

describe('whatever the binder accepts is answered, or refused with a reason', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  const settings = (numRuns: number) => ({ seed, numRuns: numRuns * factor, endOnFailure: true })
  const answered = (kql: fc.Arbitrary<string>, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(kql, (each) => isAnswered(each, database)),
      settings(numRuns),
    )
  // Some seconds; where much else runs, more than a minute.
  const patience = 300_000 * factor

  it(
    'calls of scalar functions',
    async () => {
      const call = fc
        .tuple(fc.constantFrom(...scalarFunctions.keys()), fc.array(operand, { minLength: 1, maxLength: 4 }))
        .map(([name, values]) => `${source} | project x = ${name}(${values.join(', ')})`)
      await answered(call, 400)
    },
    patience,
  )

  it(
    'calls of aggregates',
    async () => {
      const call = fc
        .tuple(fc.constantFrom(...aggregates.keys()), fc.array(operand, { minLength: 1, maxLength: 3 }))
        .map(([name, values]) => `${source} | summarize x = ${name}(${values.join(', ')}) by c_bool`)
      await answered(call, 200)
    },
    patience,
  )

  it(
    'the examples of the functions, changed',
    async () => {
      const call = fc
        .tuple(fc.constantFrom(...callsOf), changes)
        .map(([kql, cuts]) => `${source} | project x = ${mutated(kql, cuts)}`)
      await answered(call, 400)
    },
    patience,
  )

  it(
    'the examples of operators and aggregates, changed',
    async () => {
      await answered(
        fc.tuple(fc.constantFrom(...queries), changes).map(([kql, cuts]) => mutated(kql, cuts)),
        300,
      )
    },
    patience,
  )

  it(
    'pipelines of operators',
    async () => {
      await answered(pipeline, 250)
    },
    patience,
  )
})

/** What a row holds may stop a query where KQL has no value for it; the engine says so in these words. */
const ofTheRows = [
  /^Invalid Input Error: (?:assert\(\) has failed|range has more rows)/,
  /^Invalid Input Error: (?:missing|bad|invalid|no argument|unexpected|trailing)/,
  /^Not implemented Error: Unknown TimeZone/,
]

/** Fails where binder or compiler break, or the SQL written is none that DuckDB takes. */
async function isAnswered(kql: string, database: TestDatabase): Promise<void> {
  const options = { tables: () => undefined, now: 637_134_336_000_000_000n }
  let sql = ''
  try {
    const { query, diagnostics: found } = await bindAsking(kql, { tables: [] }, options, database)
    if (!query) {
      expect(found.length).toBeGreaterThan(0)
      return
    }
    const { compiled, diagnostics } = compileQuery(query, options)
    if (!compiled) {
      expect(diagnostics.length).toBeGreaterThan(0)
      return
    }
    sql = compiled.sql
    await runCompiled(database, compiled)
  } catch (error) {
    if (ofTheRows.some((words) => words.test((error as Error).message))) return
    throw new Error(`${kql}\n${(error as Error).message}\n${sql}`, { cause: error })
  }
}

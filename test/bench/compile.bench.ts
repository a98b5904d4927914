/**
 * What a query of thirty lines over 21 tables of 69 columns takes from text to SQL, against the binder alone; and what the
 * answer of a wide table takes from the engine to a table of another thread, against fetching it and leaving it as it is.
 * Run by hand: `node test/bench/compile.bench.ts [rows]`.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { bindKql } from '../../src/kql/bind-kql.ts'
import { languageService } from '../../src/kql/language-service.ts'
import type { KqlType } from '../../src/lib/kql-type.ts'
import { Table } from '../../src/lib/table.ts'
import { QueryCompiler } from '../../src/providers/local/compiler/query-compiler.ts'
import { openDatabase } from '../../src/providers/local/engine/database.ts'
import { runQuery, transferable } from '../../src/providers/local/engine/run-query.ts'

const rows = Number(process.argv[2] ?? 100_000)
const types: readonly KqlType[] = ['string', 'string', 'string', 'long', 'string', 'dynamic', 'bool', 'real']

const tables = Array.from({ length: 21 }, (_, table) => ({
  name: `T${table}`,
  sqlName: `T${table}`,
  columns: [
    { name: 'TimeGenerated', type: 'datetime' as const, sqlName: 'TimeGenerated' },
    ...Array.from({ length: 68 }, (_, column) => ({
      name: `C${column}`,
      type: types[column % types.length]!,
      sqlName: `C${column}`,
    })),
  ],
  rowCount: 1,
  sources: [],
}))

const kql = `let Start = ago(14d);
let Failed = T0
| where TimeGenerated > Start
| where C0 has "failed" and C1 !in ("a", "b")
| extend City = tostring(C5.city), Country = tostring(C5.country)
| where isnotempty(City) or Country startswith "D"
| summarize Count = count(), First = min(TimeGenerated), Last = max(TimeGenerated), Addresses = make_set(C8, 100)
    by C0, bin(TimeGenerated, 1h)
| where Count > 5;
let Known = T1
| where TimeGenerated between (Start .. now())
| distinct C0, C1;
Failed
| join kind=leftouter Known on C0
| extend IsKnown = isnotempty(C1)
| join kind=inner (
    T2
    | where C3 > 10 and C0 matches regex @"^\\w+@contoso"
    | extend Parts = split(C0, "@")
    | mv-expand Part = Parts to typeof(string)
    | summarize arg_max(TimeGenerated, *) by C0
    | project C0, C9, C10, Part
  ) on C0
| extend Risk = case(Count > 100, "high", Count > 10 and not(IsKnown), "medium", "low")
| extend Span = Last - First, Hour = hourofday(First)
| where Risk != "low" or Hour < 6
| union (T3 | where C3 > 1 | project TimeGenerated, C0, C1)
| project-reorder C0, Risk
| sort by Count desc, C0 asc
| take 100`

compiling()
await crossing()
console.log(`most memory ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB`)

function compiling(): void {
  const compiler = new QueryCompiler()
  compiler.answer({ kind: 'prepare', id: 0, tables, now: 0n })
  const service = languageService()
  const globals = service.globals(tables, [])
  const schemas = { tables }
  let count = 0
  // Each time another text: one that is known is not compiled again.
  const text = () => `${kql}\n// ${++count}`
  const baseline = median(60, () => service.bind(text(), globals))
  report('the binder alone', baseline, baseline)
  report(
    'KQL to our tree',
    median(60, () => bindKql(text(), schemas)),
    baseline,
  )
  const compile = () => compiler.answer({ kind: 'compile', id: 0, kql: text(), limit: 1000, answers: [] })
  report('KQL to SQL', median(60, compile), baseline)
}

async function crossing(): Promise<void> {
  const database = await openDatabase({})
  const connection = await database.connect()
  const columns = [
    ...range(20).map((k) => ({ type: 'string', sql: `'short' || (i % ${10 + k})` })),
    ...range(20).map((k) => ({
      type: 'string',
      sql: `'a longer value of some text, number ' || ((i // 7) % ${1 + 500 * k})`,
    })),
    ...range(20).map(() => ({
      type: 'string',
      sql: `CASE WHEN i % 2 = 0 THEN '' ELSE 'the same value in all of them' END`,
    })),
    ...range(4).map((k) => ({ type: 'string', sql: `'user' || (i + ${k}) || '@contoso.com'` })),
    ...range(16).map((k) => ({ type: 'long', sql: `i * ${k}` })),
    ...range(8).map(() => ({ type: 'real', sql: 'CASE WHEN i % 5 = 0 THEN NULL ELSE i / 3.5::DOUBLE END' })),
    ...range(8).map(() => ({ type: 'bool', sql: 'i % 2 = 0' })),
  ].map((column, at) => ({ name: `c${at}`, sql: column.sql, type: column.type as KqlType }))
  await connection.run(
    `CREATE TABLE wide AS SELECT ${columns.map(({ sql, name }) => `${sql} AS ${name}`).join(', ')} FROM range(${rows}) r(i)`,
  )
  const sql = 'SELECT * FROM wide'
  const baseline = await timed(() => fetchAll(connection, sql))
  report(`fetching ${rows} rows of ${columns.length} columns`, baseline, baseline)
  const begin = performance.now()
  const { signal } = new AbortController()
  const { data, rowCount } = await runQuery(
    connection,
    sql,
    columns.map(({ type }) => type),
    rows,
    signal,
  )
  report('fetching them and making columns', performance.now() - begin, baseline)
  const sent = performance.now()
  const received = structuredClone(data, { transfer: transferable(data) })
  report('handing the columns to another thread', performance.now() - sent, baseline)
  const drawn = performance.now()
  Table.fromColumns(columns, rowCount, received).rows(0, 50)
  report('a table of them, and its first page', performance.now() - drawn, baseline)
  connection.closeSync()
  database.close()
}

async function fetchAll(connection: DuckDBConnection, sql: string): Promise<void> {
  const result = await connection.stream(sql)
  while (((await result.fetchChunk())?.rowCount ?? 0) > 0);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** After a third of the runs, which warm up. */
function median(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const begin = performance.now()
    work()
    return performance.now() - begin
  }).slice(runs / 3)
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!
}

function report(what: string, ms: number, baseline: number): void {
  console.log(
    `${what.padEnd(48)} ${ms.toFixed(1).padStart(8)} ms ${(ms / baseline).toFixed(2).padStart(6)} × the baseline`,
  )
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at)
}

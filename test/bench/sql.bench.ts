/**
 * What KQL costs beside SQL that somebody wrote by hand for the same question, over the same made-up sign-ins, in the same
 * process with the same two threads. Run by hand: `node test/bench/sql.bench.ts [rows] [part of a name …]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { compileQuery } from '../../src/compile/compile-query.ts'
import { bindKql } from '../../src/kql/bind-kql.ts'
import { Engine } from '../../src/providers/local/engine/engine.ts'
import { runQuery } from '../../src/providers/local/engine/run-query.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const wanted = process.argv.slice(3)
const { signal } = new AbortController()
const rounds = rows > 2_000_000 ? 3 : 5

interface Pair {
  readonly name: string
  readonly kql: string
  readonly sql: string
}

const pairs: readonly Pair[] = [
  {
    name: 'filter by text and time',
    kql: 'SigninLogs | where ResultType == "50126" and TimeGenerated between (datetime(2024-01-02) .. datetime(2024-01-05)) | summarize sum(strlen(IPAddress))',
    sql: `SELECT sum(length(IPAddress)) FROM signins WHERE ResultType = '50126' AND TimeGenerated BETWEEN TIMESTAMP '2024-01-02' AND TIMESTAMP '2024-01-05'`,
  },
  {
    name: 'term search (has)',
    kql: 'SigninLogs | where UserAgent has "python" | summarize sum(strlen(IPAddress))',
    sql: `SELECT sum(length(IPAddress)) FROM signins WHERE contains(lower(UserAgent), 'python') AND regexp_matches(lower(UserAgent), '(^|[^\\pL\\pN])python($|[^\\pL\\pN])')`,
  },
  {
    name: 'contains',
    kql: 'SigninLogs | where UserAgent contains "REQUESTS" | count',
    sql: `SELECT count(*) FROM signins WHERE contains(lower(UserAgent), 'requests')`,
  },
  {
    name: 'group by user and hour',
    kql: 'SigninLogs | summarize n = count() by UserPrincipalName, bin(TimeGenerated, 1h) | summarize max(n)',
    sql: `SELECT max(n) FROM (SELECT UserPrincipalName, date_trunc('hour', TimeGenerated), count(*) AS n FROM signins GROUP BY ALL)`,
  },
  {
    name: 'dcount',
    kql: 'SigninLogs | summarize d = dcount(IPAddress) by UserPrincipalName | summarize sum(d)',
    sql: 'SELECT sum(d) FROM (SELECT count(DISTINCT IPAddress) AS d FROM signins GROUP BY UserPrincipalName)',
  },
  {
    name: 'join',
    kql: 'SigninLogs | where ResultType != "0" | join kind=inner (SigninLogs | summarize c = count() by IPAddress) on IPAddress | summarize sum(c)',
    sql: `SELECT sum(c) FROM signins JOIN (SELECT IPAddress, count(*) AS c FROM signins GROUP BY IPAddress) USING (IPAddress) WHERE ResultType <> '0'`,
  },
  {
    name: 'arg_max of whole rows',
    kql: 'SigninLogs | summarize arg_max(TimeGenerated, *) by UserPrincipalName | summarize sum(strlen(UserAgent)), sum(strlen(IPAddress)), max(ResultType)',
    sql: `SELECT sum(length(r.UserAgent)), sum(length(r.IPAddress)), max(r.ResultType) FROM (SELECT arg_max(struct_pack(UserAgent, IPAddress, ResultType), TimeGenerated) AS r FROM signins GROUP BY UserPrincipalName)`,
  },
  {
    name: 'mv-expand of a split text',
    kql: 'SigninLogs | mv-expand part = split(IPAddress, ".") to typeof(string) | summarize n = count() by part | summarize max(n)',
    sql: `SELECT max(n) FROM (SELECT part, count(*) AS n FROM (SELECT unnest(string_split(IPAddress, '.')) AS part FROM signins) GROUP BY part)`,
  },
  {
    name: 'mv-expand of a dynamic array',
    kql: 'SigninLogs | mv-expand tag = todynamic(Tags) to typeof(string) | summarize n = count() by tag | summarize max(n)',
    sql: `SELECT max(n) FROM (SELECT tag, count(*) AS n FROM (SELECT unnest(from_json(Tags, '["VARCHAR"]')) AS tag FROM signins) GROUP BY tag)`,
  },
  {
    name: 'two JSON paths',
    kql: 'SigninLogs | where tostring(DeviceDetail.operatingSystem) == "Windows1" and toint(DeviceDetail.patch) > 3 | count',
    sql: `SELECT count(*) FROM signins WHERE (DeviceDetail->>'$.operatingSystem') = 'Windows1' AND TRY_CAST(DeviceDetail->>'$.patch' AS INTEGER) > 3`,
  },
  {
    name: 'row_window_session',
    kql: 'SigninLogs | sort by UserPrincipalName asc, TimeGenerated asc | extend s = row_window_session(TimeGenerated, 3650d, 30m, UserPrincipalName != prev(UserPrincipalName)) | summarize n = count() by UserPrincipalName, s | summarize max(n), count()',
    sql: `SELECT max(n), count(*) FROM (SELECT UserPrincipalName, s, count(*) AS n FROM (SELECT UserPrincipalName, sum(CASE WHEN gap IS NULL OR gap >= INTERVAL 30 MINUTE THEN 1 ELSE 0 END) OVER (PARTITION BY UserPrincipalName ORDER BY TimeGenerated ROWS UNBOUNDED PRECEDING) AS s
      FROM (SELECT UserPrincipalName, TimeGenerated, TimeGenerated - lag(TimeGenerated) OVER (PARTITION BY UserPrincipalName ORDER BY TimeGenerated) AS gap FROM signins)) GROUP BY ALL)`,
  },
  {
    name: 'make-series',
    kql: 'SigninLogs | make-series n = count() default=0 on TimeGenerated from datetime(2024-01-01) to datetime(2024-01-12) step 1h by UserPrincipalName | mv-expand n to typeof(long) | summarize sum(n)',
    sql: `SELECT sum(n) FROM (SELECT unnest(list(coalesce(n, 0) ORDER BY slot)) AS n FROM (SELECT UserPrincipalName, slot FROM (SELECT DISTINCT UserPrincipalName FROM signins), generate_series(TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-11 23:00', INTERVAL 1 HOUR) t(slot))
      LEFT JOIN (SELECT UserPrincipalName, date_trunc('hour', TimeGenerated) AS slot, count(*) AS n FROM signins GROUP BY ALL) USING (UserPrincipalName, slot) GROUP BY UserPrincipalName)`,
  },
  {
    name: 'make-series with anomalies (SQL: the series alone)',
    kql: 'SigninLogs | make-series n = count() default=0 on TimeGenerated from datetime(2024-01-01) to datetime(2024-01-12) step 1h by UserPrincipalName | extend (flag, score, base) = series_decompose_anomalies(n, 1.5, 24) | mv-expand flag to typeof(long) | summarize countif(flag != 0)',
    sql: `SELECT sum(n) FROM (SELECT unnest(list(coalesce(n, 0) ORDER BY slot)) AS n FROM (SELECT UserPrincipalName, slot FROM (SELECT DISTINCT UserPrincipalName FROM signins), generate_series(TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-11 23:00', INTERVAL 1 HOUR) t(slot))
      LEFT JOIN (SELECT UserPrincipalName, date_trunc('hour', TimeGenerated) AS slot, count(*) AS n FROM signins GROUP BY ALL) USING (UserPrincipalName, slot) GROUP BY UserPrincipalName)`,
  },
  {
    name: 'top by',
    kql: 'SigninLogs | top 100 by TimeGenerated desc | summarize sum(strlen(UserAgent)), sum(strlen(IPAddress))',
    sql: 'SELECT sum(length(UserAgent)), sum(length(IPAddress)) FROM (FROM signins ORDER BY TimeGenerated DESC LIMIT 100)',
  },
  {
    name: 'sort and take',
    kql: 'SigninLogs | sort by IPAddress asc, TimeGenerated desc | take 100 | summarize sum(strlen(UserAgent))',
    sql: 'SELECT sum(length(UserAgent)) FROM (FROM signins ORDER BY IPAddress, TimeGenerated DESC LIMIT 100)',
  },
  {
    name: 'distinct',
    kql: 'SigninLogs | distinct UserPrincipalName, ResultType, IPAddress | count',
    sql: 'SELECT count(*) FROM (SELECT DISTINCT UserPrincipalName, ResultType, IPAddress FROM signins)',
  },
  {
    name: 'make_set by',
    kql: 'SigninLogs | summarize s = make_set(IPAddress) by UserPrincipalName | summarize sum(array_length(s))',
    sql: 'SELECT sum(len(s)) FROM (SELECT list_sort(list(DISTINCT IPAddress)) AS s FROM signins GROUP BY UserPrincipalName)',
  },
  {
    name: 'make_list by (SQL: as JSON too)',
    kql: 'SigninLogs | summarize s = make_list(IPAddress) by UserPrincipalName | summarize sum(strlen(tostring(s)))',
    sql: 'SELECT sum(length(s::VARCHAR)) FROM (SELECT to_json(list(IPAddress)) AS s FROM signins GROUP BY UserPrincipalName)',
  },
  {
    name: 'lists in order, of many small groups',
    kql: `SigninLogs | sort by TimeGenerated asc, UserAgent asc
      | summarize s = make_list(IPAddress), t = make_list(UserAgent) by UserPrincipalName, h = bin(TimeGenerated, 6h)
      | summarize sum(strlen(tostring(s))), sum(strlen(tostring(t)))`,
    sql: `SELECT sum(length(s::VARCHAR)), sum(length(t::VARCHAR)) FROM (
      SELECT to_json(list(IPAddress ORDER BY TimeGenerated, UserAgent)) AS s, to_json(list(UserAgent ORDER BY TimeGenerated, UserAgent)) AS t
      FROM signins GROUP BY UserPrincipalName, time_bucket(INTERVAL 6 HOUR, TimeGenerated))`,
  },
  {
    name: 'countif',
    kql: 'SigninLogs | summarize f = countif(ResultType == "50126"), n = count() by UserPrincipalName | summarize max(f), max(n)',
    sql: `SELECT max(f), max(n) FROM (SELECT count(*) FILTER (WHERE ResultType = '50126') AS f, count(*) AS n FROM signins GROUP BY UserPrincipalName)`,
  },
  {
    name: 'dcountif',
    kql: 'SigninLogs | summarize d = dcountif(IPAddress, ResultType == "50126") by UserPrincipalName | summarize sum(d)',
    sql: `SELECT sum(d) FROM (SELECT count(DISTINCT IPAddress) FILTER (WHERE ResultType = '50126') AS d FROM signins GROUP BY UserPrincipalName)`,
  },
  {
    name: 'percentile',
    kql: 'SigninLogs | summarize p = percentile(strlen(UserAgent), 95) by UserPrincipalName | summarize sum(p)',
    sql: 'SELECT sum(p) FROM (SELECT quantile_disc(length(UserAgent), 0.95) AS p FROM signins GROUP BY UserPrincipalName)',
  },
  {
    name: 'has_any',
    kql: 'SigninLogs | where UserAgent has_any ("python", "curl", "v17") | count',
    sql: `SELECT count(*) FROM signins WHERE regexp_matches(UserAgent, '(?i)(?:^|[^\\p{L}\\p{N}])(?:python|curl|v17)(?:[^\\p{L}\\p{N}]|$)')`,
  },
  {
    name: 'in a list of 1,000 texts',
    kql: `SigninLogs | where UserPrincipalName in (${thousand('"')}) | count`,
    sql: `SELECT count(*) FROM signins WHERE UserPrincipalName IN (${thousand("'")})`,
  },
  {
    name: 'extract',
    kql: String.raw`SigninLogs | extend v = extract(@"v(\d+)$", 1, UserAgent) | summarize n = count() by v | summarize max(n)`,
    sql: String.raw`SELECT max(n) FROM (SELECT regexp_extract(UserAgent, 'v(\d+)$', 1) AS v, count(*) AS n FROM signins GROUP BY v)`,
  },
  {
    name: 'parse',
    kql: 'SigninLogs | parse UserPrincipalName with user "@" domain | summarize n = dcount(user) by domain',
    sql: `SELECT max(n) FROM (SELECT m[2] AS domain, count(DISTINCT m[1]) AS n FROM (SELECT regexp_extract(UserPrincipalName, '^(.*?)@(.*)$', ['1', '2']) AS s, [s['1'], s['2']] AS m FROM signins) GROUP BY domain)`,
  },
  {
    name: 'union, then where',
    kql: 'union SigninLogs, (SigninLogs | where ResultType == "0") | where IPAddress startswith "10.17." | count',
    sql: `SELECT (SELECT count(*) FROM signins WHERE starts_with(lower(IPAddress), '10.17.')) + (SELECT count(*) FROM signins WHERE ResultType = '0' AND starts_with(lower(IPAddress), '10.17.'))`,
  },
  {
    name: 'let used twice',
    kql: 'let U = SigninLogs | summarize n = count() by UserPrincipalName; U | where n > toscalar(U | summarize avg(n)) | count',
    sql: 'WITH u AS MATERIALIZED (SELECT UserPrincipalName, count(*) AS n FROM signins GROUP BY UserPrincipalName) SELECT count(*) FROM u WHERE n > (SELECT avg(n) FROM u)',
  },
]

const folder = mkdtempSync(join(tmpdir(), 'huntlet-bench-'))
const file = join(folder, 'SigninLogs.parquet')
const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
const connection = await instance.connect()
try {
  await writeSignIns(connection)
  await connection.run(`CREATE TABLE signins AS FROM '${file}'`)
  const engine = await Engine.open({ kind: 'files', paths: [file], tables: {} }, { signal, onProgress: () => {} })
  console.log(`${rows.toLocaleString('en')} sign-ins, best of ${rounds}: KQL, SQL, ratio`)
  for (const pair of pairs) {
    if (wanted.length === 0 || wanted.some((part) => pair.name.includes(part))) await measure(pair, engine)
  }
  engine.close()
  console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
} finally {
  connection.closeSync()
  instance.closeSync()
  rmSync(folder, { recursive: true })
}

/** Every other user, in quotes. */
function thousand(quote: string): string {
  return Array.from({ length: 1000 }, (_, index) => `${quote}user${index * 2}@example.com${quote}`).join(', ')
}

async function measure({ name, kql, sql }: Pair, engine: Engine): Promise<void> {
  const { query, diagnostics } = bindKql(kql, { tables: engine.tables })
  const physical = new Map(
    engine.tables.map(({ name, sqlName, columns }) => [
      name,
      {
        name: sqlName,
        columns: new Map(
          columns.flatMap((column) => (column.sqlName === undefined ? [] : [[column.name, column.sqlName]])),
        ),
        rowOrder: 'rowid',
      },
    ]),
  )
  const compiled = query && compileQuery(query, { tables: (table) => physical.get(table), now: 0n }).compiled
  if (!compiled) throw new Error(`${kql}\n${JSON.stringify(diagnostics)}`)
  const types = compiled.columns.map((column) => column.type)
  // By turns, so that what else the machine does falls on both.
  const least = { ours: Number.POSITIVE_INFINITY, theirs: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    least.ours = Math.min(least.ours, await timeOf(() => engine.run(compiled.sql, types, compiled.udfs, 1000, signal)))
    least.theirs = Math.min(
      least.theirs,
      await timeOf(() => runQuery(connection, `SELECT t::VARCHAR FROM (${sql}) t`, ['string'], 1000, signal)),
    )
  }
  const { ours, theirs } = least
  console.log(
    `${ours.toFixed(0).padStart(7)} ms ${theirs.toFixed(0).padStart(7)} ms ${(ours / theirs).toFixed(2).padStart(6)}  ${name}`,
  )
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await run()
  return performance.now() - begin
}

/** One sign-in a second per user group, with a burst now and then; dynamic columns as JSON. */
async function writeSignIns(connection: DuckDBConnection): Promise<void> {
  await connection.run(`COPY (SELECT TIMESTAMP '2024-01-01' + INTERVAL (i * 950400000 // ${rows}) MILLISECOND AS TimeGenerated,
    'user' || (hash(i) % 2000) || '@example.com' AS UserPrincipalName, '10.' || (hash(i + 1) % 255) || '.4.' || (i % 99) AS IPAddress,
    CASE WHEN i % 7 = 0 THEN '50126' ELSE '0' END AS ResultType,
    CASE WHEN i % 1000 = 0 THEN 'python-requests/2' ELSE 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) v' || (i % 300) END AS UserAgent,
    '{"operatingSystem":"Windows' || (i % 3) || '","patch":' || (i % 9) || '}' AS DeviceDetail,
    '["t' || (i % 5) || '","u' || (i % 11) || '"]' AS Tags FROM range(${rows}) r(i)) TO '${file}' (FORMAT parquet)`)
}

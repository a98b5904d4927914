import type { KqlType } from '../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../src/lib/table.ts'
import { readAnswer } from '../../src/providers/log-analytics/answer/read-answer.ts'
import { ByteSource } from '../../src/providers/remote/answer/byte-source.ts'

/**
 * Decoding of the largest answer that Log Analytics gives (500,000 rows), of 20 columns as sign-in logs have them, against
 * `JSON.parse` of the same bytes, which gives rows of boxed values and loses ticks, longs and nulls.
 * Run with `node --expose-gc test/bench/decode.bench.ts`.
 */
const rows = 500_000

const columns = [
  ['TimeGenerated', 'datetime'],
  ['Type', 'string'],
  ['User', 'string'],
  ['Address', 'string'],
  ['Application', 'string'],
  ['Result', 'int'],
  ['Description', 'string'],
  ['Location', 'string'],
  ['Id', 'guid'],
  ['Correlation', 'string'],
  ['Bytes', 'long'],
  ['Sent', 'long'],
  ['Score', 'real'],
  ['IsRisky', 'bool'],
  ['Details', 'dynamic'],
  ['Agent', 'string'],
  ['Took', 'timespan'],
  ['Created', 'datetime'],
  ['Device', 'string'],
  ['Cost', 'decimal'],
] as const

function* body(): Generator<string> {
  const declared = columns.map(([name, type]) => ({ name, type }))
  yield `{"tables":[{"name":"PrimaryResult","columns":${JSON.stringify(declared)},"rows":[`
  for (let row = 0; row < rows; row++) {
    const time = new Date(1_750_000_000_000 + row * 1234).toISOString().slice(0, 23)
    const id = row.toString(16).padStart(12, '0')
    const cells = [
      `${time}${String(row % 10_000).padStart(4, '0')}Z`,
      'SigninLogs',
      `user${row % 4000}@contoso.com`,
      `10.${row % 7}.${row % 251}.${row % 13}`,
      `Application ${row % 60}`,
      row % 50 === 0 ? 50126 : 0,
      row % 50 === 0 ? 'Invalid username or password' : '',
      ['NL', 'DE', 'US', 'BR'][row % 4],
      `00000000-0000-4000-8000-${id}`,
      `c${id}`,
      row * 7919,
      row % 3 === 0 ? null : row * 17,
      (row % 1000) / 8,
      row % 9 === 0,
      JSON.stringify({ os: `Windows ${row % 3}`, browser: { name: 'Edge', version: row % 40 } }),
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${row % 30}`,
      `00:00:${String(row % 60).padStart(2, '0')}.5000000`,
      row % 2 === 0 ? null : `${time}Z`,
      `WS-${row % 900}`,
      `${row % 100}.25`,
    ]
    yield `${row === 0 ? '' : ','}${JSON.stringify(cells)}`
  }
  yield ']}]}'
}

function* chunksOf(texts: Iterable<string>): Generator<Buffer> {
  let parts: string[] = []
  let length = 0
  for (const text of texts) {
    parts.push(text)
    length += text.length
    if (length < 65_536) continue
    yield Buffer.from(parts.join(''))
    parts = []
    length = 0
  }
  yield Buffer.from(parts.join(''))
}

async function* flow(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks
}

function heapMegabytes(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return Math.round((heapUsed + external) / 2 ** 20)
}

const chunks = [...chunksOf(body())]
const megabytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0) / 2 ** 20
const before = heapMegabytes()
console.log(`body: ${megabytes.toFixed(0)} MiB, ${rows} rows of ${columns.length} columns`)

for (let round = 0; round < 3; round++) {
  const start = performance.now()
  const answer = await readAnswer(new ByteSource(flow(chunks), 2 ** 30), 1)
  const took = performance.now() - start
  const held = heapMegabytes() - before
  console.log(`columns  ${took.toFixed(0)} ms  ${((megabytes / took) * 1000).toFixed(0)} MiB/s  held ${held} MiB`)
  if (answer.tables[0]?.table.rowCount !== rows) throw new Error('rows are missing')
}

for (let round = 0; round < 3; round++) {
  const start = performance.now()
  const parsed = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { tables: { rows: unknown[][] }[] }
  const took = performance.now() - start
  const held = heapMegabytes() - before
  console.log(`JSON.parse  ${took.toFixed(0)} ms  ${((megabytes / took) * 1000).toFixed(0)} MiB/s  held ${held} MiB`)
  if (parsed.tables[0]?.rows.length !== rows) throw new Error('rows are missing')
  Table.fromRows(
    columns.map(([name, type]) => ({ name, type: type as KqlType })),
    parsed.tables[0].rows as Cell[][],
  )
  console.log(`JSON.parse and columns of it  ${(performance.now() - start).toFixed(0)} ms`)
}

import { afterAll, expect, it } from 'vitest'
import { Engine } from '../../../../src/providers/local/engine/engine.ts'
import { LocalWorkspace } from '../../../../src/providers/local/local-workspace.ts'
import { makeFolder } from '../../../support/load-fixture.ts'

const rowCount = 20_000
const text = 'a text that comes again and again '.repeat(6)
const lines = Array.from(
  { length: rowCount },
  (_, n) => `{"TimeGenerated":"2026-03-01T00:00:00Z","n":${n},"text":"${text}${n % 7}"}\n`,
)
const logs = makeFolder({ 'Big_CL.jsonl': lines.join(''), 'Small_CL.jsonl': '{"n":3,"name":"three"}\n' })
afterAll(() => logs.remove())
const source = { kind: 'files', paths: [logs.path] } as const
const { signal } = new AbortController()

/** Where the tables are, and the bytes that the engine holds. */
async function held(memoryLimit: string) {
  const engine = await Engine.open(source, { signal, onProgress: () => {}, memoryLimit })
  try {
    const sql = `SELECT (SELECT string_agg(DISTINCT database_name) FROM duckdb_tables()), (SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory())`
    const { data } = await engine.run(sql, ['string', 'real'], [], 1, signal)
    const [names, bytes] = data
    return {
      place: names?.kind === 'texts' ? names.dictionary[0] : undefined,
      bytes: bytes?.kind === 'numbers' ? bytes.values[0]! : Number.NaN,
    }
  } finally {
    engine.close()
  }
}

it('packs tables in memory where there is much to hold for what the engine may have, and not where there is little', async () => {
  const plain = await held('4GB')
  const packed = await held('130MB')
  expect([plain.place, packed.place]).toEqual(['memory', 'packed'])
  expect(packed.bytes).toBeLessThan(plain.bytes / 2)
})

it('answers from packed tables as from others, whatever connection is asked', async () => {
  const queries = [
    'Big_CL | summarize count(), sum(n), dcount(text)',
    'Big_CL | where text endswith "3" | sort by n desc | take 2 | project n',
    'Small_CL | join kind=inner Big_CL on n | project name, n',
    'union withsource=T Big_CL, Small_CL | summarize count() by T | sort by T asc',
    'search "three" | count',
  ]
  const [plain, packed] = await Promise.all(
    ['4GB', '130MB'].map(async (memoryLimit) => {
      const workspace = await LocalWorkspace.open({
        name: 'logs',
        kind: 'local',
        source,
        signal,
        memoryLimit,
        clock: () => new Date(0),
      })
      const answers = await Promise.all(queries.map(async (kql) => (await workspace.query(kql)).rows()))
      const tables = await workspace.tables()
      await workspace.close()
      return { answers, tables }
    }),
  )
  expect(packed).toEqual(plain)
  expect(plain!.answers[0]).toEqual([[rowCount, (rowCount * (rowCount - 1)) / 2, 7]])
})

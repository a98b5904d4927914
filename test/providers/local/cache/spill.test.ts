import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { DiskUse } from '../../../../src/providers/local/cache/disk-use.ts'
import { Engine } from '../../../../src/providers/local/engine/engine.ts'
import { makeFolder } from '../../../support/load-fixture.ts'

const rowCount = 40_000
const text = 'x'.repeat(3000)
const lines = Array.from({ length: rowCount }, (_, n) => `{"n":${n},"text":"${text}"}\n`)
const logs = makeFolder({ 'log.jsonl': lines.join('') })
const disk = makeFolder({})
afterAll(() => {
  logs.remove()
  disk.remove()
})

function open(use?: DiskUse): Promise<Engine> {
  const { signal } = new AbortController()
  // The records alone, as they are read, take more.
  const options = { signal, onProgress: () => {}, memoryLimit: '200MB' }
  return Engine.open({ kind: 'files', paths: [logs.path] }, { ...options, ...(use && { disk: use }) })
}

it('needs a disk for what is larger than memory', async () => {
  await expect(open()).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' })
}, 60_000)

it.each([
  ['to what is kept', { folder: disk.path, cache: { leastBytes: 0, mostBytes: 0 } }],
  ['from memory', { folder: disk.path }],
])(
  'reads what is larger than memory %s, sorts it, and leaves nothing behind',
  async (_, use) => {
    const engine = await open(use)
    const { data } = await engine.run(
      'SELECT sum("n")::BIGINT FROM (SELECT "n" FROM "log" ORDER BY "text", "n" DESC LIMIT 39999)',
      ['long'],
      [],
      1,
      new AbortController().signal,
    )
    engine.close()
    expect(data).toMatchObject([{ values: new BigInt64Array([BigInt((rowCount * (rowCount - 1)) / 2)]) }])
    expect(filesBelow(disk.path)).toEqual([])
    expect(readdirSync(join(disk.path, 'spill'))).toEqual([])
  },
  60_000,
)

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
}

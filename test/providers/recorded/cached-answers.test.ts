import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { HuntletError } from '../../../src/lib/diagnostic.ts'
import { Table } from '../../../src/lib/table.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { cachedAnswers } from '../../../src/providers/recorded/cached-answers.ts'
import type { QueryTable, Workspace } from '../../../src/providers/workspace.ts'
import { wrapped } from '../../../src/providers/wrapped-workspace.ts'
import { fixtureFiles } from '../../support/fixture-files.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { describeProvider } from '../../support/provider-contract.ts'

const made: { remove(): void }[] = []
afterAll(() => {
  for (const each of made) each.remove()
})

describeProvider('a workspace whose answers are kept', {
  async open(tables) {
    const [files, cache] = [makeFolder(fixtureFiles(tables)), makeFolder({})]
    made.push(files, cache)
    const workspace = await openWorkspace({ kind: 'local', paths: [files.path] })
    const cached = cachedAnswers(workspace, { folder: cache.path, identity: 'files' })
    // Each question twice, so that the second answer is the one that was kept.
    return wrapped(cached, async (kql, options) => {
      await cached.run(kql, options)
      const { completeness, ...answer } = await cached.run(kql, options)
      const notices = completeness.notices.filter((notice) => !notice.includes('--no-cache asks anew'))
      return { ...answer, completeness: { ...completeness, notices } }
    })
  },
})

const at = Date.parse('2026-06-10T12:00:00Z')
const past = { timespan: { start: '2026-06-01T00:00:00Z', end: '2026-06-10T11:00:00Z' } }
const clockAt = (time: number) => ({ now: () => time, wait: async () => {}, random: () => 0 })

let folder: string
let asked: string[]
beforeEach(() => {
  const each = makeFolder({})
  made.push(each)
  folder = each.path
  asked = []
})

/** Counts what it is asked, and answers with how often that was. */
function counting(change: (answer: QueryTable) => QueryTable = (answer) => answer): Workspace {
  const run = async (kql: string) => {
    asked.push(kql)
    const table = Table.fromRows([{ name: 'n', type: 'long' }], [[asked.length]])
    return change({ table, completeness: { status: 'complete', notices: [] }, durationMs: 900 })
  }
  return {
    name: 'azure:soc',
    kind: 'log-analytics',
    now: async () => ({ at: '2026-06-10T12:00:00.0000000Z', source: 'clock' }),
    tables: async () => [],
    notices: async () => [],
    run,
    query: async (kql) => (await run(kql)).table,
    close: async () => {},
  }
}

interface Kept {
  readonly time?: number
  readonly identity?: string
  readonly change?: (answer: QueryTable) => QueryTable
  readonly limits?: Parameters<typeof cachedAnswers>[1]['limits']
}

/** A process of its own: opens, asks, closes. */
async function ask(
  kql: string,
  options: Parameters<Workspace['run']>[1],
  { time = at, identity = 'soc', change, limits }: Kept = {},
) {
  const workspace = cachedAnswers(counting(change), {
    folder,
    identity,
    clock: clockAt(time),
    ...(limits && { limits }),
  })
  const answer = await workspace.run(kql, options)
  await workspace.close()
  return answer
}

const answersFolder = () => join(folder, 'answers')

describe('answers of services that are kept', () => {
  it('are given again to the same question, and say so', async () => {
    await ask('T | where User == "alice" | count', past)
    const again = await ask('T\n| where User == "alice"\n| count', past)
    expect(asked).toHaveLength(1)
    expect(again.table.rows()).toEqual([[1]])
    expect(again.completeness).toEqual({
      status: 'complete',
      notices: ['this answer was kept at 2026-06-10 12:00 UTC; --no-cache asks anew'],
    })
  })

  it('are of one workspace, range, limit and set of parameters', async () => {
    await ask('T', past)
    await ask('T', past, { identity: 'other' })
    await ask('T', { timespan: { ...past.timespan, start: '2026-06-02' } })
    await ask('T', { ...past, limit: 5 })
    await ask('T', { ...past, parameters: { p: '1' } })
    expect(asked).toHaveLength(5)
  })

  it('are not of a range that may still get records, or none', async () => {
    const late = { timespan: { start: '2026-06-01T00:00:00Z', end: '2026-06-10T11:00:00.001Z' } }
    for (const options of [late, {}]) for (const _ of [1, 2]) await ask('T', options)
    expect(asked).toHaveLength(4)
  })

  it('are not of a text that asks for the time or for chance, but may speak of it', async () => {
    for (const kql of ['T | where t > ago(1d)', 'print now ()', 'T | extend r = rand()', "_GetWatchlist('vips')"]) {
      asked = []
      for (const _ of [1, 2]) await ask(kql, past)
      expect([kql, asked.length]).toEqual([kql, 2])
    }
    asked = []
    for (const _ of [1, 2]) await ask('T | where CommandLine has "now()" // ago(1d)', past)
    expect(asked).toHaveLength(1)
  })

  it('are not of a stored function that asks for the time, itself or by another', async () => {
    const functions = [
      { name: 'Recent', parameters: '()', body: '{ T | where t > ago(1d) }', file: '' },
      { name: 'Outer', parameters: '()', body: '{ Recent }', file: '' },
      { name: 'Steady', parameters: '()', body: '{ T | where x has "now()" }', file: '' },
      { name: 'Unseen', parameters: '()', file: '' },
    ]
    const twice = async (kql: string) => {
      asked = []
      for (const _ of [1, 2]) {
        const surroundings = async () => ({ watchlists: [], functions })
        const workspace = cachedAnswers({ ...counting(), surroundings }, { folder, identity: 'f', clock: clockAt(at) })
        await workspace.run(kql, past)
        await workspace.close()
      }
      return asked.length
    }
    expect(await twice('Recent | count')).toBe(2)
    expect(await twice('union (Outer()), T')).toBe(2)
    expect(await twice('Unseen()')).toBe(2)
    expect(await twice('Steady()')).toBe(1)
    expect(await twice('T | where x == "Recent"')).toBe(1)
  })

  it('are whole', async () => {
    for (const status of ['partial', 'truncated'] as const) {
      const change = (answer: QueryTable) => ({ ...answer, completeness: { status, notices: ['cut'] } })
      for (const _ of [1, 2]) await ask(`${status}`, past, { change })
    }
    const failed = { start: '', end: '', status: 'failed', rowCount: 0, durationMs: 1 } as const
    for (const _ of [1, 2]) await ask('pieces', past, { change: (answer) => ({ ...answer, pieces: [failed] }) })
    expect(asked).toHaveLength(6)
    const fails = () => {
      throw new HuntletError('THROTTLED', 'Too often.')
    }
    for (const _ of [1, 2]) await expect(ask('fails', past, { change: fails })).rejects.toThrow('Too often.')
    expect(asked).toHaveLength(8)
  })

  it('grow old in a day', async () => {
    await ask('T', past)
    await ask('T', past, { time: at + 23 * 3600_000 })
    expect(asked).toHaveLength(1)
    await ask('T', past, { time: at + 25 * 3600_000 })
    expect(asked).toHaveLength(2)
  })

  it('keep to a size, all together and each', async () => {
    const large = (answer: QueryTable): QueryTable => ({
      ...answer,
      table: Table.fromRows([{ name: 's', type: 'string' }], [['x'.repeat(5000)]]),
    })
    await ask('large', past, { change: large, limits: { mostBytesOfOne: 4000 } })
    expect(asked).toHaveLength(1)
    await ask('large', past, { change: large })
    expect(asked).toHaveLength(2)
    for (let n = 0; n < 12; n++) await ask(`T | take ${n}`, past, { limits: { mostBytes: 1000 } })
    const files = readdirSync(answersFolder())
    expect(files.length).toBeGreaterThan(0)
    expect(files.reduce((sum, name) => sum + statSync(join(answersFolder(), name)).size, 0)).toBeLessThanOrEqual(1000)
  })

  it('hold no text of a query, and are for the user alone', async () => {
    await ask('T | where User == "alice@contoso.com"', past)
    const [name, ...others] = readdirSync(answersFolder())
    expect([name, others]).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.jsonl\.gz$/), []])
    const path = join(answersFolder(), name!)
    expect(gunzipSync(readFileSync(path)).toString()).not.toContain('alice')
    expect([statSync(path).mode & 0o077, statSync(answersFolder()).mode & 0o077]).toEqual([0, 0])
  })

  it('are asked for again where they are damaged', async () => {
    await ask('T', past)
    const path = join(answersFolder(), readdirSync(answersFolder())[0]!)
    const bytes = readFileSync(path)
    for (const damaged of [bytes.subarray(0, 20), Buffer.from('no'), Buffer.alloc(0)]) {
      asked = []
      writeFileSync(path, damaged)
      expect((await ask('T', past)).table.rows()).toEqual([[1]])
      expect(asked).toEqual(['T'])
    }
  })
})

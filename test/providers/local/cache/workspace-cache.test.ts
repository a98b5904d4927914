import { spawn } from 'node:child_process'
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { CacheLimits } from '../../../../src/providers/local/cache/disk-use.ts'
import { clearKept } from '../../../../src/providers/local/cache/kept-folders.ts'
import { listKept } from '../../../../src/providers/local/cache/workspace-cache.ts'
import { Engine } from '../../../../src/providers/local/engine/engine.ts'
import type { FilesToLoad } from '../../../../src/providers/local/load/load-files.ts'
import { type FileContents, makeFolder } from '../../../support/load-fixture.ts'

const folders: { remove(): void }[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove()
})

function makeFiles(files: FileContents): string {
  const folder = makeFolder(files)
  folders.push(folder)
  return folder.path
}

interface Opened {
  readonly engine: Engine
  /** Lines of progress: none where nothing had to be read. */
  readonly steps: readonly string[]
}

async function open(
  source: string | FilesToLoad,
  cache: string,
  limits: CacheLimits | 'no cache' = {},
  signal = new AbortController().signal,
): Promise<Opened> {
  const steps: string[] = []
  const engine = await Engine.open(
    { kind: 'files', ...(typeof source === 'string' ? { paths: [source] } : source) },
    {
      signal,
      onProgress: ({ text }) => steps.push(text),
      disk: { folder: cache, ...(limits !== 'no cache' && { cache: { leastBytes: 0, ...limits } }) },
    },
  )
  return { engine, steps }
}

/** What is in a workspace, and what is said of it. */
async function look({ engine }: Opened) {
  const { tables, notices, losses } = engine
  const rows: Record<string, unknown> = {}
  for (const { name, sqlName } of tables) {
    const sql = `SELECT to_json(t)::VARCHAR FROM "${sqlName}" t ORDER BY rowid`
    rows[name] = (await engine.run(sql, ['string'], [], 1000, new AbortController().signal)).data
  }
  engine.close()
  return { tables, notices, losses, rows }
}

async function lookAt(source: string | FilesToLoad, cache: string, limits: CacheLimits | 'no cache' = {}) {
  const opened = await open(source, cache, limits)
  return { isRead: opened.steps.length > 0, ...(await look(opened)) }
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
}

const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`
const records = (count: number, more: object = {}) =>
  lines(...Array.from({ length: count }, (_, n) => ({ TimeGenerated: '2024-03-01T00:00:00.1234567Z', n, ...more })))

const faulty: FileContents = {
  'SigninLogs.jsonl': `${records(20)}no json\n{"UserPrincipalName":"without a time"}\n`,
  'sign-ins/SigninLogs_2.csv': 'TimeGenerated,UserPrincipalName,ResultType\n2024-03-02T00:00:00Z,ada,0\nshort\n',
  'other.csv': 'when,size\n4/5/2021 10:00 AM,1\n4/6/2021 10:00 AM,2\n',
  'damaged.jsonl.gz': gzipSync(records(500)).subarray(0, 600),
  'photo.bin': new Uint8Array(2000),
  'empty.csv': '',
  'split.jsonl': lines(
    { $table: 'A_CL', x_d: '1' },
    { $table: 'B_CL', x_s: 'no number' },
    { $table: 'A_CL', x_d: 'zz' },
  ),
}

describe('a workspace opened again', () => {
  it('is what it was, and says what it said, without a file being read', async () => {
    const [logs, cache] = [makeFiles(faulty), makeFiles({})]
    const plain = await lookAt(logs, cache, 'no cache')
    expect(filesBelow(cache)).toEqual([])
    const first = await lookAt(logs, cache)
    const second = await lookAt(logs, cache)
    expect(first).toEqual(plain)
    expect(second).toEqual({ ...plain, isRead: false })
    expect(plain.losses.length).toBeGreaterThan(1)
    expect(plain.notices.length).toBeGreaterThan(5)
  })

  it('is read anew where a file has changed, has come or has gone', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3), 'log_2.jsonl': lines({ n: 10 }) }), makeFiles({})]
    const [log, second] = [join(logs, 'log.jsonl'), join(logs, 'log_2.jsonl')]
    const { mtime } = statSync(log)
    await lookAt(logs, cache)
    const changes: readonly (() => void)[] = [
      // As long as before, and its time set back.
      () => {
        writeFileSync(log, records(3).replace('"n":2', '"n":7'))
        utimesSync(log, mtime, mtime)
      },
      () => utimesSync(log, mtime, new Date(mtime.getTime() + 1000)),
      () => {
        renameSync(log, `${log}.old`)
        writeFileSync(log, readFileSync(`${log}.old`))
        rmSync(`${log}.old`)
      },
      () => writeFileSync(second, lines({ n: 'text now' })),
      () => writeFileSync(join(logs, 'more.csv'), 'a,b\n1,2\n'),
      () => rmSync(second),
    ]
    for (const change of changes) {
      change()
      const opened = await lookAt(logs, cache)
      expect(opened.isRead).toBe(true)
      expect(opened).toEqual(await lookAt(logs, cache, 'no cache'))
      expect((await lookAt(logs, cache)).isRead).toBe(false)
    }
  })

  it('is another one where files are given otherwise', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3) }), makeFiles({})]
    const file = join(logs, 'log.jsonl')
    await lookAt(logs, cache)
    expect((await lookAt(file, cache)).isRead).toBe(true)
    const named = await lookAt({ paths: [], tables: { Mine_CL: file } }, cache)
    expect(named).toMatchObject({ isRead: true, tables: [{ name: 'Mine_CL' }] })
    expect((await lookAt(logs, cache)).tables[0]!.name).toBe('log')
    expect(listKept(cache)).toHaveLength(3)
  })

  it('is read anew where what was kept is damaged', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3000, { text: 'x'.repeat(50) }) }), makeFiles({})]
    const whole = await lookAt(logs, cache)
    const kept = join(cache, 'workspaces')
    const file = (pattern: RegExp) => join(kept, readdirSync(kept).find((name) => pattern.test(name))!)
    const change = (pattern: RegExp, at: (size: number) => number) => () => {
      const bytes = readFileSync(file(pattern))
      bytes[at(bytes.length)]! ^= 1
      writeFileSync(file(pattern), bytes)
    }
    const damages: readonly (() => void)[] = [
      change(/duckdb$/, () => 0),
      change(/duckdb$/, (size) => size >> 1),
      change(/duckdb$/, (size) => size - 1),
      () => truncateSync(file(/duckdb$/), 20_000),
      () => truncateSync(file(/duckdb$/), 0),
      () => rmSync(file(/duckdb$/)),
      change(/json$/, (size) => size >> 1),
      () => truncateSync(file(/json$/), 100),
      () => truncateSync(file(/json$/), 0),
      () => rmSync(file(/json$/)),
    ]
    for (const damage of damages) {
      damage()
      expect(await lookAt(logs, cache)).toEqual(whole)
      expect((await lookAt(logs, cache)).isRead).toBe(false)
    }
  })

  it('by several processes at once is the same to all, and kept once', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(20_000), 'log_2.jsonl': '{"n":0}\nbad\n' }), makeFiles({})]
    const answers = await Promise.all(Array.from({ length: 4 }, () => inChild(logs, cache)))
    for (const each of answers) expect({ ...each, isRead: true }).toEqual({ ...answers[0], isRead: true })
    expect(answers[0]).toMatchObject({ sum: String((20_000 * 19_999) / 2), losses: [{}] })
    expect(listKept(cache)).toHaveLength(1)
    expect(await inChild(logs, cache)).toEqual({ ...answers[0], isRead: false })
  })
})

function inChild(logs: string, cache: string): Promise<object> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'open-in-child.ts'), logs, cache])
    let [answer, errors] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      answer += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.on('close', (code) => (code === 0 ? done(JSON.parse(answer)) : fail(new Error(errors))))
  })
}

describe('the cache', () => {
  it('lets in no one but the user', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3) }), join(makeFiles({}), 'not', 'there', 'yet')]
    const { engine } = await open(logs, cache)
    const modes = readdirSync(cache, { recursive: true, withFileTypes: true }).map(
      (entry) => statSync(join(entry.parentPath, entry.name)).mode & 0o777,
    )
    engine.close()
    expect(modes.length).toBeGreaterThan(3)
    expect(new Set([statSync(cache).mode & 0o777, ...modes])).toEqual(new Set([0o700, 0o600]))
  })

  it('makes room by what was not used for longest', async () => {
    const cache = makeFiles({})
    const [a, b, c] = ['a', 'b', 'c'].map((name) => makeFiles({ [`${name}.jsonl`]: records(3) })) as [
      string,
      string,
      string,
    ]
    await lookAt(a, cache)
    const [{ bytes } = { bytes: 0 }] = listKept(cache)
    const mostBytes = 2.5 * bytes
    await lookAt(b, cache, { mostBytes })
    for (const name of readdirSync(join(cache, 'workspaces')).filter((each) => each.endsWith('.json'))) {
      const old = new Date('2024-01-01')
      utimesSync(join(cache, 'workspaces', name), old, old)
    }
    // The first is used again, so that the second has to go.
    expect((await lookAt(a, cache, { mostBytes })).isRead).toBe(false)
    await lookAt(c, cache, { mostBytes })
    expect(listKept(cache).map(({ paths }) => paths)).toEqual([[c], [a]])
    expect(filesBelow(cache)).toHaveLength(4)
  })

  it('takes nothing that is larger than all it may hold, and is still used', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3) }), makeFiles({})]
    expect((await lookAt(logs, cache, { mostBytes: 0 })).isRead).toBe(true)
    expect(filesBelow(cache)).toEqual([])
    await lookAt(logs, cache)
    expect((await lookAt(logs, cache, { mostBytes: 0 })).isRead).toBe(false)
    expect(listKept(cache)).toHaveLength(1)
  })

  it('leaves small inputs alone', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3) }), makeFiles({})]
    await lookAt(logs, cache, { leastBytes: 1000 })
    expect(filesBelow(cache)).toEqual([])
  })

  it('is done without where there can be none, which is said', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3) }), makeFiles({ file: '' })]
    const { tables, notices } = await lookAt(logs, join(cache, 'file', 'below'))
    expect(tables).toMatchObject([{ name: 'log', rowCount: 3 }])
    expect(notices).toMatchObject(
      [
        { severity: 'notice', message: expect.stringContaining('No known table') },
        { severity: 'notice', message: expect.stringContaining('Nothing is kept for the next opening') },
      ].reverse(),
    )
  })

  it('can be cleared while a workspace of it is open', async () => {
    const [logs, cache] = [makeFiles({ 'log.jsonl': records(3) }), makeFiles({})]
    const opened = await open(logs, cache)
    clearKept(cache)
    expect(listKept(cache)).toEqual([])
    expect((await look(opened)).tables).toMatchObject([{ rowCount: 3 }])
    expect((await lookAt(logs, cache)).isRead).toBe(true)
  })

  it('has nothing left in it by what was cancelled, whenever that was', async () => {
    const [logs, cache] = [makeFiles({ 'a.jsonl': records(3000), 'b.csv': 'x,y\n1,2\n' }), makeFiles({})]
    const opened = await open(logs, cache)
    // A step that takes long says so several times.
    const stepOf = (text: string) => text.replace(/[\d,.]+ of [\d,.]+/g, '')
    const steps = new Set(opened.steps.map(stepOf))
    opened.engine.close()
    clearKept(cache)
    expect(steps.size).toBe(4)
    for (const step of steps) {
      const controller = new AbortController()
      const opening = Engine.open(
        { kind: 'files', paths: [logs] },
        {
          signal: controller.signal,
          onProgress: ({ text }) => {
            if (stepOf(text) === step) controller.abort(new Error('enough'))
          },
          disk: { folder: cache, cache: { leastBytes: 0 } },
        },
      )
      await expect(opening).rejects.toThrow('enough')
      expect(filesBelow(cache)).toEqual([])
    }
  })
})

import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../../src/lib/diagnostic.ts'
import { Table } from '../../../src/lib/table.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { openRecorded } from '../../../src/providers/recorded/open-recorded.ts'
import { recording } from '../../../src/providers/recorded/recording.ts'
import type { QueryOptions, QueryTable, Workspace } from '../../../src/providers/workspace.ts'
import { fixtureFiles } from '../../support/fixture-files.ts'
import { makeFolder } from '../../support/load-fixture.ts'
import { describeProvider, type FixtureTable } from '../../support/provider-contract.ts'

const made: { remove(): void }[] = []
afterAll(() => {
  for (const each of made) each.remove()
})

function emptyFolder(): string {
  const folder = makeFolder({})
  made.push(folder)
  return folder.path
}

/** Recordings by what was recorded, so that the replay answers for the same tables. */
const folders = new Map<string, string>()

function keyOf(tables: readonly FixtureTable[]): string {
  return tables.map(({ name }) => name).join()
}

describeProvider('a workspace that is recorded', {
  async open(tables) {
    const files = makeFolder(fixtureFiles(tables))
    made.push(files)
    const folder = emptyFolder()
    folders.set(keyOf(tables), folder)
    return recording(await openWorkspace({ kind: 'local', paths: [files.path] }), folder)
  },
})

describeProvider('a recording', {
  open: (tables) => openWorkspace({ kind: 'recorded', folder: folders.get(keyOf(tables))! }),
  differences: [
    {
      reason: 'what was cancelled while it was recorded has no answer to replay',
      tests: ['stops at an aborted signal, before and while it works, and goes on with the next'],
    },
  ],
})

const now = { at: '2024-03-08T00:00:00.0000000Z', source: 'clock' } as const
const range = { start: '2024-03-01T00:00:00Z', end: '2024-03-02T00:00:00Z' }

/** A workspace that answers as it is told to. */
function answering(answer: (kql: string, options: QueryOptions) => QueryTable | Error, name = 'azure:soc'): Workspace {
  const run = async (kql: string, options: QueryOptions = {}) => {
    const given = answer(kql, options)
    if (given instanceof Error) throw given
    return given
  }
  return {
    name,
    kind: 'log-analytics',
    now: async () => now,
    tables: async () => [{ name: 'T', columns: [{ name: 'x', type: 'long' }], sources: [] }],
    notices: async () => [{ severity: 'warning', message: 'W is on the Basic plan' }],
    query: async (kql, { timespan: _, ...options } = {}) => (await run(kql, options)).table,
    run,
    close: async () => {},
  }
}

const whole = { completeness: { status: 'complete', notices: [] }, durationMs: 12.5 } as const
const one = (cell: number): QueryTable => ({ table: Table.fromRows([{ name: 'x', type: 'long' }], [[cell]]), ...whole })

/** Records what `ask` asks of a workspace, and opens the recording. */
async function recorded(workspace: Workspace, ask: (workspace: Workspace) => Promise<unknown>, folder = emptyFolder()) {
  const recorder = await recording(workspace, folder)
  await ask(recorder)
  await recorder.close()
  return { folder, replay: await openRecorded({ kind: 'recorded', folder }) }
}

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const contentOf = (file: string) =>
  file.endsWith('.gz') ? gunzipSync(readFileSync(file)).toString() : readFileSync(file, 'utf8')

describe('a recording', () => {
  it('gives back an answer with all that was said of it', async () => {
    const answer: QueryTable = {
      table: Table.fromRows(
        [
          { name: 'r', type: 'real' },
          { name: 's', type: 'string' },
        ],
        [
          [-0, 'a\u2028b\ud800'],
          [null, ''],
        ],
      ),
      completeness: { status: 'partial', notices: ['one piece failed'] },
      durationMs: 12.25,
      chart: 'piechart',
      name: 'PrimaryResult',
      more: [{ name: 'Second', table: Table.empty([{ name: 'd', type: 'dynamic' }]), chart: 'table' }],
      pieces: [
        { ...range, status: 'failed', rowCount: 0, durationMs: 3, message: 'gone', workspace: 'a' },
        { start: range.end, end: '2024-03-03', status: 'complete', rowCount: 2, durationMs: 4 },
      ],
    }
    const { replay } = await recorded(
      answering(() => answer),
      (each) => each.run('T'),
    )
    const again = await replay.run('T')
    expect(again).toEqual(answer)
    expect(Object.is(again.table.cell(0, 0), -0)).toBe(true)
    expect(again.table.rows()).toEqual(answer.table.rows())
  })

  it('gives back many rows in parts of the file', async () => {
    const columns = [
      { name: 'n', type: 'long' },
      { name: 's', type: 'string' },
    ] as const
    const table = Table.fromRows(
      columns,
      Array.from({ length: 150_000 }, (_, index) => [
        index % 7 === 0 ? null : index,
        `text ${index} ${'x'.repeat(20)}`,
      ]),
    )
    const { replay } = await recorded(
      answering(() => ({ table, ...whole })),
      (each) => each.run('T'),
    )
    expect((await replay.run('T')).table).toEqual(table)
  })

  it('is the same question however it is laid out and its times are written, and no other', async () => {
    const { replay } = await recorded(
      answering(() => one(1)),
      (each) => each.run('T // of all\n| where s == "a  b"\r\n| count', { timespan: range }),
    )
    const same = { timespan: { start: '2024-03-01', end: '2024-03-02T00:00:00.0000000+00:00' } }
    expect((await replay.run('  T | where s == "a  b" | count // it', same)).table.rows()).toEqual([[1]])
    const others: [string, QueryOptions][] = [
      ['T | where s == "a b" | count', { timespan: range }],
      ['T | where s == "a  b" | count', {}],
      ['T | where s == "a  b" | count', { timespan: { ...range, end: '2024-03-02T00:00:00.0000001Z' } }],
      ['T | where s == "a  b" | count', { timespan: range, limit: 5 }],
      ['T | where s == "a  b" | count', { timespan: range, parameters: { p: '1' } }],
    ]
    for (const [kql, options] of others) {
      await expect(replay.run(kql, options)).rejects.toMatchObject({ code: 'NOT_RECORDED' })
    }
  })

  it('names a question that it does not hold, and those nearest to it', async () => {
    const { replay, folder } = await recorded(
      answering(() => one(1)),
      async (each) => {
        await each.run('SigninLogs | where ResultType == "0" | count', { timespan: range })
        await each.run('print 5')
      },
    )
    const failed = await replay.run('SigninLogs | where ResultType == "1" | count').catch((error) => error)
    expect(failed).toBeInstanceOf(HuntletError)
    expect(failed.message).toBe(
      `This question is not among the 2 questions of 1 run recorded in ${folder}: \`SigninLogs | where ResultType == "1" | count\`.`,
    )
    expect(failed.hint).toContain(
      '`SigninLogs | where ResultType == "0" | count` from 2024-03-01T00:00:00Z to 2024-03-02T00:00:00Z',
    )
    expect(failed.hint).not.toContain('print 5')
    const late = await replay.run('SigninLogs | where ResultType == "0" | count', { limit: 3 }).catch((error) => error)
    expect(late.hint).toContain('another time range, no limit')
    expect(late.hint).toContain('--start 2024-03-01T00:00:00Z --end 2024-03-02T00:00:00Z')
  })

  it('fails as the workspace failed, but not as one cancelled it', async () => {
    const kql = 'T | where y == 1'
    const error = new KqlError('KQL_INVALID', 'Unknown column `y`.', {
      hint: 'Look at T.',
      diagnostics: [
        {
          code: 'KS142',
          severity: 'error',
          message: 'Unknown column `y`.',
          span: { start: 10, end: 11 },
          source: { name: 'query', text: kql },
        },
      ],
      cause: new Error('Authorization: Bearer abcdefghijkl'),
    })
    const faults = [error, new HuntletError('CANCELLED', 'Cancelled.'), new HuntletError('THROTTLED', 'Too often.')]
    const { replay, folder } = await recorded(
      answering((text) => faults[text === kql ? 0 : text === 'A' ? 1 : 2]!),
      async (each) => {
        for (const text of [kql, 'A', 'B']) await each.run(text).catch(() => {})
      },
    )
    const again = await replay.run(kql).catch((failed) => failed)
    expect(again).toBeInstanceOf(KqlError)
    expect(again).toMatchObject({
      code: error.code,
      message: error.message,
      hint: error.hint,
      diagnostics: error.diagnostics,
    })
    await expect(replay.run('A')).rejects.toMatchObject({
      code: 'NOT_RECORDED',
      hint: expect.stringContaining('--record'),
    })
    await expect(replay.run('B')).rejects.toMatchObject({ code: 'THROTTLED', message: 'Too often.' })
    expect(filesBelow(folder).map(contentOf).join()).not.toContain('Bearer')
  })

  it('keeps no secret of a query and no token of an error', async () => {
    const secret = 'https://store.example/logs.csv;sv=2024&sig=S3cr3t'
    const kql = `externaldata(x:long)[h@'${secret}'] | count`
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhIn0.c2lnbmF0dXJl'
    const { replay, folder } = await recorded(
      answering(
        () => new HuntletError('QUERY_FAILED', `No access to ${secret} with ${token}`, { hint: `not Bearer ${token}` }),
      ),
      (each) => each.run(kql).catch(() => {}),
    )
    const contents = filesBelow(folder).map(contentOf).join()
    expect(contents).not.toContain('S3cr3t')
    expect(contents).not.toContain(token)
    expect(contents).toContain('externaldata')
    // It is still found by the query as it stands in the notebooklet.
    await expect(replay.run(kql)).rejects.toMatchObject({ code: 'QUERY_FAILED' })
  })

  it('keeps no secret of a stored function, and no token of a parameter or notice', async () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhIn0.c2lnbmF0dXJl'
    const stored = { name: 'F', parameters: '()', body: `{ externaldata(x:long)[h"https://a/?sig=S3cr3t"] }`, file: '' }
    const { replay, folder } = await recorded(
      {
        ...answering(() => one(1)),
        surroundings: async () => ({ watchlists: [], functions: [stored] }),
        notices: async () => [{ severity: 'warning', message: `no: Bearer ${token}` }],
      },
      (each) => each.run('T', { parameters: { p: token } }),
    )
    const contents = filesBelow(folder).map(contentOf).join()
    expect(contents).not.toContain('S3cr3t')
    expect(contents).not.toContain(token)
    expect((await replay.surroundings!()).functions).toMatchObject([{ name: 'F', parameters: '()' }])
    expect((await replay.run('T', { parameters: { p: token } })).table.rowCount).toBe(1)
  })

  it('knows what the workspace was', async () => {
    const { replay, folder } = await recorded(
      answering(() => one(1)),
      async () => {},
    )
    expect(replay).toMatchObject({ name: `recorded:${folder}`, kind: 'recorded', isExport: false })
    expect(await replay.now()).toEqual(now)
    expect(await replay.tables()).toEqual([{ name: 'T', columns: [{ name: 'x', type: 'long' }], sources: [] }])
    expect(await replay.notices()).toEqual([{ severity: 'warning', message: 'W is on the Basic plan' }])
    const later = await openRecorded({ kind: 'recorded', folder, now: '2025-01-01' })
    expect(await later.now()).toEqual({ at: '2025-01-01T00:00:00.0000000Z', source: 'given' })
    await expect(openRecorded({ kind: 'recorded', folder, now: 'noon' })).rejects.toMatchObject({ code: 'BAD_NOW' })
  })

  it('takes more runs, and the newest answer to the same question', async () => {
    const { folder } = await recorded(
      answering((kql) => one(kql === 'A' ? 1 : 2)),
      async (each) => {
        await each.run('A')
        await each.run('B')
      },
    )
    const { replay } = await recorded(
      answering(() => one(3)),
      (each) => each.run('A'),
      folder,
    )
    const values = await Promise.all(['A', 'B'].map(async (kql) => (await replay.run(kql)).table.rows()))
    expect(values).toEqual([[[3]], [[2]]])
  })

  it('keeps every answer of questions asked side by side', async () => {
    const texts = Array.from({ length: 60 }, (_, index) => `T | take ${index}`)
    const { replay } = await recorded(
      answering((kql) => one(Number(kql.split(' ').at(-1)))),
      (each) => Promise.all(texts.flatMap((text) => [each.run(text), each.run(text)])),
    )
    const values = await Promise.all(texts.map(async (text) => (await replay.run(text)).table.cell(0, 0)))
    expect(values).toEqual(texts.map((_, index) => index))
  })

  it('is made in no folder of something else, and not of another workspace', async () => {
    const other = makeFolder({ 'notes.txt': 'mine' })
    made.push(other)
    const workspace = answering(() => one(1))
    await expect(recording(workspace, other.path)).rejects.toMatchObject({ code: 'NOT_A_RECORDING' })
    expect(readdirSync(other.path)).toEqual(['notes.txt'])
    const { folder } = await recorded(workspace, (each) => each.run('A'))
    const second = answering(() => one(2), 'azure:other')
    await expect(recording(second, folder)).rejects.toMatchObject({ code: 'OTHER_RECORDING' })
    await expect(openRecorded({ kind: 'recorded', folder: join(folder, 'no') })).rejects.toMatchObject({
      code: 'NOT_A_RECORDING',
    })
  })

  it('is for the user alone, and leaves no half of a file', async () => {
    const { folder } = await recorded(
      answering(() => one(1)),
      (each) => each.run('A'),
    )
    expect(statSync(folder).mode & 0o077).toBe(0)
    for (const file of filesBelow(folder)) {
      expect(statSync(file).mode & 0o077).toBe(0)
      expect(file).not.toContain('.tmp')
    }
  })

  it('says which file is damaged', async () => {
    const { folder, replay } = await recorded(
      answering(() => one(1)),
      (each) => each.run('A'),
    )
    const answer = filesBelow(folder).find((file) => file.endsWith('.gz'))!
    const bytes = readFileSync(answer)
    const damaged: (readonly [string, Buffer])[] = [
      ['cut off', bytes.subarray(0, bytes.length - 6)],
      ['changed', Buffer.from(bytes.map((byte, index) => (index === 30 ? byte ^ 4 : byte)))],
      ['another', Buffer.from('hello')],
      ['empty', Buffer.alloc(0)],
    ]
    for (const [how, content] of damaged) {
      writeFileSync(answer, content)
      const failed = await replay.run('A').catch((error) => error)
      expect([how, failed.code]).toEqual([how, 'BAD_RECORDING'])
      expect(failed.message).toContain(answer)
    }
    rmSync(answer)
    await expect(replay.run('A')).rejects.toMatchObject({ code: 'BAD_RECORDING', message: `${answer} is missing.` })
    const questions = filesBelow(folder).find((file) => file.endsWith('questions.json'))!
    writeFileSync(questions, '[{"key":"../../etc/passwd","kql":"A"}]')
    await expect(openRecorded({ kind: 'recorded', folder })).rejects.toMatchObject({ code: 'BAD_RECORDING' })
    expect(existsSync(questions)).toBe(true)
  })

  it('lets now stand still while it is made', async () => {
    let minute = 0
    const ticking = {
      ...answering(() => one(1)),
      now: async () => ({ ...now, at: `2024-03-08T00:0${minute++}:00.0000000Z` }),
    }
    const folder = emptyFolder()
    const recorder = await recording(ticking, folder)
    expect([await recorder.now(), await recorder.now()]).toEqual([now, now])
    const asked = recorder.query('T | count', { timespan: '1d' })
    await asked
    await recorder.close()
    const replay = await openRecorded({ kind: 'recorded', folder })
    expect((await replay.query('T | count', { timespan: '1d' })).rows()).toEqual([[1]])
  })
})

describe('a recording of a workspace that is slow to list its tables', () => {
  it('does not let the first question wait, and has them in the end', async () => {
    let list: () => void = () => {}
    const listed = new Promise<void>((resolve) => {
      list = resolve
    })
    const slow: Workspace = {
      ...answering(() => one(1)),
      tables: async () => {
        await listed
        return [{ name: 'Late', columns: [], sources: [] }]
      },
      close: async () => list(),
    }
    const { replay } = await recorded(slow, (each) => each.run('T'))
    expect((await replay.run('T')).table.rows()).toEqual([[1]])
    expect((await replay.tables()).map(({ name }) => name)).toEqual(['Late'])
  })
})

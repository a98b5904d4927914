import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { HuntletError } from '../../../src/lib/diagnostic.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { fixtureFiles } from '../../support/fixture-files.ts'
import { type FileContents, makeFolder } from '../../support/load-fixture.ts'
import { describeProvider } from '../../support/provider-contract.ts'

const folders: { remove(): void }[] = []
const opened: Workspace[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((workspace) => workspace.close()))
})

afterAll(() => {
  for (const folder of folders) folder.remove()
})

function folderOf(files: FileContents): string {
  const folder = makeFolder(files)
  folders.push(folder)
  return folder.path
}

async function open(files: FileContents, options: Omit<Parameters<typeof openWorkspace>[0], 'kind'> = {}) {
  const workspace = await openWorkspace({ ...options, kind: 'local', paths: [folderOf(files)] })
  opened.push(workspace)
  return workspace
}

describeProvider('a folder of files', {
  open: (tables) =>
    openWorkspace({
      kind: 'local',
      paths: [folderOf(fixtureFiles(tables))],
    }),
})

describe('a local workspace', () => {
  const two = { 'T.csv': 'TimeGenerated,x\n2024-01-01T00:00:00Z,1\n2024-01-02T00:00:00.5Z,2\n' }

  it('may be empty, and then asks the clock', async () => {
    const workspace = await openWorkspace({
      kind: 'local',
      paths: [],
      clock: () => new Date('2030-01-02T03:04:05.678Z'),
    })
    opened.push(workspace)
    expect(await workspace.now()).toEqual({ at: '2030-01-02T03:04:05.6780000Z', source: 'clock' })
    expect(await workspace.tables()).toEqual([])
    expect((await workspace.query('print x = ago(1d)')).rows()).toEqual([['2030-01-01T03:04:05.6780000Z']])
  })

  it('takes now from the user before all else', async () => {
    const workspace = await open(two, { now: '2024-06-01' })
    expect(await workspace.now()).toEqual({ at: '2024-06-01T00:00:00.0000000Z', source: 'given' })
    await expect(open(two, { now: 'today' })).rejects.toMatchObject({ code: 'BAD_NOW' })
  })

  it('refuses paths, sizes and limits that are none', async () => {
    await expect(openWorkspace({ kind: 'local', paths: ['/no/such/place'] })).rejects.toMatchObject({
      code: 'NO_SUCH_PATH',
    })
    await expect(open(two, { memoryLimit: 'lots' })).rejects.toMatchObject({ code: 'BAD_MEMORY_LIMIT' })
    const workspace = await open(two)
    await expect(workspace.run('T', { limit: -1 })).rejects.toMatchObject({ code: 'BAD_LIMIT' })
  })

  it('says that files need more memory than it may take', async () => {
    const noise = (n: number) => Math.sin(n).toString(36).slice(3).repeat(20)
    const large = `a,b\n${Array.from({ length: 100_000 }, (_, n) => `${noise(n)},${noise(n + 0.5)}`).join('\n')}\n`
    await expect(open({ 'T.csv': large }, { memoryLimit: '16MB' })).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      hint: expect.stringContaining('fewer files'),
    })
  })

  it('stops opening at an aborted signal', async () => {
    const controller = new AbortController()
    const opening = open(
      { 'T.csv': `x,y\n${'1,2\n'.repeat(300_000)}` },
      { signal: controller.signal, onProgress: () => controller.abort() },
    )
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('says with each answer what could not be read of its tables', async () => {
    const workspace = await open({ 'T.jsonl': '{"a":1}\n{"a":2}\nbroken\n', 'U.csv': 'x,y\n1,2\n' })
    const { table, completeness } = await workspace.run('T | count')
    expect([table.rows(), completeness]).toEqual([
      [[2]],
      { status: 'partial', notices: [expect.stringMatching(/T\.jsonl: one line was left out$/)] },
    ])
    expect((await workspace.run('U | count')).completeness.status).toBe('complete')
  })

  it('names what it was opened with', async () => {
    const path = folderOf(two)
    const workspace = await openWorkspace({ kind: 'local', paths: [path], tables: { V: join(path, 'T.csv') } })
    opened.push(workspace)
    expect([workspace.kind, workspace.name]).toEqual(['local', `${path}, ${join(path, 'T.csv')}`])
    expect((await workspace.tables()).map((table) => [table.name, table.sources])).toEqual([
      ['V', [join(path, 'T.csv')]],
    ])
  })

  it('ends a query in full run when it is closed', async () => {
    const workspace = await open(two)
    await workspace.query('print 1')
    const numbers = (name: string) => `(range ${name} from 1 to 100000 step 1 | extend k = 1)`
    const long = workspace.query(`${numbers('a')} | join kind=inner ${numbers('b')} on k | summarize sum(a * b)`)
    const failed = long.catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await workspace.close()
    expect(await failed).toBeInstanceOf(HuntletError)
  })

  it('keeps the order of the files, and computes sessions over it', async () => {
    const workspace = await open({
      'T.csv': 'TimeGenerated,x\n2024-01-02T00:00:00Z,b\n2024-01-01T00:00:00Z,a\n2024-01-01T00:01:00Z,c\n',
    })
    expect((await workspace.query('T | project x')).rows()).toEqual([['b'], ['a'], ['c']])
    const sessions = await workspace.query(
      'T | sort by TimeGenerated asc | extend s = row_window_session(TimeGenerated, 1h, 5m) | project x, s',
    )
    expect(sessions.rows()).toEqual([
      ['a', '2024-01-01T00:00:00.0000000Z'],
      ['c', '2024-01-01T00:00:00.0000000Z'],
      ['b', '2024-01-02T00:00:00.0000000Z'],
    ])
  })

  it('forgotten open does not keep the process alive', () => {
    const script = `
      const { openWorkspace } = await import(${JSON.stringify(new URL('../../../src/providers/open-workspace.ts', import.meta.url).href)})
      const workspace = await openWorkspace({ kind: 'local', paths: [${JSON.stringify(folderOf(two))}] })
      console.log((await workspace.query('T | count')).rows()[0][0])`
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(output).toBe('2\n')
  })
})

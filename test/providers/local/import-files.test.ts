import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type ImportRequest, importFiles } from '../../../src/providers/local/import-files.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import { type FileContents, makeFolder } from '../../support/load-fixture.ts'

const folders: { remove(): void }[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove()
})

function makeFiles(files: FileContents): string {
  const folder = makeFolder(files)
  folders.push(folder)
  return folder.path
}

const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`

const logs: FileContents = {
  'SigninLogs.jsonl': lines(
    {
      TimeGenerated: '2024-03-01T23:59:59.9999999Z',
      UserPrincipalName: 'ada',
      DeviceDetail: { os: ['Windows', 11] },
      IsInteractive: true,
    },
    { TimeGenerated: '2024-03-02T00:00:00Z', UserPrincipalName: '', DeviceDetail: '' },
    { UserPrincipalName: 'no time' },
  ),
  'Gateway_CL.csv': 'TimeGenerated,n_d,ok_b,id_g,text_s\n2024-03-02 10:00,1.5,true,x,\n1/1/2024,,false,,"a,b"\nshort\n',
  'numbers.jsonl': lines({ n: 1, big: 1e22, when: '1600-01-01T00:00:00.1234567Z' }, { n: null, N: 'x' }),
  'kusto.json': JSON.stringify({
    tables: [
      {
        columns: [
          { name: 'i', type: 'int' },
          { name: 'd', type: 'decimal' },
          { name: 'g', type: 'guid' },
          { name: 'j', type: 'dynamic' },
        ],
        rows: [
          [1, '1.000000000000000001', '74be27de-1e4e-49d9-b579-fe0b331d3642', '"text"'],
          [null, null, null, null],
        ],
      },
    ],
  }),
  'nothing.csv': 'TimeGenerated,a\n',
}

const importing = (paths: readonly string[], into: string, more: Partial<ImportRequest> = {}) =>
  importFiles({ source: { kind: 'files', paths }, into, existing: 'refuse', ...more })

/** Tables, their columns, and their rows in a fixed order. */
async function contentOf(folder: string) {
  const workspace = await openWorkspace({ kind: 'local', paths: [folder] })
  try {
    const content: Record<string, unknown> = {}
    for (const { name, columns, rowCount, first, last } of await workspace.tables()) {
      const rows = (await workspace.query(`['${name}'] | extend all = tostring(pack_all()) | sort by all asc`)).rows()
      content[name] = { columns, rowCount, first, last, rows }
    }
    return content
  } finally {
    await workspace.close()
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.parquet'))
    .sort()
}

it('writes a folder that opens as the same workspace, and says what was lost', async () => {
  const [from, into] = [makeFiles(logs), join(makeFiles({}), 'new', 'folder')]
  const { files, losses, notices } = await importing([from], into)
  expect(await contentOf(into)).toEqual(await contentOf(from))
  expect(filesBelow(into)).toEqual(files.map(({ path }) => path).sort())
  expect(filesBelow(into)).toEqual(
    expect.arrayContaining([
      'SigninLogs/2024-03-01.parquet',
      'SigninLogs/2024-03-02.parquet',
      'numbers/no-date.parquet',
    ]),
  )
  expect(files.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(9)
  expect(losses).toEqual([{ file: join(from, 'Gateway_CL.csv'), what: 'one line was left out' }])
  expect(notices.some(({ message }) => message.includes('Line left out'))).toBe(true)
  expect(readdirSync(into).filter((name) => name.startsWith('.'))).toEqual([])
}, 60_000)

it('leaves a folder alone that holds something, unless it is told what to do', async () => {
  const [from, other, into] = [makeFiles(logs), makeFiles({ 'numbers.jsonl': lines({ n: 7 }) }), makeFiles({})]
  await importing([from], into)
  const before = filesBelow(into)
  await expect(importing([other], into)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
  expect(filesBelow(into)).toEqual(before)

  await importing([other], into, { existing: 'append' })
  expect(filesBelow(into)).toEqual([...before, 'numbers/no-date_2.parquet'].sort())
  expect(await contentOf(into)).toMatchObject({ numbers: { rowCount: 3 }, SigninLogs: { rowCount: 3 } })

  await importing([other], into, { existing: 'replace' })
  expect(filesBelow(into)).toEqual(before)
  expect(await contentOf(into)).toMatchObject({ numbers: { rowCount: 1 }, SigninLogs: { rowCount: 3 } })
}, 60_000)

it('leaves a folder as it was where not all can be put into it', async () => {
  const folder = makeFiles({
    'logs/alpha.jsonl': lines({ n: 2 }),
    'logs/beta.jsonl': lines({ n: 2 }),
    'kept/alpha/no-date.parquet': 'before',
    'kept/beta': 'a file where a table is to go',
  })
  const kept = join(folder, 'kept')
  const held = () => readdirSync(kept, { recursive: true, encoding: 'utf8' }).sort()
  for (const existing of ['replace', 'append'] as const) {
    const failing = importing([join(folder, 'logs')], kept, { existing })
    await expect(failing, existing).rejects.toMatchObject({ code: 'CANNOT_WRITE' })
    expect(held(), existing).toEqual(['alpha', 'alpha/no-date.parquet', 'beta'])
  }
})

it('does not write among what it reads, whatever links lead there', async () => {
  const folder = makeFiles({ 'logs/a.jsonl': lines({ n: 1 }) })
  symlinkSync(join(folder, 'logs'), join(folder, 'link'), 'junction')
  const failing = importing([join(folder, 'logs')], join(folder, 'link', 'deep', 'into'))
  await expect(failing).rejects.toMatchObject({ code: 'BAD_FOLDER' })
  expect(readdirSync(join(folder, 'logs'))).toEqual(['a.jsonl'])
})

it('does not write among what it reads', async () => {
  const from = makeFiles(logs)
  await expect(importing([from], join(from, 'below'))).rejects.toMatchObject({ code: 'BAD_FOLDER' })
  await expect(importing([from], from, { existing: 'append' })).rejects.toMatchObject({ code: 'BAD_FOLDER' })
  await expect(importing([join(from, 'no such')], `${from}-other`)).rejects.toMatchObject({ code: 'NO_SUCH_PATH' })
  expect(existsSync(`${from}-other`)).toBe(false)
})

it('has nothing of it left when it is cancelled or fails', async () => {
  const [from, parent] = [makeFiles(logs), makeFiles({})]
  for (const word of ['Reading', 'Building', 'Writing']) {
    const controller = new AbortController()
    const importingIt = importing([from], join(parent, 'into'), {
      signal: controller.signal,
      onProgress: ({ text }) => {
        if (text.startsWith(word)) controller.abort()
      },
    })
    await expect(importingIt).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(readdirSync(parent)).toEqual([])
  }
  writeFileSync(join(parent, 'file'), '')
  await expect(importing([from], join(parent, 'file', 'below'))).rejects.toMatchObject({ code: 'CANNOT_WRITE' })
  mkdirSync(join(parent, 'empty'))
  await expect(importing([join(parent, 'empty')], join(parent, 'into'))).rejects.toMatchObject({
    code: 'NO_SUCH_TABLES',
  })
  expect(readdirSync(parent)).toEqual(['empty', 'file'])
}, 60_000)

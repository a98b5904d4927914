import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scaffoldNotebooklet } from '../../src/notebooklet/scaffold.ts'
import { inNode } from './in-node.ts'

const templates = resolve(import.meta.dirname, '../../templates/scaffold')
const name = 'identity/odd-sign-ins'

function written(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'huntlet-new-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

describe.each([
  ['YAML', false],
  ['TypeScript', true],
])('a new notebooklet in %s', (_, typescript) => {
  const files = scaffoldNotebooklet(name, { typescript, templates })
  let folder: string
  beforeAll(() => {
    folder = written(files)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('has nothing wrong with it', async () => {
    const found = await inNode(`
      const { checkProject } = await load('notebooklet/check-project.ts')
      return checkProject([{ origin: '.', folder: ${JSON.stringify(folder)} }])`)
    expect(found).toEqual({ diagnostics: [], queries: 1, notebooklets: 1 })
  })

  it('runs on its fixture to the Result beside it, and its follow-up goes on', async () => {
    const found = await inNode(`
      const { openWorkspace } = await load('providers/open-workspace.ts')
      const { openDesk } = await load('notebooklet/open-desk.ts')
      const { goldenText } = await load('notebooklet/golden.ts')
      const fixture = ${JSON.stringify(join(folder, 'notebooklets', name, 'fixture'))}
      const workspace = await openWorkspace({ kind: 'local', paths: [fixture] })
      const desk = await openDesk(workspace, [{ origin: '.', folder: ${JSON.stringify(folder)} }])
      const result = await desk.run({ notebooklet: 'odd-sign-ins' })
      const grown = await result.address({ address: '203.0.113.7' })
      await workspace.close()
      return { golden: goldenText(result.data), rows: grown.sections.at(-1).table.rowCount }`)
    expect(found).toEqual({ golden: files[`notebooklets/${name}/golden/result.json`], rows: 4 })
  })
})

describe('scaffoldNotebooklet', () => {
  it('needs no topic', () => {
    expect(Object.keys(scaffoldNotebooklet('mine', { templates }))).toEqual([
      'notebooklets/mine/notebooklet.yaml',
      'queries/mine/sign-ins.yaml',
      'notebooklets/mine/fixture/SigninLogs.jsonl',
      'notebooklets/mine/golden/result.json',
    ])
  })

  it.each(['', 'My Notebooklet', '../../etc', 'a/../b', '7days', 'a//b', "a'b", 'a/'])('refuses the name %j', (bad) => {
    expect(() => scaffoldNotebooklet(bad, { templates })).toThrow(expect.objectContaining({ code: 'BAD_NAME' }))
  })
})

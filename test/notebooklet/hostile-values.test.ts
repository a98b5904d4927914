import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'

const folder = resolve(import.meta.dirname, '../..')
const catalog = await loadCatalog([{ origin: 'shipped', folder }])
const withValue = catalog.entries.filter(({ info }) => info.value)

/** Values that would be KQL, a template, a pattern or a terminal's command if they were anything but a value. */
const hostile = [
  'x" or 1==1 //',
  "a' | take 1 //",
  'a\n| project TimeGenerated',
  '{{start}} {{{end}}}',
  '\\x',
  '"""',
  'ALICE\u0000\u202e\u001b[2J',
  '%_*?[]()x',
  '$value $$x',
  '🦊x'.repeat(300),
]

/** One workspace of all fixtures: a compiler costs more to start than all its questions. */
let workspace: Workspace
beforeAll(async () => {
  const fixtures = catalog.entries.map(({ path }) => join(folder, dirname(path), 'fixture'))
  workspace = await openWorkspace({ kind: 'local', paths: fixtures })
})
afterAll(() => workspace.close())

describe('a hostile value', () => {
  it.each(withValue.map((entry) => [entry.info.id] as const))('is a value to %s', async (id) => {
    const desk = await openDesk(workspace, catalog)
    for (const value of hostile) {
      const { data } = await desk.run({ notebooklet: id, value })
      const failed = data.sections.filter(({ status }) => status === 'failed')
      // A look-up needs something that a log may hold as a term, and says so.
      const faults = failed.filter(({ notices }) => !notices[0]?.startsWith('There is no entity to look for.'))
      expect(
        faults.map(({ id, notices }) => `${id}: ${notices[0]}`),
        JSON.stringify(value.slice(0, 30)),
      ).toEqual([])
    }
  })
})

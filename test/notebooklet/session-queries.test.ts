import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'

const folder = resolve(import.meta.dirname, '../..')
const fixture = join(folder, 'notebooklets/sessions/anomalous-sessions/fixture')

/** The actors and names of events of the most unusual session of a source, and how many sessions it has. */
async function first(source: string) {
  const workspace = await openWorkspace({ kind: 'local', paths: [fixture] })
  try {
    const desk = await openDesk(workspace, await loadCatalog([{ origin: 'shipped', folder }]))
    const { data } = await desk.run({ notebooklet: 'anomalous-sessions', parameters: { source } })
    const table = data.sections.find(({ id }) => id === 'ranked')!.table!
    const names = (table.value(0, 'Sequence') as readonly { readonly name: string }[]).map(({ name }) => name)
    return { actor: table.value(0, 'Actor'), address: table.value(0, 'Address'), names, sessions: table.rowCount }
  } finally {
    await workspace.close()
  }
}

describe('sessions of', () => {
  it('Azure count an operation once that is recorded at its start and at its end, and say that it failed', async () => {
    expect(await first('azure-activity')).toEqual({
      actor: 'lena.marsh@alderfinch.example',
      address: '203.0.113.66',
      names: [
        'microsoft.authorization/roleassignments/write (failed)',
        'microsoft.keyvault/vaults/accesspolicies/write',
      ],
      sessions: 9,
    })
  })

  it('the directory are those of who made the changes', async () => {
    expect(await first('directory-changes')).toEqual({
      actor: 'helpdesk@alderfinch.example',
      address: '203.0.113.66',
      names: ['Add service principal credentials', 'Add member to role'],
      sessions: 9,
    })
  })

  it('Linux hold the logon and what was done with sudo once, and nobody’s guesses', async () => {
    expect(await first('linux')).toEqual({
      actor: 'deploy',
      address: '203.0.113.66',
      names: ['ssh password', 'sudo cat', 'sudo refused', 'su'],
      sessions: 9,
    })
  })
})

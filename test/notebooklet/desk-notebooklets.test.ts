import { describe, expect, it } from 'vitest'
import { HuntletError } from '../../src/lib/diagnostic.ts'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { Lookup } from '../../src/providers/lookups/lookup.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import { fakeWorkspace } from './fake-workspace.ts'

const service = (about: Lookup['about'], verdict: string): Lookup => ({
  id: verdict,
  title: verdict,
  text: '',
  about,
  kinds: ['ip'],
  place: 'local',
  hosts: [],
  needsKey: false,
  look: async (observables) => ({
    answers: observables.map((observable) => ({ observable, severity: 'high', verdict, raw: {} })),
    entries: 1,
  }),
})

describe('a desk', () => {
  it('answers KQL of the user over the time of the run, and knows what its columns hold', async () => {
    const workspace = await openWorkspace({ kind: 'local', paths: [] })
    try {
      const desk = await openDesk(workspace, [])
      const value = "datatable(IPAddress: string) ['203.0.113.7', '203.0.113.8']\n// both\n| sort by IPAddress desc"
      const { data } = await desk.run({ notebooklet: 'query', value })
      expect(data.sections.map(({ id, status }) => [id, status])).toEqual([['rows', 'ok']])
      expect(data.sections[0]?.table?.rows()).toEqual([['203.0.113.8'], ['203.0.113.7']])
      expect(data.sections[0]?.queries).toMatchObject([{ kql: value, rowCount: 2 }])
      expect(data.entities.map(({ type, value: of }) => [type, of])).toEqual([
        ['ip', '203.0.113.8'],
        ['ip', '203.0.113.7'],
      ])
    } finally {
      await workspace.close()
    }
  })

  it('says where KQL of the user is wrong, and that it shows one of several results', async () => {
    const workspace = await openWorkspace({ kind: 'local', paths: [] })
    try {
      const desk = await openDesk(workspace, [])
      const wrong = await desk.run({ notebooklet: 'query', value: 'print A = 1\n| where B == 1' })
      expect(wrong.data.status).toBe('failed')
      expect(wrong.data.sections[0]?.notices).toEqual([expect.stringMatching(/^Unknown column `B`.* \(query:2:9\)$/)])
      const several = await desk.run({ notebooklet: 'query', value: 'print A = 1 | fork (take 1) (count)' })
      expect(several.data.sections[0]?.notices).toEqual(['The first of 2 results; `huntlet query` prints them all.'])
    } finally {
      await workspace.close()
    }
  })

  it('looks one observable up, however it was made harmless, in the look-ups there are at that time', async () => {
    let lookups = [service('threat', 'A scanner')]
    const desk = await openDesk(fakeWorkspace(), [], { lookups: () => lookups })
    const verdicts = async () =>
      (await desk.run({ notebooklet: 'lookup', value: '203.0.113[.]7' })).data.sections.map(({ table }) =>
        table?.column('Verdict'),
      )
    expect(await verdicts()).toEqual([['A scanner'], []])
    lookups = [...lookups, service('context', 'A data centre')]
    expect(await verdicts()).toEqual([['A scanner'], ['A data centre']])
  })

  it('leaves a notebooklet of the user in its place that has such a name', async () => {
    const yaml =
      'id: lookup\ntitle: Mine\ntext: Mine.\nsections: [{ id: a, title: A, view: { text: { text: Mine } } }]\n'
    const root = { origin: 'project', folder: '/project' } as const
    const catalog = await loadCatalog([root], {
      list: (_, below) => (below === 'notebooklets' ? ['notebooklets/own/lookup/notebooklet.yaml'] : []),
      exists: () => false,
      read: () => yaml,
    })
    const desk = await openDesk(fakeWorkspace(), catalog)
    expect(desk.notebooklets.map(({ id, title }) => [id, title])).toEqual([
      ['lookup', 'Mine'],
      ['query', 'KQL query'],
    ])
    expect((await desk.run({ notebooklet: 'lookup' })).data.title).toBe('Mine')
    await expect(desk.run({ notebooklet: 'nothing' })).rejects.toThrow(HuntletError)
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { Result } from '../../src/notebooklet/result.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { logonsFiles } from './logons-content.ts'
import { memoryFiles, root } from './memory-content.ts'

/** Account names as an attacker would like them. */
const hostile = [
  `o'neil"@contoso.com`,
  `x" | take 0 //`,
  `x' or '1'=='1`,
  'back\\slash\\',
  'line\nbreak',
  '{{account}}',
  '$value',
  'tab\tand \u202e\u001b[31m',
  '%_*',
  'あ💥',
]

let folder: string
let workspace: Workspace

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huntlet-run-'))
  const rows = hostile.map((UserPrincipalName, at) => ({
    TimeGenerated: `2026-01-0${(at % 9) + 1}T00:00:00Z`,
    UserPrincipalName,
    IPAddress: `10.0.0.${at}`,
    ResultType: '0',
  }))
  writeFileSync(join(folder, 'SigninLogs.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  workspace = await openWorkspace({ kind: 'local', paths: [folder] })
})
afterAll(async () => {
  await workspace.close()
  rmSync(folder, { recursive: true })
})

/** Accounts are found whole, so that a name is not taken apart into words. */
const find = logonsFiles['queries/account/find.yaml']!.replace('has {{name}}', 'contains {{name}}')
const files = memoryFiles({ project: { ...logonsFiles, 'queries/account/find.yaml': find } })

async function desk() {
  return openDesk(workspace, await loadCatalog([root('project')], files))
}

describe('a run on files', () => {
  it.each(hostile)('finds the account %j and nothing else, through choice and follow-up', async (value) => {
    const result = await (await desk()).run({ notebooklet: 'logons', value })
    expect(result.data.request.choices).toEqual({ account: value })
    const logons = result.data.sections.find(({ id }) => id === 'logons')
    expect(logons?.table?.column('Account')).toEqual([value])
    const address = String(logons?.table?.value(0, 'Where'))
    const grown = await result.followUp('by-address', { address })
    expect(grown.data.sections.at(-1)?.table?.column('Account')).toEqual([value])
    const none = await result.followUp('by-address', { address: value })
    expect(none.data.sections.at(-1)?.status).toBe('empty')
    expect(Result.fromJSON(JSON.parse(JSON.stringify(grown))).data).toEqual(grown.data)
  })

  it('takes all records where no time is asked for, and only those of the time that is', async () => {
    const all = await (await desk()).run({ notebooklet: 'logons', value: 'back', choose: ['back\\slash\\'] })
    expect(all.data.request.timeRange).toEqual({
      start: '2026-01-01T00:00:00.0000000Z',
      end: '2026-01-09T00:00:00.0000001Z',
      said: 'all records of the workspace',
    })
    const late = await (await desk()).run({ notebooklet: 'logons', value: 'back', start: '2026-01-05' })
    expect(late.data.sections[0]?.status).toBe('empty')
  })

  it('says which table the workspace lacks', async () => {
    const result = await (await desk()).run({ notebooklet: 'logons', value: '%_*' })
    const alerts = result.data.sections.find(({ id }) => id === 'alerts')
    expect(alerts?.status).toBe('empty')
    expect(alerts?.notices.join(' ')).toContain('no SecurityAlert in this workspace')
  })

  it('unites a table that is there with one that is not', async () => {
    const result = await (await desk()).run({ notebooklet: 'logons', value: '%_*', options: ['office'] })
    const activity = result.data.sections.find(({ id }) => id === 'activity')
    expect(activity?.table?.column('Source')).toEqual(['sign-in'])
    expect(activity?.table?.columns.map(({ name }) => name)).toContain('Operation')
  })

  it('can be cancelled while it runs', async () => {
    const controller = new AbortController()
    const onEvent = () => controller.abort()
    const running = (await desk()).run({ notebooklet: 'logons', value: 'x' }, { signal: controller.signal, onEvent })
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    expect((await (await desk()).run({ notebooklet: 'logons', value: '%_*' })).data.status).toBe('ok')
  })
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Configuration } from '../../../src/cli/config/configuration.ts'
import { readConfig } from '../../../src/cli/config/read-config.ts'
import { chooseWorkspace, isWorkspaceWord } from '../../../src/cli/config/workspace-words.ts'
import { temporaryFolder } from '../../support/huntlet.ts'

const id = '11111111-2222-3333-4444-555555555555'
const folder = temporaryFolder()
afterAll(() => folder.remove())

let settings: Configuration
beforeAll(() => {
  mkdirSync(join(folder.path, 'logs'))
  const file = readConfig(
    join(folder.path, 'huntlet.yaml'),
    `
auth: cli
tenant: contoso.com
workspaces:
  soc: { kind: log-analytics, workspace: ${id} }
  gov: { kind: log-analytics, workspace: ${id}, cloud: usgov, auth: device }
  served: { kind: log-analytics, workspace: ${id}, endpoint: 'http://127.0.0.1:1' }
  adx: { kind: kusto, cluster: help, database: Samples }
  lab: { kind: local, paths: [./logs], now: 2026-01-01 }
  then: { kind: recorded, folder: rec }
  both: { kind: several, workspaces: [soc, adx] }
  odd: { kind: several, workspaces: [soc, both] }
  old: { kind: several, workspaces: [soc, labb] }
`,
    'user',
  )
  const workspaces = new Map(
    Object.entries(file.config.workspaces).map(([name, workspace]) => [name, { workspace, file }]),
  )
  settings = { files: [file], workspaces, auth: 'cli', tenant: 'contoso.com', limits: {} }
})

const choose = (...values: string[]) => chooseWorkspace(values, settings)
const requests = (...values: string[]) => {
  const choice = choose(...values)
  return choice.kind === 'asked' ? choice.requests : []
}

describe('what --workspace names', () => {
  it('is a name of the settings, with what they share', () => {
    expect(requests('soc')).toEqual([
      { kind: 'log-analytics', name: 'azure:soc', workspace: id, auth: 'cli', tenant: 'contoso.com' },
    ])
    expect(requests('azure:soc')).toEqual(requests('soc'))
    expect(requests('gov')[0]).toMatchObject({ endpoint: 'https://api.loganalytics.us/v1', auth: 'device' })
    expect(requests('kusto:adx')[0]).toMatchObject({ kind: 'kusto', cluster: 'help', database: 'Samples' })
    expect(requests('then')).toEqual([{ kind: 'recorded', folder: join(folder.path, 'rec') }])
    expect(choose('lab')).toEqual({ kind: 'local', paths: [join(folder.path, 'logs')], now: '2026-01-01' })
  })

  it('does not take the login of Azure for a server of this machine', () => {
    expect(requests('served')[0]).toEqual({
      kind: 'log-analytics',
      name: 'azure:served',
      workspace: id,
      endpoint: 'http://127.0.0.1:1',
    })
  })

  it('is an id, a resource, a cluster with its database, a recording', () => {
    expect(requests(`azure:${id}`)[0]).toMatchObject({ name: `azure:${id}`, workspace: id, auth: 'cli' })
    expect(requests('azure:/subscriptions/a/b')[0]).toMatchObject({ workspace: '/subscriptions/a/b' })
    expect(requests('kusto:help/My%20Samples')[0]).toMatchObject({ cluster: 'help', database: 'My Samples' })
    expect(requests('kusto:http://127.0.0.1:80/d')[0]).toMatchObject({ cluster: 'http://127.0.0.1:80', database: 'd' })
    expect(requests('kusto:https://api.securityplatform.microsoft.com/lake/kql/d')[0]).toMatchObject({
      cluster: 'https://api.securityplatform.microsoft.com/lake/kql',
      database: 'd',
    })
    expect(requests('recorded:a:b')).toEqual([{ kind: 'recorded', folder: 'a:b' }])
  })

  it('is what the portal shows, logged in to in the directory that it showed, and asked in its cloud', () => {
    const resource = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/soc'
    expect(requests(`https://portal.azure.us/#@fabrikam.com/resource${resource}/Overview`)).toEqual([
      {
        kind: 'log-analytics',
        name: `azure:${resource}`,
        workspace: resource,
        endpoint: 'https://api.loganalytics.us/v1',
        audience: 'https://api.loganalytics.us',
        auth: 'cli',
        tenant: 'fabrikam.com',
      },
    ])
    expect(requests(id)[0]).toMatchObject({ workspace: id, tenant: 'contoso.com' })
    expect(requests('kusto:https://help.kusto.windows.net/Samples/')[0]).toMatchObject({ database: 'Samples' })
  })

  it('may be several, each once', () => {
    expect(requests('soc', 'kusto:help/x')).toHaveLength(2)
    expect(requests('both')).toHaveLength(2)
    expect(requests('both', 'soc', 'azure:soc')).toHaveLength(2)
    expect(() => choose('odd')).toThrow('`odd` holds `both`, which is several workspaces itself.')
  })

  it('is not files and a service together, nor the demo and anything', () => {
    expect(() => choose('lab', 'soc')).toThrow('`lab` is files, `soc` is not: they cannot be asked together.')
    expect(() => choose('demo', 'lab')).toThrow('The demo cannot be mixed')
    expect(choose('demo')).toEqual({ kind: 'demo' })
    expect(choose('a', 'b')).toEqual({ kind: 'local', paths: ['a', 'b'] })
  })

  it('is refused where it is none, with what was meant', () => {
    expect(() => choose('azure:sok')).toThrow('No workspace `sok` in huntlet.yaml. Did you mean `soc`?')
    expect(() => choose('kusto:adxx')).toThrow('Did you mean `adx`?')
    // Nobody typed this name: it says where it stands.
    expect(() => choose('old')).toThrow(
      /^`old` of .*huntlet\.yaml names `labb`, and there is no such workspace\. Did you mean `lab`\?$/,
    )
    for (const word of ['azure:', 'kusto:', 'recorded:', 'kusto:/d', 'kusto:help/', 'kusto:https:///d']) {
      expect(() => choose(word), word).toThrow(/is no workspace|No workspace|no address|cluster/)
    }
  })

  it('tells a name of Azure from an id, an address from a folder', () => {
    const hintOf = (word: string) => {
      try {
        return JSON.stringify(choose(word))
      } catch (error) {
        return (error as { hint?: string }).hint
      }
    }
    expect(hintOf('azure:contoso-soc')).toContain('Workspace ID')
    expect(hintOf('kusto:help')).toContain('kusto:help/DATABASE')
    expect(() => choose('https://example.com/logs')).toThrow('none of a workspace that can be asked')
  })

  it('ends where the next argument begins', () => {
    expect(
      ['soc', 'demo', 'azure:x', folder.path, 'account-summary'].map((word) => isWorkspaceWord(word, settings)),
    ).toEqual([true, true, true, true, false])
  })
})

import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/cli/config/read-config.ts'
import { HuntletError, positionOf } from '../../../src/lib/diagnostic.ts'
import { makeFolder } from '../../support/load-fixture.ts'

const id = '11111111-2222-3333-4444-555555555555'

/** What is wrong, as `code line:column message (hint)`. */
function faults(text: string, owner: 'user' | 'project' = 'user'): string[] {
  try {
    readConfig('/home/ann/huntlet.yaml', text, owner)
    return []
  } catch (error) {
    if (!(error instanceof HuntletError)) throw error
    if (error.diagnostics.length === 0) return [`${error.code} ${error.message}`]
    return error.diagnostics.map(({ code, message, span, hint, source }) => {
      const { line, column } = positionOf(source!, span.start)
      return `${code} ${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`
    })
  }
}

describe('huntlet.yaml', () => {
  it('holds workspaces of every kind, and what they share', () => {
    const text = `
workspaces:
  soc: { kind: log-analytics, workspace: ${id}, cloud: usgov, auth: device, tenant: contoso.com, plans: { CommonSecurityLog: basic } }
  vm: { kind: log-analytics, resource: /subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/virtualMachines/c }
  own: { kind: log-analytics, workspace: ${id}, endpoint: 'http://127.0.0.1:8765', token: { env: LAB_TOKEN } }
  adx: { kind: kusto, cluster: help, database: Samples, timeColumn: StartTime, auth: certificate, certificate: ~/c.pem, clientId: x }
  lab: { kind: local, paths: [./logs, more.csv], now: 2026-01-01 }
  then: { kind: recorded, folder: ./rec }
  all: { kind: several, workspaces: [soc, adx] }
default: soc
auth: cli
timeZone: Europe/Berlin
limits: { concurrent: 3, timeout: 5m, rows: 1000, deadline: 1h }
folders: { notebooklets: ./nb, queries: /srv/q, cache: ~/cache }
lookups: { services: { virustotal: { key: { env: VT_KEY } } }, own: { domains: [contoso.com] } }
`
    const { config, folder } = readConfig('/home/ann/huntlet.yaml', text, 'user')
    expect(Object.keys(config.workspaces)).toEqual(['soc', 'vm', 'own', 'adx', 'lab', 'then', 'all'])
    expect([config.default, config.timeZone, config.limits, folder]).toEqual([
      'soc',
      'Europe/Berlin',
      { concurrent: 3, timeout: '5m', rows: 1000, deadline: '1h' },
      '/home/ann',
    ])
  })

  it('may be as its own page shows it', () => {
    const page = readFileSync('src/cli/config/README.md', 'utf8')
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(page)!
    expect(faults(example!)).toEqual([])
  })

  it('may be empty', () => {
    for (const text of ['', '# nothing yet\n', '\ufeff', '{}']) expect(faults(text)).toEqual([])
  })

  it('shows each fault at its line, with what was meant', () => {
    const text = `timeZone: Europe/Berln
auth: clie
limits: { timeout: soon, rows: -1 }
workspaces:
  a: { kind: log-analitics, workspace: x }
  b: { kind: log-analytics, workspace: xyz }
  demo: { kind: local, paths: [] }
  c: { kind: kusto, cluster: 'http://adx.example', database: d }
lmits: 3`
    expect(faults(text)).toEqual([
      'YAML006 1:11 `timeZone`: expected a time zone such as Europe/Berlin, America/New_York or UTC. Did you mean Europe/Berlin?',
      'YAML004 2:7 `auth` is `"clie"`: expected one of `cli`, `powershell`, `device`, `browser`, `env`, `managed`, `workload`, `certificate`, `default`. (Did you mean `cli`?)',
      'YAML006 3:20 `limits.timeout`: expected a time such as 30s, 5m or 1h',
      'YAML004 3:32 `limits.rows` is `-1`: expected a number of rows above 0.',
      'YAML004 5:14 `workspaces.a.kind` is `"log-analitics"`: expected one of `log-analytics` (what -w calls azure:), `kusto`, `local`, `recorded`, `several`. (Did you mean `log-analytics`?)',
      'YAML004 6:40 `workspaces.b.workspace` is `"xyz"`: expected the id of a workspace: a guid, on its overview page in the portal.',
      'YAML005 7:3 `demo` is no name for this place: expected a name of letters, digits, `-`, `_` and `.`, other than `demo`.',
      'YAML006 8:30 `workspaces.c.cluster`: expected a cluster without its database, such as help, or https://help.kusto.windows.net; plain http for this machine only',
      'YAML002 9:1 Unknown key `lmits` in huntlet.yaml. Known here: workspaces, default, auth, tenant, timeZone, limits, folders, lookups. (Did you mean `limits`?)',
    ])
  })

  it('shows what to write for a workspace that is written as --workspace takes it', () => {
    const text = `workspaces:
  soc: azure:${id}
  adx: kusto:help/Samples
  then: recorded:./case 17
  lab: ./logs
  both: [soc, adx]
  vm: 'https://portal.azure.us/#@contoso.com/resource/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/virtualMachines/c/overview'
  odd: azure:soc
  none:
  list: { kind: local, paths: ./logs }
  comma: { kind: local, paths: 'logs, more' }`
    expect(faults(text).map((each) => each.replace(/^(YAML004 \d+).*: expected /, '$1 '))).toEqual([
      `YAML004 2 keys and values, such as { kind: log-analytics, workspace: ${id} }.`,
      'YAML004 3 keys and values, such as { kind: kusto, cluster: help, database: Samples }.',
      'YAML004 4 keys and values, such as { kind: recorded, folder: ./case 17 }.',
      'YAML004 5 keys and values, such as { kind: local, paths: [./logs] }.',
      'YAML004 6 keys and values, such as { kind: several, workspaces: [soc, adx] }.',
      'YAML004 7 keys and values, such as { kind: log-analytics, resource: /subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/virtualMachines/c, cloud: usgov }.',
      'YAML004 8 keys and values, such as { kind: log-analytics, workspace: ID }, or { kind: kusto, cluster: CLUSTER, database: DATABASE }.',
      'YAML004 9 keys and values, such as { kind: local, paths: [./logs] }.',
      'YAML004 10 a list of folders and files, such as [./logs].',
      "YAML004 11 a list of folders and files, such as ['logs, more'].",
    ])
  })

  it('says what does not go together', () => {
    const text = `workspaces:
  a: { kind: log-analytics }
  b: { kind: log-analytics, workspace: ${id}, cloud: china, endpoint: 'https://api.loganalytics.io/v1' }
  c: { kind: log-analytics, workspace: ${id}, endpoint: 'http://logs.example/v1' }
  d: { kind: kusto, cluster: help, database: x, auth: certificate }`
    expect(faults(text)).toEqual([
      'CONFIG001 2:3 `a` needs either `workspace` (its id) or `resource` (/subscriptions/…).',
      expect.stringContaining('CONFIG001 3:'),
      expect.stringContaining('Plain http is for this machine only'),
      expect.stringContaining('Login by certificate needs `certificate`'),
    ])
  })

  it('is refused with a secret in it, which is not shown', () => {
    const secrets = [
      'token: s3cr3t-value',
      'workspaces:\n  a: { kind: kusto, cluster: help, database: x, clientSecret: s3cr3t-value }',
      'lookups: { services: { virustotal: { key: s3cr3t-value } } }',
      'default: eyJhbGciOiJIUzI1NiJ9.s3cr3tvalue.x',
      'workspaces: { a: { kind: local, paths: ["https://x.blob/?sig=s3cr3t-value"] } }',
      // Not even YAML, so that its error would show the line.
      'password: "s3cr3t-value\nworkspaces: [',
    ]
    for (const text of secrets) {
      const [found] = faults(text)
      expect(found).toMatch(
        /^SECRET_IN_CONFIG \/home\/ann\/huntlet\.yaml:[12]: a secret is written into the settings\.$/,
      )
    }
    expect(faults('workspaces:\n  a: { kind: kusto, cluster: help, database: x, token: { env: ADX } }')).toEqual([])
  })

  it('of a project sends no login but to Azure, names no token, and no folder of others', () => {
    const text = `workspaces:
  a: { kind: kusto, cluster: 'https://adx.example', database: x }
  b: { kind: log-analytics, workspace: ${id}, endpoint: 'https://api.loganalytics.io.example/v1' }
  c: { kind: log-analytics, workspace: ${id}, audience: 'https://vault.azure.net' }
  d: { kind: log-analytics, workspace: ${id}, endpoint: 'https://localhost/v1' }
  e: { kind: log-analytics, workspace: ${id}, endpoint: 'http://127.0.0.1:8765', token: { env: HOME } }
  f: { kind: kusto, cluster: 'https://help.kusto.windows.net.example', database: x }
  g: { kind: kusto, cluster: 'https://me@help.kusto.windows.net', database: x }
folders: { notebooklets: ../others, cache: /tmp }`
    const found = faults(text, 'project').map((each) => each.replace(/^\S+ (\d+):.*/, '$1'))
    // The name in the address is no address of a cluster at all.
    expect(found).toEqual(['8'])
    const rest = faults(text.replace(/\n {2}g: .*/, ''), 'project').map((each) => each.replace(/^\S+ (\d+):.*/, '$1'))
    expect(rest).toEqual(['2', '3', '4', '5', '6', '7', '8', '8'])
    expect(faults(text.replace(/\n {2}g: .*/, ''))).toEqual([])
  })

  it('of a project names no folder in the home of the user, which is none of its own', () => {
    for (const key of ['notebooklets', 'queries']) {
      expect(faults(`folders: { ${key}: ~/Downloads }`, 'project')).toHaveLength(1)
      expect(faults(`folders: { ${key}: '~' }`, 'project')).toHaveLength(1)
      expect(faults(`folders: { ${key}: ~/Downloads }`)).toEqual([])
    }
  })

  it('of a project names no folder that leads elsewhere by a link', () => {
    const project = makeFolder({ 'own/a.yaml': '' })
    const other = makeFolder({ 'b.yaml': '' })
    try {
      symlinkSync(other.path, join(project.path, 'linked'))
      symlinkSync(join(project.path, 'own'), join(project.path, 'near'))
      const read = (folder: string) => () =>
        readConfig(join(project.path, 'huntlet.yaml'), `folders: { notebooklets: ${folder} }`, 'project')
      expect(read('./linked')).toThrow('cannot be used')
      expect(read('./near')).not.toThrow()
      expect(read('./..own')).not.toThrow()
    } finally {
      project.remove()
      other.remove()
    }
  })

  it('of a project may name Azure, this machine and folders of its own', () => {
    const text = `workspaces:
  a: { kind: kusto, cluster: help.westeurope, database: x, auth: cli }
  b: { kind: kusto, cluster: 'https://x.z1.kusto.fabric.microsoft.com', database: x }
  c: { kind: log-analytics, workspace: ${id}, endpoint: 'https://api.loganalytics.us/v1', audience: 'https://api.loganalytics.us' }
  d: { kind: log-analytics, workspace: ${id}, endpoint: 'http://127.0.0.1:8765' }
folders: { notebooklets: ./nb, queries: q }`
    expect(faults(text, 'project')).toEqual([])
  })
})

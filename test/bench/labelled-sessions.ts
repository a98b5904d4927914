import { existsSync } from 'node:fs'
import { readSessions } from '../../src/analytics/sessions/read-sessions.ts'
import type { Session, SessionKind } from '../../src/analytics/sessions/session.ts'
import { contentRoots } from '../../src/cli/content-roots.ts'
import type { Cell, Table } from '../../src/lib/table.ts'
import { type Catalog, loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { bindParameters, renderQuery } from '../../src/queries/render.ts'

/** Sessions of a log, and which of them are the attack. */
export interface LabelledSessions {
  readonly name: string
  readonly mode: SessionKind
  readonly sessions: readonly Session[]
  readonly attacks: readonly number[]
}

type Row = Readonly<Record<string, Cell>>

const data = new URL('../../../shared/data/', import.meta.url)
const wholeLogons = { maxSession: '3650d', maxGap: '3650d' }
const demoAddresses = /^203\.0\.113\.(66|201)/

/** What to read: the workspace, its sessions by one of our queries, and what tells the attack among them. */
const logs: readonly {
  readonly folder: string
  readonly query: string
  readonly sessions?: Readonly<Record<string, string>>
  readonly isAttack: (row: Row) => boolean
}[] = [
  ...[undefined, wholeLogons].map((sessions) => ({
    folder: 'msticnb',
    query: 'windows/process-sessions',
    ...(sessions && { sessions }),
    isAttack: (row: Row) => ['0x78225e', '0x1f388a3', '0x1e821b5', '0xab5a5ac'].includes(String(row.Logon)),
  })),
  ...(['01 0xc10d0f', '02 0x1a274c4', '03 0x37296df'] as const).flatMap((pair) => {
    const [host, logon] = pair.split(' ')
    return [undefined, wholeLogons].map((sessions) => ({
      folder: `otrf-lsass-${host}`,
      query: 'windows/process-sessions',
      ...(sessions && { sessions }),
      isAttack: (row: Row) => row.Logon === logon,
    }))
  }),
  ...(['01 0xc10d0f', '02 0x1a274c4', '03 0x37296df'] as const).map((pair) => ({
    folder: `otrf-lsass-${pair.slice(0, 2)}`,
    query: 'windows/sysmon-process-sessions',
    isAttack: (row: Row) => row.Logon === pair.slice(3),
  })),
  {
    folder: 'sentinel-training-lab',
    query: 'office/activity-sessions',
    isAttack: (row: Row) => String(row.Address).startsWith('175.45.176.99'),
  },
  {
    folder: 'sentinel-training-lab',
    query: 'office/exchange-admin-sessions',
    isAttack: (row: Row) => String(row.Address).startsWith('175.45.176.99'),
  },
  ...[
    ...['office/exchange-admin-sessions', 'office/activity-sessions'],
    ...['aws/cloudtrail-sessions', 'entra/sign-in-sessions'],
  ].map((query) => ({
    folder: 'demo',
    query,
    isAttack: (row: Row) => demoAddresses.test(String(row.Address)),
  })),
  {
    folder: 'demo',
    query: 'windows/process-sessions',
    isAttack: (row: Row) => ['0xb927707', '0x9072ffa', '0x9086127'].includes(String(row.Logon)) || isRunCommand(row),
  },
  {
    folder: 'demo',
    query: 'vm/process-sessions',
    isAttack: (row: Row) => {
      const begin = String(row.Begin)
      return (
        (String(row.Host).includes('FS01') && begin > '2026-09-27T02:1' && begin < '2026-09-27T03:05') ||
        isRunCommand(row)
      )
    },
  },
]

/** What the intruder ran on the database server through Azure. */
function isRunCommand(row: Row): boolean {
  const begin = String(row.Begin)
  const isThen = begin > '2026-09-28T21:5' && begin < '2026-09-28T22:3'
  return isThen && JSON.stringify(row.Sequence).includes('runcommandextension')
}

/** The labelled logs there are in these folders, those of the demo always. Default all. */
export async function* labelledLogs(
  mode: SessionKind,
  isWanted: (folder: string) => boolean = () => true,
): AsyncGenerator<LabelledSessions> {
  const catalog = await loadCatalog(contentRoots(new URL('../..', import.meta.url).pathname))
  let open: { readonly folder: string; readonly workspace: Workspace } | undefined
  for (const { folder, query, sessions = {}, isAttack } of logs) {
    const isDemo = folder === 'demo'
    if (!isWanted(folder) || (!isDemo && !existsSync(new URL(folder, data)))) continue
    if (open?.folder !== folder) {
      await open?.workspace.close()
      const path = new URL(folder, data).pathname
      const workspace = await openWorkspace(isDemo ? { kind: 'demo' } : { kind: 'local', paths: [path] })
      open = { folder, workspace }
    }
    const table = await sessionsOf(open.workspace, catalog, query, sessions)
    const rows = [...table.objects()]
    yield {
      name: `${folder} ${query.replace('-sessions', '').replace('/process', '')}${sessions === wholeLogons ? ' logons' : ''}`,
      mode,
      sessions: readSessions(table, 'Sequence', mode),
      attacks: rows.flatMap((row, at) => (isAttack(row) ? [at] : [])),
    }
  }
  await open?.workspace.close()
}

async function sessionsOf(
  workspace: Workspace,
  catalog: Catalog,
  id: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Table> {
  const query = catalog.findQuery(id)
  const everything = { start: '1990-01-01', end: '2100-01-01', ...parameters }
  return workspace.query(renderQuery(query, bindParameters(query, everything)).kql)
}

import { HuntletError } from '../lib/diagnostic.ts'
import type { DiskUse } from './local/cache/disk-use.ts'
import type { LoadProgress } from './local/load/load-files.ts'
import { LocalWorkspace } from './local/local-workspace.ts'
import type { KustoRequest, LogAnalyticsRequest, RecordedRequest } from './service-request.ts'
import type { Workspace } from './workspace.ts'

export type WorkspaceRequest = LocalRequest | DemoRequest | RemoteRequest | RecordedRequest | SeveralRequest

/** A workspace of a service. */
export type RemoteRequest = LogAnalyticsRequest | KustoRequest

interface CommonRequest {
  /** What `now()` is to mean, as ISO text; default the newest record of the workspace. */
  readonly now?: string
  /** Most memory the engine may take, such as `4GB`. */
  readonly memoryLimit?: string
  /** A database of places in MaxMind's format, for `geo_info_from_ip_address`; default `*.mmdb` or `geoip/*.mmdb` in a folder of the workspace. */
  readonly geoip?: string
  /** Where large inputs may be kept for the next opening, and what does not fit in memory put. Default: nothing is written to disk. */
  readonly disk?: DiskUse
  /** Aborting stops the opening. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LoadProgress) => void
  /** The time, where neither the user nor a record says it. Default the machine's clock. */
  readonly clock?: () => Date
}

/** Files of logs: folders are read with all that is below them. */
export interface LocalRequest extends CommonRequest {
  readonly kind: 'local'
  /** May be empty: a workspace without tables still computes. */
  readonly paths: readonly string[]
  /** Table name → file or files, where the names of files do not say what they are. */
  readonly tables?: Readonly<Record<string, string | readonly string[]>>
  /** Folders of mappings, which say how logs nobody knows become tables, beside the `mappings` that folders of logs hold. */
  readonly mappings?: readonly string[]
}

/** A made-up company's month with an attack in it. */
export interface DemoRequest extends CommonRequest {
  readonly kind: 'demo'
}

/** Workspaces of services, asked side by side: each row says which it is from. */
export interface SeveralRequest {
  readonly kind: 'several'
  /** Each with a name of its own. */
  readonly workspaces: readonly (RemoteRequest | RecordedRequest)[]
}

/** Opens a workspace. Throws HuntletError with the next step in its hint: a path that does not exist, a time that is none. */
export async function openWorkspace(request: WorkspaceRequest): Promise<Workspace> {
  // Each kind is loaded when it is asked for: the clients of the services take a tenth of a second each.
  switch (request.kind) {
    case 'local':
    case 'demo':
      return openLocal(request)
    case 'log-analytics':
      return (await import('./log-analytics/open-log-analytics.ts')).openLogAnalytics(request)
    case 'kusto':
      return (await import('./kusto/open-kusto.ts')).openKusto(request)
    case 'recorded':
      return (await import('./recorded/open-recorded.ts')).openRecorded(request)
    case 'several':
      return (await import('./remote/open-several.ts')).openSeveral(request, openWorkspace)
    default:
      throw new HuntletError(
        'BAD_WORKSPACE',
        `There is no kind of workspace \`${(request as { kind: string }).kind}\`.`,
      )
  }
}

function openLocal(request: LocalRequest | DemoRequest): Promise<Workspace> {
  const { clock = () => new Date(), ...common } = request
  if (common.kind === 'demo') {
    return LocalWorkspace.open({ ...common, name: 'demo', clock, source: { kind: 'demo' } })
  }
  const { paths, tables = {}, mappings = [] } = common
  const name = [...paths, ...Object.values(tables).flat()].join(', ') || 'an empty workspace'
  return LocalWorkspace.open({ ...common, name, clock, source: { kind: 'files', paths, tables, mappings } })
}

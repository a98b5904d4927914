import type { Clock } from './clock.ts'
import type { DiskUse } from './local/cache/disk-use.ts'
import type { TablePlan } from './remote/wire.ts'

/** How one logs in to Azure. */
export const authKinds = [
  'cli',
  'powershell',
  'device',
  'browser',
  'env',
  'managed',
  'workload',
  'certificate',
  'default',
] as const

export type AuthKind = (typeof authKinds)[number]

/** What is alike in opening all services. */
export interface ServiceRequest {
  /** As the user named it; default made of its kind and its id: `azure:…`, `kusto:…`. */
  readonly name?: string
  /** Default `default`. Of an endpoint of plain http on loopback no login is asked for. */
  readonly auth?: AuthKind
  /** The tenant to log in to: a guid or a domain. */
  readonly tenant?: string
  /** The application, of `certificate`, `managed` and `workload`. */
  readonly clientId?: string
  /** A file of certificate and key in PEM, for `certificate`. */
  readonly certificate?: string
  /** A bearer token instead of a login, as a variable of the environment gave it. Never sent to Azure's own hosts over plain http. */
  readonly token?: string
  /** Told what to do to log in by device code. Where it is absent `device` is refused. */
  readonly onDeviceCode?: (text: string) => void
  /** The user's own folder, where who logged in by device code or browser may be kept. Default: such a login lasts as long as the process. */
  readonly loginFolder?: string
  /** What `now()` is to mean, as ISO text; default the clock. */
  readonly now?: string
  readonly limits?: ServiceLimits
  /** Where schemas are kept for the next opening, and the snapshot of the compiler. Default: nothing is written to disk. */
  readonly disk?: DiskUse
  /** Told of logging in, and of fetching what tables there are. */
  readonly onProgress?: (text: string) => void
  /** Aborting stops the opening. */
  readonly signal?: AbortSignal
  /** Default the machine's. */
  readonly clock?: Clock
}

/** What the user allows less of than the service does. */
export interface ServiceLimits {
  /** Questions under way at once. */
  readonly concurrent?: number
  /** Longest one question may take. */
  readonly timeoutMs?: number
  /** Most rows of one answer. */
  readonly rows?: number
  /** Longest all questions of a run may take together. */
  readonly deadlineMs?: number
}

/** A workspace of Log Analytics, or a resource whose logs one may read. */
export interface LogAnalyticsRequest extends ServiceRequest {
  readonly kind: 'log-analytics'
  /** Its id, a guid; or of a resource `/subscriptions/…`. */
  readonly workspace: string
  /** Default `https://api.loganalytics.azure.com/v1`. Plain http on loopback only. */
  readonly endpoint?: string
  /** What tokens are asked for, where it is not the endpoint's: `https://api.loganalytics.us`. */
  readonly audience?: string
  /** Plans of tables, where the service does not tell them. */
  readonly plans?: Readonly<Record<string, TablePlan>>
}

/** A database of Azure Data Explorer, Fabric, the Sentinel data lake or the emulator. */
export interface KustoRequest extends ServiceRequest {
  readonly kind: 'kusto'
  /** `https://help.kusto.windows.net`. Plain http on loopback only. */
  readonly cluster: string
  readonly database: string
  /** The column by which a time range is applied; default `TimeGenerated`, and where a table lacks it what looks most like one. */
  readonly timeColumn?: string
}

/** What another workspace answered, kept in a folder. */
export interface RecordedRequest {
  readonly kind: 'recorded'
  readonly folder: string
  /** Default what it was in the newest run. */
  readonly now?: string
}

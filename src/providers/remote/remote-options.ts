import type { Clock } from '../clock.ts'
import type { DiskUse } from '../local/cache/disk-use.ts'
import type { ServiceLimits } from '../service-request.ts'
import type { WorkspaceKind, WorkspaceNotice } from '../workspace.ts'
import type { Wire } from './wire.ts'

/** What a workspace of a service is made of. */
export interface RemoteOptions {
  readonly kind: Extract<WorkspaceKind, 'log-analytics' | 'kusto'>
  /** As the user named it. */
  readonly name: string
  readonly wire: Wire
  readonly clock: Clock
  /** What `now()` is to mean, as ISO text; default the service's own time. */
  readonly now?: string
  /** What the user allows less of than the service does. */
  readonly limits?: ServiceLimits
  /** Where schemas are kept for the next opening, and the snapshot of the compiler. Default: nothing is written to disk. */
  readonly disk?: DiskUse
  /** How old a kept schema may be; default an hour. */
  readonly schemaAgeMs?: number
  /** What the wire has to say of how it was opened. */
  readonly notices?: readonly WorkspaceNotice[]
  /** Told of fetching what tables there are. */
  readonly onProgress?: (text: string) => void
  /** Aborting stops the opening. */
  readonly signal?: AbortSignal
}

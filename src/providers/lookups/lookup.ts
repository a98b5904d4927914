import type { Progress } from '../../lib/progress.ts'
import type { Json, Table } from '../../lib/table.ts'
import type { TimeRange, WorkspaceSurroundings, WorkspaceTable } from '../workspace.ts'
import type { Observable, ObservableKind } from './observable.ts'

/** How bad a source says it is: `unknown` knows nothing of it, `information` is no ground for suspicion. */
export const severities = ['unknown', 'information', 'warning', 'high'] as const

export type Severity = (typeof severities)[number]

/** What a source is asked about: whether something is a threat, or where it belongs (place, network, owner). */
export const subjects = ['threat', 'context'] as const

export type Subject = (typeof subjects)[number]

/** What one source says of one observable. Times are ISO texts. */
export interface Answer {
  readonly observable: Observable
  readonly severity: Severity
  /** In plain words, one line. */
  readonly verdict: string
  readonly tags?: readonly string[]
  readonly firstSeen?: string
  readonly lastSeen?: string
  /** When the source knew this: of a file its date, of a service when it was asked. */
  readonly asOf?: string
  /** Where a person may read on. */
  readonly reference?: string
  /** What the source said, as it said it. */
  readonly raw: Json
  /** What exactly said it, where the look-up reads several files or lists. */
  readonly within?: string
}

/** What a look-up found. What is not among the answers it knows nothing of. */
export interface LookupOutcome {
  readonly answers: readonly Answer[]
  /** What the reader must know. */
  readonly notices?: readonly string[]
  /** How many entries a local source holds; 0 where there is nothing to look in. */
  readonly entries?: number
  /** True where some observables were not looked up, of which a notice says why. */
  readonly isPartial?: boolean
}

/** The workspace as look-ups see it. */
export interface LookupWorkspace {
  readonly name: string
  tables(): Promise<readonly WorkspaceTable[]>
  surroundings(): Promise<WorkspaceSurroundings>
  ask(kql: string, timeRange: TimeRange): Promise<Table>
}

export interface LookupContext {
  readonly workspace: LookupWorkspace
  /** What the time is: an indicator may have expired. ISO text. */
  readonly now: string
  readonly signal?: AbortSignal | undefined
  readonly progress?: Progress
}

/** One source that observables are looked up in. */
export interface Lookup {
  readonly id: string
  readonly title: string
  /** What it says, and how its answers become a severity. */
  readonly text: string
  readonly about: Subject
  readonly kinds: readonly ObservableKind[]
  /** A `service` is sent the observables. */
  readonly place: 'local' | 'service'
  /** The machines a service's observables are sent to. */
  readonly hosts: readonly string[]
  readonly needsKey: boolean
  /** Of a service that gives a list instead: no observable is sent. */
  readonly isList?: boolean
  /** Of a service: why it is not sent an observable; undefined where it is. */
  readonly whyKept?: (observable: Observable) => string | undefined
  /** Gives an answer for each observable it knows; each observable is of its kinds, and asked about once. Rejects where nothing could be looked up. */
  look(observables: readonly Observable[], context: LookupContext): Promise<LookupOutcome>
}

import type { Diagnostic } from '../lib/diagnostic.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import type { EntityType, Origin, ResultData, RunEvent } from './result-data.ts'

/** What a notebooklet says of itself: for lists, search, help and pivots. */
export interface NotebookletInfo {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly entities: readonly EntityType[]
  readonly keywords: readonly string[]
  readonly value: { readonly required: boolean; readonly text: string } | undefined
  readonly timespan: string
  readonly options: readonly { readonly name: string; readonly default: boolean; readonly text: string }[]
  readonly parameters: readonly ParameterInfo[]
  readonly sections: readonly { readonly id: string; readonly title: string }[]
  readonly followUps: readonly {
    readonly id: string
    readonly title: string
    readonly parameters: readonly ParameterInfo[]
  }[]
  /** Where it was found: `shipped`, or the path of the project's or the user's own. */
  readonly origin: string
}

export interface ParameterInfo {
  readonly name: string
  readonly type: 'string' | 'int' | 'long' | 'real' | 'bool' | 'datetime' | 'timespan' | 'list' | 'table' | 'column'
  readonly text: string
  readonly default?: string
  readonly required: boolean
  /** The only values it may have. */
  readonly values?: readonly string[]
  /** Of a follow-up: a column whose cell can fill it. */
  readonly column?: string
}

/** The time a run is asked for. */
export type RequestTime = Pick<RunRequest, 'timespan' | 'start' | 'end' | 'around' | 'within'>

/** What a run is asked for. Texts as a user writes them; the runtime parses and checks. */
export interface RunRequest {
  readonly notebooklet: string
  readonly value?: string
  /** `7d`, or `start` and `end` as datetimes or relative texts. Default: the notebooklet's own. */
  readonly timespan?: string
  readonly start?: string
  readonly end?: string
  /** Instead of these a datetime, and how much time on each side of it; default 1d. */
  readonly around?: string
  readonly within?: string
  /** `name` replaces the defaults, `+name` and `-name` change them. */
  readonly options?: readonly string[]
  readonly parameters?: Readonly<Record<string, string>>
  /** Choice id → value; a plain value answers whatever choice offers it. */
  readonly choose?: readonly string[]
  /** Where it was pivoted from: kept in the Result. */
  readonly from?: Origin
}

export interface RunHooks {
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
  /** Where observables are looked up. Default: in what the workspace and its folder hold, and nothing leaves the machine. */
  readonly lookups?: readonly Lookup[]
}

/** A Result with its behaviour: what the faces hold. */
export interface ResultHandle {
  readonly data: ResultData
  /** Runs a follow-up; the grown Result comes back, this one stays as it is. */
  followUp(id: string, parameters?: Readonly<Record<string, string>>, hooks?: RunHooks): Promise<ResultHandle>
}

/** Where an analyst sits: one workspace, every notebooklet that can be run on it. */
export interface Desk {
  readonly workspaceName: string
  readonly notebooklets: readonly NotebookletInfo[]
  /** What is wrong with notebooklets that could not be loaded. */
  readonly diagnostics: readonly Diagnostic[]
  pivots(type: EntityType): readonly NotebookletInfo[]
  run(request: RunRequest, hooks?: RunHooks): Promise<ResultHandle>
}

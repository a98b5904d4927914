import type { LimitFunction } from 'p-limit'
import { HuntletError } from '../lib/diagnostic.ts'
import type { Progress } from '../lib/progress.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import type { Workspace } from '../providers/workspace.ts'
import type { Query } from '../queries/query-definition.ts'
import type { NotebookletDefinition, TableSource } from './definition.ts'
import type { RunHooks } from './desk.ts'
import type { EntityOfColumn } from './entity-columns.ts'
import type { Evaluated } from './evaluated.ts'
import type { PlainValue, ResolvedRequest } from './request.ts'

/** What one run works with. Named data is kept, so that it is fetched once however many sections and follow-ups use it. */
export interface RunScope {
  readonly definition: NotebookletDefinition
  readonly findQuery: (id: string) => Query
  readonly workspace: Workspace
  /** What a column holds where neither section nor query says so. */
  readonly entityOf: EntityOfColumn
  readonly request: ResolvedRequest
  /** What bindings may name: the value, parameters, choices. */
  readonly values: Readonly<Record<string, PlainValue>>
  readonly choices: Readonly<Record<string, string>>
  readonly sources: Readonly<Record<string, TableSource>>
  /** Where data of a name is kept: that of the notebooklet for as long as its Results live, a follow-up's own for its run. */
  readonly kept: (name: string) => Map<string, Promise<Evaluated>>
  /** What the workspace said of complete answers: `no SigninLogs in this workspace`. Many sections may say the same. */
  readonly common: Set<string>
  readonly limit: LimitFunction
  readonly hooks: RunHooks
  /** Where observables are looked up. */
  readonly lookups: readonly Lookup[]
  /** Ids of the notebooklets whose sections this run is to be, outermost first. */
  readonly within: readonly string[]
}

export function stopIfCancelled(scope: RunScope): void {
  if (!scope.hooks.signal?.aborted) return
  throw new HuntletError('CANCELLED', 'The run was cancelled.', { cause: scope.hooks.signal.reason })
}

/** Tells the run's listener how far a section's long work has come. */
export function progressOf(scope: RunScope, section: string, what: string): Progress {
  return (done, total, text = what) => scope.hooks.onEvent?.({ kind: 'progress', section, text, done, total })
}

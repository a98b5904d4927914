import type { RunScope } from './run/run-scope.ts'
import { levelOf, type State, type Surroundings } from './state.ts'

export interface CommandScope {
  readonly state: State
  readonly surroundings: Surroundings
  /** The key that gave the command; absent where help or the palette did. */
  readonly key?: string
}

/** Does something on the run that is on the screen; nothing where there is none. */
export function onRun({ state, surroundings }: CommandScope, act: (scope: RunScope) => State): State {
  const level = levelOf(state)
  return level.kind === 'run' ? act({ state, level, surroundings }) : state
}

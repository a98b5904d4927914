import { currentField } from '../bodies/facts-body.ts'
import { currentColumn } from '../bodies/table-body.ts'
import { type State, type Surroundings, withLevel } from '../state.ts'
import { type RunBody, runBody } from './run-body.ts'
import { focusedSection, type RunLevel, withLook } from './run-state.ts'
import type { SectionLook } from './section-look.ts'

/** A command on a run's level. */
export interface RunScope {
  readonly state: State
  readonly level: RunLevel
  readonly surroundings: Surroundings
}

export function bodyOf({ state, level, surroundings }: RunScope): RunBody | undefined {
  return runBody(state, level, surroundings)
}

export function looked({ state, level }: RunScope, { section }: RunBody, look: SectionLook): State {
  return withLevel(state, withLook(level, section.id, look))
}

/** The column under the cursor, where what is drawn has columns. */
export function columnUnder({ level }: RunScope, { body }: RunBody): string | undefined {
  if (body.kind === 'table') return currentColumn(body.drawn)
  const view = focusedSection(level)?.view
  if (!view) return undefined
  switch (view.kind) {
    case 'facts':
      return currentField({ ...body.drawn, view })
    case 'bars':
      return view.label
    case 'tree':
      return view.label
    case 'matrix':
      return view.value
    case 'map':
      return view.label
    case 'scatter':
      return view.score
    case 'series':
      return view.value
    case 'timeline':
      return view.by ?? view.time
    case 'table':
    case 'text':
      return undefined
  }
}

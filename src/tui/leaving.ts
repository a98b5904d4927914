import { type CommandScope, onRun } from './command-scope.ts'
import { clearedFilter } from './home/home-commands.ts'
import { cancelRun } from './run/going-on.ts'
import { filterBy } from './run/looking.ts'
import { focusedSection, lookOf } from './run/run-state.ts'
import {
  levelOf,
  overlayOf,
  runningLevels,
  type State,
  type Surroundings,
  withEffect,
  withLevel,
  withMessage,
  withOverlay,
  withoutOverlay,
} from './state.ts'

/** One level back: what lies on top goes first, then a filter, then the level. */
export function back(scope: CommandScope): State {
  const { state, key } = scope
  if (overlayOf(state)) return withoutOverlay(state)
  const level = levelOf(state)
  if (level.kind === 'home') {
    if (level.isFiltering || level.filter.text !== '') return withLevel(state, clearedFilter(level))
    return key === 'backspace' ? state : withMessage(state, 'good', 'This is the top. q quits.')
  }
  const section = focusedSection(level)
  const look = section && lookOf(level, section.id)
  if (level.filtering || (look && look.filter !== '')) {
    const { filtering: _closed, ...rest } = level
    const closed = withLevel(state, rest)
    return onRun({ ...scope, state: closed }, (run) => filterBy(run, ''))
  }
  return leaveLevel(state)
}

/** Back to where the analyst came from. What still runs here is cancelled: nobody could see it end. */
export function leaveLevel(state: State): State {
  const [home, ...rest] = state.levels
  const left = rest.at(-1)
  const kept: State = { ...state, levels: [home, ...rest.slice(0, -1)], overlays: [] }
  if (left?.kind !== 'run' || left.phase.kind !== 'running') return kept
  return withMessage(
    withEffect(kept, { kind: 'cancel', run: left.run }),
    'warn',
    `${left.title} was still running: cancelled.`,
  )
}

export function quit(state: State): State {
  const running = runningLevels(state)
  if (running.length === 0) return leave(state)
  const names = running.map(({ title }) => title).join(', ')
  return withOverlay(state, { kind: 'confirm', text: `${names} still runs. Cancel it and quit?`, does: 'quit' })
}

export function leave(state: State): State {
  const cancels = runningLevels(state).map(({ run }) => ({ kind: 'cancel', run }) as const)
  return withEffect(state, ...cancels, { kind: 'exit' })
}

/** ctrl+c: first cancels what runs here, then quits, whatever is left of it. */
export function interrupt(state: State, surroundings: Surroundings): State {
  const level = levelOf(state)
  if (level.kind === 'run' && level.phase.kind === 'running' && !level.phase.isCancelling) {
    const cancelled = cancelRun({ state, level, surroundings })
    return withMessage(cancelled, 'warn', 'Cancelling. Ctrl+C again quits.')
  }
  return leave(state)
}

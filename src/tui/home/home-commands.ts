import type { RunRequest } from '../../notebooklet/desk.ts'
import { type Motion, steppedTo } from '../bodies/body.ts'
import { homeLayout } from '../layout.ts'
import { lineInput } from '../line-input.ts'
import { runForm } from '../run/run-form.ts'
import { type FollowUpCall, startedRun } from '../run/run-state.ts'
import { scrolledTo } from '../run/section-look.ts'
import { type State, type Surroundings, withEffect, withMessage, withOverlay } from '../state.ts'
import { type HomeItem, type HomeLevel, homeItems, remembering } from './home-state.ts'

/** Lines of the list's window: its frame without the border. */
function homeWindow(state: State): number {
  return homeLayout(state.size).list.height - 2
}

/** Where an item is listed, counting the heading over the recent ones. */
export function homeLine(items: readonly HomeItem[], at: number): number {
  const recent = items.findIndex(({ kind }) => kind === 'recent')
  return recent >= 0 && at >= recent ? at + 2 : at
}

export function homeLineCount(items: readonly HomeItem[]): number {
  return items.length + (items.some(({ kind }) => kind === 'recent') ? 2 : 0)
}

export function moveHome(state: State, home: HomeLevel, motion: Motion, surroundings: Surroundings): HomeLevel {
  const items = homeItems(home, surroundings.notebooklets)
  if (items.length === 0) return home
  const window = homeWindow(state)
  const at = steppedTo(Math.min(home.at, items.length - 1), motion, items.length, window)
  return { ...home, at, top: scrolledTo(homeLine(items, at), home.top, window, homeLineCount(items)) }
}

export function homeItem(home: HomeLevel, surroundings: Surroundings): HomeItem | undefined {
  const items = homeItems(home, surroundings.notebooklets)
  return items[Math.min(home.at, items.length - 1)]
}

/** Enter: a notebooklet asks for what it needs, a recent request runs as it was. */
export function openHomeItem(state: State, home: HomeLevel, surroundings: Surroundings): State {
  const item = homeItem(home, surroundings)
  if (!item) return state
  if (item.kind === 'recent') return startRun(state, item.request, surroundings)
  return withOverlay(state, runForm(item.info, { notebooklet: item.info.id }))
}

/** A new level on which the request runs, and follow-ups after it. */
export function startRun(
  state: State,
  request: RunRequest,
  surroundings: Surroundings,
  after: readonly FollowUpCall[] = [],
): State {
  const info = surroundings.notebooklets.find(({ id }) => id === request.notebooklet)
  if (!info) return withMessage(state, 'bad', `There is no notebooklet ${request.notebooklet}.`)
  const run = state.nextNumber
  const [home, ...rest] = state.levels
  const level = { ...startedRun(run, request, info.title, state.now), ...(after.length > 0 && { after }) }
  return withEffect(
    { ...state, nextNumber: run + 1, levels: [remembering(home, request), ...rest, level], overlays: [] },
    { kind: 'run', run, request },
  )
}

export function clearedFilter(home: HomeLevel): HomeLevel {
  return { ...home, isFiltering: false, filter: lineInput(), at: 0, top: 0 }
}

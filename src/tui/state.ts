import type { Diagnostic } from '../lib/diagnostic.ts'
import type { NotebookletInfo, RunRequest } from '../notebooklet/desk.ts'
import type { EntityType } from '../notebooklet/result-data.ts'
import { utc, type Zone } from '../report/charts/zone.ts'
import type { Effect } from './effects.ts'
import { freshHome, type HomeLevel } from './home/home-state.ts'
import type { Overlay } from './overlays/overlay.ts'
import type { RunLevel } from './run/run-state.ts'

/** What does not change while the interface is open. */
export interface Surroundings {
  readonly workspaceName: string
  readonly notebooklets: readonly NotebookletInfo[]
  readonly diagnostics: readonly Diagnostic[]
  pivots(type: EntityType): readonly NotebookletInfo[]
  /** What a look-up of a value would send to services that nobody had agreed to when the screen was opened. */
  sent(value: string): readonly SentToService[]
  /** The analyst's own clock, for `u`. */
  readonly localZone: Zone
}

/** What would leave the machine, and where it would go. */
export interface SentToService {
  readonly service: string
  readonly title: string
  /** As a sentence: what is sent where. */
  readonly text: string
}

export interface ScreenSize {
  readonly columns: number
  readonly rows: number
}

/** A line at the foot of the screen, until the next key. */
export interface Message {
  readonly tone: 'good' | 'warn' | 'bad'
  readonly text: string
}

export type Level = HomeLevel | RunLevel

/** Everything on the screen. Changed by `update` only. */
export interface State {
  readonly size: ScreenSize
  /** The way the analyst came; the last is on the screen, Esc leads to the one before it. */
  readonly levels: readonly [HomeLevel, ...Level[]]
  /** What lies over the level, the last on top. */
  readonly overlays: readonly Overlay[]
  readonly isLocalTime: boolean
  /** Services that were agreed to on this screen. */
  readonly agreed: readonly string[]
  readonly message?: Message
  /** The clock, in milliseconds, as of the last action that told it. */
  readonly now: number
  /** The next number of a run or an arrangement. */
  readonly nextNumber: number
  /** What is to be done in the world; the store does it and empties the list. */
  readonly outbox: readonly Effect[]
}

export function freshState(size: ScreenSize, now: number, recent: readonly RunRequest[] = []): State {
  return {
    size,
    levels: [freshHome(recent)],
    overlays: [],
    isLocalTime: false,
    agreed: [],
    now,
    nextNumber: 1,
    outbox: [],
  }
}

export function levelOf(state: State): Level {
  return state.levels.at(-1) ?? state.levels[0]
}

export function overlayOf(state: State): Overlay | undefined {
  return state.overlays.at(-1)
}

export function zoneOf(state: State, surroundings: Surroundings): Zone {
  return state.isLocalTime ? surroundings.localZone : utc
}

/** The state with its level replaced by another of the same place. */
export function withLevel(state: State, level: Level): State {
  const [home, ...rest] = state.levels
  if (rest.length === 0) return level.kind === 'home' ? { ...state, levels: [level] } : state
  return { ...state, levels: [home, ...rest.slice(0, -1), level] }
}

/** The state with the level of a run changed, wherever in the way it is; as it was where that level is gone. */
export function withRun(state: State, run: number, change: (level: RunLevel) => RunLevel): State {
  const [home, ...rest] = state.levels
  if (!rest.some((level) => level.kind === 'run' && level.run === run)) return state
  return {
    ...state,
    levels: [home, ...rest.map((level) => (level.kind === 'run' && level.run === run ? change(level) : level))],
  }
}

export function withOverlay(state: State, overlay: Overlay): State {
  return { ...state, overlays: [...state.overlays, overlay] }
}

export function withTopOverlay(state: State, overlay: Overlay): State {
  return { ...state, overlays: [...state.overlays.slice(0, -1), overlay] }
}

export function withoutOverlay(state: State): State {
  return { ...state, overlays: state.overlays.slice(0, -1) }
}

export function withEffect(state: State, ...effects: readonly Effect[]): State {
  return { ...state, outbox: [...state.outbox, ...effects] }
}

export function withMessage(state: State, tone: Message['tone'], text: string): State {
  return { ...state, message: { tone, text } }
}

/** The runs that go on, on any level. */
export function runningLevels(state: State): readonly RunLevel[] {
  return state.levels.filter((level) => level.kind === 'run').filter((level) => level.phase.kind === 'running')
}

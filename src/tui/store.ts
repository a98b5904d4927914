import { countOf } from '../lib/count-of.ts'
import { HuntletError, printDiagnostic } from '../lib/diagnostic.ts'
import type { Desk, ResultHandle, RunHooks } from '../notebooklet/desk.ts'
import { tableCsv } from '../report/table-csv.ts'
import { tableJson } from '../report/table-json.ts'
import { arrange } from './arrange.ts'
import type { Action, Effect, Failure } from './effects.ts'
import type { State, Surroundings } from './state.ts'
import { runningLevels } from './state.ts'
import { update } from './update.ts'

/** The world as the screen may touch it; each has a real default in `openTui`. */
export interface TuiEffects {
  /** Milliseconds, rising. */
  readonly clock: () => number
  /** Writes a file and says where it is. Throws where it cannot. */
  readonly saveFile: (name: string, text: string) => string | Promise<string>
  /** Puts a text on the clipboard of the analyst's terminal. */
  readonly copy: (text: string) => void
  /** Remembers that services may be asked, and lets runs from now on ask them. */
  readonly agree: (services: readonly string[]) => void
  /** Lets other work be done, then goes on. */
  readonly pause: () => Promise<void>
  readonly exit: () => void
  /** A defect of ours: the screen cannot go on. */
  readonly fail: (error: unknown) => void
}

export interface Store {
  state(): State
  dispatch(action: Action): void
  subscribe(listener: () => void): () => void
  /** Stops the clock and everything that runs. */
  close(): void
}

/** Longest piece of work between two looks at the keyboard, in milliseconds. */
const slice = 8

/** How often elapsed times are drawn anew while something runs. */
const tickMs = 120

/** Holds the state, and does in the world what the state asks for. */
export function createStore(initial: State, desk: Desk, surroundings: Surroundings, effects: TuiEffects): Store {
  let state = initial
  let ticking: ReturnType<typeof setInterval> | undefined
  let isClosed = false
  const listeners = new Set<() => void>()
  const running = new Map<number, AbortController>()
  const tickets = new Map<string, number>()

  function dispatch(action: Action): void {
    if (isClosed) return
    try {
      // Each key sees what the one before it has done: also what was filtered at once.
      if (action.kind === 'keys') for (const key of action.keys) apply({ kind: 'keys', keys: [key] })
      else apply(action)
      keepTicking()
      for (const listener of listeners) listener()
    } catch (error) {
      // Thrown in a key handler it would end the process with the terminal as it is.
      effects.fail(error)
    }
  }

  function apply(action: Action): void {
    const { outbox, ...next } = update({ ...state, now: Math.max(state.now, effects.clock()) }, action, surroundings)
    state = { ...next, outbox: [] }
    for (const effect of outbox) perform(effect)
  }

  function keepTicking(): void {
    const isNeeded = !isClosed && runningLevels(state).length > 0
    if (isNeeded && !ticking) ticking = setInterval(() => dispatch({ kind: 'tick', at: effects.clock() }), tickMs)
    if (!isNeeded && ticking) {
      clearInterval(ticking)
      ticking = undefined
    }
  }

  function perform(effect: Effect): void {
    switch (effect.kind) {
      case 'run':
        follow(effect.run, (hooks) => desk.run(effect.request, hooks))
        return
      case 'follow-up':
        follow(effect.run, (hooks) => effect.handle.followUp(effect.id, effect.parameters, hooks))
        return
      case 'cancel':
        running.get(effect.run)?.abort()
        return
      case 'arrange':
        arrangeRows(effect)
        return
      case 'export':
        void exportRows(effect)
        return
      case 'copy':
        effects.copy(effect.text)
        apply({
          kind: 'said',
          tone: 'good',
          text: `Copied ${effect.what}, if your terminal lets programs copy (OSC 52).`,
        })
        return
      case 'agree':
        effects.agree(effect.services)
        return
      case 'exit':
        effects.exit()
        return
    }
  }

  /** Tells what a run tells, and how it ends. */
  function follow(run: number, start: (hooks: RunHooks) => Promise<ResultHandle>): void {
    const controller = new AbortController()
    running.set(run, controller)
    const at = effects.clock
    const hooks: RunHooks = {
      signal: controller.signal,
      onEvent: (event) => dispatch({ kind: 'run-event', run, event, at: at() }),
    }
    Promise.resolve()
      .then(() => start(hooks))
      .then(
        (handle) => dispatch({ kind: 'run-finished', run, handle, at: at() }),
        (error: unknown) =>
          dispatch(
            controller.signal.aborted
              ? { kind: 'run-cancelled', run, at: at() }
              : { kind: 'run-failed', run, failure: failureOf(error), at: at() },
          ),
      )
      .finally(() => running.delete(run))
  }

  /** Filters and sorts in slices; what a later key asked for instead is given up. The first slice is done at once, so that a small table never flickers. */
  function arrangeRows({ run, section, ticket, table, arrangement, zone }: Extract<Effect, { kind: 'arrange' }>): void {
    const key = `${run} ${section}`
    tickets.set(key, ticket)
    const work = arrange(table, arrangement, zone)
    /** A slice of the work: its end where it came to one. */
    const go = (): Extract<Action, { kind: 'arranged' }> | undefined => {
      const until = effects.clock() + slice
      for (let step = work.next(); ; step = work.next()) {
        if (step.done) return { kind: 'arranged', run, section, ticket, rows: step.value }
        if (effects.clock() >= until) return undefined
      }
    }
    const goOn = async () => {
      for (let done = go(); ; done = go()) {
        if (done) return dispatch(done)
        await effects.pause()
        if (isClosed || tickets.get(key) !== ticket) return
      }
    }
    const done = go()
    if (done) apply(done)
    else goOn().catch(effects.fail)
  }

  async function exportRows(effect: Extract<Effect, { kind: 'export' }>): Promise<void> {
    const { name, format, completeness, columns } = effect
    try {
      const table = (effect.rows ? effect.table.pick(effect.rows) : effect.table).select(columns)
      const pieces: string[] = []
      let until = effects.clock() + slice
      for (const piece of format === 'csv' ? tableCsv(table) : tableJson(table, completeness)) {
        pieces.push(piece)
        if (effects.clock() < until) continue
        await effects.pause()
        until = effects.clock() + slice
      }
      const path = await effects.saveFile(name, pieces.join(''))
      const part = completeness.status === 'complete' ? '' : ` (${completeness.status}: the data is not all there is)`
      const said = `Wrote ${countOf(table.rowCount, 'row')}, ${countOf(columns.length, 'column')} to ${path}${part}`
      dispatch({ kind: 'said', tone: part === '' ? 'good' : 'warn', text: said })
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      const why = isThere ? 'there is such a file already' : failureOf(error).message
      dispatch({ kind: 'said', tone: 'bad', text: `Did not write ${name}: ${why}.` })
    }
  }

  return {
    state: () => state,
    dispatch,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      for (const controller of running.values()) controller.abort()
      keepTicking()
      listeners.clear()
    },
  }
}

/** Whatever was thrown, as something to read. */
function failureOf(error: unknown): Failure {
  if (error instanceof HuntletError) {
    return {
      message: error.message,
      ...(error.hint !== undefined && { hint: error.hint }),
      details: error.diagnostics.map((diagnostic) => printDiagnostic(diagnostic)),
    }
  }
  return { message: error instanceof Error ? error.message : String(error), details: [] }
}

import type { ResultHandle, RunRequest } from '../../src/notebooklet/desk.ts'
import { utc, zoneNamed } from '../../src/report/charts/zone.ts'
import { arrange } from '../../src/tui/arrange.ts'
import type { Action, Effect } from '../../src/tui/effects.ts'
import type { RunLevel } from '../../src/tui/run/run-state.ts'
import { focusedSection, lookOf } from '../../src/tui/run/run-state.ts'
import type { SectionLook } from '../../src/tui/run/section-look.ts'
import { freshState, levelOf, type State, type Surroundings } from '../../src/tui/state.ts'
import { update } from '../../src/tui/update.ts'
import { type FakeDesk, fakeDesk } from './fake-desk.ts'

/** The state and its reducer without a terminal: keys go in, the state and what it asks of the world come out. */
export interface Stage {
  state(): State
  /** Keys by name, one after the other. Filters and sorts they ask for are done at once. */
  press(...keys: string[]): Stage
  act(action: Action): Stage
  /** What was asked of the world since the last look, without arrangements. */
  asked(): readonly Effect[]
  run(): RunLevel
  look(): SectionLook
  readonly desk: FakeDesk
  /** Lets the desk do what was asked of it last, and tells the state what comes of it. */
  settle(): Promise<Stage>
}

export function surroundingsOf(desk: FakeDesk, sent: Surroundings['sent'] = () => []): Surroundings {
  return {
    workspaceName: desk.workspaceName,
    notebooklets: desk.notebooklets,
    diagnostics: desk.diagnostics,
    pivots: (type) => desk.pivots(type),
    sent,
    localZone: zoneNamed('Europe/Berlin') ?? utc,
  }
}

export function stage(
  desk: FakeDesk = fakeDesk(),
  columns = 80,
  rows = 24,
  sent: Surroundings['sent'] = () => [],
): Stage {
  const surroundings = surroundingsOf(desk, sent)
  let state = freshState({ columns, rows }, 0)
  let effects: Effect[] = []

  const act = (action: Action): Stage => {
    const { outbox, ...next } = update(state, action, surroundings)
    state = { ...next, outbox: [] }
    for (const effect of outbox) {
      if (effect.kind !== 'arrange') {
        effects.push(effect)
        continue
      }
      const work = arrange(effect.table, effect.arrangement, effect.zone)
      let step = work.next()
      while (!step.done) step = work.next()
      act({ kind: 'arranged', run: effect.run, section: effect.section, ticket: effect.ticket, rows: step.value })
    }
    return made
  }

  const made: Stage = {
    desk,
    state: () => state,
    act,
    press: (...keys) => {
      for (const key of keys) act({ kind: 'keys', keys: [key] })
      return made
    },
    asked() {
      const last = effects
      effects = []
      return last
    },
    run() {
      const level = levelOf(state)
      if (level.kind !== 'run') throw new Error('no run is on the screen')
      return level
    },
    look() {
      const section = focusedSection(made.run())
      if (!section) throw new Error('no section is on the screen')
      return lookOf(made.run(), section.id)
    },
    async settle() {
      const effect = effects.findLast(({ kind }) => kind === 'run' || kind === 'follow-up')
      if (effect?.kind !== 'run' && effect?.kind !== 'follow-up') throw new Error('no run was asked for')
      const { run } = effect
      const hooks = {
        onEvent: (event: Extract<Action, { kind: 'run-event' }>['event']) =>
          void act({ kind: 'run-event', run, event, at: 10 }),
      }
      const running: Promise<ResultHandle> =
        effect.kind === 'run'
          ? desk.run(effect.request, hooks)
          : effect.handle.followUp(effect.id, effect.parameters, hooks)
      try {
        act({ kind: 'run-finished', run, handle: await running, at: 20 })
      } catch (error) {
        act({ kind: 'run-failed', run, failure: { message: String(error), details: [] }, at: 20 })
      }
      return made
    },
  }
  return made
}

/** A stage on which a request has run. */
export async function stageOf(
  request: RunRequest,
  desk: FakeDesk = fakeDesk(),
  columns = 80,
  rows = 24,
): Promise<Stage> {
  return stage(desk, columns, rows).act({ kind: 'start', request, at: 0 }).settle()
}

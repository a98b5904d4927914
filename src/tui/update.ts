import { runCommand } from './commands.ts'
import type { Action } from './effects.ts'
import { startRun } from './home/home-commands.ts'
import { commandFor } from './keys.ts'
import { editLine, insertText } from './line-input.ts'
import { typeInForm, withField } from './overlays/form.ts'
import { placesOf, takesText } from './places.ts'
import { openChoice, runFollowUp } from './run/going-on.ts'
import { arrangedSection, filterBy } from './run/looking.ts'
import {
  afterEvent,
  afterResult,
  type FollowUpCall,
  lookOf,
  type RunLevel,
  unarrangedSections,
  withLook,
  withoutFollowUp,
} from './run/run-state.ts'
import { failurePage } from './run/section-pages.ts'
import {
  levelOf,
  overlayOf,
  type State,
  type Surroundings,
  withLevel,
  withMessage,
  withOverlay,
  withRun,
  withTopOverlay,
} from './state.ts'

/** The state after an action: the only way it changes. What is to be done in the world is left in its outbox. */
export function update(state: State, action: Action, surroundings: Surroundings): State {
  switch (action.kind) {
    case 'keys':
      return action.keys.reduce((now, key) => pressed(now, key, surroundings), state)
    case 'paste':
      return pasted(state, action.text, surroundings)
    case 'resize':
      return { ...state, size: { columns: action.columns, rows: action.rows } }
    case 'tick':
      return { ...state, now: action.at }
    case 'start':
      return startRun({ ...state, now: action.at }, action.request, surroundings, action.after)
    case 'run-event':
      return arrangeNew(
        withRun({ ...state, now: action.at }, action.run, (level) => afterEvent(level, action.event, action.at)),
        action.run,
        surroundings,
      )
    case 'run-finished':
      return finished({ ...state, now: action.at }, action, surroundings)
    case 'run-failed':
      return failed({ ...state, now: action.at }, action)
    case 'run-cancelled':
      return cancelled({ ...state, now: action.at }, action.run)
    case 'arranged':
      return withRun(state, action.run, (level) => {
        const { arranging, rows: _before, ...look } = lookOf(level, action.section)
        // A later key has asked for other rows meanwhile: these are nobody's.
        if (arranging !== action.ticket) return level
        const { rows } = action
        // The cursor stays on its row if that is still shown; else it begins anew.
        const row = rows && !rows.includes(look.row) ? -1 : look.row
        return withLook(level, action.section, { ...look, row, ...(rows && { rows }) })
      })
    case 'said':
      return withMessage(state, action.tone, action.text)
    case 'announced': {
      const { title, text } = action
      const copy = { text, what: 'this text' }
      const paragraphs = text.split('\n').map((line) => ({ text: line, bold: true }))
      return withOverlay(state, { kind: 'page', title, paragraphs, top: 0, copy })
    }
  }
}

function pressed(before: State, key: string, surroundings: Surroundings): State {
  const { message: _read, ...state } = before
  const places = placesOf(state, surroundings)
  const command = commandFor(key, places)
  if (takesText(places)) {
    const typed = typedText(state, key, surroundings)
    // What can be typed is typed, also where elsewhere it is a command; a list and a form keep their own keys.
    if (typed && !command) return typed
    if (!command && key === 'ctrl+c') return runCommand('interrupt', { state, surroundings, key })
  }
  return command ? runCommand(command, { state, surroundings, key }) : state
}

/** The state with a key typed into what takes text now; undefined where it edits nothing. */
function typedText(state: State, key: string, surroundings: Surroundings): State | undefined {
  const overlay = overlayOf(state)
  if (overlay?.kind === 'form') {
    const form = typeInForm(overlay, key)
    return form && withTopOverlay(state, form)
  }
  if (overlay?.kind === 'pick') {
    if (overlay.purpose === 'columns' && key === 'space') return runCommand('choose', { state, surroundings })
    const input = editLine(overlay.input, key)
    return input && withTopOverlay(state, { ...overlay, input, at: 0, top: 0 })
  }
  const level = levelOf(state)
  if (level.kind === 'home') {
    const filter = level.isFiltering ? editLine(level.filter, key) : undefined
    return filter && withLevel(state, { ...level, filter, at: 0, top: 0 })
  }
  const filtering = level.filtering && editLine(level.filtering, key)
  if (!filtering) return undefined
  const next: RunLevel = { ...level, filtering }
  return filterBy({ state: withLevel(state, next), level: next, surroundings }, filtering.text)
}

/** Pasted text goes into the line that takes text, whole; where none does, keys are not guessed from it. */
function pasted(before: State, text: string, surroundings: Surroundings): State {
  const { message: _read, ...state } = before
  const overlay = overlayOf(state)
  if (overlay?.kind === 'form') {
    const field = overlay.fields[overlay.at]
    if (!field || field.values) return state
    return withTopOverlay(
      state,
      withField(overlay, { ...field, input: insertText(field.input, text, field.keepsLines) }),
    )
  }
  if (overlay?.kind === 'pick') {
    return withTopOverlay(state, { ...overlay, input: insertText(overlay.input, text), at: 0, top: 0 })
  }
  const level = levelOf(state)
  if (level.kind === 'home' && level.isFiltering) {
    return withLevel(state, { ...level, filter: insertText(level.filter, text), at: 0, top: 0 })
  }
  if (level.kind === 'run' && level.filtering) {
    const next: RunLevel = { ...level, filtering: insertText(level.filtering, text) }
    return filterBy({ state: withLevel(state, next), level: next, surroundings }, next.filtering?.text ?? '')
  }
  return withMessage(state, 'warn', 'Nothing here takes text: / filters, Enter asks for a value.')
}

type Finished = Extract<Action, { kind: 'run-finished' }>

function finished(state: State, { run, handle, at }: Finished, surroundings: Surroundings): State {
  const grown = arrangeNew(
    withRun(state, run, (level) => afterResult(level, handle, at)),
    run,
    surroundings,
  )
  const level = levelOf(grown)
  if (level.kind !== 'run' || level.run !== run) return grown
  const isOpen = handle.data.choices.some(({ chosen }) => chosen === undefined)
  if (level.after && !isOpen) return goOn(grown, level, level.after, surroundings)
  if (grown.overlays.length > 0) return grown
  const open = handle.data.choices.find(({ chosen }) => chosen === undefined)
  if (open) return openChoice({ state: grown, level, surroundings }, open.id)
  const [notice, ...more] = handle.data.notices
  if (notice === undefined) return grown
  return withMessage(grown, 'warn', more.length > 0 ? `${notice} (${more.length} more: i)` : notice)
}

/** Runs the next of the follow-ups that were asked for with the run. */
function goOn(state: State, level: RunLevel, after: readonly FollowUpCall[], surroundings: Surroundings): State {
  const [next, ...rest] = after
  const { after: _asked, ...kept } = level
  const waiting: RunLevel = rest.length > 0 ? { ...kept, after: rest } : kept
  const below = withLevel(state, waiting)
  return next ? runFollowUp({ state: below, level: waiting, surroundings }, next.id, next.parameters) : below
}

function failed(state: State, { run, failure }: Extract<Action, { kind: 'run-failed' }>): State {
  const level = state.levels.find((each) => each.kind === 'run' && each.run === run)
  if (level?.kind !== 'run') return state
  // A follow-up that fails leaves the result as it was.
  if (level.handle) {
    const { handle } = level
    const kept = withRun(state, run, (each) => withoutFollowUp(each, handle))
    return withOverlay(kept, failurePage('The follow-up failed', failure))
  }
  return withRun(state, run, (each) => ({ ...each, phase: { kind: 'failed', failure } }))
}

function cancelled(state: State, run: number): State {
  const next = withRun(state, run, (level) =>
    level.handle ? withoutFollowUp(level, level.handle) : { ...level, phase: { kind: 'cancelled' } },
  )
  // A run whose level has been left is nobody's any more.
  if (next === state) return state
  return withMessage(next, 'warn', 'Cancelled. What had been found until then is shown; r runs it again.')
}

/** Filters and orders of sections that have got their table only now. */
function arrangeNew(state: State, run: number, surroundings: Surroundings): State {
  const level = state.levels.find((each) => each.kind === 'run' && each.run === run)
  if (level?.kind !== 'run' || levelOf(state) !== level) return state
  return unarrangedSections(level).reduce((now, { id }) => {
    const current = levelOf(now)
    return current.kind === 'run' ? arrangedSection(now, current, id, lookOf(current, id), surroundings) : now
  }, state)
}

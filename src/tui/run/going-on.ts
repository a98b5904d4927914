import { countOf } from '../../lib/count-of.ts'
import type { NotebookletInfo, RunRequest } from '../../notebooklet/desk.ts'
import { rowEntities } from '../../notebooklet/pivot-from.ts'
import type { PickItem } from '../overlays/overlay.ts'
import { openPick } from '../overlays/pick.ts'
import { type State, type Surroundings, withEffect, withLevel, withMessage, withOverlay, zoneOf } from '../state.ts'
import { exportForm } from './export-form.ts'
import { followUpForm, followUpItems } from './follow-up-items.ts'
import { originIn, type PivotRow, pivotTimeChoices, withPivotTime } from './pivot-menu.ts'
import { type MenuEntity, pivotItems, resultEntities } from './row-entities.ts'
import { runForm } from './run-form.ts'
import { bodyOf, columnUnder, type RunScope } from './run-scope.ts'
import { dataOf, type RunLevel, startedRun } from './run-state.ts'

/** The pivots of the row under the cursor; of the whole result where the row has none. */
export function openPivots(scope: RunScope): State {
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  if (!body || row === undefined) return withPivots(scope)
  return withPivots(scope, { section: body.section, row }, columnUnder(scope, body))
}

/** The pivot menu on the entities of a row, those of one column first; on all of the result's where it names none. */
export function withPivots({ state, level, surroundings }: RunScope, at?: PivotRow, column?: string): State {
  const data = dataOf(level)
  const own = at ? rowEntities(at.section, at.row, column) : []
  const isOwn = own.length > 0
  const entities: readonly MenuEntity[] = isOwn ? own : data ? resultEntities(data) : []
  if (entities.length === 0) {
    return withMessage(
      state,
      'warn',
      'Nothing to pivot from: this row names no account, host, address or other entity.',
    )
  }
  const text = isOwn
    ? ''
    : `This row names no entity; these ${countOf(entities.length, 'entity', 'entities')} are of the whole result. `
  const items = pivotItems(entities, surroundings, (entity) => originIn(level, isOwn ? at : undefined, entity))
  const pick = openPick({ purpose: 'pivot', title: isOwn ? 'Pivot from this row' : 'Pivot', items })
  const choices = pivotTimeChoices(level, at, zoneOf(state, surroundings))
  return withOverlay(state, withPivotTime(pick, { choices, at: 0, text }))
}

export function openFollowUps({ state, level }: RunScope): State {
  const data = dataOf(level)
  if (!data) return withMessage(state, 'warn', 'Follow-ups come with the result: it is still running.')
  const items = followUpItems(data)
  if (items.length === 0) return withMessage(state, 'warn', 'This result offers no follow-ups.')
  return withOverlay(state, openPick({ purpose: 'follow-up', title: 'Go on with this result', items }))
}

/** A follow-up: asks for its parameters where it has any, else runs. */
export function chooseFollowUp(scope: RunScope, id: string): State {
  const { state, level, surroundings } = scope
  const offer = dataOf(level)?.followUps.find((each) => each.id === id)
  if (!offer) return state
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  if (offer.parameters.length === 0) return runFollowUp(scope, id, {})
  const info = infoOf(level, surroundings)
  return withOverlay(state, followUpForm(offer, info, body?.section, row))
}

export function runFollowUp(
  { state, level }: RunScope,
  id: string,
  parameters: Readonly<Record<string, string>>,
): State {
  const { handle } = level
  if (!handle || level.phase.kind === 'running') {
    return withMessage(state, 'warn', 'Something still runs here: wait for it, or cancel it with x.')
  }
  const run = state.nextNumber
  const phase = { kind: 'running', since: state.now, followUp: id, isCancelling: false } as const
  const running = withLevel(
    { ...state, nextNumber: run + 1 },
    { ...level, run, phase, queries: [], work: {}, hasMoved: false },
  )
  return withEffect(running, { kind: 'follow-up', run, handle, id, parameters })
}

/** The choices a result waits for, as a list; where there are several, the first. */
export function openChoice(scope: RunScope, id: string): State {
  const choice = dataOf(scope.level)?.choices.find((each) => each.id === id)
  if (!choice) return scope.state
  return withOverlay(
    scope.state,
    openPick({
      purpose: 'choice',
      title: choice.title,
      text: 'The run goes on with what you choose. Esc leaves the choice open; f offers it again.',
      items: choice.options.map(
        ({ value, label }): PickItem => ({
          label: choiceLabel(label, value),
          ...(value === choice.chosen && { detail: 'chosen now' }),
          does: { kind: 'choose', choice: id, value },
        }),
      ),
    }),
  )
}

/** What tells candidates apart first: an id that nobody knows by heart comes last. */
function choiceLabel(label: string, value: string): string {
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value)
  return isId && label.startsWith(`${value} · `) ? `${label.slice(value.length + 3)} · ${value}` : label
}

/** Runs a request in the level's place; what was filtered and sorted stays so. */
export function runAgain({ state, level }: RunScope, request: RunRequest): State {
  const run = state.nextNumber
  const { slots, focus, hasMoved, looks, phase, after } = level
  const fresh = { ...startedRun(run, request, level.title, state.now), ...(after && { after }) }
  // Until the new run tells its plan, the sections of the old one are what is waited for.
  const waited = slots.map(({ id, title }) => ({ id, title }))
  const next = request.value === level.request.value ? { ...fresh, slots: waited, focus, hasMoved, looks } : fresh
  const before = phase.kind === 'running' ? [{ kind: 'cancel', run: level.run } as const] : []
  return withEffect(withLevel({ ...state, nextNumber: run + 1 }, next), ...before, { kind: 'run', run, request })
}

export function answerChoice(scope: RunScope, choice: string, value: string): State {
  const { request } = scope.level
  const others = (request.choose ?? []).filter((answer) => !answer.startsWith(`${choice}=`))
  return runAgain(scope, { ...request, choose: [...others, `${choice}=${value}`] })
}

export function openRerunForm({ state, level, surroundings }: RunScope): State {
  const info = infoOf(level, surroundings)
  return info ? withOverlay(state, runForm(info, level.request)) : state
}

export function openExport(scope: RunScope): State {
  const body = bodyOf(scope)
  if (!body || body.body.drawn.table.rowCount === 0) {
    return withMessage(scope.state, 'warn', 'There are no rows to export.')
  }
  if (body.body.drawn.look.arranging !== undefined) {
    return withMessage(scope.state, 'warn', 'The rows are still being filtered or sorted: export them in a moment.')
  }
  return withOverlay(scope.state, exportForm(scope.level.request, body))
}

/** Asks the run to stop; what it has found so far stays. */
export function cancelRun({ state, level }: RunScope): State {
  const { phase } = level
  if (phase.kind !== 'running') return withMessage(state, 'warn', 'Nothing runs here.')
  if (phase.isCancelling) return withMessage(state, 'warn', 'It is being cancelled.')
  const cancelling = withLevel(state, { ...level, phase: { ...phase, isCancelling: true } })
  return withEffect(cancelling, { kind: 'cancel', run: level.run })
}

function infoOf({ request }: RunLevel, { notebooklets }: Surroundings): NotebookletInfo | undefined {
  return notebooklets.find(({ id }) => id === request.notebooklet)
}

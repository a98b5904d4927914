import { cellJson } from '../../lib/cell-json.ts'
import type { Cell, Table } from '../../lib/table.ts'
import type { NotebookletInfo, RunRequest } from '../../notebooklet/desk.ts'
import { jsonText } from '../../report/charts/json-text.ts'
import { countOf } from '../../report/charts/value-axis.ts'
import { bodyKindOf } from '../bodies/bodies.ts'
import type { Motion } from '../bodies/body.ts'
import { currentField } from '../bodies/facts-body.ts'
import { currentColumn } from '../bodies/table-body.ts'
import { columnsShown } from '../bodies/table-columns.ts'
import { foldAll, toggleFold } from '../bodies/tree-body.ts'
import { plainText } from '../cell-display.ts'
import { lineInput } from '../line-input.ts'
import type { PickItem, PickOverlay } from '../overlays/overlay.ts'
import { openPick } from '../overlays/pick.ts'
import { type State, type Surroundings, withEffect, withLevel, withMessage, withOverlay, zoneOf } from '../state.ts'
import { exportForm } from './export-form.ts'
import { followUpForm, followUpItems } from './follow-up-items.ts'
import { frequencyPick } from './frequency.ts'
import { pivotItems, resultEntities, rowEntities } from './row-entities.ts'
import { type RunBody, runBody } from './run-body.ts'
import { runForm } from './run-form.ts'
import { dataOf, focusedSection, lookOf, type RunLevel, startedRun, withLook } from './run-state.ts'
import type { SectionLook } from './section-look.ts'

/** A command on a run's level. */
export interface RunScope {
  readonly state: State
  readonly level: RunLevel
  readonly surroundings: Surroundings
}

export function moveBody(scope: RunScope, motion: Motion): State {
  const body = bodyOf(scope)
  if (!body) return scope.state
  return looked({ ...scope, level: { ...scope.level, hasMoved: true } }, body, body.body.move(motion))
}

export function goToSection({ state, level }: RunScope, index: number): State {
  if (index < 0 || index >= level.slots.length) return withMessage(state, 'warn', `There is no section ${index + 1}.`)
  const { filtering: _typed, ...rest } = level
  return withLevel(state, { ...rest, focus: index, hasMoved: true })
}

export function stepSection(scope: RunScope, step: 1 | -1): State {
  const count = scope.level.slots.length
  return count === 0 ? scope.state : goToSection(scope, (scope.level.focus + step + count) % count)
}

export function openRecord(scope: RunScope): State {
  const body = bodyOf(scope)
  if (!body) return scope.state
  const under = body.body.under()
  if (under.length === 0) return withMessage(scope.state, 'warn', 'No row stands behind this.')
  const { look } = body.body.drawn
  const isList = body.body.kind === 'table' || body.body.kind === 'facts'
  // From a list one steps through all that is listed; from a chart through what shares the point.
  const rows = isList ? look.rows : Uint32Array.from(under)
  const at = isList ? (rows ? rows.indexOf(under[0]!) : under[0]!) : 0
  return withOverlay(scope.state, { kind: 'record', section: body.section, rows, at, line: 0, top: 0 })
}

export function startFilter(scope: RunScope): State {
  const body = bodyOf(scope)
  if (!body) return withMessage(scope.state, 'warn', 'There are no rows to filter.')
  const { look } = body.body.drawn
  return withLevel(scope.state, { ...scope.level, filtering: lineInput(look.filter || look.lastFilter) })
}

/** The rows that fit a filter as it stands now, asked for anew. */
export function filterBy(scope: RunScope, filter: string): State {
  const section = focusedSection(scope.level)
  if (!section) return scope.state
  const look = lookOf(scope.level, section.id)
  if (look.filter === filter) return scope.state
  return rearranged(scope, { ...look, filter, ...(filter !== '' && { lastFilter: filter }) })
}

export function sortBy(scope: RunScope, descending: boolean): State {
  const body = bodyOf(scope)
  const column = body && currentColumn(body.body.drawn)
  if (!body || column === undefined) return scope.state
  const { order: before, ...look } = body.body.drawn.look
  const isSame = before?.column === column && before.descending === descending
  // What one sorts for is at the top.
  const atTop = { ...look, row: -1, top: 0 }
  return rearranged(scope, isSame ? look : { ...atTop, order: { column, descending } })
}

/** Asks for the rows of the focused section, filtered and sorted as its look says; until they come the old ones stay. */
export function rearranged({ state, level, surroundings }: RunScope, look: SectionLook): State {
  const section = focusedSection(level)
  if (!section?.table) return state
  return arrangedSection(state, level, section.id, look, surroundings)
}

export function arrangedSection(
  state: State,
  level: RunLevel,
  id: string,
  look: SectionLook,
  surroundings: Surroundings,
): State {
  const table = level.slots.find((slot) => slot.id === id)?.section?.table
  if (!table) return state
  const ticket = state.nextNumber
  const waiting = withLevel({ ...state, nextNumber: ticket + 1 }, withLook(level, id, { ...look, arranging: ticket }))
  const arrangement = { filter: look.filter, order: look.order }
  const zone = zoneOf(state, surroundings)
  return withEffect(waiting, { kind: 'arrange', run: level.run, section: id, ticket, table, arrangement, zone })
}

export function toggleView(scope: RunScope): State {
  const section = focusedSection(scope.level)
  if (!section?.table || section.view.kind === 'table' || section.view.kind === 'text') {
    return withMessage(scope.state, 'warn', 'This section has one way to be drawn.')
  }
  const look = lookOf(scope.level, section.id)
  const mode = look.mode === 'view' ? 'table' : 'view'
  const isStuck = mode === 'view' && bodyKindOf(section.view, section.table, { ...look, mode }) === 'table'
  if (isStuck) return withMessage(scope.state, 'warn', 'The table lacks the columns this view is drawn from.')
  return withLevel(scope.state, withLook(scope.level, section.id, { ...look, mode, top: 0, left: 0 }))
}

export function openColumns(scope: RunScope): State {
  const body = bodyOf(scope)
  return body ? withOverlay(scope.state, columnsPick(body)) : scope.state
}

function columnsPick({ body }: RunBody): PickOverlay {
  const { table, view, look } = body.drawn
  const shown = new Set(columnsShown(table, view, look))
  return openPick({
    purpose: 'columns',
    title: 'Columns',
    text: 'Enter or Space shows or hides; Esc when done.',
    items: table.columns.map(
      ({ name, type }): PickItem => ({
        label: name,
        detail: type,
        isOn: shown.has(name),
        does: { kind: 'toggle-column', name },
      }),
    ),
  })
}

/** The values of the column under the cursor, with how often each occurs. */
export function openFrequency(scope: RunScope): State {
  const body = bodyOf(scope)
  const column = body && columnUnder(scope, body)
  if (!body || column === undefined) return withMessage(scope.state, 'warn', 'There is no column here.')
  return withOverlay(scope.state, frequencyPick(body.body.drawn, column))
}

/** The column shown or hidden, the list of columns following. One column always stays. */
export function toggleColumn(scope: RunScope, pick: PickOverlay, name: string): State {
  const body = bodyOf(scope)
  if (!body) return scope.state
  const { table, view, look } = body.body.drawn
  const shown = columnsShown(table, view, look)
  const isOn = shown.includes(name)
  if (isOn && shown.length === 1) return withMessage(scope.state, 'warn', 'One column has to stay.')
  const columns = isOn
    ? shown.filter((each) => each !== name)
    : table.columns.map((column) => column.name).filter((each) => shown.includes(each) || each === name)
  const state = looked(scope, body, { ...look, columns, left: 0 })
  const items = pick.items.map((item) => (item.label === name ? { ...item, isOn: !isOn } : item))
  return { ...state, overlays: [...state.overlays.slice(0, -1), { ...pick, items }] }
}

export function fold(scope: RunScope, what: 'one' | 'all' | 'none'): State {
  const body = bodyOf(scope)
  const section = focusedSection(scope.level)
  if (!body || section?.view.kind !== 'tree') return scope.state
  const drawn = { ...body.body.drawn, view: section.view }
  return looked(scope, body, what === 'one' ? toggleFold(drawn) : foldAll(drawn, what === 'all'))
}

export function copyCell(scope: RunScope): State {
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  if (!body || row === undefined) return withMessage(scope.state, 'warn', 'There is no cell to copy.')
  const column = columnUnder(scope, body) ?? body.body.drawn.table.columns[0]?.name
  return column === undefined ? scope.state : copyText(scope.state, body.section.table?.value(row, column), column)
}

export function copyText(state: State, cell: Cell | undefined, what: string): State {
  const text = plainText(cell)
  if (text === '') return withMessage(state, 'warn', `${what} is empty: nothing to copy.`)
  return withEffect(state, { kind: 'copy', text, what })
}

export function copyRow(scope: RunScope): State {
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  if (!body || row === undefined) return withMessage(scope.state, 'warn', 'There is no row to copy.')
  return copyRowOf(scope.state, body, row)
}

function copyRowOf(state: State, { body }: RunBody, row: number): State {
  return withEffect(state, { kind: 'copy', text: rowJson(body.drawn.table, row), what: 'the row' })
}

/** A row as a JSON object by column name. */
export function rowJson(table: Table, row: number): string {
  return jsonText(Object.fromEntries(table.columns.map(({ name }, index) => [name, cellJson(table.cell(row, index))])))
}

/** The column under the cursor, where what is drawn has columns. */
function columnUnder({ level }: RunScope, { body }: RunBody): string | undefined {
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

/** The pivots of the row under the cursor; of the whole result where the row has none. */
export function openPivots(scope: RunScope): State {
  const { state, level } = scope
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  const column = body && columnUnder(scope, body)
  const own = body && row !== undefined ? rowEntities(body.section, row, column) : []
  return withPivots(
    scope,
    own.length > 0 ? own : undefined,
    own.length > 0 ? 'Pivot from this row' : undefined,
    state,
    level,
  )
}

/** The pivot menu on some entities, or on all of the result's where there are none. */
export function withPivots(
  { surroundings }: RunScope,
  own: ReturnType<typeof rowEntities> | undefined,
  title: string | undefined,
  state: State,
  level: RunLevel,
): State {
  const data = dataOf(level)
  const all = data ? resultEntities(data) : []
  const entities = own ?? all
  if (entities.length === 0) {
    return withMessage(
      state,
      'warn',
      'Nothing to pivot from: this row names no account, host, address or other entity.',
    )
  }
  const time = timeOf(level)
  const text = own
    ? 'Runs over the same time range. Esc comes back to this row.'
    : `This row names no entity; these ${countOf(entities.length, 'entity', 'entities')} are of the whole result.`
  return withOverlay(
    state,
    openPick({ purpose: 'pivot', title: title ?? 'Pivot', text, items: pivotItems(entities, surroundings, time) }),
  )
}

/** The time range a pivot takes along: the one the result was made over, else the one that was asked for. */
export function timeOf(level: RunLevel): Pick<RunRequest, 'timespan' | 'start' | 'end'> {
  const range = dataOf(level)?.request.timeRange
  if (range) return { start: range.start, end: range.end }
  const { timespan, start, end } = level.request
  return { ...(timespan && { timespan }), ...(start && { start }), ...(end && { end }) }
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
  const running = withLevel({ ...state, nextNumber: run + 1 }, { ...level, run, phase, queries: [], hasMoved: false })
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
          label,
          ...(value === choice.chosen && { detail: 'chosen now' }),
          does: { kind: 'choose', choice: id, value },
        }),
      ),
    }),
  )
}

/** Runs a request in the level's place; what was filtered and sorted stays so. */
export function runAgain({ state, level }: RunScope, request: RunRequest): State {
  const run = state.nextNumber
  const { slots, focus, hasMoved, looks, phase } = level
  const fresh = startedRun(run, request, level.title, state.now)
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

export function infoOf({ request }: RunLevel, { notebooklets }: Surroundings): NotebookletInfo | undefined {
  return notebooklets.find(({ id }) => id === request.notebooklet)
}

export function bodyOf({ state, level, surroundings }: RunScope): RunBody | undefined {
  return runBody(state, level, surroundings)
}

function looked({ state, level }: RunScope, { section }: RunBody, look: SectionLook): State {
  return withLevel(state, withLook(level, section.id, look))
}

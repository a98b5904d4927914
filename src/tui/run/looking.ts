import { bodyKindOf } from '../bodies/bodies.ts'
import type { Motion } from '../bodies/body.ts'
import { currentColumn } from '../bodies/table-body.ts'
import { columnsShown } from '../bodies/table-columns.ts'
import { foldAll, toggleFold } from '../bodies/tree-body.ts'
import { lineInput } from '../line-input.ts'
import type { PickItem, PickOverlay } from '../overlays/overlay.ts'
import { openPick } from '../overlays/pick.ts'
import { type State, type Surroundings, withEffect, withLevel, withMessage, withOverlay, zoneOf } from '../state.ts'
import { frequencyPick } from './frequency.ts'
import type { RunBody } from './run-body.ts'
import { bodyOf, columnUnder, looked, type RunScope } from './run-scope.ts'
import { focusedSection, lookOf, type RunLevel, withLook } from './run-state.ts'
import type { SectionLook } from './section-look.ts'

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

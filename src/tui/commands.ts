import type { Motion } from './bodies/body.ts'
import { clearedFilter, moveHome, openHomeItem, startRun } from './home/home-commands.ts'
import { type Binding, bindingsIn, type CommandName, keysLabel } from './keys.ts'
import { pagePlace } from './layout.ts'
import { missingField, stepField } from './overlays/form.ts'
import type { FormOverlay, PickAction, PickItem, PickOverlay, RecordOverlay } from './overlays/overlay.ts'
import { movePage } from './overlays/page.ts'
import { movePick, openPick, pickItems } from './overlays/pick.ts'
import { moveRecord, recordColumn, recordRow, stepRecord } from './overlays/record.ts'
import { levelPlaces } from './places.ts'
import { commandLine } from './run/command-line.ts'
import { exportEffect } from './run/export-form.ts'
import { rowEntities } from './run/row-entities.ts'
import { runBody } from './run/run-body.ts'
import {
  answerChoice,
  cancelRun,
  chooseFollowUp,
  copyCell,
  copyRow,
  copyText,
  filterBy,
  fold,
  goToSection,
  moveBody,
  openChoice,
  openColumns,
  openExport,
  openFollowUps,
  openFrequency,
  openPivots,
  openRecord,
  openRerunForm,
  type RunScope,
  rearranged,
  rowJson,
  runAgain,
  runFollowUp,
  sortBy,
  startFilter,
  stepSection,
  toggleColumn,
  toggleView,
  withPivots,
} from './run/run-commands.ts'
import { requestOf, runForm } from './run/run-form.ts'
import { dataOf, focusedSection, lookOf, withLook } from './run/run-state.ts'
import { aboutSection, failurePage, kqlPage, problemsPage } from './run/section-pages.ts'
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
  withTopOverlay,
  zoneOf,
} from './state.ts'

export interface CommandScope {
  readonly state: State
  readonly surroundings: Surroundings
  /** The key that gave the command; absent where help or the palette did. */
  readonly key?: string
}

/** What a command does to the state. */
export function runCommand(command: CommandName, scope: CommandScope): State {
  return commands[command](scope)
}

type Command = (scope: CommandScope) => State

const commands: Readonly<Record<CommandName, Command>> = {
  up: (scope) => move(scope, 'up'),
  down: (scope) => move(scope, 'down'),
  left: (scope) => move(scope, 'left'),
  right: (scope) => move(scope, 'right'),
  'page-up': (scope) => move(scope, 'page-up'),
  'page-down': (scope) => move(scope, 'page-down'),
  'half-up': (scope) => move(scope, 'half-up'),
  'half-down': (scope) => move(scope, 'half-down'),
  first: (scope) => move(scope, 'first'),
  last: (scope) => move(scope, 'last'),
  'row-start': (scope) => move(scope, 'row-start'),
  'row-end': (scope) => move(scope, 'row-end'),
  'next-hit': (scope) => move(scope, 'next'),
  'previous-hit': (scope) => move(scope, 'previous'),
  open(scope) {
    const level = levelOf(scope.state)
    return level.kind === 'home' ? openHomeItem(scope.state, level, scope.surroundings) : onRun(scope, openRecord)
  },
  back,
  close(scope) {
    const { state } = scope
    if (overlayOf(state)) return withoutOverlay(state)
    return state.levels.length > 1 ? leaveLevel(state) : quit(state)
  },
  quit: ({ state }) => quit(state),
  interrupt: ({ state, surroundings }) => interrupt(state, surroundings),
  cancel: (scope) => onRun(scope, cancelRun),
  filter(scope) {
    const level = levelOf(scope.state)
    return level.kind === 'home' ? withLevel(scope.state, { ...level, isFiltering: true }) : onRun(scope, startFilter)
  },
  'accept-filter'({ state }) {
    const level = levelOf(state)
    if (level.kind === 'home') return withLevel(state, { ...level, isFiltering: false })
    const { filtering: _kept, ...rest } = level
    return withLevel(state, rest)
  },
  'toggle-view': (scope) => onRun(scope, toggleView),
  pivot(scope) {
    const overlay = overlayOf(scope.state)
    return overlay?.kind === 'record' ? pivotFromRecord(scope, overlay) : onRun(scope, openPivots)
  },
  'follow-up': (scope) => onRun(scope, openFollowUps),
  kql: (scope) => onRun(scope, openKql),
  sort: (scope) => onRun(scope, (run) => sortBy(run, false)),
  'sort-descending': (scope) => onRun(scope, (run) => sortBy(run, true)),
  columns: (scope) => onRun(scope, openColumns),
  frequency: (scope) => onRun(scope, openFrequency),
  export: (scope) => onRun(scope, openExport),
  'next-section': (scope) => onRun(scope, (run) => stepSection(run, 1)),
  'previous-section': (scope) => onRun(scope, (run) => stepSection(run, -1)),
  'numbered-section': (scope) => onRun(scope, (run) => goToSection(run, Number(scope.key ?? '1') - 1)),
  yank(scope) {
    const overlay = overlayOf(scope.state)
    return overlay?.kind === 'record' ? copyRecordCell(scope, overlay) : onRun(scope, copyCell)
  },
  'yank-row'(scope) {
    const overlay = overlayOf(scope.state)
    if (overlay?.kind !== 'record') return onRun(scope, copyRow)
    const { table } = overlay.section
    return table ? withEffect(scope.state, copyEffect(rowJson(table, recordRow(overlay)), 'the row')) : scope.state
  },
  'yank-page'({ state }) {
    const overlay = overlayOf(state)
    if (overlay?.kind !== 'page' || !overlay.copy?.text)
      return withMessage(state, 'warn', 'There is nothing to copy here.')
    return withEffect(state, copyEffect(overlay.copy.text, overlay.copy.what))
  },
  about({ state, surroundings }) {
    const level = levelOf(state)
    if (level.kind === 'home') {
      if (surroundings.diagnostics.length === 0) return withMessage(state, 'good', 'Every notebooklet could be loaded.')
      return withOverlay(state, problemsPage(surroundings.diagnostics))
    }
    const section = focusedSection(level)
    if (section) return withOverlay(state, aboutSection(section, dataOf(level)))
    return level.phase.kind === 'failed'
      ? withOverlay(state, failurePage('What went wrong', level.phase.failure))
      : state
  },
  fold: (scope) => onRun(scope, (run) => fold(run, 'one')),
  'fold-all': (scope) => onRun(scope, (run) => fold(run, 'all')),
  'unfold-all': (scope) => onRun(scope, (run) => fold(run, 'none')),
  rerun: (scope) => onRun(scope, (run) => runAgain(run, run.level.request)),
  'rerun-with': (scope) => onRun(scope, openRerunForm),
  'next-record': (scope) => onRecord(scope, 1),
  'previous-record': (scope) => onRecord(scope, -1),
  zone: toggleZone,
  choose: (scope) => choosePicked(scope),
  submit,
  'next-field': ({ state }) => onForm(state, (form) => stepField(form, 1)),
  'previous-field': ({ state }) => onForm(state, (form) => stepField(form, -1)),
  confirm({ state }) {
    const overlay = overlayOf(state)
    if (overlay?.kind !== 'confirm') return state
    const closed = withoutOverlay(state)
    return overlay.does === 'quit' ? leave(closed) : leaveLevel(closed)
  },
  help: (scope) => withOverlay(scope.state, helpPick(scope)),
  palette: (scope) => withOverlay(scope.state, palettePick(scope)),
  'command-line': (scope) =>
    onRun(scope, ({ state, level, surroundings }) =>
      withEffect(state, copyEffect(commandLine(level.request, surroundings.workspaceName), 'the command line')),
    ),
}

function onRun({ state, surroundings }: CommandScope, act: (scope: RunScope) => State): State {
  const level = levelOf(state)
  return level.kind === 'run' ? act({ state, level, surroundings }) : state
}

function onForm(state: State, change: (form: FormOverlay) => FormOverlay): State {
  const overlay = overlayOf(state)
  return overlay?.kind === 'form' ? withTopOverlay(state, change(overlay)) : state
}

function copyEffect(text: string, what: string) {
  return { kind: 'copy', text, what } as const
}

function move(scope: CommandScope, motion: Motion): State {
  const { state, surroundings } = scope
  const overlay = overlayOf(state)
  const place = pagePlace(state.size)
  switch (overlay?.kind) {
    case 'record':
      return withTopOverlay(state, moveRecord(overlay, motion, place, zoneOf(state, surroundings)))
    case 'page':
      return withTopOverlay(state, movePage(overlay, motion, place))
    case 'pick':
      return withTopOverlay(state, movePick(overlay, motion, state.size))
    case 'form':
    case 'confirm':
      return state
    case undefined: {
      const level = levelOf(state)
      return level.kind === 'home'
        ? withLevel(state, moveHome(state, level, motion, surroundings))
        : onRun(scope, (run) => moveBody(run, motion))
    }
  }
}

/** One level back: what lies on top goes first, then a filter, then the level. */
function back(scope: CommandScope): State {
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
function leaveLevel(state: State): State {
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

function quit(state: State): State {
  const running = runningLevels(state)
  if (running.length === 0) return leave(state)
  const names = running.map(({ title }) => title).join(', ')
  return withOverlay(state, { kind: 'confirm', text: `${names} still runs. Cancel it and quit?`, does: 'quit' })
}

function leave(state: State): State {
  const cancels = runningLevels(state).map(({ run }) => ({ kind: 'cancel', run }) as const)
  return withEffect(state, ...cancels, { kind: 'exit' })
}

/** ctrl+c: first cancels what runs here, then quits, whatever is left of it. */
function interrupt(state: State, surroundings: Surroundings): State {
  const level = levelOf(state)
  if (level.kind === 'run' && level.phase.kind === 'running' && !level.phase.isCancelling) {
    const cancelled = cancelRun({ state, level, surroundings })
    return withMessage(cancelled, 'warn', 'Cancelling. Ctrl+C again quits.')
  }
  return leave(state)
}

function openKql({ state, level, surroundings }: RunScope): State {
  const section = focusedSection(level)
  if (!section) return withMessage(state, 'warn', 'This section has not finished: its KQL comes with it.')
  return withOverlay(state, kqlPage(section, level.request, surroundings.workspaceName, zoneOf(state, surroundings)))
}

/** Times by the other clock. What a filter found among the times as they were shown is looked for anew. */
function toggleZone(scope: CommandScope): State {
  const state = { ...scope.state, isLocalTime: !scope.state.isLocalTime }
  const zone = zoneOf(state, scope.surroundings)
  const said = withMessage(state, 'good', `Times are shown in ${zone.label}.`)
  return onRun({ ...scope, state: said }, (run) => {
    const body = runBody(run.state, run.level, run.surroundings)
    return body && body.body.drawn.look.filter !== '' ? rearranged(run, body.body.drawn.look) : run.state
  })
}

function onRecord({ state, surroundings }: CommandScope, step: 1 | -1): State {
  const overlay = overlayOf(state)
  const level = levelOf(state)
  if (overlay?.kind !== 'record') return state
  const next = stepRecord(overlay, step, pagePlace(state.size), zoneOf(state, surroundings))
  if (next === overlay) return withMessage(state, 'warn', step > 0 ? 'This is the last row.' : 'This is the first row.')
  const moved = withTopOverlay(state, next)
  if (level.kind !== 'run') return moved
  // The cursor below goes along, so that closing the record leads to the row last read.
  const look = lookOf(level, overlay.section.id)
  return withLevel(moved, withLook(level, overlay.section.id, { ...look, row: recordRow(next) }))
}

function copyRecordCell({ state, surroundings }: CommandScope, record: RecordOverlay): State {
  const column = recordColumn(record, pagePlace(state.size), zoneOf(state, surroundings))
  const { table } = record.section
  return table && column !== undefined ? copyText(state, table.value(recordRow(record), column), column) : state
}

function pivotFromRecord(scope: CommandScope, record: RecordOverlay): State {
  const column = recordColumn(record, pagePlace(scope.state.size), zoneOf(scope.state, scope.surroundings))
  const own = rowEntities(record.section, recordRow(record), column)
  return onRun(scope, (run) =>
    withPivots(
      run,
      own.length > 0 ? own : undefined,
      own.length > 0 ? 'Pivot from this row' : undefined,
      run.state,
      run.level,
    ),
  )
}

/** What lies on top is closed and what it stood for is done. */
function submit(scope: CommandScope): State {
  const { state, surroundings } = scope
  const form = overlayOf(state)
  if (form?.kind !== 'form') return state
  const missing = missingField(form)
  if (missing) return withTopOverlay(state, { ...form, ...missing })
  const closed = withoutOverlay(state)
  const { submit: purpose } = form
  switch (purpose.kind) {
    case 'run': {
      const info = surroundings.notebooklets.find(({ id }) => id === purpose.base.notebooklet)
      if (!info) return closed
      const request = requestOf(form, info, purpose.base)
      const level = levelOf(state)
      const isAgain = level.kind === 'run' && level.request === purpose.base
      return isAgain
        ? onRun({ ...scope, state: closed }, (run) => runAgain(run, request))
        : startRun(closed, request, surroundings)
    }
    case 'follow-up': {
      const parameters = Object.fromEntries(
        form.fields.map(({ id, input }) => [id, input.text.trim()]).filter(([, text]) => text !== ''),
      )
      return onRun({ ...scope, state: closed }, (run) => runFollowUp(run, purpose.id, parameters))
    }
    case 'export':
      return onRun({ ...scope, state: closed }, ({ state: below, level }) => {
        const body = runBody(below, level, surroundings)
        const effect = body && exportEffect(form, body)
        if (!effect) return below
        if (typeof effect === 'string') return withTopOverlay(state, { ...form, error: effect })
        return withEffect(below, effect)
      })
  }
}

/** Does what the list's current item stands for. */
export function choosePicked(scope: CommandScope): State {
  const { state } = scope
  const pick = overlayOf(state)
  if (pick?.kind !== 'pick') return state
  const items = pickItems(pick)
  const item = items[Math.min(pick.at, items.length - 1)]
  if (!item) return state
  if (item.disabled) return withMessage(state, 'warn', `Not now: ${item.disabled}.`)
  return doPicked(scope, pick, item.does)
}

function doPicked(scope: CommandScope, pick: PickOverlay, does: PickAction): State {
  const { state, surroundings } = scope
  const closed = { ...scope, state: withoutOverlay(state) }
  switch (does.kind) {
    case 'command':
      return runCommand(does.command, { state: closed.state, surroundings })
    case 'section':
      return onRun(closed, (run) => goToSection(run, does.index))
    case 'notebooklet':
      return openNotebooklet(closed, does.id, does.request)
    case 'follow-up':
      return onRun(closed, (run) => chooseFollowUp(run, does.id))
    case 'choose':
      return onRun(closed, (run) => answerChoice(run, does.choice, does.value))
    case 'reopen-choice':
      return onRun(closed, (run) => openChoice(run, does.choice))
    case 'filter':
      return onRun(closed, (run) => filterBy(run, does.text))
    case 'toggle-column':
      return onRun(scope, (run) => toggleColumn(run, pick, does.name))
  }
}

/** Runs at once where all that is needed is there; else asks for it. */
function openNotebooklet({ state, surroundings }: CommandScope, id: string, request: CommandRequest): State {
  const info = surroundings.notebooklets.find((each) => each.id === id)
  if (!info) return state
  const isMissing =
    (info.value?.required && request.value === undefined) ||
    info.parameters.some((parameter) => parameter.required && parameter.default === undefined)
  return isMissing || request.value === undefined
    ? withOverlay(state, runForm(info, request))
    : startRun(state, request, surroundings)
}

type CommandRequest = Extract<PickAction, { kind: 'notebooklet' }>['request']

/** The keys of what lies below the help itself: the overlay that was open, or the level. */
function helpPick({ state, surroundings }: CommandScope): PickOverlay {
  const overlay = overlayOf(state)
  const places =
    overlay?.kind === 'record' || overlay?.kind === 'page'
      ? [overlay.kind, 'everywhere' as const]
      : levelPlaces(state, surroundings)
  return openPick({
    purpose: 'help',
    title: 'Keys that work here',
    items: bindingsIn(places).map((row) => bindingItem(row)),
  })
}

/** Nobody looks for these by name. */
const motionCommands: ReadonlySet<CommandName> = new Set([
  ...(['up', 'down', 'left', 'right', 'page-up', 'page-down', 'half-up', 'half-down', 'first', 'last'] as const),
  ...(['row-start', 'row-end', 'palette', 'numbered-section'] as const),
])

function palettePick({ state, surroundings }: CommandScope): PickOverlay {
  const level = levelOf(state)
  const rows = bindingsIn(levelPlaces(state, surroundings)).filter(({ command }) => !motionCommands.has(command))
  const sections =
    level.kind === 'run'
      ? level.slots.map(({ title }, index): PickItem => {
          return { label: `Go to ${title}`, key: index < 9 ? String(index + 1) : '', does: { kind: 'section', index } }
        })
      : []
  const notebooklets = surroundings.notebooklets.map(
    (info): PickItem => ({
      label: `Run ${info.title}`,
      detail: info.text,
      key: '',
      does: { kind: 'notebooklet', id: info.id, request: { notebooklet: info.id } },
    }),
  )
  return openPick({
    purpose: 'palette',
    title: 'Commands',
    items: [...rows.map((row) => bindingItem(row)), ...sections, ...notebooklets],
  })
}

function bindingItem(row: Binding): PickItem {
  return { label: row.title, key: keysLabel(row), does: { kind: 'command', command: row.command } }
}

import type { Motion } from './bodies/body.ts'
import { type CommandScope, onRun } from './command-scope.ts'
import { moveHome, openHomeItem } from './home/home-commands.ts'
import type { CommandName } from './keys.ts'
import { pagePlace } from './layout.ts'
import { back, interrupt, leave, leaveLevel, quit } from './leaving.ts'
import { choosePicked, submit } from './overlays/answers.ts'
import { helpPick, palettePick } from './overlays/command-lists.ts'
import { stepField } from './overlays/form.ts'
import type { FormOverlay } from './overlays/overlay.ts'
import { movePage } from './overlays/page.ts'
import { movePick } from './overlays/pick.ts'
import { moveRecord, recordRow } from './overlays/record.ts'
import { copyRecordCell, lookUpFromRecord, onRecord, pivotFromRecord } from './overlays/record-commands.ts'
import { commandLine } from './run/command-line.ts'
import { copyCell, copyRow, rowJson } from './run/copying.ts'
import { cancelRun, openExport, openFollowUps, openPivots, openRerunForm, runAgain } from './run/going-on.ts'
import { openLookUp } from './run/look-up.ts'
import {
  fold,
  goToSection,
  moveBody,
  openColumns,
  openFrequency,
  openRecord,
  rearranged,
  sortBy,
  startFilter,
  stepSection,
  toggleView,
} from './run/looking.ts'
import { nextPivotTime } from './run/pivot-menu.ts'
import { runBody } from './run/run-body.ts'
import { runForm } from './run/run-form.ts'
import type { RunScope } from './run/run-scope.ts'
import { dataOf, focusedSection } from './run/run-state.ts'
import { aboutSection, failurePage, kqlPage, problemsPage } from './run/section-pages.ts'
import {
  levelOf,
  overlayOf,
  type State,
  withEffect,
  withLevel,
  withMessage,
  withOverlay,
  withoutOverlay,
  withTopOverlay,
  zoneOf,
} from './state.ts'

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
  'pivot-time': ({ state }) => nextPivotTime(state),
  'follow-up': (scope) => onRun(scope, openFollowUps),
  'look-up'(scope) {
    const overlay = overlayOf(scope.state)
    return overlay?.kind === 'record' ? lookUpFromRecord(scope, overlay) : onRun(scope, openLookUp)
  },
  query: openQuery,
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
    if (section) return withOverlay(state, aboutSection(section, dataOf(level), zoneOf(state, surroundings)))
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
  choose: (scope) => choosePicked(scope, runCommand),
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

/** Asks for KQL; on a query that was asked already, for it changed. */
function openQuery({ state, surroundings }: CommandScope): State {
  const info = surroundings.notebooklets.find(({ id }) => id === 'query')
  if (!info) return withMessage(state, 'warn', 'Queries cannot be asked here.')
  const level = levelOf(state)
  const isQuery = level.kind === 'run' && level.request.notebooklet === 'query'
  const text = isQuery ? level.request.value : undefined
  return withOverlay(state, runForm(info, { notebooklet: 'query', ...(text !== undefined && { value: text }) }))
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

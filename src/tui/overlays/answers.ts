import type { RequestTime, RunRequest } from '../../notebooklet/desk.ts'
import { type CommandScope, onRun } from '../command-scope.ts'
import { startRun } from '../home/home-commands.ts'
import type { CommandName } from '../keys.ts'
import { exportEffect } from '../run/export-form.ts'
import { functionPage, searchFor } from '../run/function-page.ts'
import { answerChoice, chooseFollowUp, openChoice, runAgain, runFollowUp } from '../run/going-on.ts'
import { lookUp, lookUpAgreed } from '../run/look-up.ts'
import { filterBy, goToSection, toggleColumn } from '../run/looking.ts'
import { runBody } from '../run/run-body.ts'
import { requestOf, runForm } from '../run/run-form.ts'
import {
  levelOf,
  overlayOf,
  type State,
  type Surroundings,
  withEffect,
  withMessage,
  withOverlay,
  withoutOverlay,
  withTopOverlay,
} from '../state.ts'
import { missingField } from './form.ts'
import type { PickAction, PickOverlay } from './overlay.ts'
import { pickItems } from './pick.ts'

/** Runs a command: lists hold commands too, and what runs them stands above. */
export type RunCommand = (command: CommandName, scope: CommandScope) => State

/** What lies on top is closed and what it stood for is done. */
export function submit(scope: CommandScope): State {
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
        : started(closed, request, surroundings)
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
export function choosePicked(scope: CommandScope, runCommand: RunCommand): State {
  const { state } = scope
  const pick = overlayOf(state)
  if (pick?.kind !== 'pick') return state
  const items = pickItems(pick)
  const item = items[Math.min(pick.at, items.length - 1)]
  if (!item) return state
  if (item.disabled) return withMessage(state, 'warn', `Not now: ${item.disabled}.`)
  return doPicked(scope, pick, item.does, runCommand)
}

function doPicked(scope: CommandScope, pick: PickOverlay, does: PickAction, runCommand: RunCommand): State {
  const { state, surroundings } = scope
  const closed = { ...scope, state: withoutOverlay(state) }
  switch (does.kind) {
    case 'command':
      return runCommand(does.command, { state: closed.state, surroundings })
    case 'section':
      return onRun(closed, (run) => goToSection(run, does.index))
    case 'notebooklet':
      return openNotebooklet(closed, does.id, { ...does.request, ...pick.times?.choices[pick.times.at]?.time })
    case 'function':
      return doFunction(closed, does, pick.times?.choices[pick.times.at]?.time, state)
    case 'look-up':
      return lookUp(closed.state, does.request, surroundings)
    case 'send':
      return lookUpAgreed(closed.state, does.request, does.services, surroundings)
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

/** What is shown at once lies over the list; a look-up and a search are runs. */
function doFunction(
  { state: closed, surroundings }: CommandScope,
  { does, value, from }: Extract<PickAction, { kind: 'function' }>,
  time: RequestTime | undefined,
  state: State,
): State {
  switch (does.kind) {
    case 'step':
      return withOverlay(state, functionPage(does, value))
    case 'lookup':
      return lookUp(closed, { notebooklet: 'lookup', value, from, ...time }, surroundings)
    case 'kql':
      return startRun(closed, { notebooklet: 'query', value: searchFor(value, time), from, ...time }, surroundings)
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
    : started(state, request, surroundings)
}

/** A look-up asks before it sends anything; all else runs. */
function started(state: State, request: RunRequest, surroundings: Surroundings): State {
  return request.notebooklet === 'lookup'
    ? lookUp(state, request, surroundings)
    : startRun(state, request, surroundings)
}

type CommandRequest = Extract<PickAction, { kind: 'notebooklet' }>['request']

import type { RunRequest } from '../../notebooklet/desk.ts'
import { isLookedUp } from '../../notebooklet/entity-functions.ts'
import { rowEntities } from '../../notebooklet/pivot-from.ts'
import { startRun } from '../home/home-commands.ts'
import type { PickItem } from '../overlays/overlay.ts'
import { openPick } from '../overlays/pick.ts'
import { type State, type Surroundings, withEffect, withMessage, withOverlay } from '../state.ts'
import { originIn, type PivotRow } from './pivot-menu.ts'
import { type MenuEntity, resultEntities } from './row-entities.ts'
import { bodyOf, columnUnder, type RunScope } from './run-scope.ts'
import { dataOf } from './run-state.ts'

/** Looks up what the row under the cursor names. */
export function openLookUp(scope: RunScope): State {
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  if (!body || row === undefined) return lookUpAt(scope)
  return lookUpAt(scope, { section: body.section, row }, columnUnder(scope, body))
}

/**
 * Looks up what the column under the cursor names, else what its row does, else what the whole result does: at once where that is one, from a
 * list where it is several.
 */
export function lookUpAt(scope: RunScope, at?: PivotRow, column?: string): State {
  const { state, level, surroundings } = scope
  const data = dataOf(level)
  const own = at ? rowEntities(at.section, at.row, column).filter(({ type }) => isLookedUp(type)) : []
  const under = own.filter((entity) => entity.column === column)
  const all: readonly MenuEntity[] = data ? resultEntities(data).filter(({ type }) => isLookedUp(type)) : []
  const found: readonly MenuEntity[] = under.length > 0 ? under : own.length > 0 ? own : all
  const requestFor = (entity: MenuEntity): RunRequest => ({
    notebooklet: 'lookup',
    value: entity.value,
    from: originIn(level, own.length > 0 ? at : undefined, entity),
  })
  const [first, ...others] = found
  if (!first) {
    return withMessage(state, 'warn', 'Nothing to look up: no address, domain, URL or hash stands here.')
  }
  if (others.length === 0) return lookUp(state, requestFor(first), surroundings)
  const items = found.map(
    (entity): PickItem => ({
      label: entity.value,
      detail: entity.type,
      does: { kind: 'look-up', request: requestFor(entity) },
    }),
  )
  return withOverlay(state, openPick({ purpose: 'look-up', title: 'Look up', items }))
}

/** Runs a look-up; where it would send something to a service for the first time, that is asked before. */
export function lookUp(state: State, request: RunRequest, surroundings: Surroundings): State {
  const fresh = surroundings.sent(request.value ?? '').filter(({ service }) => !state.agreed.includes(service))
  if (fresh.length === 0) return startRun(state, request, surroundings)
  const services = fresh.map(({ service }) => service)
  const items: readonly PickItem[] = [
    {
      label: 'Look only in what is here',
      detail: 'nothing is sent',
      does: { kind: 'send', request, services: [] },
    },
    {
      label: 'Send it, now and in future',
      detail: fresh.map(({ title }) => title).join(', '),
      does: { kind: 'send', request, services },
    },
  ]
  const text = fresh.map(({ text: said }) => (said.endsWith('.') ? said : `${said}.`)).join(' ')
  return withOverlay(state, openPick({ purpose: 'look-up', title: 'May this be sent?', text, items }))
}

/** Runs a look-up whose question is answered: with the services that were agreed to. */
export function lookUpAgreed(
  state: State,
  request: RunRequest,
  services: readonly string[],
  surroundings: Surroundings,
): State {
  if (services.length === 0) return startRun(state, request, surroundings)
  const agreed: State = { ...state, agreed: [...state.agreed, ...services] }
  return startRun(withEffect(agreed, { kind: 'agree', services }), request, surroundings)
}

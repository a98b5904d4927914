import { HuntletError } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'

/**
 * What is modelled of an event: its command alone, also which parameters it had, or also the values of those
 * parameters whose values repeat.
 */
export type SessionKind = 'commands' | 'params' | 'values'

/** Parameters without values. A name counts once, however often it is given. */
export type ParameterNames = readonly string[] | ReadonlySet<string>

/** Parameters with their values. `""`, null, false, 0 and what is empty count as the parameter being there without a value. */
export type ParameterValues = ReadonlyMap<string, Json> | { readonly [name: string]: Json }

/** A command with what it was given. */
export interface CommandEvent {
  readonly name: string
  readonly params: ParameterNames | ParameterValues
}

export type SessionEvent = string | CommandEvent

/** The events of one actor, in order; at least one. */
export type Session = readonly SessionEvent[]

export function hasOnlyNames(params: ParameterNames | ParameterValues): params is ParameterNames {
  return Array.isArray(params) || params instanceof Set
}

/** The name of an event's command. */
export function commandOf(event: SessionEvent): string {
  return typeof event === 'string' ? event : event.name
}

/** An event's parameters with their values, null where only the name is given; empty for a plain command. */
export function parametersOf(event: SessionEvent): readonly (readonly [string, Json])[] {
  if (typeof event === 'string') return []
  const { params } = event
  if (hasOnlyNames(params)) return [...new Set(params)].map((name) => [name, null])
  return params instanceof Map ? [...params] : Object.entries(params)
}

/**
 * The kind that a run of sessions has, as its very first event tells: a plain name → commands, parameters by name → params,
 * parameters with values → values. Throws `SESSIONS_EMPTY` where there is no first event.
 */
export function kindOfSessions(sessions: readonly Session[]): SessionKind {
  const first = sessions[0]?.[0]
  if (first === undefined) {
    throw new HuntletError(
      'SESSIONS_EMPTY',
      sessions.length === 0
        ? 'There are no sessions to model: at least one is needed.'
        : 'Session 0 has no events: each session needs at least one.',
    )
  }
  return kindOfEvent(first)
}

/** The kind that an event would give to a run that it begins. */
export function kindOfEvent(event: SessionEvent): SessionKind {
  if (typeof event === 'string') return 'commands'
  return hasOnlyNames(event.params) ? 'params' : 'values'
}

/**
 * Throws where a session cannot be part of a run of this kind: `SESSIONS_EMPTY` without events, `SESSION_KIND` where commands
 * with parameters and plain commands are mixed. Parameters by name are fine among values, and the other way round.
 */
export function checkSession(session: Session, kind: SessionKind, index: number): void {
  if (session.length === 0) {
    throw new HuntletError('SESSIONS_EMPTY', `Session ${index} has no events: each session needs at least one.`)
  }
  for (let at = 0; at < session.length; at++) {
    const plain = typeof session[at] === 'string'
    if (plain === (kind === 'commands')) continue
    throw new HuntletError(
      'SESSION_KIND',
      `Event ${at} of session ${index} is ${plain ? 'a plain command' : 'a command with parameters'}, but the first event of the first session is ${
        plain ? 'a command with parameters' : 'a plain command'
      }.`,
      {
        hint: 'Write every event as a name, or every event as {"name", "params"} with params empty where there are none.',
      },
    )
  }
}

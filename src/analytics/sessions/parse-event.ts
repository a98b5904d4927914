import type { Json } from '../../lib/table.ts'
import type { ParameterNames, ParameterValues, SessionEvent, SessionKind } from './session.ts'

/** What is wrong with an event, in words that follow “event 2 ”. */
export class EventProblem {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/**
 * Reads one event of a session: `"A"`, or `{"name": "A", "params": …}` where params is a list of names, a bag of values, a list of
 * `{"Name", "Value"}` pairs as Office writes them, or any of these as JSON text. Undefined params: there were none in the JSON.
 */
export function readEvent(
  json: Json,
): { readonly name: string; readonly params: ParameterNames | ParameterValues | undefined } | string | EventProblem {
  if (typeof json === 'string') return json
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    return new EventProblem(`is ${describe(json)}, not a name or {"name", "params"}`)
  }
  const { name, params } = json as { readonly [key: string]: Json }
  if (typeof name !== 'string') return new EventProblem(`has ${describe(name)} as its \`name\`, not a text`)
  const read = readParameters(params)
  return read instanceof EventProblem ? read : { name, params: read }
}

/** An event as a run of this kind needs it: what the kind does not model is left out, what it has none of is empty. */
export function eventOfKind(
  event: Exclude<ReturnType<typeof readEvent>, EventProblem>,
  kind: SessionKind,
): SessionEvent {
  const name = typeof event === 'string' ? event : event.name
  if (kind === 'commands') return name
  return { name, params: (typeof event === 'string' ? undefined : event.params) ?? [] }
}

/** Parameters in any of their forms; undefined where there are none at all. */
export function readParameters(json: Json | undefined): ParameterNames | ParameterValues | undefined | EventProblem {
  if (json === undefined || json === null || json === '') return undefined
  if (typeof json === 'string') {
    const parsed = parseJson(json)
    if (parsed === undefined || typeof parsed === 'string')
      return new EventProblem('has a text as its `params` that is not JSON')
    return readParameters(parsed)
  }
  if (typeof json !== 'object') return new EventProblem(`has ${describe(json)} as its \`params\`, not names or values`)
  if (!Array.isArray(json)) return json as { readonly [name: string]: Json }
  if (json.every((item) => typeof item === 'string')) return json
  return readPairs(json)
}

function readPairs(json: readonly Json[]): ParameterValues | EventProblem {
  const values = new Map<string, Json>()
  for (const pair of json) {
    const name = pair !== null && typeof pair === 'object' && !Array.isArray(pair) ? pairName(pair) : undefined
    if (name === undefined) {
      return new EventProblem(
        `has ${describe(pair)} among its \`params\`, where names, or {"Name", "Value"} pairs, are meant`,
      )
    }
    values.set(name, (pair as { readonly [key: string]: Json }).Value ?? null)
  }
  return values
}

function pairName(pair: object): string | undefined {
  const { Name } = pair as { readonly [key: string]: Json }
  return typeof Name === 'string' ? Name : undefined
}

/** Undefined where the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** What a JSON value is, in a word or two. */
export function describe(json: Json | undefined): string {
  if (json === undefined) return 'nothing'
  if (json === null) return 'null'
  if (Array.isArray(json)) return 'a list'
  return { object: 'an object', string: 'a text', number: 'a number', boolean: 'a boolean' }[typeof json as 'object']
}

import type { Json } from '../../lib/table.ts'
import { IdList } from './id-list.ts'
import { checkSession, hasOnlyNames, type Session, type SessionKind } from './session.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The value id of a parameter that is there without a value. */
export const noValue = 0xfffffffe

/** Sessions as ids: the events of session `s` stand at `offsets[s]` up to `offsets[s + 1]`. */
export interface EncodedSessions {
  readonly count: number
  readonly offsets: Uint32Array
  /** Command of each event. */
  readonly commands: Uint32Array
  /** Absent where only commands are modelled. */
  readonly parameters?: EncodedParameters
}

/** The distinct parameters of event `e` stand at `offsets[e]` up to `offsets[e + 1]`. */
export interface EncodedParameters {
  readonly offsets: Uint32Array
  readonly names: Uint32Array
  /** Value of each parameter, or `noValue`; absent where values are not modelled. */
  readonly values?: Uint32Array
}

/** The names that ids stand for. */
export interface Vocabularies {
  readonly commands: Vocabulary
  readonly parameters: Vocabulary
  readonly values: Vocabulary
}

/**
 * Checks sessions and turns them into ids. With `grow` new names join the vocabularies; without, they become `unknownId`.
 * Throws as `checkSession` does.
 */
export function encodeSessions(
  sessions: readonly Session[],
  kind: SessionKind,
  vocabularies: Vocabularies,
  grow: boolean,
): EncodedSessions {
  const offsets = new Uint32Array(sessions.length + 1)
  sessions.forEach((session, index) => {
    checkSession(session, kind, index)
    offsets[index + 1] = offsets[index]! + session.length
  })
  const commands = new Uint32Array(offsets[sessions.length]!)
  const encodeCommand = encoder(vocabularies.commands, grow)
  const encodeParameters = kind === 'commands' ? undefined : new ParameterEncoder(kind, vocabularies, grow)
  let event = 0
  for (const session of sessions) {
    for (const item of session) {
      commands[event++] = encodeCommand(typeof item === 'string' ? item : item.name)
      if (encodeParameters && typeof item !== 'string') encodeParameters.add(item.params)
    }
  }
  const parameters = encodeParameters?.finish()
  return { count: sessions.length, offsets, commands, ...(parameters && { parameters }) }
}

/** What tells one value from another: texts by themselves, anything else by its JSON; undefined for what counts as no value. */
export function valueKey(value: Json): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : `s${value}`
  if (value === null || value === false || value === 0) return undefined
  if (typeof value === 'object' && Object.keys(value).length === 0) return undefined
  return `j${JSON.stringify(value)}`
}

function encoder(vocabulary: Vocabulary, grow: boolean): (name: string) => number {
  return grow ? (name) => vocabulary.add(name) : (name) => vocabulary.find(name)
}

class ParameterEncoder {
  readonly #offsets = new IdList()
  readonly #names = new IdList()
  readonly #values: IdList | undefined
  readonly #encodeName: (name: string) => number
  readonly #encodeValue: (name: string) => number

  constructor(kind: SessionKind, vocabularies: Vocabularies, grow: boolean) {
    this.#values = kind === 'values' ? new IdList() : undefined
    this.#encodeName = encoder(vocabularies.parameters, grow)
    this.#encodeValue = encoder(vocabularies.values, grow)
    this.#offsets.push(0)
  }

  add(params: Exclude<Session[number], string>['params']): void {
    if (hasOnlyNames(params)) {
      for (const name of params instanceof Set ? params : new Set(params)) this.#push(name, null)
    } else if (params instanceof Map) {
      for (const [name, value] of params) this.#push(name, value)
    } else {
      const bag = params as { readonly [name: string]: Json }
      for (const name of Object.keys(bag)) this.#push(name, bag[name]!)
    }
    this.#offsets.push(this.#names.length)
  }

  #push(name: string, value: Json): void {
    this.#names.push(this.#encodeName(name))
    if (!this.#values) return
    const key = valueKey(value)
    this.#values.push(key === undefined ? noValue : this.#encodeValue(key))
  }

  finish(): EncodedParameters {
    return {
      offsets: this.#offsets.toArray(),
      names: this.#names.toArray(),
      ...(this.#values && { values: this.#values.toArray() }),
    }
  }
}

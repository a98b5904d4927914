import type { Json } from '../../lib/table.ts'
import { IdList } from './id-list.ts'
import { checkSession, commandOf, hasOnlyNames, type Session, type SessionKind } from './session.ts'
import { unknownId, Vocabulary } from './vocabulary.ts'

/** The value id of a parameter that is there without a value. */
export const noValue = 0xfffffffe

/** Sessions as ids: the events of session `s` stand at `offsets[s]` up to `offsets[s + 1]`. */
export interface EncodedSessions {
  readonly count: number
  readonly offsets: Uint32Array
  /** Command of each event. */
  readonly commands: Uint32Array
  /** The same ids, but commands that the vocabularies do not hold are told apart: they have ids beyond theirs, by first appearance. */
  readonly apart: Uint32Array
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

/** No names yet. */
export function emptyVocabularies(): Vocabularies {
  return { commands: new Vocabulary(), parameters: new Vocabulary(), values: new Vocabulary() }
}

/** Vocabularies that may grow while these stay as they are; ids are the same. */
export function copyVocabularies({ commands, parameters, values }: Vocabularies): Vocabularies {
  return { commands: commands.copy(), parameters: parameters.copy(), values: values.copy() }
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
  const encoder = new SessionEncoder(kind, vocabularies, grow)
  for (const session of sessions) encoder.add(session)
  return encoder.finish()
}

/** As `encodeSessions`, for sessions that come one at a time and need not be held: four bytes an event (eight without `grow`), and as much for each parameter and value. */
export class SessionEncoder {
  readonly #kind: SessionKind
  readonly #offsets = new IdList()
  readonly #commands = new IdList()
  readonly #encodeCommand: (name: string) => number
  /** Absent where all commands join the vocabulary. */
  readonly #apart: CommandsApart | undefined
  readonly #parameters: ParameterEncoder | undefined

  constructor(kind: SessionKind, vocabularies: Vocabularies, grow: boolean) {
    this.#kind = kind
    this.#encodeCommand = encoder(vocabularies.commands, grow)
    this.#apart = grow ? undefined : new CommandsApart(vocabularies.commands.size)
    this.#parameters = kind === 'commands' ? undefined : new ParameterEncoder(kind, vocabularies, grow)
    this.#offsets.push(0)
  }

  get count(): number {
    return this.#offsets.length - 1
  }

  get events(): number {
    return this.#commands.length
  }

  add(session: Session): void {
    checkSession(session, this.#kind, this.count)
    for (const event of session) {
      const name = commandOf(event)
      const id = this.#encodeCommand(name)
      this.#commands.push(id)
      this.#apart?.add(id, name)
      if (this.#parameters && typeof event !== 'string') this.#parameters.add(event.params)
    }
    this.#offsets.push(this.#commands.length)
  }

  /** The session at `index` once more, where all its names joined the vocabularies. */
  addAgain(index: number): void {
    const end = this.#offsets.at(index + 1)
    for (let event = this.#offsets.at(index); event < end; event++) {
      this.#commands.push(this.#commands.at(event))
      this.#parameters?.addAgain(event)
    }
    this.#offsets.push(this.#commands.length)
  }

  finish(): EncodedSessions {
    const parameters = this.#parameters?.finish()
    const commands = this.#commands.toArray()
    return {
      count: this.count,
      offsets: this.#offsets.toArray(),
      commands,
      apart: this.#apart?.ids.toArray() ?? commands,
      ...(parameters && { parameters }),
    }
  }
}

/**
 * Sessions in the ids of other vocabularies; what those do not hold becomes `unknownId`. So that sessions can be scored against a model
 * and still be shown in words that the model has never seen.
 */
export function translateIds(encoded: EncodedSessions, from: Vocabularies, to: Vocabularies): EncodedSessions {
  const translate = (ids: Uint32Array, own: Vocabulary, other: Vocabulary) => {
    const map = Uint32Array.from(own.names, (name) => other.find(name))
    return ids.map((id) => (id === noValue ? noValue : (map[id] ?? unknownId)))
  }
  const commands = translate(encoded.commands, from.commands, to.commands)
  const told = new CommandsApart(to.commands.size)
  for (let event = 0; event < commands.length; event++) told.add(commands[event]!, encoded.apart[event]!)
  const apart = told.ids.toArray()
  const { parameters } = encoded
  if (!parameters) return { ...encoded, commands, apart }
  const names = translate(parameters.names, from.parameters, to.parameters)
  const values = parameters.values && translate(parameters.values, from.values, to.values)
  return { ...encoded, commands, apart, parameters: { ...parameters, names, ...(values && { values }) } }
}

/** The sessions without some of their events: of a session that `kept` names, those at other positions are left out. */
export function keepEvents(encoded: EncodedSessions, kept: ReadonlyMap<number, readonly number[]>): EncodedSessions {
  const offsets = new Uint32Array(encoded.offsets.length)
  const events = new IdList()
  for (let session = 0; session < encoded.count; session++) {
    const [first, end] = [encoded.offsets[session]!, encoded.offsets[session + 1]!]
    const positions = kept.get(session)
    if (positions) for (const position of positions) events.push(first + position)
    else for (let event = first; event < end; event++) events.push(event)
    offsets[session + 1] = events.length
  }
  const chosen = events.toArray()
  const commands = chosen.map((event) => encoded.commands[event]!)
  const apart = encoded.apart === encoded.commands ? commands : chosen.map((event) => encoded.apart[event]!)
  const { parameters } = encoded
  return {
    count: encoded.count,
    offsets,
    commands,
    apart,
    ...(parameters && { parameters: ofEvents(parameters, chosen) }),
  }
}

function ofEvents({ offsets, names, values }: EncodedParameters, events: Uint32Array): EncodedParameters {
  const starts = new Uint32Array(events.length + 1)
  const places = new IdList()
  for (let at = 0; at < events.length; at++) {
    for (let place = offsets[events[at]!]!; place < offsets[events[at]! + 1]!; place++) places.push(place)
    starts[at + 1] = places.length
  }
  const chosen = places.toArray()
  return {
    offsets: starts,
    names: chosen.map((place) => names[place]!),
    ...(values && { values: chosen.map((place) => values[place]!) }),
  }
}

/** A session that was encoded, in the words of its vocabularies, which hold all of them. A value that counts as none is null. */
export function decodeSession(
  { offsets, commands, parameters }: EncodedSessions,
  vocabularies: Vocabularies,
  index: number,
): Session {
  return Array.from({ length: offsets[index + 1]! - offsets[index]! }, (_, at) => {
    const event = offsets[index]! + at
    const name = vocabularies.commands.names[commands[event]!]!
    if (!parameters) return name
    const params = new Map<string, Json>()
    for (let place = parameters.offsets[event]!; place < parameters.offsets[event + 1]!; place++) {
      const key = vocabularies.values.names[parameters.values?.[place] ?? noValue]
      params.set(vocabularies.parameters.names[parameters.names[place]!]!, key === undefined ? null : valueOfKey(key))
    }
    return { name, params }
  })
}

/**
 * What tells one value from another: texts by themselves, anything else by its JSON; undefined for what counts as no value. What JSON
 * cannot hold, NaN and the infinities, is the text that huntlet prints for it.
 */
export function valueKey(value: Json): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : `s${value}`
  if (value === null || value === undefined || value === false || value === 0) return undefined
  if (typeof value === 'number' && !Number.isFinite(value)) return `s${value}`
  if (typeof value === 'object' && Object.keys(value).length === 0) return undefined
  return `j${JSON.stringify(value)}`
}

/** The value that a key stands for. */
export function valueOfKey(key: string): Json {
  return key.startsWith('s') ? key.slice(1) : (JSON.parse(key.slice(1)) as Json)
}

function encoder(vocabulary: Vocabulary, grow: boolean): (name: string) => number {
  return grow ? (name) => vocabulary.add(name) : (name) => vocabulary.find(name)
}

/** Gives commands that are unknown ids of their own. */
class CommandsApart {
  readonly ids = new IdList()
  readonly #unknown = new Map<string | number, number>()
  readonly #known: number

  constructor(known: number) {
    this.#known = known
  }

  /** The next event: the id of its command, and what tells this from others that are unknown. */
  add(id: number, command: string | number): void {
    if (id !== unknownId) {
      this.ids.push(id)
      return
    }
    const own = this.#unknown.get(command) ?? this.#known + this.#unknown.size
    this.#unknown.set(command, own)
    this.ids.push(own)
  }
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

  /** The parameters of an event once more. */
  addAgain(event: number): void {
    const end = this.#offsets.at(event + 1)
    for (let at = this.#offsets.at(event); at < end; at++) {
      this.#names.push(this.#names.at(at))
      this.#values?.push(this.#values.at(at))
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

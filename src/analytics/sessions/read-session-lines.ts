import type { Json } from '../../lib/table.ts'
import {
  copyVocabularies,
  type EncodedSessions,
  emptyVocabularies,
  SessionEncoder,
  type Vocabularies,
} from './encode-sessions.ts'
import { IdList } from './id-list.ts'
import { describe, EventProblem, parseJson, readEvent } from './parse-event.ts'
import { kindOfEvent, type SessionEvent, type SessionKind } from './session.ts'
import type { SessionModel } from './session-model.ts'

/** What is wrong with a line. */
export interface LineProblem {
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** The good lines of a file, as ids. */
export interface SessionLines {
  readonly kind: SessionKind
  /** Where a model was given, they begin with those of the model. */
  readonly vocabularies: Vocabularies
  readonly encoded: EncodedSessions
  /** The line that each session stands on, from 1. */
  readonly lineOf: Uint32Array
}

/**
 * Reads sessions written one a line, as JSON: `["A","B"]`, `[{"name":"A","params":["p"]}]` or `[{"name":"A","params":{"p":"v"}}]`. Nothing of a line
 * is kept but ids, so that a file may be larger than memory. The model tells what is modelled, or the first event of the first good line.
 * Blank lines are nothing. A line that cannot be read, or does not fit, is a problem that is told at once; the others go on.
 */
export class SessionLineReader {
  readonly #onProblem: (problem: LineProblem) => void
  readonly #model: SessionModel | undefined
  readonly #vocabularies: Vocabularies
  readonly #lineOf = new IdList()
  #encoder: SessionEncoder | undefined
  #kind: SessionKind | undefined
  #line = 0

  constructor(onProblem: (problem: LineProblem) => void, model?: SessionModel) {
    this.#onProblem = onProblem
    this.#model = model
    this.#vocabularies = model ? copyVocabularies(model.vocabularies) : emptyVocabularies()
    if (model) this.#begin(model.kind)
  }

  /** Events read so far. */
  get events(): number {
    return this.#encoder?.events ?? 0
  }

  /** One line, without its line feed. */
  add(text: string): void {
    this.#line++
    const read = this.#read(this.#line === 1 ? text.replace(/^\ufeff/, '') : text)
    if (read === undefined) return
    if (typeof read === 'string') {
      this.#onProblem({ line: this.#line, message: read })
      return
    }
    this.#begin(kindOfEvent(read[0]!)).add(read)
    this.#lineOf.push(this.#line)
  }

  /** What was read; undefined where no line was good. */
  finish(): SessionLines | undefined {
    if (!this.#encoder || this.#encoder.count === 0) return undefined
    return {
      kind: this.#kind!,
      vocabularies: this.#vocabularies,
      encoded: this.#encoder.finish(),
      lineOf: this.#lineOf.toArray(),
    }
  }

  #begin(kind: SessionKind): SessionEncoder {
    this.#kind ??= kind
    this.#encoder ??= new SessionEncoder(this.#kind, this.#vocabularies, true)
    return this.#encoder
  }

  /** The session of a line, undefined for a blank one, or what is wrong with it. */
  #read(text: string): readonly SessionEvent[] | string | undefined {
    if (text.trim() === '') return undefined
    const json = parseJson(text)
    if (json === undefined) return 'This is not JSON.'
    if (!Array.isArray(json)) return `This is ${describe(json)}, not a list of events.`
    if (json.length === 0) return 'This session has no events.'
    const events: SessionEvent[] = []
    for (const [index, item] of (json as readonly Json[]).entries()) {
      const event = readEvent(item)
      if (event instanceof EventProblem) return `Event ${index} ${event.reason}.`
      if (typeof event === 'string') events.push(event)
      else if (event.params === undefined)
        return `Event ${index} has no \`params\`: write [] or {} where there are none.`
      else events.push({ name: event.name, params: event.params })
      const plain = (this.#kind ?? kindOfEvent(events[0]!)) === 'commands'
      if (plain === (typeof event === 'string')) continue
      const other = plain ? 'plain names' : 'commands with parameters'
      return `Event ${index} is ${plain ? 'a command with parameters' : 'a plain name'}, but ${
        this.#model ? `the model is of ${other}` : `the sessions of this file are ${other}`
      }.`
    }
    return events
  }
}

import type { Json } from '../../lib/table.ts'
import { type EncodedSessions, encodeSessions, noValue, valueOfKey } from './encode-sessions.ts'
import type { PairCounts } from './pair-counts.ts'
import { endLabel, startLabel } from './rarest-transitions.ts'
import type { WindowOptions } from './rarest-window.ts'
import { usualTimes } from './repeat-counts.ts'
import { RepeatSurprises, type Repeats } from './repeat-surprises.ts'
import { commandOf, parametersOf, type Session } from './session.ts'
import type { SessionModel } from './session-model.ts'
import { bitsOf, StepSurprises } from './step-surprises.ts'
import type { FactorKind, SurpriseFactor } from './surprise-factor.ts'
import { countOf, sentenceOf } from './surprise-sentence.ts'
import { type SurprisingPart, surprisingPart } from './surprising-part.ts'

export interface Explanation {
  /** As `scoreSessions` gives it; the bits of the factors add up to it. */
  readonly surprise: number
  readonly part: SurprisingPart
  /** Absent where the session repeats nothing oftener than others do. */
  readonly repeats?: Repeats
  /** By member, what is taken off last. Before it stands what the session repeats, or at the very first where it makes most of the surprise. */
  readonly factors: readonly SurpriseFactor[]
  /** One sentence: the strongest of them, and what would have been usual. */
  readonly sentence: string
}

export interface ExplainOptions extends Omit<WindowOptions, 'geometricMean'> {
  /** Whether the session is one of those the model was learned from. Default false: one more. */
  readonly known?: boolean
}

/** What the surprise of a session comes from. Throws as `encodeSessions` does. */
export function explainSession(model: SessionModel, session: Session, options: ExplainOptions): Explanation {
  const encoded = encodeSessions([session], model.kind, model.vocabularies, false)
  return new SessionExplainer(model, encoded, options).explain(0, session)
}

/** Explains one session of many after the other. What is usual somewhere is looked up once. */
export class SessionExplainer {
  readonly #model: SessionModel
  readonly #encoded: EncodedSessions
  readonly #tokens: boolean
  readonly #window: number
  readonly #steps: StepSurprises
  readonly #repeats: RepeatSurprises
  readonly #usual = new Map<string, readonly { readonly id: number; readonly share: number }[]>()

  constructor(model: SessionModel, encoded: EncodedSessions, options: ExplainOptions) {
    this.#model = model
    this.#encoded = encoded
    this.#tokens = options.tokens ?? true
    this.#window = options.window
    const { known = false } = options
    this.#steps = new StepSurprises(model, encoded, { tokens: this.#tokens, known })
    this.#repeats = new RepeatSurprises(model, encoded, { known })
  }

  /** `session` is what stands at `index` among the encoded, for the names that the model does not know. */
  explain(index: number, session: Session): Explanation {
    this.#steps.load(index)
    const part = surprisingPart(this.#steps.bits, this.#steps.members, this.#window)
    const factors: SurpriseFactor[] = []
    for (let member = part.start; member < part.start + part.length; member++) {
      factors.push(...this.factorsOf(index, session, member))
    }
    const repeats = this.#repeats.of(index)
    const repetition = repeats && this.#repeatsFactor(index, session, repeats)
    const sentence = sentenceOf(factors, part.surprise, repetition)
    if (repetition && repetition.bits >= part.surprise) factors.unshift(repetition)
    else if (repetition) factors.push(repetition)
    const takenOff = (kind: FactorKind, what: string, bits: number) => {
      if (bits < 0) factors.push({ member: undefined, kind, what, bits, usual: [] })
    }
    takenOff('several steps', `${part.length} steps have more together than one`, part.chanceBits - part.bits)
    takenOff(
      'length',
      `${this.#steps.members} steps have room for ${roundOf(2 ** part.roomBits)} such parts`,
      -part.roomBits,
    )
    const surprise = part.surprise + (repeats?.bits ?? 0)
    return { surprise, part, factors, sentence, ...(repeats && { repeats }) }
  }

  /**
   * What one member of the session that was explained last adds, as a sentence; empty where that is nothing. What the session repeats, its first
   * member with that command adds.
   */
  reasonOf(
    index: number,
    session: Session,
    member: number,
    repeats?: Repeats,
  ): { readonly bits: number; readonly reason: string } {
    const factors = this.factorsOf(index, session, member)
    const own = this.#steps.bits[member] ?? 0
    if (repeats?.member === member) {
      const reason = sentenceOf(factors, own, this.#repeatsFactor(index, session, repeats))
      return { bits: own + repeats.bits, reason }
    }
    return { bits: own, reason: factors.length === 0 ? '' : sentenceOf(factors, own) }
  }

  #repeatsFactor(index: number, session: Session, { member, times, sessions, total, bits }: Repeats): SurpriseFactor {
    const { commandCounts, repeats } = this.#model
    const id = this.#encoded.commands[this.#encoded.offsets[index]! + member]!
    const command = commandOf(session[member]!)
    const known = id < commandCounts.length ? usualTimes(repeats, id, commandCounts[id]!) : undefined
    return {
      member: undefined,
      kind: 'repeats',
      what: `${command} × ${times}`,
      command,
      times,
      bits,
      share: { count: sessions, tail: sessions, total },
      usual: known ? [{ what: countOf(known.times), share: known.share }] : [],
    }
  }

  /** The factors of one member of the session that was explained last; those that count nothing are left out. */
  factorsOf(index: number, session: Session, member: number): readonly SurpriseFactor[] {
    const parts = this.#steps.parts(member)
    const factors: SurpriseFactor[] = []
    const add = (factor: Omit<SurpriseFactor, 'member' | 'command'>) => {
      if (factor.bits > 0) factors.push({ member, command, ...factor })
    }
    const event = session[member]
    const command = event === undefined ? undefined : commandOf(event)
    if (parts.order + parts.command >= parts.parameter + parts.value) {
      if (parts.order > 0) {
        const before = member === 0 ? undefined : commandOf(session[member - 1]!)
        add({
          kind: 'order',
          what: `${before ?? startLabel} → ${command ?? endLabel}`,
          before,
          bits: parts.order,
          share: this.#steps.orderShare(member),
          usual: this.#usualAfter(index, member),
        })
      }
      if (parts.command > 0) {
        add({
          kind: 'command',
          what: command!,
          bits: parts.command,
          share: this.#steps.commandShare(member),
          usual: [],
        })
      }
      return factors
    }
    const first = this.#encoded.parameters!.offsets[this.#encoded.offsets[index]! + member]!
    const given = parametersOf(session[member]!)
    if (parts.parameterAt >= 0) {
      const [parameter] = given[parts.parameterAt - first]!
      // Where the command itself is new, its parameters are only known from other commands.
      const onCommand = this.#steps.parameterShare(member, parts.parameterAt)
      const isNew = bitsOf(onCommand) < parts.parameter / 3
      const share = isNew ? this.#steps.anyParameterShare(parts.parameterAt) : onCommand
      const usual = isNew ? [] : this.#usualParameters(index, member)
      add({
        kind: 'parameter',
        what: `${command} ${parameter}`,
        parameter,
        ofAll: isNew,
        bits: parts.parameter,
        share,
        usual,
      })
    }
    if (parts.valueAt >= 0) {
      const [parameter, value] = given[parts.valueAt - first]!
      const usual = this.#usualValues(this.#encoded.parameters!.names[parts.valueAt]!)
      const share = this.#steps.valueShare(parts.valueAt)
      add({
        kind: 'value',
        what: `${parameter} = ${textOf(value)}`,
        parameter,
        value: textOf(value),
        bits: parts.value,
        share,
        usual,
      })
    }
    return factors
  }

  #usualAfter(index: number, member: number): SurpriseFactor['usual'] {
    const { commandCounts, sessionCount, transitions, vocabularies } = this.#model
    const from =
      member === 0 ? commandCounts.length : this.#encoded.commands[this.#encoded.offsets[index]! + member - 1]!
    const total = from === commandCounts.length ? sessionCount : commandCounts[from]
    return this.#most('after', transitions, from, total ?? 0, 1).map(({ id, share }) => ({
      what: vocabularies.commands.names[id] ?? endLabel,
      share,
    }))
  }

  #usualParameters(index: number, member: number): SurpriseFactor['usual'] {
    const { commandCounts, parameters, vocabularies } = this.#model
    const command = this.#encoded.commands[this.#encoded.offsets[index]! + member]!
    return this.#most('parameter', parameters!.ofCommand, command, commandCounts[command] ?? 0, 3).map(
      ({ id, share }) => ({ what: vocabularies.parameters.names[id]!, share }),
    )
  }

  #usualValues(parameter: number): SurpriseFactor['usual'] {
    const { ofParameter, totals } = this.#model.parameters!.values!
    return this.#most('value', ofParameter, parameter, totals[parameter] ?? 0, 1).map(({ id, share }) => ({
      what: id === noValue ? '' : textOf(valueOfKey(this.#model.vocabularies.values.names[id]!)),
      share,
    }))
  }

  /** The `top` columns that a row occurs with most, of equals the one that was seen first. */
  #most(kind: string, pairs: PairCounts, row: number, total: number, top: number) {
    const key = `${kind} ${row}`
    const known = this.#usual.get(key)
    if (known) return known
    const { rowStart, columns, counts } = pairs
    const found: { id: number; share: number }[] = []
    if (row < rowStart.length - 1) {
      for (let at = rowStart[row]!; at < rowStart[row + 1]!; at++) {
        const share = counts[at]! / total
        if (found.length === top && share <= found[top - 1]!.share) continue
        const place = found.findIndex((other) => other.share < share)
        found.splice(place < 0 ? found.length : place, 0, { id: columns[at]!, share })
        found.length = Math.min(found.length, top)
      }
    }
    this.#usual.set(key, found)
    return found
  }
}

function roundOf(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : countOf(Math.round(value))
}

const longestValue = 60

function textOf(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text
}

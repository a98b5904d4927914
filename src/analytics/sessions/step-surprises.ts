import { type EncodedSessions, noValue } from './encode-sessions.ts'
import { pairCount, rowLength } from './pair-counts.ts'
import { mostCategories, type SessionModel, type ValueCounts } from './session-model.ts'
import { type TailCounts, tailCounts, tailSum, tailsOfOne } from './tail-counts.ts'
import { unknownId } from './vocabulary.ts'

export interface StepOptions {
  /** Whether the start and the end of a session are part of it. */
  readonly tokens: boolean
  /** Whether the model was learned from these very sessions; otherwise each is judged as one more. */
  readonly known: boolean
}

/** How often something occurs, and how much of what could have been there is no more common. */
export interface Share {
  readonly count: number
  /** Occurrences of all that is at most as common, its own among them. */
  readonly tail: number
  /** Occurrences of anything. */
  readonly total: number
}

/** What one member of a session adds, in bits; `parameter` and `value` are positions among the encoded parameters, -1 where none tells. */
export interface StepParts {
  readonly order: number
  readonly command: number
  readonly parameter: number
  readonly parameterAt: number
  readonly value: number
  readonly valueAt: number
  /** Values that were looked at. */
  readonly values: number
}

/**
 * The surprise of each step of a session, in bits: −log2 of the share of steps from the same place that are at most as common. Of
 * 889 steps from `Set-Mailbox` the one to what never else follows is one, or, where ten more are single too, one of eleven. Held for one
 * session at a time, so that a million sessions cost no memory. What each part is stands in the README.
 */
export class StepSurprises {
  readonly #model: SessionModel
  readonly #encoded: EncodedSessions
  readonly #tokens: boolean
  /** What a session that the model does not know is itself counted with. */
  readonly #own: 0 | 1
  readonly #order: TailCounts
  readonly #command: TailCounts
  readonly #parameter: TailCounts | undefined
  readonly #anyParameter: TailCounts | undefined
  readonly #value: TailCounts | undefined
  /** How often the session that is loaded takes each step, where the model does not know of it. */
  readonly #taken = new Map<number, number>()
  #first = 0
  #parameterAt = -1
  #valueAt = -1
  #values = 0
  /** Members of the session: its events, and its end where that counts. */
  members = 0
  /** Bits of each member. */
  bits = new Float64Array(64)

  constructor(model: SessionModel, encoded: EncodedSessions, options: StepOptions) {
    this.#model = model
    this.#encoded = encoded
    this.#tokens = options.tokens
    this.#own = options.known ? 0 : 1
    this.#order = tailCounts(model.transitions)
    this.#command = tailsOfOne(model.commandCounts)
    const { parameters } = model
    if (!parameters) return
    this.#parameter = tailCounts(parameters.ofCommand)
    this.#anyParameter = tailsOfOne(parameters.counts)
    if (parameters.values) this.#value = tailCounts(parameters.values.ofParameter)
  }

  /** Computes the bits of one session. */
  load(session: number): void {
    const { offsets } = this.#encoded
    this.#first = offsets[session]!
    const length = offsets[session + 1]! - this.#first
    this.members = length + (this.#tokens ? 1 : 0)
    if (this.bits.length < this.members) this.bits = new Float64Array(this.members * 2)
    if (this.#own === 1) this.#countOwnSteps(length)
    for (let member = 0; member < this.members; member++) {
      const command = this.#orderBits(member) + this.#commandBits(member)
      this.bits[member] = Math.max(command, this.#parameterBits(member) + this.#valueBits(member))
    }
  }

  /** The parts of a member of the session that is loaded; they add up to its bits. */
  parts(member: number): StepParts {
    const order = this.#orderBits(member)
    const command = this.#commandBits(member)
    const parameter = this.#parameterBits(member)
    const parameterAt = this.#parameterAt
    const value = this.#valueBits(member)
    return { order, command, parameter, parameterAt, value, valueAt: this.#valueAt, values: this.#values }
  }

  /** How common the step to a member is among those from the member before it. */
  orderShare(member: number): Share {
    const from = this.#commandAt(member - 1)
    const to = this.#commandAt(member)
    const own = this.#ownSteps(from, to)
    const count = pairCount(this.#model.transitions, from, to) + own
    return { count, tail: tailSum(this.#order, from, count) + own, total: this.#totalFrom(from) + own }
  }

  /** How common the command of a member is among all events. */
  commandShare(member: number): Share {
    const command = this.#commandAt(member)
    const count = (this.#model.commandCounts[command] ?? 0) + this.#own
    return {
      count,
      tail: tailSum(this.#command, 0, count) + this.#own,
      total: this.#model.eventCount + this.#own,
    }
  }

  /** How common the parameter at a place is on the command of its member. */
  parameterShare(member: number, at: number): Share {
    const { commandCounts, parameters } = this.#model
    const command = this.#commandAt(member)
    const count = pairCount(parameters!.ofCommand, command, this.#encoded.parameters!.names[at]!) + this.#own
    const total = (commandCounts[command] ?? 0) + this.#own
    return { count, tail: Math.min(total, tailSum(this.#parameter!, command, count) + this.#own), total }
  }

  /** How common the parameter at a place is on whatever command. */
  anyParameterShare(at: number): Share {
    const { parameters, eventCount } = this.#model
    const count = (parameters!.counts[this.#encoded.parameters!.names[at]!] ?? 0) + this.#own
    const total = eventCount + this.#own
    return { count, tail: Math.min(total, tailSum(this.#anyParameter!, 0, count) + this.#own), total }
  }

  /** How common the value at a place is among those of its parameter. */
  valueShare(at: number): Share {
    const { names, values } = this.#encoded.parameters!
    const { ofParameter, totals } = this.#model.parameters!.values!
    const parameter = names[at]!
    const count = pairCount(ofParameter, parameter, values![at]!) + this.#own
    return { count, tail: tailSum(this.#value!, parameter, count) + this.#own, total: totals[parameter]! + this.#own }
  }

  #orderBits(member: number): number {
    if (member === 0 && !this.#tokens) return 0
    return bitsOf(this.orderShare(member))
  }

  /** The less, the better the step is known: what is known to follow is no more surprising for being seldom. */
  #commandBits(member: number): number {
    if (this.#isEnd(member)) return 0
    const isFirst = member === 0 && !this.#tokens
    return bitsOf(this.commandShare(member)) * (isFirst ? 1 : newness(this.orderShare(member)))
  }

  /** Of all its parameters the one that is least common. */
  #parameterBits(member: number): number {
    this.#parameterAt = -1
    const { parameters } = this.#encoded
    if (!parameters || this.#isEnd(member)) return 0
    const event = this.#first + member
    let most = 0
    for (let at = parameters.offsets[event]!; at < parameters.offsets[event + 1]!; at++) {
      const share = this.parameterShare(member, at)
      const bits = bitsOf(share) + newness(share) * bitsOf(this.anyParameterShare(at))
      if (bits <= most) continue
      most = bits
      this.#parameterAt = at
    }
    return most
  }

  /** Of all its values the one that is least common, less what looking at several brings by itself. */
  #valueBits(member: number): number {
    this.#valueAt = -1
    this.#values = 0
    const { parameters } = this.#encoded
    const counts = this.#model.parameters?.values
    if (!parameters?.values || !counts || this.#isEnd(member)) return 0
    const event = this.#first + member
    let most = 0
    for (let at = parameters.offsets[event]!; at < parameters.offsets[event + 1]!; at++) {
      if (parameters.values[at] === noValue || !hasFewValues(counts, parameters.names[at]!)) continue
      this.#values++
      const bits = bitsOf(this.valueShare(at))
      if (bits <= most) continue
      most = bits
      this.#valueAt = at
    }
    return most === 0 ? 0 : Math.max(0, most - Math.log2(this.#values))
  }

  #isEnd(member: number): boolean {
    return this.#tokens && member === this.members - 1
  }

  /** The id of a member's command; V before the first and at the end. */
  #commandAt(member: number): number {
    if (member < 0 || this.#isEnd(member)) return this.#model.commandCounts.length
    return this.#encoded.commands[this.#first + member]!
  }

  #totalFrom(command: number): number {
    const { commandCounts, sessionCount } = this.#model
    return command === commandCounts.length ? sessionCount : (commandCounts[command] ?? 0)
  }

  #countOwnSteps(length: number): void {
    this.#taken.clear()
    for (let member = 0; member <= length; member++) {
      const from = this.#commandAt(member - 1)
      const to = member === length ? this.#model.commandCounts.length : this.#commandAt(member)
      if (from === unknownId || to === unknownId) continue
      const key = from * (this.#model.commandCounts.length + 1) + to
      this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1)
    }
  }

  #ownSteps(from: number, to: number): number {
    if (this.#own === 0) return 0
    // Two commands that are unknown need not be the same one.
    if (from === unknownId || to === unknownId) return 1
    return this.#taken.get(from * (this.#model.commandCounts.length + 1) + to) ?? 1
  }
}

/** Half of −log2 of the share that it has itself, and half of −log2 of the share of all that is at most as common. */
export function bitsOf({ count, tail, total }: Share): number {
  return Math.max(0, Math.log2(total / count) + Math.log2(total / tail)) / 2
}

/** 1 for what occurs once, ½ for twice, ⅓ for four times. */
function newness({ count }: Share): number {
  return 1 / (1 + Math.log2(count))
}

/** Whether the values of a parameter are few enough to tell a new one from an arbitrary text. */
function hasFewValues({ modellable, ofParameter, dropped }: ValueCounts, parameter: number): boolean {
  if (parameter >= modellable.length || dropped?.[parameter] === 1) return false
  return modellable[parameter] === 1 || rowLength(ofParameter, parameter) <= mostCategories
}

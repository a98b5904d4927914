import {
  type EncodedSessions,
  emptyVocabularies,
  encodeSessions,
  noValue,
  type Vocabularies,
} from './encode-sessions.ts'
import { countPairs, type PairCounts, rowLength, rowTotal } from './pair-counts.ts'
import { countRepeats } from './repeat-counts.ts'
import { kindOfSessions, type Session, type SessionKind } from './session.ts'

/**
 * What was learned from sessions: counts of commands, of which command followed which, of how often a session repeats each, and, by
 * kind, of the parameters on each command and of the values of each parameter. A first-order Markov chain with add-one smoothing, in sparse closed form:
 * only pairs that occurred are held, and every smoothed figure is computed from the raw counts when asked for.
 */
export interface SessionModel {
  readonly kind: SessionKind
  /** S */
  readonly sessionCount: number
  /** N, without start and end. */
  readonly eventCount: number
  readonly vocabularies: Vocabularies
  /** n(c) of each command. */
  readonly commandCounts: Uint32Array
  /** n(a, b): row V is the start of a session, column V its end. */
  readonly transitions: PairCounts
  /** In how many sessions command c (the row) occurs exactly n times (the column), for each n of 2 and more. */
  readonly repeats: PairCounts
  /** Absent where only commands are modelled. */
  readonly parameters?: ParameterCounts
}

export interface ParameterCounts {
  /** n(p) of each parameter, whatever its value. */
  readonly counts: Uint32Array
  /** n(c, p) */
  readonly ofCommand: PairCounts
  /** ln of the probability that command c has none of its parameters: the sum of ln(1 − P(p|c)) over those ever seen with it and an unseen one. */
  readonly noneLog: Float64Array
  /** ln P(p|c) − ln(1 − P(p|c)) of each entry of `ofCommand`. */
  readonly logOdds: Float64Array
  /** Absent where values are not modelled. */
  readonly values?: ValueCounts
}

export interface ValueCounts {
  /** n(p, v), values that count as none left out. */
  readonly ofParameter: PairCounts
  /** The sum of n(p, v) over the values of each parameter. */
  readonly totals: Float64Array
  /** 1 for each parameter whose values are modelled. */
  readonly modellable: Uint8Array
  /** The parameters that were named to be modelled, in place of the heuristic; also those not seen yet. */
  readonly chosen?: readonly string[]
  /** 1 for each parameter whose values were not saved, as they are too many to be categories: it has no entries. Absent where all are held. */
  readonly dropped?: Uint8Array
}

export interface TrainOptions {
  /**
   * The parameters whose values are modelled, in place of the heuristic (at most 20 values, at least 20 occurrences, at most one
   * distinct value in ten occurrences). Has no effect where the sessions hold no values.
   */
  readonly modellable?: Iterable<string>
  /** The kind of the run, where it is not to be read off the first event. */
  readonly kind?: SessionKind
}

/**
 * Learns a model. The order of the sessions does not matter, except that the very first event tells the kind.
 * Throws `SESSIONS_EMPTY` without sessions or with an empty one, `SESSION_KIND` where kinds are mixed.
 *
 * @example
 * const model = trainSessionModel([['Set-User', 'Set-Mailbox'], ['Set-Mailbox']])
 * transitionProbability(model, 'Set-User', 'Set-Mailbox') // (1 + 1) / (1 + 4)
 */
export function trainSessionModel(sessions: readonly Session[], options: TrainOptions = {}): SessionModel {
  return trainEncoded(sessions, options).model
}

/** As `trainSessionModel`, and the training sessions as ids, so that they need not be encoded twice to be scored. */
export function trainEncoded(
  sessions: readonly Session[],
  options: TrainOptions,
): { readonly model: SessionModel; readonly encoded: EncodedSessions } {
  const kind = options.kind ?? kindOfSessions(sessions)
  const vocabularies = emptyVocabularies()
  const encoded = encodeSessions(sessions, kind, vocabularies, true)
  return { model: countSessions(encoded, kind, vocabularies, options.modellable), encoded }
}

/** The model of sessions that are ids of these vocabularies already. Throws `SESSIONS_EMPTY` where there are none. */
export function countSessions(
  encoded: EncodedSessions,
  kind: SessionKind,
  vocabularies: Vocabularies,
  modellable?: Iterable<string>,
): SessionModel {
  if (encoded.count === 0) kindOfSessions([])
  const size = vocabularies.commands.size
  const counts = {
    kind,
    sessionCount: encoded.count,
    eventCount: encoded.commands.length,
    vocabularies,
    commandCounts: countIds(encoded.commands, size),
    transitions: countTransitions(encoded, size),
    repeats: countRepeats(encoded, size),
  }
  if (!encoded.parameters) return counts
  const chosen = modellable && [...new Set(modellable)]
  return { ...counts, parameters: countParameters(encoded, counts.commandCounts, vocabularies, chosen) }
}

function countTransitions({ count, offsets, commands }: EncodedSessions, vocabularySize: number): PairCounts {
  const from = new Uint32Array(commands.length + count)
  const to = new Uint32Array(commands.length + count)
  let pair = 0
  for (let session = 0; session < count; session++) {
    let previous = vocabularySize
    for (let event = offsets[session]!; event < offsets[session + 1]!; event++) {
      from[pair] = previous
      previous = commands[event]!
      to[pair++] = previous
    }
    from[pair] = previous
    to[pair++] = vocabularySize
  }
  return countPairs(from, to, vocabularySize + 1, vocabularySize + 1)
}

function countParameters(
  { commands, parameters }: EncodedSessions,
  commandCounts: Uint32Array,
  vocabularies: Vocabularies,
  chosen: readonly string[] | undefined,
): ParameterCounts {
  const { offsets, names, values } = parameters!
  const parameterCount = vocabularies.parameters.size
  const owner = new Uint32Array(names.length)
  for (let event = 0; event < commands.length; event++)
    owner.fill(commands[event]!, offsets[event]!, offsets[event + 1]!)
  const ofCommand = countPairs(owner, names, vocabularies.commands.size, parameterCount)
  const counts = countIds(names, parameterCount)
  const ofParameter = values && countValues(names, values, parameterCount, vocabularies.values.size)
  return parameterCounts(
    counts,
    ofCommand,
    commandCounts,
    ofParameter && valueCounts(ofParameter, counts, vocabularies, { chosen }),
  )
}

/** Counts of parameters with all that follows from them. */
export function parameterCounts(
  counts: Uint32Array,
  ofCommand: PairCounts,
  commandCounts: Uint32Array,
  values: ValueCounts | undefined,
): ParameterCounts {
  return { counts, ofCommand, ...parameterLogs(ofCommand, commandCounts), ...(values && { values }) }
}

function parameterLogs(
  ofCommand: PairCounts,
  commandCounts: Uint32Array,
): { noneLog: Float64Array; logOdds: Float64Array } {
  const noneLog = new Float64Array(commandCounts.length)
  const logOdds = new Float64Array(ofCommand.counts.length)
  const smoothing = 2 * (commandCounts.length + 2)
  for (let command = 0; command < commandCounts.length; command++) {
    const total = commandCounts[command]! + smoothing
    // A command may have 100 000 parameters: the sum carries its rounding error along (Neumaier).
    let sum = Math.log1p(-1 / total)
    let lost = 0
    for (let at = ofCommand.rowStart[command]!; at < ofCommand.rowStart[command + 1]!; at++) {
      const probability = (ofCommand.counts[at]! + 1) / total
      const absent = Math.log1p(-probability)
      logOdds[at] = Math.log(probability) - absent
      const next = sum + absent
      lost += Math.abs(sum) >= Math.abs(absent) ? sum - next + absent : absent - next + sum
      sum = next
    }
    noneLog[command] = sum + lost
  }
  return { noneLog, logOdds }
}

function countValues(names: Uint32Array, values: Uint32Array, parameterCount: number, valueCount: number): PairCounts {
  const withValue = values.reduce((sum, value) => sum + (value === noValue ? 0 : 1), 0)
  const parameter = new Uint32Array(withValue)
  const value = new Uint32Array(withValue)
  let at = 0
  for (let i = 0; i < names.length; i++) {
    if (values[i] === noValue) continue
    parameter[at] = names[i]!
    value[at++] = values[i]!
  }
  return countPairs(parameter, value, parameterCount, valueCount)
}

/** Counts of values with all that follows from them: their totals, and which parameters have categories for values. */
export function valueCounts(
  ofParameter: PairCounts,
  counts: Uint32Array,
  vocabularies: Vocabularies,
  options: { readonly chosen?: readonly string[] | undefined; readonly dropped?: Uint8Array | undefined },
): ValueCounts {
  const { chosen, dropped } = options
  const totals = Float64Array.from(counts, (_, id) => rowTotal(ofParameter, id))
  const modellable = new Uint8Array(counts.length)
  if (chosen) {
    for (const name of chosen) {
      const id = vocabularies.parameters.find(name)
      if (id < counts.length) modellable[id] = 1
    }
  } else {
    for (let id = 0; id < counts.length; id++)
      modellable[id] = isCategorical(rowLength(ofParameter, id), counts[id]!) ? 1 : 0
  }
  return { ofParameter, totals, modellable, ...(chosen && { chosen }), ...(dropped && { dropped }) }
}

/** A parameter of more values is none of categories, however often it occurs. */
export const mostCategories = 20

/** Whether the values of a parameter look like categories and not like arbitrary texts. */
function isCategorical(distinctValues: number, occurrences: number): boolean {
  return (
    distinctValues > 0 &&
    distinctValues <= mostCategories &&
    occurrences >= 20 &&
    (100 * distinctValues) / occurrences <= 10
  )
}

function countIds(ids: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size)
  for (let i = 0; i < ids.length; i++) counts[ids[i]!]!++
  return counts
}

/** The names of the parameters whose values the model uses, in alphabetical order. */
export function modellableParameters(model: SessionModel): readonly string[] {
  const modellable = model.parameters?.values?.modellable
  return modellable ? model.vocabularies.parameters.names.filter((_, id) => modellable[id] === 1).sort() : []
}

import { HuntletError } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { type EncodedSessions, noValue, valueKey } from './encode-sessions.ts'
import { findPair, pairCount, rowLength } from './pair-counts.ts'
import type { ParameterCounts, SessionModel, ValueCounts } from './session-model.ts'

/** Before the first event of a session. Not a name: a command called `##START##` is a command. */
export const sessionStart: unique symbol = Symbol('session start')

/** After the last event of a session. */
export const sessionEnd: unique symbol = Symbol('session end')

/** M: the commands, an unknown one, and start (as a row) or end (as a column). */
function stateCount(model: SessionModel): number {
  return model.vocabularies.commands.size + 2
}

/** T: the sum of all smoothed command counts, N + 2S + 2M². */
function smoothedTotal(model: SessionModel): number {
  return model.eventCount + 2 * model.sessionCount + 2 * stateCount(model) ** 2
}

/** P(b|a) by id: (n(a,b) + 1) / (R(a) + M). Id V is the start as `from`, the end as `to`; an unknown id was never seen. */
export function transitionOf(model: SessionModel, from: number, to: number): number {
  const { commandCounts, sessionCount } = model
  const vocabularySize = commandCounts.length
  const total = from === vocabularySize ? sessionCount : from < vocabularySize ? commandCounts[from]! : 0
  return (pairCount(model.transitions, from, to) + 1) / (total + vocabularySize + 2)
}

/** P(c) by id: (n(c) + 2M) / T; id V is the end of a session, (S + M) / T. */
export function priorOf(model: SessionModel, command: number): number {
  const states = stateCount(model)
  const { commandCounts } = model
  if (command === commandCounts.length) return (model.sessionCount + states) / smoothedTotal(model)
  return ((command < commandCounts.length ? commandCounts[command]! : 0) + 2 * states) / smoothedTotal(model)
}

/** P(v|p) by id: (n(p,v) + 1) / (the values seen with p + its distinct values + 1); an unseen value or none counts 0. */
function valueProbabilityOf(values: ValueCounts, parameter: number, value: number): number {
  const seen = value === noValue ? 0 : pairCount(values.ofParameter, parameter, value)
  return (seen + 1) / (values.totals[parameter]! + rowLength(values.ofParameter, parameter) + 1)
}

/**
 * ln of the probability of the parameters (and modelled values) of an event, given its command; 0 for an event without
 * parameters. Each parameter ever seen with the command is there or not, independently of the others; parameters never seen with
 * it are ignored. With `geometricMean` the figure is per factor, so that a command is not punished for having many.
 */
export function parameterLogOf(
  model: SessionModel,
  encoded: EncodedSessions,
  event: number,
  geometricMean: boolean,
): number {
  const counts = model.parameters
  const { parameters } = encoded
  if (!counts || !parameters) return 0
  const first = parameters.offsets[event]!
  const end = parameters.offsets[event + 1]!
  if (first === end) return 0
  const command = encoded.commands[event]!
  if (command >= counts.noneLog.length) return Math.log1p(-1 / (2 * stateCount(model)))
  let log = counts.noneLog[command]!
  let factors = rowLength(counts.ofCommand, command) + 1
  for (let at = first; at < end; at++) {
    const parameter = parameters.names[at]!
    const pair = findPair(counts.ofCommand, command, parameter)
    if (pair < 0) continue
    log += counts.logOdds[pair]!
    if (counts.values?.modellable[parameter] === 1) {
      factors++
      log += Math.log(valueProbabilityOf(counts.values, parameter, parameters.values![at]!))
    }
  }
  return geometricMean ? log / factors : log
}

/** P(to|from). Names the model has not seen are unknown, not errors. */
export function transitionProbability(
  model: SessionModel,
  from: string | typeof sessionStart,
  to: string | typeof sessionEnd,
): number {
  const { commands } = model.vocabularies
  return transitionOf(
    model,
    typeof from === 'string' ? commands.find(from) : commands.size,
    typeof to === 'string' ? commands.find(to) : commands.size,
  )
}

/** P(c): the share of a command among all, smoothed. */
export function commandProbability(model: SessionModel, command: string): number {
  return priorOf(model, model.vocabularies.commands.find(command))
}

/**
 * P(p|c): that the command has the parameter. The denominator is the smoothed count of the command, so that even a parameter
 * that is always there stays well below one. A parameter never seen with the command has 1 / C1(c).
 */
export function parameterProbability(model: SessionModel, command: string, parameter: string): number {
  const counts = parametersOfModel(model)
  const id = model.vocabularies.commands.find(command)
  const total = (id < model.commandCounts.length ? model.commandCounts[id]! : 0) + 2 * stateCount(model)
  return (pairCount(counts.ofCommand, id, model.vocabularies.parameters.find(parameter)) + 1) / total
}

/**
 * P(v|p): that the parameter has the value. An unseen parameter has no values: 1. Throws `VALUES_NOT_KEPT` where the model was
 * saved without them.
 */
export function valueProbability(model: SessionModel, parameter: string, value: Json): number {
  const values = valuesOfModel(model)
  const id = model.vocabularies.parameters.find(parameter)
  if (id >= values.totals.length) return 1
  if (values.dropped?.[id] === 1) throw notKept(`those of \`${parameter}\``)
  const key = valueKey(value)
  return valueProbabilityOf(values, id, key === undefined ? noValue : model.vocabularies.values.find(key))
}

/** The share of a parameter whatever the command: (n(p) + the commands it was ever seen with) / T; unseen: (V + 3) / T. Not part of any score. */
export function overallParameterProbability(model: SessionModel, parameter: string): number {
  const counts = parametersOfModel(model)
  const id = model.vocabularies.parameters.find(parameter)
  const seen =
    id < counts.counts.length
      ? counts.counts[id]! + rowsWithColumn(counts.ofCommand.columns, id)
      : model.vocabularies.commands.size + 3
  return seen / smoothedTotal(model)
}

/**
 * The share of a value whatever the parameter: (n(v) + the parameters that ever had it) / total, where an unseen value counts
 * once for each parameter and once more. Not part of any score. Throws `VALUES_NOT_KEPT` where the model was saved without
 * some values.
 */
export function overallValueProbability(model: SessionModel, value: Json): number {
  const values = valuesOfModel(model)
  if (values.dropped?.includes(1)) throw notKept('some values')
  const { columns, counts } = values.ofParameter
  const unknown = values.totals.length + 1
  const total = values.totals.reduce((sum, part) => sum + part, 0) + columns.length + unknown
  const key = valueKey(value)
  const id = key === undefined ? undefined : model.vocabularies.values.find(key)
  let seen = 0
  for (let at = 0; at < columns.length; at++) if (columns[at] === id) seen += counts[at]! + 1
  return (seen === 0 ? unknown : seen) / total
}

function rowsWithColumn(columns: Uint32Array, id: number): number {
  let rows = 0
  for (let at = 0; at < columns.length; at++) if (columns[at] === id) rows++
  return rows
}

function parametersOfModel(model: SessionModel): ParameterCounts {
  if (model.parameters) return model.parameters
  throw new HuntletError('SESSION_KIND', 'These sessions hold commands alone, so there are no parameters to ask about.')
}

function valuesOfModel(model: SessionModel): ValueCounts {
  const values = model.parameters?.values
  if (values) return values
  throw new HuntletError('SESSION_KIND', 'These sessions hold no values of parameters, so there are none to ask about.')
}

function notKept(what: string): HuntletError {
  return new HuntletError(
    'VALUES_NOT_KEPT',
    `The model was saved without ${what}: they are too many to be categories.`,
    {
      hint: 'Train the model anew, with the parameters to be modelled named, to ask about their values.',
    },
  )
}

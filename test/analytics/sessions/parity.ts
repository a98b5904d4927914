import { computeScores } from '../../../src/analytics/sessions/compute-scores.ts'
import { parameterCombinations } from '../../../src/analytics/sessions/parameter-combinations.ts'
import {
  commandProbability,
  overallParameterProbability,
  overallValueProbability,
  parameterProbability,
  sessionEnd,
  sessionStart,
  transitionProbability,
  valueProbability,
} from '../../../src/analytics/sessions/probabilities.ts'
import { parametersOf, type Session, type SessionKind } from '../../../src/analytics/sessions/session.ts'
import {
  modellableParameters,
  type SessionModel,
  trainSessionModel,
} from '../../../src/analytics/sessions/session-model.ts'
import type { Json } from '../../../src/lib/table.ts'
import { type DenseEvent, DenseModel } from './dense-model.ts'

/** What was compared with the model by its definition. */
export interface ParityRow {
  readonly figure: string
  /** How many figures. */
  readonly compared: number
  /** The largest |found / expected − 1|; infinite where one is there and the other is not. */
  readonly largest: number
}

export const parityWindows = [1, 2, 3, 4, 5, 8]

/** Every figure of the model of one population, about sessions of it and others, beside the same by its definition. */
export function parityRows(
  kind: SessionKind,
  training: readonly Session[],
  others: readonly Session[] = [],
  modellable?: readonly string[],
): readonly ParityRow[] {
  const sparse = trainSessionModel(training, { kind, ...(modellable && { modellable }) })
  const categories = kind === 'values' ? modellable && new Set(modellable) : new Set<string>()
  const dense = new DenseModel(training.map(denseSession), categories)
  const rows: ParityRow[] = []
  const compare = (figure: string, pairs: Iterable<readonly [found: number, expected: number]>) => {
    let compared = 0
    let largest = 0
    for (const [found, expected] of pairs) {
      compared++
      largest = Math.max(largest, differenceOf(found, expected))
    }
    rows.push({ figure, compared, largest })
  }
  const sessions = [...training, ...others]
  for (const tokens of [true, false]) {
    const tokenText = tokens ? 'tokens' : 'no tokens'
    for (const geometricMean of [false, true]) {
      const found = computeScores(sparse, sessions, { tokens, geometricMean, windows: parityWindows })
      if (!geometricMean) {
        const expected = sessions.map((session) => dense.session(denseSession(session), { tokens }))
        compare(
          `likelihood of the session, ${tokenText}`,
          expected.map((value, at) => [found.likelihood[at]!, value]),
        )
        compare(
          `geometric mean of the session, ${tokenText}`,
          expected.map((value, at) => [found.geometricMean[at]!, value ** (1 / sessions[at]!.length)]),
        )
      }
      for (const window of parityWindows) {
        const { likelihood, start } = found.windows.get(window)!
        const all = sessions.map((session) => dense.windows(denseSession(session), window, { tokens, geometricMean }))
        const text = `rarest window of ${window}, ${tokenText}${geometricMean ? ', geometric mean' : ''}`
        compare(
          text,
          all.map((each, at) => [likelihood[at]!, each.length === 0 ? Number.NaN : Math.min(...each)]),
        )
        // Of equals the earliest: windows that differ by rounding alone are equal.
        const earliest = all.map((each) => each.findIndex((value) => value <= Math.min(...each) * (1 + 1e-9)))
        compare(
          `where it is: ${text}`,
          earliest.map((at, session) => [start[session]! + 1, Math.max(0, at) + 1]),
        )
      }
    }
  }
  compareProbabilities(compare, sparse, dense, kind, sessions)
  return rows
}

type Compare = (figure: string, pairs: Iterable<readonly [number, number]>) => void

function compareProbabilities(
  compare: Compare,
  sparse: SessionModel,
  dense: DenseModel,
  kind: SessionKind,
  sessions: readonly Session[],
): void {
  const names = [...sparse.vocabularies.commands.names, 'never seen']
  compare(
    'P(c)',
    names.map((name) => [commandProbability(sparse, name), dense.prior(name)]),
  )
  compare(
    'P(b | a)',
    [sessionStart, ...names].flatMap((from) =>
      [...names, sessionEnd].map(
        (to) =>
          [
            transitionProbability(sparse, from as string, to as string),
            dense.transition(typeof from === 'string' ? from : '##START##', typeof to === 'string' ? to : '##END##'),
          ] as const,
      ),
    ),
  )
  if (kind === 'commands') return
  const parameters = [...sparse.vocabularies.parameters.names, 'never seen']
  compare(
    'P(p | c)',
    names.flatMap((name) =>
      parameters.map(
        (parameter) => [parameterProbability(sparse, name, parameter), denseParameter(dense, name, parameter)] as const,
      ),
    ),
  )
  compare(
    'share of a parameter',
    parameters.map((name) => [overallParameterProbability(sparse, name), dense.parameterShare(name)]),
  )
  for (const geometricMean of [false, true]) {
    const found = parameterCombinations(sparse, sessions, { geometricMean })
    const expected = dense.combinations(sessions.map(denseSession), geometricMean)
    const figure = `P(parameters | c)${geometricMean ? ', geometric mean' : ''}`
    compare(
      figure,
      found.map((each) => [
        each.probability,
        expected.get(each.command)?.get([...each.parameters].sort().join('\n')) ?? Number.NaN,
      ]),
    )
    const count = [...expected.values()].reduce((sum, each) => sum + each.size, 0)
    compare(`how many: ${figure}`, [[found.length, count]])
  }
  if (kind !== 'values') return
  const values = distinctValues(sessions)
  compare(
    'P(v | p)',
    sparse.vocabularies.parameters.names.flatMap((parameter) =>
      values.map((value) => [valueProbability(sparse, parameter, value), dense.valueGiven(parameter, value)] as const),
    ),
  )
  compare(
    'share of a value',
    values.map((value) => [overallValueProbability(sparse, value), dense.valueShare(value)]),
  )
  const found = modellableParameters(sparse)
  const known = [...dense.modellable].filter((name) => dense.values.has(name))
  const shared = found.filter((name) => dense.modellable.has(name))
  compare(
    'modelled parameters',
    [found, shared].map((names) => [names.length + 1, known.length + 1]),
  )
}

function denseParameter(dense: DenseModel, command: string, parameter: string): number {
  const known = dense.single.has(command) ? command : '##UNK##'
  const counts = dense.parameters.get(known)!
  return (counts.get(parameter) ?? counts.get('##UNK##')!) / dense.single.get(known)!
}

function distinctValues(sessions: readonly Session[]): readonly Json[] {
  const found = new Map<string, Json>([['"never seen"', 'never seen']])
  for (const event of sessions.flat()) {
    for (const [, value] of parametersOf(event)) found.set(JSON.stringify(value), value)
  }
  return [...found.values()]
}

export function denseSession(session: Session): readonly DenseEvent[] {
  return session.map((event) => ({
    name: typeof event === 'string' ? event : event.name,
    params: new Map(parametersOf(event)),
  }))
}

function differenceOf(found: number, expected: number): number {
  if (Number.isNaN(found) || Number.isNaN(expected))
    return Number.isNaN(found) === Number.isNaN(expected) ? 0 : Infinity
  return found === expected ? 0 : Math.abs(found / expected - 1)
}

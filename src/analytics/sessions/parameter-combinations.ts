import { HuntletError } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { encodeSessions } from './encode-sessions.ts'
import { parameterLogOf } from './probabilities.ts'
import { type CommandEvent, parametersOf, type Session } from './session.ts'
import { modellableParameters, type SessionModel } from './session-model.ts'

/** A set of parameters that a command was given together. */
export interface ParameterCombination {
  readonly command: string
  /** Names in alphabetical order; `name --- value` where the value is modelled. */
  readonly parameters: readonly string[]
  readonly probability: number
  /** How often it occurs in the sessions. */
  readonly count: number
}

/**
 * Every distinct combination of parameters (and modelled values) of each command, with its probability given the command, the
 * least probable first. With `geometricMean` the probability is per factor: one for each parameter ever seen with the
 * command, one for an unseen parameter, one for each modelled value. Throws `SESSION_KIND` where only commands are modelled.
 */
export function parameterCombinations(
  model: SessionModel,
  sessions: readonly Session[],
  options: { readonly geometricMean: boolean },
): readonly ParameterCombination[] {
  if (!model.parameters) {
    throw new HuntletError(
      'SESSION_KIND',
      'These sessions hold commands alone: there are no combinations of parameters.',
    )
  }
  const encoded = encodeSessions(sessions, model.kind, model.vocabularies, false)
  const modellable = new Set(modellableParameters(model))
  const found = new Map<string, { -readonly [K in keyof ParameterCombination]: ParameterCombination[K] }>()
  sessions.flat().forEach((event, index) => {
    const { name } = event as CommandEvent
    const parameters = parametersOf(event)
      .map(([parameter, value]) => (modellable.has(parameter) ? [parameter, textOf(value)] : [parameter]))
      .sort(([a], [b]) => (a! < b! ? -1 : 1))
    const key = JSON.stringify([name, parameters])
    const known = found.get(key)
    if (known) known.count++
    else {
      const probability = Math.exp(parameterLogOf(model, encoded, index, options.geometricMean))
      found.set(key, { command: name, parameters: parameters.map((part) => part.join(' --- ')), probability, count: 1 })
    }
  })
  return [...found.values()].sort((a, b) => a.probability - b.probability)
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

import { encodeSessions } from './encode-sessions.ts'
import { rootOf } from './rarest-window.ts'
import type { Session } from './session.ts'
import type { SessionModel } from './session-model.ts'
import { SessionSteps } from './session-steps.ts'

/** How likely a whole session is. */
export interface SessionLikelihood {
  /** Plain product of probabilities; 0 where a double cannot hold it, as with some hundred events. */
  readonly likelihood: number
  /** ln of the likelihood, also where that is 0. */
  readonly logLikelihood: number
  /** likelihood^(1/k) for k events: comparable between long and short sessions. */
  readonly geometricMean: number
}

/**
 * The likelihood of a whole session, parameters and modelled values included. With tokens (the default) from the start to the
 * end of the session; without, from the share of its first command, and no end.
 */
export function sessionLikelihood(
  model: SessionModel,
  session: Session,
  options: { readonly tokens?: boolean } = {},
): SessionLikelihood {
  const steps = new SessionSteps(model, encodeSessions([session], model.kind, model.vocabularies, false))
  steps.load(0)
  return sessionLikelihoodOf(steps, options.tokens ?? true)
}

/** As `sessionLikelihood`, for a session whose factors are loaded. */
export function sessionLikelihoodOf(steps: SessionSteps, tokens: boolean): SessionLikelihood {
  const { length, transition, prior, parameterLog } = steps
  let likelihood = 1
  let logLikelihood = 0
  for (let member = 0; member < length + (tokens ? 1 : 0); member++) {
    const command = member === 0 && !tokens ? prior[0]! : transition[member]!
    likelihood *= command * Math.exp(parameterLog[member]!)
    logLikelihood += Math.log(command) + parameterLog[member]!
  }
  return { likelihood, logLikelihood, geometricMean: rootOf(likelihood, logLikelihood, length) }
}

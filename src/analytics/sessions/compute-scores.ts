import { encodeSessions } from './encode-sessions.ts'
import { checkWindow, rarestWindowOf } from './rarest-window.ts'
import type { Session } from './session.ts'
import { sessionLikelihoodOf } from './session-likelihood.ts'
import type { SessionModel } from './session-model.ts'
import { SessionSteps } from './session-steps.ts'

export interface ComputeOptions {
  /** Lengths of the windows. Default 2 and 3. */
  readonly windows?: readonly number[]
  /** Whether the start and the end of a session are part of it. Default true. */
  readonly tokens?: boolean
  /** Raises the likelihoods of windows to 1 / window. Default false. */
  readonly geometricMean?: boolean
}

/** The plain figures of sessions, by their position in the input. */
export interface ComputedScores {
  /** Likelihood of each whole session: a plain product, 0 where a double cannot hold it. */
  readonly likelihood: Float64Array
  /** ln of it, also where it is 0. */
  readonly logLikelihood: Float64Array
  /** likelihood^(1/k) for k events: comparable between long and short sessions; from the logarithm where the likelihood is too small. */
  readonly geometricMean: Float64Array
  /** The rarest windows, by their length. */
  readonly windows: ReadonlyMap<number, ComputedWindows>
}

/** The rarest window of each session. */
export interface ComputedWindows {
  /** NaN where the session is shorter than a window. */
  readonly likelihood: Float64Array
  /** ln of it, also where it is 0; NaN where the session is shorter than a window. */
  readonly logLikelihood: Float64Array
  /** Its first event; 0 where there is no window. */
  readonly start: Uint32Array
  /** Its events: the end of the session is none; 0 where there is no window. */
  readonly length: Uint32Array
}

/**
 * Every figure of a model about sessions at once: likelihoods and geometric means of whole sessions, and the rarest windows of each length.
 * The sessions need not be those it was trained on. As msticpy's `compute_scores`, where that reaches: it knows windows 2 and 3, and its geometric
 * mean is 0 where the product is. Throws `WINDOW_INVALID`, `SESSIONS_EMPTY`, `SESSION_KIND`.
 */
export function computeScores(
  model: SessionModel,
  sessions: readonly Session[],
  options: ComputeOptions = {},
): ComputedScores {
  const { windows = [2, 3], tokens = true, geometricMean = false } = options
  for (const window of windows) checkWindow(window)
  const encoded = encodeSessions(sessions, model.kind, model.vocabularies, false)
  const steps = new SessionSteps(model, encoded)
  const numbers = () => new Float64Array(encoded.count)
  const whole = { likelihood: numbers(), logLikelihood: numbers(), geometricMean: numbers() }
  const rarest = new Map(
    windows.map((window) => [
      window,
      {
        likelihood: numbers().fill(Number.NaN),
        logLikelihood: numbers().fill(Number.NaN),
        start: new Uint32Array(encoded.count),
        length: new Uint32Array(encoded.count),
      },
    ]),
  )
  for (let session = 0; session < encoded.count; session++) {
    steps.load(session)
    const all = sessionLikelihoodOf(steps, tokens)
    whole.likelihood[session] = all.likelihood
    whole.logLikelihood[session] = all.logLikelihood
    whole.geometricMean[session] = all.geometricMean
    for (const [window, found] of rarest) {
      const least = rarestWindowOf(steps, { window, tokens, geometricMean })
      if (!least) continue
      found.likelihood[session] = least.likelihood
      found.logLikelihood[session] = least.logLikelihood
      found.start[session] = least.start
      found.length[session] = least.length
    }
  }
  return { ...whole, windows: rarest }
}

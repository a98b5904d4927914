import { noProgress, type Progress } from '../../lib/progress.ts'
import { type EncodedSessions, encodeSessions } from './encode-sessions.ts'
import { type Ranking, rankBySurprise } from './rank-by-surprise.ts'
import { checkWindow, rarestWindowOf, type WindowOptions } from './rarest-window.ts'
import { RepeatSurprises } from './repeat-surprises.ts'
import type { Session } from './session.ts'
import { sessionLikelihoodOf } from './session-likelihood.ts'
import { type SessionModel, type TrainOptions, trainEncoded } from './session-model.ts'
import { SessionSteps } from './session-steps.ts'
import { StepSurprises } from './step-surprises.ts'
import { type SurpriseReference, surpriseReference } from './surprise-reference.ts'
import { surprisingPart } from './surprising-part.ts'

export interface ScoreOptions extends WindowOptions, TrainOptions {
  /** A model learned elsewhere, such as a baseline; default is one learned from the very sessions that are scored. */
  readonly model?: SessionModel
  /** What surprises are set against; default is those of the sessions themselves. */
  readonly reference?: SurpriseReference
}

/** What was found about each session, by its position in the input. */
export interface SessionWindows {
  readonly model: SessionModel
  /** The sessions in the ids of the model, and whether it was learned from them. */
  readonly encoded: EncodedSessions
  readonly known: boolean
  /** Likelihood of the rarest window; NaN where the session is shorter than a window. */
  readonly likelihood: Float64Array
  /** ln of that likelihood, and of the whole session's where it is shorter than a window: never NaN. */
  readonly logLikelihood: Float64Array
  /** First event of the rarest window; 0 where the whole session is the window. */
  readonly windowStart: Uint32Array
  /** Events of the rarest window; the end of the session is not one. */
  readonly windowLength: Uint32Array
  /** Bits of surprise: see `scoreSessions`. */
  readonly surprise: Float64Array
  /** First member of the part that is most surprising. */
  readonly partStart: Uint32Array
  /** Its members; the end of the session may be one. */
  readonly partLength: Uint32Array
}

export interface SessionScores extends SessionWindows, Ranking {}

/**
 * Scores every session, of whatever length. Its surprise, in bits, is that of its most surprising part of 1 to `window` steps, and that of
 * how often it repeats a command:
 *
 *     step     = order + command + parameter + value       each −log2 of the share of cases at most as common
 *     part     = −log2 P(as many ordinary steps have as many bits together)
 *     repeats  = −log2 of the share of sessions that hold it as often − log2(commands of the session) − 3, or 0
 *     surprise = part − log2(members of the session / members of the part) + repeats
 *
 * 2^−surprise is how many such parts an ordinary session of that length is expected to have, with such a repetition. Score, `atLeast` and `unusual` set
 * it against the other sessions, or against `reference`: see `placeSurprise`. What each part is for stands in the README.
 * Throws as `trainSessionModel` does.
 */
export function scoreSessions(
  sessions: readonly Session[],
  options: ScoreOptions,
  progress: Progress = noProgress,
): SessionScores {
  const windows = findWindows(sessions, options, progress)
  const reference = options.reference ?? surpriseReference(windows.surprise, options.window)
  return { ...windows, ...rankBySurprise(windows.surprise, reference) }
}

/** The rarest window and the surprise of each session, not yet set against the others. Throws as `trainSessionModel` does. */
export function findWindows(
  sessions: readonly Session[],
  options: ScoreOptions,
  progress: Progress = noProgress,
): SessionWindows {
  checkWindow(options.window)
  if (!options.model) {
    const { model, encoded } = trainEncoded(sessions, options)
    return findEncodedWindows(model, encoded, { ...options, known: true }, progress)
  }
  const { kind, vocabularies } = options.model
  const encoded = encodeSessions(sessions, kind, vocabularies, false)
  return findEncodedWindows(options.model, encoded, { ...options, known: false }, progress)
}

/** As `findWindows`, for sessions that are ids of the model's vocabularies: `known` are those that it was learned from. */
export function findEncodedWindows(
  model: SessionModel,
  encoded: EncodedSessions,
  options: WindowOptions & { readonly known: boolean },
  progress: Progress = noProgress,
): SessionWindows {
  const { window, tokens = true, geometricMean = false, known } = options
  const likelihood = new Float64Array(encoded.count).fill(Number.NaN)
  const logLikelihood = new Float64Array(encoded.count)
  const windowStart = new Uint32Array(encoded.count)
  const windowLength = new Uint32Array(encoded.count)
  const surprise = new Float64Array(encoded.count)
  const partStart = new Uint32Array(encoded.count)
  const partLength = new Uint32Array(encoded.count)
  const steps = new SessionSteps(model, encoded)
  const surprises = new StepSurprises(model, encoded, { tokens, known })
  const repeats = new RepeatSurprises(model, encoded, { known })
  const eventCount = encoded.commands.length
  let told = 0
  for (let session = 0; session < encoded.count; session++) {
    steps.load(session)
    const rarest = rarestWindowOf(steps, { window, tokens, geometricMean })
    if (rarest) {
      likelihood[session] = rarest.likelihood
      windowStart[session] = rarest.start
      windowLength[session] = rarest.length
      logLikelihood[session] = rarest.logLikelihood
    } else {
      const log = sessionLikelihoodOf(steps, tokens).logLikelihood
      windowLength[session] = steps.length
      logLikelihood[session] = geometricMean ? log / (steps.length + (tokens ? 1 : 0)) : log
    }
    surprises.load(session)
    const part = surprisingPart(surprises.bits, surprises.members, window)
    // Rounded, so that sessions that differ by the order of an addition tie.
    surprise[session] = Math.round((part.surprise + (repeats.of(session)?.bits ?? 0)) * 1e9) / 1e9
    partStart[session] = part.start
    partLength[session] = part.length
    const done = encoded.offsets[session + 1]!
    if (done - told > 200_000) {
      told = done
      progress(done, eventCount, 'events scored')
    }
  }
  return {
    model,
    encoded,
    known,
    likelihood,
    logLikelihood,
    windowStart,
    windowLength,
    surprise,
    partStart,
    partLength,
  }
}

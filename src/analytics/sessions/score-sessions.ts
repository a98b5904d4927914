import { type EncodedSessions, encodeSessions } from './encode-sessions.ts'
import { rankBySurprise } from './rank-by-surprise.ts'
import { checkWindow, rarestWindowOf, type WindowOptions } from './rarest-window.ts'
import type { Session } from './session.ts'
import { sessionLikelihoodOf } from './session-likelihood.ts'
import { type SessionModel, type TrainOptions, trainEncoded } from './session-model.ts'
import { SessionSteps } from './session-steps.ts'

export interface ScoreOptions extends WindowOptions, TrainOptions {
  /** A model learned elsewhere, such as a baseline; default is one learned from the very sessions that are scored. */
  readonly model?: SessionModel
}

/** What was found about each session, by its position in the input. */
export interface SessionWindows {
  readonly model: SessionModel
  /** Likelihood of the rarest window; NaN where the session is shorter than a window. */
  readonly likelihood: Float64Array
  /** ln of that likelihood, and of the whole session's where it is shorter than a window: never NaN. */
  readonly logLikelihood: Float64Array
  /** First event of the rarest window; 0 where the whole session is the window. */
  readonly windowStart: Uint32Array
  /** Events of the rarest window; the end of the session is not one. */
  readonly windowLength: Uint32Array
  /** Bits of surprise per step: see `scoreSessions`. */
  readonly surprise: Float64Array
}

export interface SessionScores extends SessionWindows {
  /** How many robust spreads the surprise lies above the median session. */
  readonly score: Float64Array
  /** 1 is the most unusual. */
  readonly rank: Uint32Array
  /** 1 where the score marks the session as standing out. */
  readonly unusual: Uint8Array
}

/**
 * Scores every session, of whatever length.
 *
 * The surprise of a session, in bits per step:
 *
 *     surprise = (−log2 L − log2 n) / W
 *
 * - L is the likelihood of its rarest window of W members. A session shorter than a window is one window, closed by its end: L is
 *   then the likelihood of the whole session.
 * - The bits are divided by W whatever the length, so that the steps a short session does not have count as certain, 0 bits. To
 *   divide by its own length would let a session of one unusual event win over three unusual events in a row: all it has is rare.
 * - n is the session's length in windows, (events + 1) / W, at least 1. The rarest of n windows is rarer the more there are, among
 *   ordinary events too: the chance that one of n has b bits is up to n times the chance that a single one has, and n times is log2 n
 *   bits. Windows that overlap share their steps, so the length counts and not the number of places a window can stand. Without this
 *   a service that ran ten thousand processes heads every list.
 *
 * The score sets the surprise against the other sessions: (surprise − median) / spread, the spread being 1.4826 times the median
 * absolute deviation, and at least one bit over the window, as a factor of two in likelihood is no finding. A score of 3.5
 * and more is `unusual`.
 */
export function scoreSessions(sessions: readonly Session[], options: ScoreOptions): SessionScores {
  const windows = findWindows(sessions, options)
  return { ...windows, ...rankBySurprise(windows.surprise, { window: options.window }) }
}

/** The rarest window and the surprise of each session, not yet set against the others. Throws as `trainSessionModel` does. */
export function findWindows(sessions: readonly Session[], options: ScoreOptions): SessionWindows {
  checkWindow(options.window)
  const { model, encoded } = options.model
    ? {
        model: options.model,
        encoded: encodeSessions(sessions, options.model.kind, options.model.vocabularies, false),
      }
    : trainEncoded(sessions, options)
  return findEncodedWindows(model, encoded, options)
}

/** As `findWindows`, for sessions that are ids of the model's vocabularies. */
export function findEncodedWindows(
  model: SessionModel,
  encoded: EncodedSessions,
  options: WindowOptions,
): SessionWindows {
  const { window, tokens = true, geometricMean = false } = options
  const likelihood = new Float64Array(encoded.count).fill(Number.NaN)
  const logLikelihood = new Float64Array(encoded.count)
  const windowStart = new Uint32Array(encoded.count)
  const windowLength = new Uint32Array(encoded.count)
  const surprise = new Float64Array(encoded.count)
  const steps = new SessionSteps(model, encoded)
  for (let session = 0; session < encoded.count; session++) {
    steps.load(session)
    const members = steps.length + (tokens ? 1 : 0)
    const rarest = rarestWindowOf(steps, { window, tokens, geometricMean })
    let log: number
    if (rarest) {
      likelihood[session] = rarest.likelihood
      windowStart[session] = rarest.start
      windowLength[session] = rarest.length
      logLikelihood[session] = rarest.logLikelihood
      log = geometricMean ? rarest.logLikelihood * window : rarest.logLikelihood
    } else {
      log = sessionLikelihoodOf(steps, tokens).logLikelihood
      windowLength[session] = steps.length
      logLikelihood[session] = geometricMean ? log / members : log
    }
    surprise[session] = surpriseOf(log, Math.max(1, members / window), window)
  }
  return { model, likelihood, logLikelihood, windowStart, windowLength, surprise }
}

/** Bits per step of a session's rarest window, less what a length of so many windows brings by itself. */
function surpriseOf(logLikelihood: number, windows: number, window: number): number {
  const bits = (-logLikelihood - Math.log(windows)) / Math.LN2 / window
  // Rounded, so that sessions that differ by the order of a multiplication tie.
  return Math.round(bits * 1e12) / 1e12
}

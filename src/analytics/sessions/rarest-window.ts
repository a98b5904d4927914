import { HuntletError } from '../../lib/diagnostic.ts'
import { encodeSessions } from './encode-sessions.ts'
import type { Session } from './session.ts'
import type { SessionModel } from './session-model.ts'
import { SessionSteps } from './session-steps.ts'

export interface WindowOptions {
  /** Members of a window; the end of the session is a member where tokens are on. */
  readonly window: number
  /** Whether the start and the end of a session are part of it. Default true. */
  readonly tokens?: boolean
  /** Raises the likelihood to 1 / window. Default false. */
  readonly geometricMean?: boolean
}

/** The rarest window of a session. */
export interface RarestWindow {
  /** Index of its first event. */
  readonly start: number
  /** Its events; one fewer than the window's members where it holds the end of the session. */
  readonly length: number
  readonly endsSession: boolean
  /** Plain product of probabilities; 0 where a double cannot hold it. */
  readonly likelihood: number
  /** ln of the likelihood, also where that is 0. */
  readonly logLikelihood: number
}

/** Throws `WINDOW_INVALID` unless the window is a whole number of at least 1. */
export function checkWindow(window: number): void {
  if (Number.isInteger(window) && window >= 1) return
  throw new HuntletError('WINDOW_INVALID', `The window must be a whole number of at least 1, not ${window}.`)
}

/**
 * The window of a session that the model finds least likely; of equals the earliest. The first window starts from P(w0|start),
 * every later one from the share of its first command; then come the transitions within the window and the parameters of each
 * of its events. Undefined where the session is shorter than a window: fewer than window − 1 events with tokens, window without.
 */
export function rarestWindow(model: SessionModel, session: Session, options: WindowOptions): RarestWindow | undefined {
  checkWindow(options.window)
  const steps = new SessionSteps(model, encodeSessions([session], model.kind, model.vocabularies, false))
  steps.load(0)
  return rarestWindowOf(steps, options)
}

/** As `rarestWindow`, for a session whose factors are loaded. */
export function rarestWindowOf(steps: SessionSteps, options: WindowOptions): RarestWindow | undefined {
  const { window, tokens = true, geometricMean = false } = options
  const members = steps.length + (tokens ? 1 : 0)
  if (members < window) return undefined
  const start = earliestMinimum(members - window + 1, windowLogs(steps, window, tokens))
  const { likelihood, logLikelihood } = windowLikelihood(steps, start, window, tokens)
  const endsSession = start + window > steps.length
  return {
    start,
    length: endsSession ? window - 1 : window,
    endsSession,
    likelihood: geometricMean ? rootOf(likelihood, logLikelihood, window) : likelihood,
    logLikelihood: geometricMean ? logLikelihood / window : logLikelihood,
  }
}

/** likelihood^(1/count), from the logarithm where the likelihood is too small for a double to hold well. */
export function rootOf(likelihood: number, logLikelihood: number, count: number): number {
  return likelihood > 1e-290 ? likelihood ** (1 / count) : Math.exp(logLikelihood / count)
}

/**
 * ln of the likelihood of the window at each start, in turn. A running sum, so that the cost does not depend on the window;
 * summed afresh once per window length, so that rounding does not build up.
 */
function windowLogs(steps: SessionSteps, window: number, tokens: boolean): (start: number) => number {
  const { transition, prior, parameterLog } = steps
  const step = (member: number) => Math.log(transition[member]!) + parameterLog[member]!
  let inside = 0
  return (start) => {
    if (start % window === 0) {
      inside = 0
      for (let member = start + 1; member < start + window; member++) inside += step(member)
    } else if (window > 1) {
      inside += step(start + window - 1) - step(start)
    }
    const first = start === 0 && tokens ? transition[0]! : prior[start]!
    return Math.log(first) + parameterLog[start]! + inside
  }
}

/** The earliest of the least values of `at(0)` … `at(count − 1)`; values that differ by rounding alone are equal. */
function earliestMinimum(count: number, at: (index: number) => number): number {
  let best = 0
  let least = at(0)
  for (let index = 1; index < count; index++) {
    const value = at(index)
    if (value < least - 1e-12 * Math.max(1, -least)) {
      best = index
      least = value
    }
  }
  return best
}

function windowLikelihood(
  { transition, prior, parameterLog }: SessionSteps,
  start: number,
  window: number,
  tokens: boolean,
): { likelihood: number; logLikelihood: number } {
  const first = start === 0 && tokens ? transition[0]! : prior[start]!
  let likelihood = first * Math.exp(parameterLog[start]!)
  let logLikelihood = Math.log(first) + parameterLog[start]!
  for (let member = start + 1; member < start + window; member++) {
    likelihood *= transition[member]!
    likelihood *= Math.exp(parameterLog[member]!)
    logLikelihood += Math.log(transition[member]!) + parameterLog[member]!
  }
  return { likelihood, logLikelihood }
}

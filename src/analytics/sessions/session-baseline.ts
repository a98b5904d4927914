import { HuntletError } from '../../lib/diagnostic.ts'
import {
  copyVocabularies,
  type EncodedSessions,
  encodeSessions,
  translateIds,
  type Vocabularies,
} from './encode-sessions.ts'
import { rankBySurprise } from './rank-by-surprise.ts'
import type { WindowOptions } from './rarest-window.ts'
import { findEncodedWindows, type SessionScores, type SessionWindows } from './score-sessions.ts'
import type { Session } from './session.ts'
import { type SessionModel, type TrainOptions, trainEncoded } from './session-model.ts'
import { type SurpriseReference, surpriseReference } from './surprise-reference.ts'
import { addSessions } from './update-session-model.ts'

/** What is usual: a model of sessions, and what the surprise of any session is set against, which are those of the same sessions. */
export interface SessionBaseline {
  readonly model: SessionModel
  /** Whether the start and the end of a session are part of it. */
  readonly tokens: boolean
  /** One for each length of window that can be asked for. */
  readonly references: readonly SurpriseReference[]
}

export interface BaselineOptions extends TrainOptions {
  /** Lengths of windows. Default 3. */
  readonly windows?: readonly number[]
  /** Default true. */
  readonly tokens?: boolean
}

/** How sessions stand against a baseline. */
export interface BaselineScores extends SessionScores {
  /** How many sessions of the baseline are at least so surprising: 0 for what is more surprising than all of them. */
  readonly atLeast: Uint32Array
  readonly reference: SurpriseReference
}

/**
 * Learns what is usual from one population of sessions, so that others can be set against it: the same actors a month before, or all
 * others. Throws as `trainSessionModel` does.
 */
export function trainBaseline(sessions: readonly Session[], options: BaselineOptions = {}): SessionBaseline {
  const { model, encoded } = trainEncoded(sessions, options)
  return baselineOf(model, encoded, options)
}

/** The baseline of a model and of the very sessions it was trained on. */
function baselineOf(
  model: SessionModel,
  encoded: EncodedSessions,
  { windows = [3], tokens = true }: Pick<BaselineOptions, 'windows' | 'tokens'>,
): SessionBaseline {
  const references = windows.map((window) =>
    surpriseReference(findEncodedWindows(model, encoded, { window, tokens, known: true }).surprise, window),
  )
  return { model, tokens, references }
}

/**
 * Scores sessions against a baseline that does not know of them. Score and `atLeast` are as they would be among the sessions of the
 * baseline; the rank is among those that are scored, ties in the order of the input. Throws `MODEL_WINDOW` where the baseline has no
 * reference for such a window, `SESSIONS_EMPTY` and `SESSION_KIND` as the model does.
 */
export function scoreAgainst(
  baseline: SessionBaseline,
  sessions: readonly Session[],
  options: Omit<WindowOptions, 'tokens'>,
): BaselineScores {
  const { kind, vocabularies } = baseline.model
  return scoreEncodedAgainst(baseline, encodeSessions(sessions, kind, vocabularies, false), options)
}

/** As `scoreAgainst`, for sessions that are ids of the model's vocabularies. */
export function scoreEncodedAgainst(
  baseline: SessionBaseline,
  encoded: EncodedSessions,
  options: Omit<WindowOptions, 'tokens'>,
): BaselineScores {
  const reference = referenceFor(baseline, options.window)
  return placeWindows(
    findEncodedWindows(baseline.model, encoded, { ...options, tokens: baseline.tokens, known: false }),
    reference,
  )
}

/** Windows that were found, set against a reference. */
export function placeWindows(windows: SessionWindows, reference: SurpriseReference): BaselineScores {
  return { ...windows, ...rankBySurprise(windows.surprise, reference), reference }
}

/** The reference of a baseline for a window. Throws `MODEL_WINDOW`. */
export function referenceFor({ references }: SessionBaseline, window: number): SurpriseReference {
  const reference = references.find((each) => each.window === window)
  if (reference) return reference
  const known = references.map((each) => each.window)
  throw new HuntletError(
    'MODEL_WINDOW',
    `The baseline has nothing to set windows of ${window} against: it was made for ${known.length === 0 ? 'none' : `windows of ${known.join(', ')}`}.`,
    { hint: known.length === 0 ? 'Train it anew.' : `Ask for a window of ${known[0]}, or train it for this one.` },
  )
}

/**
 * The baseline with more sessions. The model counts as if it had been trained on all of them at once. The references cannot be made anew, as the
 * first sessions are not kept: the surprises of the new ones, by the model before it knows them, join those that are there.
 */
export function updateBaseline(baseline: SessionBaseline, sessions: readonly Session[]): SessionBaseline {
  const vocabularies = copyVocabularies(baseline.model.vocabularies)
  const encoded = encodeSessions(sessions, baseline.model.kind, vocabularies, true)
  return addToBaseline(baseline, encoded, vocabularies)
}

/** As `updateBaseline`, for sessions that are ids of vocabularies that begin with those of the model. */
export function addToBaseline(
  baseline: SessionBaseline,
  encoded: EncodedSessions,
  vocabularies: Vocabularies,
): SessionBaseline {
  if (encoded.count === 0) return baseline
  const { model, tokens } = baseline
  // An id just beyond the commands is the end of a session to the model, so what it does not know must be unknown to it.
  const known = translateIds(encoded, vocabularies, model.vocabularies)
  const references = baseline.references.map((reference) => {
    const { surprise } = findEncodedWindows(model, known, { window: reference.window, tokens, known: false })
    return joinReferences(reference, surpriseReference(surprise, reference.window))
  })
  return { model: addSessions(model, encoded, vocabularies), tokens, references }
}

/** The reference of both populations together; what stands between two surprises that are kept counts as the lower. */
function joinReferences(a: SurpriseReference, b: SurpriseReference): SurpriseReference {
  const all = new Float64Array(a.count + b.count)
  let at = 0
  for (const { surprises, atLeast } of [a, b]) {
    surprises.forEach((surprise, index) => {
      const end = at + atLeast[index]! - (atLeast[index - 1] ?? 0)
      all.fill(surprise, at, end)
      at = end
    })
  }
  return surpriseReference(all, a.window)
}

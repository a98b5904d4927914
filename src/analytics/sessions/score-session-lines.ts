import { decodeSession, type EncodedSessions, translateIds } from './encode-sessions.ts'
import { SessionExplainer } from './explain-session.ts'
import { checkWindow, type WindowOptions } from './rarest-window.ts'
import { type LineProblem, SessionLineReader, type SessionLines } from './read-session-lines.ts'
import { findEncodedWindows } from './score-sessions.ts'
import { type BaselineScores, placeWindows, type SessionBaseline, scoreEncodedAgainst } from './session-baseline.ts'
import { countSessions } from './session-model.ts'
import { surpriseReference } from './surprise-reference.ts'

/** The score of one line. */
export interface ScoredLine {
  /** Which session, from 0: lines without one are not counted. */
  readonly session: number
  /** The line it stands on, from 1. */
  readonly line: number
  /** Likelihood of the rarest window; null where the session is shorter than a window. */
  readonly likelihood: number | null
  /** ln of it; of the whole session's where that is shorter than a window. */
  readonly logLikelihood: number
  /** The commands of the rarest window; of the whole session where that is shorter than a window. */
  readonly window: readonly string[]
  /** The first event of the window, from 0. */
  readonly windowStart: number
  /** The commands of the part that the surprise is of: 1 to window steps. Empty where that is the end of the session alone. */
  readonly part: readonly string[]
  /** The first event of the part, from 0. */
  readonly partStart: number
  /** Whether the end of the session is its last step. */
  readonly partEnds: boolean
  readonly events: number
  /** 1 is the most unusual of these lines. */
  readonly rank: number
  /** Spreads above the median session, of the baseline where there is one. */
  readonly score: number
  /** How many sessions, of the baseline where there is one, are at least so surprising. */
  readonly atLeast: number
  /** Bits: see `scoreSessions`. */
  readonly surprise: number
  readonly unusual: boolean
  /** What the surprise comes from, in a sentence; null where the session is not unusual. */
  readonly why: string | null
}

export interface LineOptions extends WindowOptions {
  /** The parameters whose values are modelled, in place of the heuristic; of no effect with a baseline. */
  readonly modellable?: Iterable<string>
  /** What the sessions are scored against; default is one another. It has its own `tokens`. */
  readonly baseline?: SessionBaseline
}

/** Scores of the lines that were read, and a line for each of them when asked for. */
export interface LineScores {
  readonly scores: BaselineScores
  line(session: number): ScoredLine
  /** What the surprise of a session comes from, in a sentence, unusual or not; empty where nothing is surprising. */
  why(session: number): string
}

/**
 * Scores sessions written one a line: see `SessionLineReader`. No good line at all: no sessions and the problems. Throws `WINDOW_INVALID`,
 * `MODEL_WINDOW`.
 */
export function scoreSessionLines(
  lines: Iterable<string>,
  options: LineOptions,
): { readonly sessions: readonly ScoredLine[]; readonly problems: readonly LineProblem[] } {
  checkWindow(options.window)
  const problems: LineProblem[] = []
  const reader = new SessionLineReader((problem) => problems.push(problem), options.baseline?.model)
  for (const text of lines) reader.add(text)
  const read = reader.finish()
  if (!read) return { sessions: [], problems }
  const { line } = scoreLines(read, options)
  return { sessions: Array.from(read.lineOf, (_, session) => line(session)), problems }
}

/** Scores what a `SessionLineReader` read; with a baseline, one that was given its model. */
export function scoreLines(read: SessionLines, options: LineOptions): LineScores {
  const scores = options.baseline ? againstBaseline(read, options.baseline, options) : againstEachOther(read, options)
  // Made for the first line that asks.
  let explainer: SessionExplainer | undefined
  const why = (session: number) => {
    explainer ??= new SessionExplainer(scores.model, scores.encoded, {
      window: options.window,
      tokens: options.baseline?.tokens ?? options.tokens ?? true,
      known: scores.known,
    })
    return explainer.explain(session, decodeSession(read.encoded, read.vocabularies, session)).sentence
  }
  return { scores, why, line: (session) => scoredLine(read, scores, session, why) }
}

function againstBaseline(
  { encoded, vocabularies }: SessionLines,
  baseline: SessionBaseline,
  options: LineOptions,
): BaselineScores {
  const known = translateIds(encoded, vocabularies, baseline.model.vocabularies)
  return scoreEncodedAgainst(baseline, known, options)
}

function againstEachOther({ encoded, kind, vocabularies }: SessionLines, options: LineOptions): BaselineScores {
  const windows = findEncodedWindows(countSessions(encoded, kind, vocabularies, options.modellable), encoded, {
    ...options,
    known: true,
  })
  return placeWindows(windows, surpriseReference(windows.surprise, options.window))
}

function scoredLine(
  { encoded, vocabularies, lineOf }: SessionLines,
  scores: BaselineScores,
  session: number,
  why: (session: number) => string,
): ScoredLine {
  const likelihood = scores.likelihood[session]!
  const windowStart = scores.windowStart[session]!
  const partStart = scores.partStart[session]!
  const partLength = scores.partLength[session]!
  const events = encoded.offsets[session + 1]! - encoded.offsets[session]!
  const commands = (start: number, length: number) =>
    commandsOf(encoded, vocabularies.commands.names, session, start, Math.min(length, events - start))
  return {
    session,
    line: lineOf[session]!,
    likelihood: Number.isNaN(likelihood) ? null : likelihood,
    logLikelihood: scores.logLikelihood[session]!,
    window: commands(windowStart, scores.windowLength[session]!),
    windowStart,
    part: commands(partStart, partLength),
    partStart,
    partEnds: partStart + partLength > events,
    events,
    rank: scores.rank[session]!,
    score: scores.score[session]!,
    atLeast: scores.atLeast[session]!,
    surprise: scores.surprise[session]!,
    unusual: scores.unusual[session] === 1,
    why: scores.unusual[session] === 1 ? why(session) : null,
  }
}

function commandsOf(
  { offsets, commands }: EncodedSessions,
  names: readonly string[],
  session: number,
  start: number,
  length: number,
): string[] {
  const first = offsets[session]! + start
  const found = new Array<string>(length)
  for (let at = 0; at < length; at++) found[at] = names[commands[first + at]!]!
  return found
}

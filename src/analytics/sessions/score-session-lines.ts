import type { Json } from '../../lib/table.ts'
import { describe, EventProblem, parseJson, readEvent } from './parse-event.ts'
import { checkWindow, type WindowOptions } from './rarest-window.ts'
import { scoreSessions } from './score-sessions.ts'
import { commandOf, kindOfEvent, type SessionEvent, type SessionKind } from './session.ts'

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
  /** 1 is the most unusual. */
  readonly rank: number
  /** Spreads above the median session. */
  readonly score: number
  /** Bits per step. */
  readonly surprise: number
  readonly unusual: boolean
}

/** What is wrong with a line. */
export interface LineProblem {
  /** From 1. */
  readonly line: number
  readonly message: string
}

/**
 * Scores sessions written one a line, as JSON: `["A","B"]`, `[{"name":"A","params":["p"]}]` or `[{"name":"A","params":{"p":"v"}}]`. The
 * first event of the first good line tells what the run models. Blank lines are nothing; a line that cannot be read, or does not
 * fit the run, is a problem, and the others are scored without it. No good line at all: no sessions and the problems.
 * Throws `WINDOW_INVALID`.
 */
export function scoreSessionLines(
  lines: Iterable<string>,
  options: WindowOptions,
): { readonly sessions: readonly ScoredLine[]; readonly problems: readonly LineProblem[] } {
  checkWindow(options.window)
  const problems: LineProblem[] = []
  const sessions: (readonly SessionEvent[])[] = []
  const lineOf: number[] = []
  let kind: SessionKind | undefined
  let line = 0
  for (const text of lines) {
    line++
    const read = readLine(line === 1 ? text.replace(/^\ufeff/, '') : text, kind)
    if (read === undefined) continue
    if (typeof read === 'string') problems.push({ line, message: read })
    else {
      kind ??= kindOfEvent(read[0]!)
      sessions.push(read)
      lineOf.push(line)
    }
  }
  if (sessions.length === 0) return { sessions: [], problems }
  const scores = scoreSessions(sessions, options)
  return {
    sessions: sessions.map((session, index): ScoredLine => {
      const start = scores.windowStart[index]!
      const likelihood = scores.likelihood[index]!
      return {
        session: index,
        line: lineOf[index]!,
        likelihood: Number.isNaN(likelihood) ? null : likelihood,
        logLikelihood: scores.logLikelihood[index]!,
        window: session.slice(start, start + scores.windowLength[index]!).map(commandOf),
        windowStart: start,
        rank: scores.rank[index]!,
        score: scores.score[index]!,
        surprise: scores.surprise[index]!,
        unusual: scores.unusual[index] === 1,
      }
    }),
    problems,
  }
}

/** The session of a line, undefined for a blank one, or what is wrong with it. */
function readLine(text: string, kind: SessionKind | undefined): readonly SessionEvent[] | string | undefined {
  if (text.trim() === '') return undefined
  const json = parseJson(text)
  if (json === undefined) return 'This is not JSON.'
  if (!Array.isArray(json)) return `This is ${describe(json)}, not a list of events.`
  if (json.length === 0) return 'This session has no events.'
  const events: SessionEvent[] = []
  for (const [index, item] of (json as readonly Json[]).entries()) {
    const event = readEvent(item)
    if (event instanceof EventProblem) return `Event ${index} ${event.reason}.`
    if (typeof event === 'string') events.push(event)
    else if (event.params === undefined) return `Event ${index} has no \`params\`: write [] or {} where there are none.`
    else events.push({ name: event.name, params: event.params })
    const plain = (kind ?? kindOfEvent(events[0]!)) === 'commands'
    if (plain !== (typeof event === 'string')) {
      return `Event ${index} is ${plain ? 'a command with parameters' : 'a plain name'}, but the first event of the file is ${
        plain ? 'a plain name' : 'a command with parameters'
      }.`
    }
  }
  return events
}

import type { Json } from '../../lib/table.ts'
import type { Answer, LookupContext, LookupOutcome, Severity } from './lookup.ts'
import type { Observable } from './observable.ts'
import type { Match, ObservableIndex } from './observable-index.ts'

/** What somebody says is a threat, whatever it was written in. Times are ISO texts. */
export interface Indicator {
  /** Who says so. */
  readonly provider: string
  /** What it is an indicator of, in the words of who says so. */
  readonly threat: string
  readonly tags: readonly string[]
  /** 0 to 100, where it is said. */
  readonly confidence?: number | undefined
  /** What the source itself takes for its severity, where it says so in words of our scale. */
  readonly severity?: Severity | undefined
  readonly firstSeen?: string | undefined
  readonly lastSeen?: string | undefined
  readonly asOf?: string | undefined
  /** From then on it is said no more. */
  readonly until?: string | undefined
  /** Withdrawn, or of no use for detection; the text says which. */
  readonly void?: string | undefined
  readonly reference?: string | undefined
  /** It names several things that must come together; this is one of them. */
  readonly isPart?: boolean | undefined
  readonly within?: string | undefined
  raw(): Json
}

/** Confidence below which an indicator is a warning only. */
const confident = 50

/** How all look-ups of indicators say what becomes of one. */
export const indicatorSeverityText =
  'An indicator is high; a warning where its confidence is below 50, where it stands for a domain above, or is part of a pattern; information where it has expired or was withdrawn. A severity it states itself goes first.'

/** Indicators of one source: entries by what they are about, and an entry read when it is met. */
export interface Indicators<Entry = unknown> {
  readonly index: ObservableIndex<Entry>
  readonly read: (entry: Entry) => Indicator
}

/** Looks observables up among indicators; a long look gives way to others, and can be cancelled. */
export async function answersOf<Entry>(
  observables: readonly Observable[],
  { index, read }: Indicators<Entry>,
  { now, signal, progress }: LookupContext,
): Promise<LookupOutcome> {
  const answers: Answer[] = []
  for (const [at, observable] of observables.entries()) {
    if (at % 5000 === 4999) {
      progress?.(at, observables.length)
      await new Promise(setImmediate)
      signal?.throwIfAborted()
    }
    for (const match of index.find(observable))
      answers.push(answerOf(observable, { ...match, entry: read(match.entry) }, now))
  }
  return { answers, entries: index.size }
}

function answerOf(observable: Observable, { entry, by, text }: Match<Indicator>, now: string): Answer {
  const expired = entry.until !== undefined && entry.until < now ? `expired ${entry.until.slice(0, 10)}` : undefined
  const isWeak = (entry.confidence !== undefined && entry.confidence < confident) || by === 'domain above'
  const said = entry.severity ?? (isWeak || entry.isPart ? 'warning' : 'high')
  const lapse = entry.void ?? expired
  const severity: Severity = lapse === undefined ? said : 'information'
  const what = [
    entry.threat || 'Named as an indicator',
    ...(by === 'itself'
      ? []
      : [`by ${by === 'network' ? 'its network' : by === 'host' ? 'its host' : 'the domain above it,'} ${text}`]),
    ...(entry.isPart ? ['as part of a pattern'] : []),
    ...(entry.confidence === undefined ? [] : [`confidence ${entry.confidence}`]),
    ...(lapse === undefined ? [] : [lapse]),
  ]
  const { firstSeen, lastSeen, asOf, reference, within } = entry
  return {
    observable,
    severity,
    verdict: `${what.join(', ')}${entry.provider ? ` (${entry.provider})` : ''}`,
    tags: entry.tags,
    ...(firstSeen && { firstSeen }),
    ...(lastSeen && { lastSeen }),
    ...(asOf && { asOf }),
    ...(reference && { reference }),
    ...(within && { within }),
    raw: entry.raw(),
  }
}

/** A time as an ISO text, or undefined where it is none; seconds and milliseconds since 1970 are times too. */
export function isoTime(written: unknown): string | undefined {
  if (typeof written === 'number' || (typeof written === 'string' && /^\d{9,13}$/.test(written.trim()))) {
    const number = Number(written)
    const time = new Date(Math.abs(number) < 1e11 ? number * 1000 : number)
    return number === 0 ? undefined : isoOf(time)
  }
  if (typeof written !== 'string' || !/^\s*\d{4}-\d\d-\d\d/.test(written)) return undefined
  const text = written
    .trim()
    .replace(/ UTC$/, 'Z')
    .replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
    .replace(/(\.\d{3})\d+/, '$1')
  const time = new Date(/^\d{4}-\d\d-\d\d$|Z$|[+-]\d\d:?\d\d$/i.test(text) ? text : `${text}Z`)
  return time.getUTCFullYear() < 1971 ? undefined : isoOf(time)
}

/** A datetime of KQL lies in the years 1 to 9999. */
function isoOf(time: Date): string | undefined {
  const year = time.getUTCFullYear()
  return year >= 1 && year <= 9999 ? time.toISOString() : undefined
}

/** Words of a severity, as files and tables write them. */
export function severityOf(word: string): Severity | undefined {
  const text = word.trim().toLowerCase()
  if (/^(critical|high|severe|malicious|very high)$/.test(text)) return 'high'
  if (/^(medium|moderate|suspicious|warning)$/.test(text)) return 'warning'
  return /^(low|info|information|informational|benign|none|harmless)$/.test(text) ? 'information' : undefined
}

/** A list in a text: JSON, or parted by commas, semicolons or bars. */
export function listOf(written: string): string[] {
  const text = written.trim()
  if (text === '' || text === '[]') return []
  if (text.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(text)
      if (Array.isArray(list)) return list.map(String).filter((each) => each !== '')
    } catch {
      // Not JSON after all: brackets are part of the words.
    }
  }
  return text
    .split(/[,;|]/)
    .map((each) => each.trim().replace(/^["']|["']$/g, ''))
    .filter((each) => each !== '')
}

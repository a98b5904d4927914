import { parseDatetime, ticksPerSecond } from '../../lib/kql-time.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Cell, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readSessions } from '../sessions/read-sessions.ts'
import { commandOf, parametersOf } from '../sessions/session.ts'
import { type FeatureColumn, featureTable } from './feature-table.ts'
import { hourOf, isNight, type Night } from './hours.ts'

export interface SessionFeatureOptions extends Night {
  /** Column with the list of events: names, or bags of `name` and `params`. Default `Sequence`. */
  readonly events?: string | undefined
  /** Column with the list of their times. Default `Times`; without it, `Begin` and `End` tell how long it was, and nothing tells of nights. */
  readonly times?: string | undefined
  /** Column of the source: what is rare is rare in a source. */
  readonly source?: string | undefined
}

/** What is told of each session. */
const sessionFeatureColumns = [
  { name: 'Events', type: 'long', text: 'events' },
  { name: 'Commands', type: 'long', text: 'distinct commands' },
  { name: 'Parameters', type: 'long', text: 'distinct names of parameters' },
  {
    name: 'RareShare',
    type: 'real',
    text: 'share of events whose command occurs in 1 % of the sessions at most, or in this one only',
  },
  { name: 'Seconds', type: 'real', text: 'from the first event to the last' },
  { name: 'EventsPerMinute', type: 'real', text: 'events over these seconds, at least one; null for a single event' },
  { name: 'NightShare', type: 'real', text: 'share of events from 22 to 6 o’clock UTC, unless told otherwise' },
] as const satisfies readonly FeatureColumn[]

/**
 * Sessions in numbers: the columns that say whose session it is and when (texts, ids and times; neither numbers nor lists), then
 * `sessionFeatureColumns`. One row a session, in order. Throws as `readSessions` does.
 */
export function sessionFeatures(
  table: Table,
  options: SessionFeatureOptions = {},
  progress: Progress = noProgress,
): Table {
  const { events = 'Sequence', times = 'Times' } = options
  const sessions = readSessions(table, events, 'params')
  const timesAt = options.times === undefined ? table.indexOf(times) : columnAt(table, times, 'the times of events')
  const sourceAt = options.source === undefined ? -1 : columnAt(table, options.source, 'the source of each session')
  const sourceOf = (row: number) => (sourceAt < 0 ? '' : String(table.cell(row, sourceAt) ?? ''))
  const sessionsOf = new Map<string, { count: number; with: Map<string, number> }>()
  sessions.forEach((session, row) => {
    let source = sessionsOf.get(sourceOf(row))
    if (!source) {
      source = { count: 0, with: new Map() }
      sessionsOf.set(sourceOf(row), source)
    }
    source.count++
    for (const command of new Set(session.map(commandOf))) source.with.set(command, (source.with.get(command) ?? 0) + 1)
  })
  const own = table.columns.filter(
    ({ type, name }) => ['string', 'guid', 'datetime'].includes(type) && name !== events && name !== times,
  )
  const limitsAt = [table.indexOf('Begin'), table.indexOf('End')]
  const limits = (row: number) =>
    limitsAt.flatMap((at) => (at < 0 ? [] : (parseDatetime(String(table.cell(row, at))) ?? [])))
  const often = Math.max(1, Math.ceil(sessions.length / 50))
  const rows = sessions.map((session, row): Cell[] => {
    if (row % often === 0 && row > 0) progress(row, sessions.length, 'Counting what sessions hold')
    const commands = session.map(commandOf)
    const { count, with: held } = sessionsOf.get(sourceOf(row))!
    const rare = commands.filter((command) => held.get(command)! <= Math.max(1, count / 100)).length
    return [
      commands.length,
      new Set(commands).size,
      new Set(session.flatMap((event) => parametersOf(event).map(([name]) => name))).size,
      rare / commands.length,
      ...timeFeatures(
        commands.length,
        timesAt < 0 ? undefined : instantsOf(table.cell(row, timesAt)),
        timesAt < 0 ? limits(row) : [],
        options,
      ),
    ]
  })
  return featureTable(table.select(own.map(({ name }) => name)), sessionFeatureColumns, rows)
}

/** `times` of the events, where the table has them; else first and last. */
function timeFeatures(
  events: number,
  times: readonly bigint[] | undefined,
  limits: readonly bigint[],
  night: Night,
): (number | null)[] {
  const instants = times ?? limits
  if (instants.length === 0) return [null, null, null]
  let [first, last] = [instants[0]!, instants[0]!]
  for (const instant of instants) {
    if (instant < first) first = instant
    if (instant > last) last = instant
  }
  const seconds = Number(last - first) / Number(ticksPerSecond)
  const atNight = times?.filter((instant) => isNight(hourOf(instant, night), night)).length
  return [
    seconds,
    events < 2 ? null : (60 * events) / Math.max(1, seconds),
    atNight === undefined ? null : atNight / instants.length,
  ]
}

/** The times of a list, or of the same as JSON text; what is no time is left out. */
function instantsOf(cell: Cell): bigint[] {
  const list = typeof cell === 'string' ? parsedList(cell) : cell
  return Array.isArray(list) ? list.flatMap((each) => parseDatetime(String(each)) ?? []) : []
}

function parsedList(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Cell, Json, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { type EventEvidence, eventEvidence } from './event-evidence.ts'
import { parseJson } from './parse-event.ts'

/** How a table holds the sessions that are marked, most unusual first. */
export interface MarkSessionsOptions {
  /** The column with the list of events. */
  readonly events: string
  /** The column with a text for each event. */
  readonly details: string
  /** The column of the source. */
  readonly source: string
  /** Sources whose texts are command lines. */
  readonly commandLines: readonly string[]
  /** So many sessions, from the first row, are looked at. */
  readonly top: number
}

const pointsTo = { name: 'PointsTo', type: 'string' } as const satisfies ColumnType

/** What comes in. */
export const sessionMarkColumns = [
  { name: 'TechniqueCount', type: 'long' },
  { name: 'Techniques', type: 'dynamic' },
  pointsTo,
] as const satisfies readonly ColumnType[]

/** So many kinds of evidence are named; how many more there are is said. */
const mostNamed = 6

interface Found extends EventEvidence {
  times: number
}

/**
 * Sessions with what in them attacks have in common: operations of the list that administrators or attackers do, and indicators of command lines.
 * `TechniqueCount` how many techniques of ATT&CK, `Techniques` which, `PointsTo` in words, what weighs most first: `New-InboxRule (T1564.008), asks for
 * accounts 4 times (T1087)`. The order of the rows is kept; null and empty beyond the first `top`. Throws `COLUMN_UNKNOWN`.
 */
export function markSessions(table: Table, options: MarkSessionsOptions, progress: Progress = noProgress): Table {
  const eventsAt = columnAt(table, options.events, 'the events of each session')
  const [detailsAt, sourceAt] = [table.indexOf(options.details), table.indexOf(options.source)]
  const evidence = eventEvidence()
  const looked = Math.min(options.top, table.rowCount)
  const marks = Array.from({ length: table.rowCount }, (_, row): readonly Cell[] => {
    if (row >= looked) return [null, null, '']
    if (row % 64 === 0) progress(row, looked, 'Looking for what attacks have in common')
    const source = sourceAt < 0 ? '' : String(table.cell(row, sourceAt) ?? '')
    const hasLines = options.commandLines.includes(source)
    const details = hasLines && detailsAt >= 0 ? listOf(table.cell(row, detailsAt)) : []
    return marksOf(
      listOf(table.cell(row, eventsAt)).flatMap((event, at) => evidence(event, hasLines ? details[at] : undefined)),
    )
  })
  return sessionMarkColumns.reduce(
    (marked, column, at) =>
      marked.withColumn(
        column,
        marks.map((mark) => mark[at]!),
      ),
    table,
  )
}

/**
 * The steps of one session, as `sessionDetail` gives them, with what each event has in common with attacks in `PointsTo`. `row`: where the session is in
 * the table.
 */
export function markSteps(
  steps: Table,
  sessions: Table,
  row: number,
  { events, details, source, commandLines }: Omit<MarkSessionsOptions, 'top'>,
): Table {
  const evidence = eventEvidence()
  const list = listOf(sessions.value(row, events) ?? null)
  const texts = listOf(sessions.value(row, details) ?? null)
  const hasLines = commandLines.includes(String(sessions.value(row, source) ?? ''))
  const marks = Array.from({ length: steps.rowCount }, (_, at) => {
    const found = at < list.length ? evidence(list[at]!, hasLines ? texts[at] : undefined) : []
    return found.map(({ what, technique }) => evidenceText(what, technique)).join(', ')
  })
  return steps.withColumn(pointsTo, marks)
}

function marksOf(all: readonly EventEvidence[]): readonly Cell[] {
  const found = new Map<string, Found>()
  for (const each of all) {
    const known = found.get(each.what)
    if (known) known.times++
    else found.set(each.what, { ...each, times: 1 })
  }
  const kinds = [...found.values()].sort((a, b) => b.weight - a.weight)
  const techniques = [...new Set(kinds.map(({ technique }) => technique).filter((each) => each !== ''))]
  const named = kinds.slice(0, mostNamed).map(({ what, technique, times }) => {
    return evidenceText(times > 1 ? `${what} ${times} times` : what, technique)
  })
  const more = kinds.length - named.length
  return [techniques.length, techniques, [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')]
}

function evidenceText(what: string, technique: string): string {
  return technique === '' ? what : `${what} (${technique})`
}

/** Sessions that were marked and point to techniques, to the most different ones first, equal ones in the order they have. */
export function pointingSessions(table: Table): Table {
  const counts = table.column(sessionMarkColumns[0].name).map((count) => Number(count ?? 0))
  const rows = counts.flatMap((count, row) => (count > 0 ? [row] : []))
  return table.pick(rows.sort((a, b) => counts[b]! - counts[a]! || a - b))
}

/** A list as cells hold it, as JSON or as its text; empty for what is none. */
function listOf(cell: Cell): readonly Json[] {
  const list = typeof cell === 'string' ? parseJson(cell) : cell
  return Array.isArray(list) ? list : []
}

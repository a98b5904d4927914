import { kqlLiteral, kqlName } from '../../kql/literal.ts'
import { formatDatetime, parseDatetime, ticksPerDay } from '../../lib/kql-time.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { anyHolds } from './entity-filter.ts'
import type { Anomaly, ValueName } from './find-anomalies.ts'
import { within } from './lookup-queries.ts'
import type { LookupReport, TableReport } from './lookup-report.ts'
import { latest } from './lookup-window.ts'

export interface ReplayBounds {
  /** Days before the end of the window. */
  readonly days: number
  /** Most records. */
  readonly rows: number
}

/** The bounds of the guided investigation this comes from. */
export const replayDefaults: ReplayBounds = { days: 14, rows: 1000 }

/** Conditions in one query, at most: beyond that a text nobody reads. */
const mostConditions = 50

/** A query that shows the records behind the anomalies of a table. */
export interface Replay {
  readonly table: string
  readonly kql: string
  readonly timeRange: { readonly start: string; readonly end: string }
  /** Anomalies it holds the records of. */
  readonly anomalies: number
  /** Values that were left out, as there are too many. */
  readonly leftOut: number
}

/**
 * For each table with anomalies the KQL that gives their records, newest first: the entity, and any of the values. It runs as it
 * stands; every value is a literal of its column's type.
 */
export function replayQueries(
  report: LookupReport,
  anomalies: readonly Anomaly[],
  bounds: ReplayBounds = replayDefaults,
): readonly Replay[] {
  return [...Map.groupBy(anomalies, (anomaly) => anomaly.report).entries()].map(([table, found]) =>
    replayOf(report, table, found, bounds),
  )
}

function replayOf(report: LookupReport, table: TableReport, found: readonly Anomaly[], bounds: ReplayBounds): Replay {
  const span = replaySpan(report, table, bounds)
  const types = new Map(table.categories.map(({ name, type }) => [name, type]))
  // Values that come and go together are of the same records: one of them finds all. Where the entity is new, or only the number
  // of all its records is unusual, no value narrows them.
  const isNew = found.some(({ kind }) => kind === 'first seen')
  const names = isNew ? [] : found.map(({ name }) => name).filter(({ column }) => column !== '')
  const conditions = [...new Set(names.map((name) => isValue(name, types.get(name.column) ?? 'string')))]
  const used = conditions.slice(0, mostConditions)
  return {
    table: table.table,
    kql: [
      kqlName(table.table),
      within(span),
      `| where ${anyHolds(table.holding, report)}`,
      ...(used.length > 0 ? [`| where ${used.join(' or ')}`] : []),
      '| sort by TimeGenerated desc',
      `| take ${bounds.rows}`,
    ].join('\n'),
    timeRange: { start: formatDatetime(span.start), end: formatDatetime(span.end) },
    anomalies: found.length,
    leftOut: conditions.length - used.length,
  }
}

function replaySpan(report: LookupReport, table: TableReport, { days }: ReplayBounds) {
  const end = parseDatetime(table.window?.end ?? report.nearEnd)!
  const reach = parseDatetime(table.window?.start ?? report.historyStart)!
  const start = end - BigInt(days) * ticksPerDay
  return { start: latest(start, reach), end }
}

/** The condition that a column has a value, as `tostring` printed it. */
function isValue({ column, value }: ValueName, type: KqlType): string {
  const name = kqlName(column)
  if (value === '') return type === 'string' ? `isempty(${name})` : `isnull(${name})`
  switch (type) {
    case 'int':
    case 'long':
      return `${name} == ${kqlLiteral(type, BigInt(value))}`
    case 'bool':
      return `${name} == ${kqlLiteral('bool', /^(true|1)$/i.test(value))}`
    default:
      return `${name} == ${kqlLiteral('string', value)}`
  }
}

import { parseDatetime, parseTimespan } from '../../lib/kql-time.ts'
import type { LookupReport, ReportSeries, TableReport } from './lookup-report.ts'
import { latest } from './lookup-window.ts'
import { groupScores } from './score-groups.ts'
import { scoreOfFirst, seriesScores } from './series-score.ts'

/**
 * `first seen`: the entity itself is new in the table. `new value`: never with it in the window before.
 */
export type AnomalyKind = 'first seen' | 'new value' | 'peak' | 'dip'

/** A value of a column; the column of all records is empty. */
export interface ValueName {
  readonly column: string
  readonly value: string
}

/** Something about the entity that is unlike its past. */
export interface Anomaly {
  readonly report: TableReport
  readonly kind: AnomalyKind
  readonly name: ValueName
  /** Others in the same table whose records come and go in the very same steps. */
  readonly also: readonly ValueName[]
  /** Begin of the step, ticks. */
  readonly time: bigint
  /** Length of the step, ticks; 0 where all records together are meant. */
  readonly step: bigint
  readonly expected: number
  readonly actual: number
  /** Spreads above what was expected, negative below; see `seriesScores`. */
  readonly score: number
  /** The score as KQL gave it, infinite where the history has no spread; undefined where none was asked for. */
  readonly kqlScore?: number
  readonly series?: ReportSeries
  /** `stands out`, `notable` or `ordinary` among the anomalies of this look-up. */
  readonly group: string
}

export interface AnomalyBounds {
  /** A series that is anomalous in so many steps is like that. */
  readonly mostFlagged: number
}

/** The bound of the guided investigation this comes from. */
export const anomalyDefaults: AnomalyBounds = { mostFlagged: 5 }

/** Names of the groups of scores, by how many groups there are. */
const groupNames: readonly (readonly string[])[] = [
  [],
  ['notable'],
  ['stands out', 'ordinary'],
  ['stands out', 'notable', 'ordinary'],
]

/** The anomalies of a look-up near its time, highest score first (peaks and dips alike), each with its group. */
export function findAnomalies(report: LookupReport, bounds: AnomalyBounds = anomalyDefaults): readonly Anomaly[] {
  const found = report.tables.flatMap((table) => [
    ...firstSeen(report, table),
    ...seriesAnomalies(report, table, bounds),
  ])
  const ranked = found
    .map((anomaly, index) => ({ anomaly, index }))
    .sort((a, b) => Math.abs(b.anomaly.score) - Math.abs(a.anomaly.score) || a.index - b.index)
    .map(({ anomaly }) => anomaly)
  const { groups, centres } = groupScores(
    ranked.map(({ score }) => Math.abs(score)),
    3,
  )
  return ranked.map((anomaly, index) => ({ ...anomaly, group: groupNames[centres.length]![groups[index]!]! }))
}

/** The entity came into a table near the time, which had records for a day and more without it. */
function firstSeen(report: LookupReport, table: TableReport): Omit<Anomaly, 'group'>[] {
  const first = ticks(table.first)
  const tableFirst = ticks(table.tableFirst)
  if (first === undefined || tableFirst === undefined || table.records === undefined) return []
  const reach = ticks(report.historyStart)!
  const around = ticks(report.time)! - ticks(report.nearStart)!
  const since = latest(tableFirst, reach)
  if (first < ticks(report.nearStart)! || first - since < around) return []
  const score = scoreOfFirst(table.records)
  return [
    {
      report: table,
      kind: 'first seen',
      name: { column: '', value: '' },
      also: [],
      time: first,
      step: 0n,
      expected: 0,
      actual: table.records,
      score,
    },
  ]
}

/** The entity however it is spelled, in lower case: a column that holds just it has as many records as there are. */
export function namesOf({ entity, also }: LookupReport): ReadonlySet<string> {
  return new Set([entity, ...also].map((text) => text.toLowerCase()))
}

function seriesAnomalies(report: LookupReport, table: TableReport, bounds: AnomalyBounds): Omit<Anomaly, 'group'>[] {
  if (!table.window) return []
  const start = ticks(table.window.start)!
  const step = parseTimespan(table.window.step)!
  const itself = namesOf(report)
  const series = table.series.filter(({ value }) => !itself.has(value.toLowerCase()))
  const alike = Map.groupBy(series, ({ counts }) => counts.join(' '))
  const distinct = new Map(table.categories.map(({ name, distinct: count }) => [name, count]))
  return [...alike.values()].flatMap((members) => {
    // Of values that come and go together, the one of the column that tells most apart; all records before any value.
    const [first, ...others] = members
      .map((each, index) => ({ each, index }))
      .sort((a, b) => tells(b.each) - tells(a.each) || a.index - b.index)
      .map(({ each }) => each)
    const anomaly = seriesAnomaly(report, first!, bounds)
    if (!anomaly) return []
    const { at, ...rest } = anomaly
    // What is always there with it says nothing of all its records.
    const named = first!.column === '' ? [] : others.filter(({ value }) => value !== '').map(nameOf)
    return [
      {
        report: table,
        name: nameOf(first!),
        also: named,
        time: start + BigInt(at) * step,
        step,
        ...rest,
        series: first!,
      },
    ]
  })

  function tells({ column, value }: ReportSeries): number {
    if (column === '') return Number.MAX_SAFE_INTEGER
    return value === '' ? -1 : (distinct.get(column) ?? 0)
  }
}

function seriesAnomaly({ near, threshold }: LookupReport, series: ReportSeries, { mostFlagged }: AnomalyBounds) {
  const { counts, expected } = series
  const scores = seriesScores(counts, expected, near)
  if (scores.filter((score) => Math.abs(score) >= threshold).length >= mostFlagged) return undefined
  const learnt = Math.max(0, counts.length - near)
  let at = learnt
  for (let index = learnt; index < counts.length; index++) {
    if (Math.abs(scores[index]!) > Math.abs(scores[at]!)) at = index
  }
  const score = scores[at] ?? 0
  if (Math.abs(score) < threshold) return undefined
  const isNew = score > 0 && series.column !== '' && counts.slice(0, learnt).every((count) => count === 0)
  // A column that is often empty goes with records of another kind; one that never was tells something.
  if (series.column !== '' && series.value === '' && !isNew) return undefined
  const kind: AnomalyKind = isNew ? 'new value' : score > 0 ? 'peak' : 'dip'
  const kqlScore = Number(series.scores[at] ?? Number.NaN)
  return { kind, at, score, expected: expected[at]!, actual: counts[at]!, kqlScore }
}

function nameOf({ column, value }: ReportSeries): ValueName {
  return { column, value }
}

function ticks(text: string | undefined): bigint | undefined {
  return text === undefined ? undefined : parseDatetime(text)
}

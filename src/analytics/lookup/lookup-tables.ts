import { kqlLiteral } from '../../kql/literal.ts'
import { parseDatetime, parseTimespan } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnKind, type EntityKind } from './entity-kind.ts'
import { type Anomaly, namesOf, type ValueName } from './find-anomalies.ts'
import type { LookupReport, ReportSeries, TableReport } from './lookup-report.ts'
import type { Replay } from './replay-query.ts'
import { seriesScores } from './series-score.ts'

const anomalyColumns = [
  { name: 'Rank', type: 'long' },
  { name: 'Score', type: 'real' },
  { name: 'Group', type: 'string' },
  { name: 'Kind', type: 'string' },
  { name: 'Table', type: 'string' },
  { name: 'What', type: 'string' },
  { name: 'Actual', type: 'long' },
  { name: 'Expected', type: 'real' },
  { name: 'Time', type: 'datetime' },
  { name: 'Column', type: 'string' },
  { name: 'Value', type: 'string' },
  { name: 'Also', type: 'string' },
  { name: 'Step', type: 'timespan' },
  { name: 'KqlScore', type: 'real' },
  { name: 'High', type: 'bool' },
  { name: 'Account', type: 'string' },
  { name: 'Host', type: 'string' },
  { name: 'Address', type: 'string' },
  { name: 'Process', type: 'string' },
  { name: 'Hash', type: 'string' },
] as const satisfies readonly ColumnType[]

/** Where a value of a kind stands, so that a pivot can go on from it. */
const kindColumns: readonly (readonly [EntityKind, string])[] = [
  ['account', 'Account'],
  ['host', 'Host'],
  ['address', 'Address'],
  ['process', 'Process'],
  ['hash', 'Hash'],
]

/**
 * The anomalies by rank. `Score` in spreads above what was expected, negative below; `What` is `Column = Value`, or all records, whose
 * `Column` is empty; `KqlScore` as `series_decompose_anomalies` gave it;
 * `High` where the score is above `above`, either way; `Also` values that come and go with it; `Account`, `Host`, `Address`, `Process`,
 * `Hash` the value again where its column names such an entity.
 */
export function anomalyTable(anomalies: readonly Anomaly[], above: number): Table {
  return Table.fromRows(
    anomalyColumns,
    anomalies.map((anomaly, index): Cell[] => {
      const { report, kind, name, also, score } = anomaly
      return [
        index + 1,
        rounded(score),
        anomaly.group,
        kind,
        report.table,
        label(name),
        anomaly.actual,
        rounded(anomaly.expected),
        anomaly.time,
        name.column,
        name.value,
        also.map((each) => `${each.column}=${shownValue(each)}`).join(', '),
        anomaly.step === 0n ? null : anomaly.step,
        anomaly.kqlScore ?? null,
        Math.abs(score) > above,
        ...kindColumns.map(([wanted]) => entityOf(wanted, [name, ...also])),
      ]
    }),
  )
}

/**
 * The series of the anomalies of highest score, or with `table` all of that table: `Time` datetime, `Records` real, `Expected`
 * real, `Anomaly` long (1 above, −1 below, 0), `Series` string.
 */
export function anomalySeriesTable(
  report: LookupReport,
  anomalies: readonly Anomaly[],
  wanted: { readonly top: number } | { readonly table: string },
): Table {
  const chosen: (readonly [TableReport, ReportSeries, string])[] =
    'top' in wanted
      ? anomalies
          .flatMap(({ report: table, series, name }) =>
            series ? [[table, series, `${table.table}: ${label(name)}`] as const] : [],
          )
          .slice(0, wanted.top)
      : report.tables
          .filter(({ table }) => table === wanted.table)
          .flatMap((table) => table.series.map((series) => [table, series, label(series)] as const))
  return Table.fromRows(
    [
      { name: 'Time', type: 'datetime' },
      { name: 'Records', type: 'real' },
      { name: 'Expected', type: 'real' },
      { name: 'Anomaly', type: 'long' },
      { name: 'Series', type: 'string' },
    ],
    chosen.flatMap(([{ window }, { counts, expected }, name]) => {
      const start = parseDatetime(window!.start)!
      const step = parseTimespan(window!.step)!
      const scores = seriesScores(counts, expected, report.near)
      return counts.map((count, index): Cell[] => [
        start + BigInt(index) * step,
        count,
        expected[index]!,
        Math.abs(scores[index]!) >= report.threshold ? Math.sign(scores[index]!) : 0,
        name,
      ])
    }),
  )
}

/** The groups of scores: `Group`, `Anomalies`, `Lowest`, `Centre` (the mean) and `Highest` score, `High` how many are above `above`. */
export function scoreGroupTable(anomalies: readonly Anomaly[], above: number): Table {
  const groups = Map.groupBy(anomalies, ({ group }) => group)
  return Table.fromRows(
    [
      { name: 'Group', type: 'string' },
      { name: 'Anomalies', type: 'long' },
      { name: 'Lowest', type: 'real' },
      { name: 'Centre', type: 'real' },
      { name: 'Highest', type: 'real' },
      { name: 'High', type: 'long' },
    ],
    [...groups].map(([group, members]) => {
      // Ranked by score: the first is the highest.
      const scores = members.map(({ score }) => Math.abs(score))
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
      const high = scores.filter((score) => score > above).length
      return [group, members.length, rounded(scores.at(-1)!), rounded(mean), rounded(scores[0]!), high]
    }),
  )
}

/** The replay queries: `Table`, `Anomalies`, `Query` on one line, ready to be copied, `From` and `To`. */
export function replayTable(replays: readonly Replay[]): Table {
  return Table.fromRows(
    [
      { name: 'Table', type: 'string' },
      { name: 'Anomalies', type: 'long' },
      { name: 'Query', type: 'string' },
    ],
    replays.map(({ table, anomalies, kql }) => [table, anomalies, kql.replaceAll('\n', ' ')]),
  )
}

/** Every table of the workspace with what became of it, those that hold the entity first. */
export function searchedTable(report: LookupReport, anomalies: readonly Anomaly[]): Table {
  const found = Map.groupBy(anomalies, ({ report: table }) => table.table)
  const order = report.tables
    .map((table, index) => ({ table, index }))
    .sort((a, b) => Number(isHolding(b.table)) - Number(isHolding(a.table)) || a.index - b.index)
  return Table.fromRows(
    [
      { name: 'Table', type: 'string' },
      { name: 'Status', type: 'string' },
      { name: 'Near', type: 'long' },
      { name: 'Records', type: 'long' },
      { name: 'Anomalies', type: 'long' },
      { name: 'History', type: 'string' },
      { name: 'HeldIn', type: 'string' },
      { name: 'Start', type: 'datetime' },
      { name: 'End', type: 'datetime' },
      { name: 'Step', type: 'timespan' },
      { name: 'Steps', type: 'long' },
      { name: 'Columns', type: 'long' },
      { name: 'Series', type: 'long' },
      { name: 'Why', type: 'string' },
      { name: 'First', type: 'datetime' },
      { name: 'Last', type: 'datetime' },
    ],
    order.map(({ table: each }): Cell[] => {
      const { window } = each
      return [
        each.table,
        each.status,
        each.near ?? null,
        each.records ?? null,
        each.status === 'looked into' || found.has(each.table) ? (found.get(each.table)?.length ?? 0) : null,
        historyText(window),
        each.holding.map(({ name, records }) => (records === each.records ? name : `${name} (${records})`)).join(', '),
        window?.start ?? null,
        window?.end ?? null,
        window?.step ?? null,
        window?.steps ?? null,
        window ? each.categories.length : null,
        window ? each.series.length : null,
        whyText(each),
        each.first ?? null,
        each.last ?? null,
      ]
    }),
  )
}

/** The columns of one table that were looked into: `Column`, `Type`, `Values` of the entity, `Distinct` of all, `Series`, `Anomalies`. */
export function categoryTable(report: LookupReport, anomalies: readonly Anomaly[], name: string): Table {
  const table = report.tables.find(({ table: each }) => each === name)
  const named = anomalies.filter(({ report: each }) => each === table).flatMap((each) => [each.name, ...each.also])
  return Table.fromRows(
    [
      { name: 'Column', type: 'string' },
      { name: 'Type', type: 'string' },
      { name: 'Values', type: 'long' },
      { name: 'Distinct', type: 'long' },
      { name: 'Series', type: 'long' },
      { name: 'Anomalies', type: 'long' },
    ],
    (table?.categories ?? []).map((category) => [
      category.name,
      category.type,
      category.values,
      category.distinct,
      table!.series.filter(({ column }) => column === category.name).length,
      named.filter(({ column }) => column === category.name).length,
    ]),
  )
}

/**
 * Where the entity is new, the values that no other record of the table has: `Table`, `Column` (several where the same value stands in
 * them), `Value`, `Records`, and of how many of its records, `Of`; then as in `anomalyTable` the value again by what it is.
 */
export function ownValueTable(report: LookupReport): Table {
  const itself = namesOf(report)
  const rows = report.tables.flatMap(({ table, records = 0, own = [] }) => {
    const alike = Map.groupBy(
      own.filter(({ value }) => !itself.has(value.toLowerCase())),
      (each) => `${each.records} ${each.value}`,
    )
    return [...alike.values()].map((members): Cell[] => [
      table,
      members.map(({ column }) => column).join(', '),
      members[0]!.value,
      members[0]!.records,
      records,
      ...kindColumns.map(([wanted]) => entityOf(wanted, members)),
    ])
  })
  return Table.fromRows(
    [
      { name: 'Table', type: 'string' },
      { name: 'Column', type: 'string' },
      { name: 'Value', type: 'string' },
      { name: 'Records', type: 'long' },
      { name: 'Of', type: 'long' },
      ...kindColumns.map(([, name]) => ({ name, type: 'string' as const })),
    ],
    rows,
  )
}

/** What was asked: one row of facts, none where there was no table to ask. */
export function questionTable(report: LookupReport): Table {
  const asked = sum(report.questions.map((each) => each.asked))
  const kept = sum(report.questions.map((each) => each.kept))
  const failed = sum(report.questions.map((each) => each.failed))
  const statuses = Map.groupBy(report.tables, ({ status }) => status)
  const facts: (readonly [ColumnType, Cell])[] = [
    [{ name: 'Entity', type: 'string' }, [report.entity, ...report.also].join(', ')],
    [{ name: 'Match', type: 'string' }, report.match === 'term' ? 'a whole term' : 'anywhere in a text'],
    [{ name: 'Time', type: 'datetime' }, report.time],
    [{ name: 'TimeFrom', type: 'string' }, report.timeFrom],
    [{ name: 'NearFrom', type: 'datetime' }, report.nearStart],
    [{ name: 'NearTo', type: 'datetime' }, report.nearEnd],
    [{ name: 'HistoryFrom', type: 'datetime' }, report.historyStart],
    [{ name: 'Tables', type: 'string' }, [...statuses].map(([status, all]) => `${all.length} ${status}`).join(', ')],
    [{ name: 'Queries', type: 'long' }, asked],
    [{ name: 'MostQueries', type: 'long' }, report.budget],
    [{ name: 'FromBefore', type: 'long' }, kept > 0 ? kept : null],
    [{ name: 'Failed', type: 'long' }, failed > 0 ? failed : null],
    [
      { name: 'AskedFor', type: 'string' },
      report.questions.map((each) => `${each.asked + each.kept} ${each.purpose}`).join(', '),
    ],
  ]
  return Table.fromRows(
    facts.map(([column]) => column),
    report.tables.length === 0 ? [] : [facts.map(([, cell]) => cell)],
  )
}

const allRecords = '(all records)'

function label(name: ValueName): string {
  return name.column === '' ? allRecords : `${name.column} = ${shownValue(name)}`
}

function shownValue({ column, value }: ValueName): string {
  return value === '' && column !== '' ? '(empty)' : value
}

function entityOf(kind: EntityKind, names: readonly ValueName[]): string {
  return names.find(({ column, value }) => value !== '' && columnKind(column) === kind)?.value ?? ''
}

/** `25 × 1d, by 7`: steps, their length, and after how many life repeats itself. */
function historyText(window: TableReport['window']): string {
  if (!window) return ''
  const step = kqlLiteral('timespan', window.step)
  return `${window.steps} × ${step}${window.period > 0 ? `, by ${window.period}` : ''}`
}

function isHolding({ status, near }: TableReport): boolean {
  return near !== undefined || status === 'failed'
}

function whyText({ reason, leftOut, categories, series }: TableReport): string {
  const cut = categories.filter(({ name, values }) => series.filter(({ column }) => column === name).length < values)
  return [
    reason,
    leftOut.length > 0 ? `${leftOut.length} more columns not looked into.` : '',
    cut.length > 0 ? `Only the values that stand out most of ${cut.map(({ name }) => name).join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** Spreads and means are estimates: three decimals say all they know. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

import { kqlLiteral, kqlName } from '../../kql/literal.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { anyHolds, canHoldText, columnHolds } from './entity-filter.ts'
import type { LookupRequest, LookupTable } from './lookup-request.ts'
import type { LookupWindow } from './lookup-window.ts'

/** Instants in ticks, the end exclusive. */
export interface Span {
  readonly start: bigint
  readonly end: bigint
}

type Wanted = Pick<LookupRequest, 'entity' | 'also' | 'match'>

/**
 * Which of several tables hold the entity in a time. Answer: a row for each table that does: `Table` string, `Records` long,
 * `First` and `Last` datetime.
 */
export function presenceQuery(tables: readonly LookupTable[], wanted: Wanted, span: Span): string {
  const parts = tables.map((table) =>
    [
      `  (${kqlName(table.name)}`,
      `   ${within(span)}`,
      `   | where ${anyHolds(table.columns.filter(canHoldText), wanted)}`,
      '   | summarize Records = count(), First = min(TimeGenerated), Last = max(TimeGenerated)',
      `   | extend Table = ${kqlLiteral('string', table.name)})`,
    ].join('\n'),
  )
  return `union\n${parts.join(',\n')}\n| where Records > 0\n| project Table, Records, First, Last`
}

/**
 * The entity's records in one table. Answer, one row: `Records`, `First`, `Last`; `h0`, `h1` … records that hold it in each column of
 * text; `v0`, `v1` … distinct values (empty ones not counted) of each countable column.
 */
export function historyQuery(table: LookupTable, wanted: Wanted, span: Span): string {
  const texts = table.columns.filter(canHoldText)
  const aggregates = [
    'Records = count()',
    'First = min(TimeGenerated)',
    'Last = max(TimeGenerated)',
    ...texts.map((column, index) => `h${index} = countif(${columnHolds(column, wanted)})`),
    ...countableColumns(table).map((column, index) => `v${index} = ${distinctFilled(column)}`),
  ]
  return [
    kqlName(table.name),
    within(span),
    `| where ${anyHolds(texts, wanted)}`,
    `| summarize\n    ${aggregates.join(',\n    ')}`,
  ].join('\n')
}

/** How many distinct values columns have among all records. Answer, one row: `Rows`, and `d0`, `d1` … in the order of the columns. */
export function categoryQuery(table: LookupTable, columns: readonly ColumnType[], span: Span): string {
  const aggregates = ['Rows = count()', ...columns.map(({ name }, index) => `d${index} = dcount(${kqlName(name)})`)]
  return `${kqlName(table.name)}\n${within(span)}\n| summarize\n    ${aggregates.join(',\n    ')}`
}

/**
 * The entity's records by step and value of each column, with what was expected: `Column` string, `Value` string, `Counts`, `Scores` and
 * `Expected` dynamic. With `total` also a series of all its records, whose column is empty. Of each column the series that deviate
 * most near the end, in standard errors of a count.
 */
export function seriesQuery(
  table: LookupTable,
  holding: readonly ColumnType[],
  columns: readonly ColumnType[],
  request: Wanted & Pick<LookupRequest, 'values' | 'near' | 'threshold'>,
  window: LookupWindow,
  total: boolean,
): string {
  const parts = [
    ...(total ? ['  (records | project TimeGenerated, Column = "", Value = "")'] : []),
    ...columns.map(
      ({ name }) =>
        `  (records | project TimeGenerated, Column = ${kqlLiteral('string', name)}, Value = tostring(${kqlName(name)}))`,
    ),
  ]
  const [start, end] = [kqlLiteral('datetime', window.start), kqlLiteral('datetime', window.end)]
  const deviations = Array.from(
    { length: request.near },
    (_, index) =>
      `abs(todouble(Counts[-${index + 1}]) - todouble(Expected[-${index + 1}])) / sqrt(1.0 + abs(todouble(Expected[-${index + 1}])))`,
  )
  const greatest = deviations.length === 1 ? deviations[0]! : `max_of(${deviations.join(', ')})`
  const project = ['TimeGenerated', ...columns.map(({ name }) => kqlName(name))].join(', ')
  return [
    'let records = materialize(',
    `  ${kqlName(table.name)}`,
    `  ${within(window)}`,
    `  | where ${anyHolds(holding, request)}`,
    `  | project ${project});`,
    'union',
    parts.join(',\n'),
    `| make-series Counts = count() default = 0 on TimeGenerated from ${start} to ${end} step ${kqlLiteral('timespan', window.step)} by Column, Value`,
    `| extend (Flags, Scores, Expected) = series_decompose_anomalies(Counts, ${kqlLiteral('real', request.threshold)}, ${window.period}, "avg", ${request.near})`,
    `| extend Deviation = ${greatest}`,
    '| sort by Column asc, Deviation desc, Value asc',
    '| extend Place = row_number(1, Column != prev(Column))',
    `| where Place <= ${request.values}`,
    '| project Column, Value, Counts, Scores, Expected',
  ].join('\n')
}

/**
 * Values that the entity's records alone have, the most frequent of each column: `Column` string, `Value` string, `Records` long. The
 * source is read once a column, which columnar engines do well; keeping all of it for one reading they do not.
 */
export function ownValuesQuery(
  table: LookupTable,
  holding: readonly ColumnType[],
  columns: readonly ColumnType[],
  wanted: Wanted,
  span: Span,
  most: number,
): string {
  const parts = columns.map(({ name }) =>
    [
      '  (records',
      `   | summarize Records = countif(IsIts), Others = countif(not(IsIts)) by Value = tostring(${kqlName(name)})`,
      '   | where Records > 0 and Others == 0 and isnotempty(Value)',
      '   | sort by Records desc, Value asc',
      `   | take ${most}`,
      `   | project Column = ${kqlLiteral('string', name)}, Value, Records)`,
    ].join('\n'),
  )
  const source = ['let records =', `  ${kqlName(table.name)}`, `  ${within(span)}`]
  return [
    ...source,
    `  | extend IsIts = ${anyHolds(holding, wanted)};`,
    'union',
    parts.join(',\n'),
    '| sort by Records desc, Column asc, Value asc',
  ].join('\n')
}

/** Columns whose values can be counted one by one, in the order of the table. */
export function countableColumns(table: LookupTable): readonly ColumnType[] {
  return table.columns.filter(({ type }) => type === 'string' || type === 'int' || type === 'long' || type === 'bool')
}

/** Time first: it is what every engine finds its way by. */
export function within({ start, end }: Span): string {
  return `| where TimeGenerated >= ${kqlLiteral('datetime', start)} and TimeGenerated < ${kqlLiteral('datetime', end)}`
}

function distinctFilled({ name, type }: ColumnType): string {
  const column = kqlName(name)
  // dcount counts the empty string as a value, but no null.
  return type === 'string' ? `dcountif(${column}, isnotempty(${column}))` : `dcount(${column})`
}

import { unixEpochTicks } from '../../../lib/kql-time.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { printLiteral } from '../../../sql/print.ts'
import type { StagedColumn } from './staged.ts'

/** How the times of one file are written. */
export interface TimeStyle {
  /** `28/4/2021` rather than `4/28/2021`. */
  readonly dayFirst: boolean
  /** SQL of the columns that hold ISO 8601 only: the plainer conversion does. */
  readonly iso: ReadonlySet<string>
}

/** SQL of a staged column's value as a KQL type, as `sqlTypeOf` keeps it: NULL where it has none or it does not fit; a string is never NULL. */
export function valueSql(column: StagedColumn, type: KqlType, style: TimeStyle): string {
  const { sql, form } = column
  switch (form.kind) {
    case 'text':
      return fromText(sql, type, column, style)
    case 'json':
      if (type === 'dynamic') return `h_dynamic_json(${sql})`
      return fromText(textSql(column), type, column, style)
    case 'typed':
      if (form.kql === type) return sql
      return form.kql ? fromText(textSql(column), type, column, style) : fromTyped(column, form.duckdb, type, style)
  }
}

/** SQL that is true where the file has a value at all. For a real, NaN is one. */
export function presentSql(column: StagedColumn, type: KqlType): string {
  if (column.form.kind === 'typed') return `${column.sql} IS NOT NULL`
  const text = textSql(column)
  return type === 'real' ? `(NOT h_absent(${text}) OR lower(${text}) = 'nan')` : `NOT h_absent(${text})`
}

/** SQL that is true for a value that is written as no ISO 8601 time begins. */
export function notIsoSql(column: StagedColumn): string {
  return `${presentSql(column, 'datetime')} AND ${textSql(column)} NOT LIKE '____-%'`
}

/** The value as the file writes it. */
export function textSql({ sql, form }: StagedColumn): string {
  switch (form.kind) {
    case 'text':
      return sql
    case 'json':
      return `(${sql}->>'$')`
    case 'typed':
      if (form.kql === 'dynamic') return `(${sql}->>'$')`
      return form.kql === 'datetime' ? writtenInstant(sql) : `${sql}::VARCHAR`
  }
}

function writtenInstant(ticks: string): string {
  const microseconds = `make_timestamp(${ticks} // 10 - ${unixEpochTicks / 10n})`
  return `(strftime(${microseconds}, '%Y-%m-%dT%H:%M:%S.%f') || (${ticks} % 10) || 'Z')`
}

function fromText(text: string, type: KqlType, { sql, zone }: StagedColumn, { dayFirst, iso }: TimeStyle): string {
  switch (type) {
    case 'string':
      return `coalesce(${text}, '')`
    case 'dynamic':
      return `h_dynamic(${text})`
    case 'datetime':
      if (zone === undefined && iso.has(sql)) return `h_iso(${text})`
      return zone === undefined
        ? `h_datetime(${text}, ${dayFirst})`
        : `h_datetime_in(${text}, ${dayFirst}, ${printLiteral(zone)})`
    case 'bool':
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
    case 'guid':
      return `h_${type}(${text})`
    case 'timespan':
      // Ticks are not what anyone writes; such a column is kept as text.
      return 'NULL::BIGINT'
  }
}

const wholeNumbers = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/
const nested = /(\[\d*\]|^STRUCT\(.*\)|^MAP\(.*\)|^UNION\(.*\)|^JSON|^VARIANT)$/s

function fromTyped(column: StagedColumn, duckdb: string, type: KqlType, style: TimeStyle): string {
  const { sql } = column
  if (type === 'dynamic') {
    if (duckdb === 'JSON') return `h_dynamic_json(${sql})`
    return duckdb === 'VARCHAR' ? `h_dynamic(${sql})` : `to_json(${sql})`
  }
  if (type === 'string') {
    // As JSON, so that a list reads as it would in a dynamic column.
    if (nested.test(duckdb) && duckdb !== 'JSON') return `coalesce(to_json(${sql})::VARCHAR, '')`
    if (duckdb === 'BLOB') return `coalesce(hex(${sql}), '')`
    return `coalesce(${sql}::VARCHAR, '')`
  }
  if (type === 'datetime') {
    if (duckdb === 'TIMESTAMP_NS') return `h_ns_ticks(epoch_ns(${sql}))`
    if (/^TIMESTAMP( WITH TIME ZONE)?$/.test(duckdb)) return `h_instant(epoch_us(${sql}))`
    if (/^(TIMESTAMP|DATE)/.test(duckdb)) return `h_ticks(TRY_CAST(${sql} AS TIMESTAMP))`
  }
  if (type === 'real' && /^(FLOAT|DOUBLE|DECIMAL)/.test(duckdb)) return `${sql}::DOUBLE`
  if (type === 'long' && wholeNumbers.test(duckdb)) return `TRY_CAST(${sql} AS BIGINT)`
  if (type === 'bool' && duckdb === 'BOOLEAN') return sql
  return fromText(`${sql}::VARCHAR`, type, column, style)
}

/** The KQL type that a type of DuckDB is, for columns no schema knows. */
export function kqlTypeOf(duckdb: string): KqlType {
  if (nested.test(duckdb)) return 'dynamic'
  if (duckdb === 'BOOLEAN') return 'bool'
  if (duckdb === 'HUGEINT' || duckdb === 'UHUGEINT' || duckdb === 'UBIGINT') return 'decimal'
  if (wholeNumbers.test(duckdb)) return 'long'
  if (duckdb === 'FLOAT' || duckdb === 'DOUBLE') return 'real'
  if (duckdb.startsWith('DECIMAL')) return 'decimal'
  if (/^(TIMESTAMP|DATE)/.test(duckdb)) return 'datetime'
  if (duckdb === 'UUID') return 'guid'
  return 'string'
}

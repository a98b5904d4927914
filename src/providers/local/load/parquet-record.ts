import type { KqlType } from '../../../lib/kql-type.ts'

/**
 * What huntlet writes into the key-value metadata of a Parquet file, so that it reads back as it was: Parquet has no
 * dynamic and no timespan, and tables are not to be guessed again from names.
 */
export interface ParquetRecord {
  readonly table: string
  readonly columns: readonly RecordedColumn[]
}

/** A column of the table, and of the file. */
export interface RecordedColumn {
  /** As KQL names it. */
  readonly name: string
  readonly type: KqlType
  /** As the file names it: there, names differ in more than their case. */
  readonly column: string
}

/** The key of the metadata. */
export const recordKey = 'huntlet'

/** Of the form of the record. */
export const version = 1

/** The record as the text that stands in the metadata. */
export function printRecord({ table, columns }: ParquetRecord): string {
  return JSON.stringify({ version, table, columns })
}

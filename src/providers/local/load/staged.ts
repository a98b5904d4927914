import type { KqlType } from '../../../lib/kql-type.ts'

/**
 * A file, or several small ones that are alike, as it was read, before its values have types: a relation and what its
 * columns are called in the file.
 */
export interface StagedFile {
  /** The path, or the first of several, to be shown. */
  readonly file: string
  readonly files: readonly string[]
  /** What to select from: a temporary table, or a subquery over a file. */
  readonly relation: string
  readonly rowCount: number
  readonly columns: readonly StagedColumn[]
  /** The table its rows are of, where it says so itself. */
  readonly table?: string
  /** Drops what was made for it. */
  readonly temporary?: string
}

export interface StagedColumn {
  /** As the file has it. */
  readonly name: string
  /** SQL of the column within the relation: a plain name. */
  readonly sql: string
  readonly form: ColumnForm
  /** The type the file itself declares. */
  readonly type?: KqlType
  /** The time zone a portal export writes its times in, where that is not UTC. */
  readonly zone?: string
}

/**
 * `text`: VARCHAR · `json`: JSON, strings in their quotes · `typed`: a value DuckDB read with the type `duckdb`; where `kql` is
 * given, it is of that type, in the form the type has in our tables.
 */
export type ColumnForm =
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | { readonly kind: 'typed'; readonly duckdb: string; readonly kql?: KqlType }

export const text: ColumnForm = { kind: 'text' }
export const json: ColumnForm = { kind: 'json' }

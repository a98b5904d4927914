import type { ColumnType } from '../lib/kql-type.ts'
import { type ColumnData, Table } from '../lib/table.ts'
import type { StepOutput } from './step.ts'

/** A table on its way to another thread. */
export interface SentTable {
  readonly columns: readonly ColumnType[]
  readonly rowCount: number
  readonly data: readonly ColumnData[]
}

/** A step that is to be run in a thread. */
export interface StepRequest {
  readonly kind: 'run'
  readonly step: string
  readonly tables: readonly SentTable[]
  /** As the step's own options type gives them. */
  readonly options: unknown
}

/** What that thread says. */
export type StepReply =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly text?: string }
  | { readonly kind: 'done'; readonly table: SentTable; readonly notices: readonly string[] }
  /** `code`, where the error has one; structured cloning keeps neither class nor code. */
  | { readonly kind: 'failed'; readonly code?: string; readonly message: string; readonly hint?: string }

export function sentTable({ columns, rowCount, data }: Table): SentTable {
  return { columns, rowCount, data }
}

export function receivedTable({ columns, rowCount, data }: SentTable): Table {
  return Table.fromColumns(columns, rowCount, data)
}

/** What a step returned, with its notices. */
export function outputOf(made: Table | StepOutput): StepOutput {
  return made instanceof Table ? { table: made, notices: [] } : made
}

/** The buffers of a table that change hands with it, each once, as columns may share one. */
export function buffersOf({ data }: SentTable): readonly ArrayBuffer[] {
  const arrays = data.flatMap((column) => [column.kind === 'texts' ? column.index : column.values, column.valid])
  const buffers = arrays.flatMap((array) => (array ? [array.buffer] : []))
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer)
}

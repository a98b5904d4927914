import type { ColumnType } from '../lib/kql-type.ts'
import { type ColumnData, Table } from '../lib/table.ts'
import type { StepOutput } from './step.ts'

/** The different texts of a column. */
export type Dictionary = readonly string[]

/** A table on its way to another thread. */
export interface SentTable {
  readonly columns: readonly ColumnType[]
  readonly rowCount: number
  readonly data: readonly SentColumn[]
}

type Texts = Extract<ColumnData, { kind: 'texts' }>

/** A column; texts are sent by themselves, and stand here by the number they have in both threads. */
type SentColumn = Exclude<ColumnData, Texts> | (Omit<Texts, 'dictionary'> & { readonly known: number })

/** What a thread of steps is told. */
export type StepRequest =
  /** The next texts of a dictionary, which the thread keeps under the number until it is forgotten. */
  | { readonly kind: 'texts'; readonly number: number; readonly texts: Dictionary }
  /** No table of this side has these any more. */
  | { readonly kind: 'forget'; readonly numbers: readonly number[] }
  /** A step that is to be run; `options` as the step's own options type gives them. */
  | { readonly kind: 'run'; readonly step: string; readonly tables: readonly SentTable[]; readonly options: unknown }

/** What that thread says. */
export type StepReply =
  /** The next texts of a dictionary that the step made; it is forgotten when the step is done. */
  | { readonly kind: 'texts'; readonly number: number; readonly texts: Dictionary }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly text?: string }
  | { readonly kind: 'done'; readonly table: SentTable; readonly notices: readonly string[] }
  /** `code`, where the error has one; structured cloning keeps neither class nor code. */
  | { readonly kind: 'failed'; readonly code?: string; readonly message: string; readonly hint?: string }

/** `numberOf`: the number that the texts have in both threads. */
export function sentTable({ columns, rowCount, data }: Table, numberOf: (texts: Dictionary) => number): SentTable {
  return {
    columns,
    rowCount,
    data: data.map((column) => {
      if (column.kind !== 'texts') return column
      const { dictionary, ...places } = column
      return { ...places, known: numberOf(dictionary) }
    }),
  }
}

/** `textsOf`: the texts of a number. */
export function receivedTable({ columns, rowCount, data }: SentTable, textsOf: (number: number) => Dictionary): Table {
  return Table.fromColumns(
    columns,
    rowCount,
    data.map((column) => {
      if (column.kind !== 'texts') return column
      const { known, ...places } = column
      return { ...places, dictionary: textsOf(known) }
    }),
  )
}

/** So many texts are sent at once: more would keep a screen from being drawn. */
export const textsAtOnce = 20_000

/** Texts in pieces that take a moment to send. There is one piece at least, as an empty dictionary is one too. */
export function* piecesOf(texts: Dictionary): Generator<Dictionary> {
  for (let at = 0; at === 0 || at < texts.length; at += textsAtOnce) yield texts.slice(at, at + textsAtOnce)
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

import { HuntletError } from '../../lib/diagnostic.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { Table } from '../../lib/table.ts'
import { plainText } from './plain-text.ts'

/** One distinct text of a column, of JSON the texts in it: how many rows have it, and which. */
export interface TextCell {
  readonly column: string
  readonly text: string
  readonly rows: number
  /** The first row that has it, from 0. */
  readonly firstRow: number
  /** All rows that have it, in order; made when asked for. */
  allRows(): ArrayLike<number>
}

/** Texts are looked at in this many pieces, each of which tells how far it has come. */
const tellings = 50

/** The columns of texts: those named, or all of type string and dynamic. Throws `COLUMN_UNKNOWN` for one that is not there or holds no text. */
export function textColumns(table: Table, names: readonly string[] | undefined): readonly string[] {
  const known = table.columns.filter(({ type }) => type === 'string' || type === 'dynamic').map(({ name }) => name)
  const wrong = names?.find((name) => !known.includes(name))
  if (wrong !== undefined) {
    throw new HuntletError('COLUMN_UNKNOWN', `There is no column of texts \`${wrong}\`.`, {
      hint: known.length > 0 ? `Columns of texts: ${known.join(', ')}.` : 'The table has no column of texts.',
    })
  }
  return names ?? known
}

/** Each distinct text of the columns once, in the order of columns and first rows. Empty texts are left out. */
export function* textCells(
  table: Table,
  columns: readonly string[],
  progress: Progress = noProgress,
  doing = '',
): Generator<TextCell> {
  const sizes = columns.map((column) => {
    const data = table.data[table.indexOf(column)]!
    return data.kind === 'texts' ? Math.min(data.dictionary.length, table.rowCount) : 0
  })
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const often = Math.max(1, Math.ceil(total / tellings))
  let done = 0
  for (const column of columns) {
    const data = table.data[table.indexOf(column)]!
    if (data.kind !== 'texts') continue
    const { dictionary, index, valid } = data
    const isJson = table.columns[table.indexOf(column)]!.type === 'dynamic'
    const counts = new Uint32Array(dictionary.length)
    const first = new Uint32Array(dictionary.length)
    const order: number[] = []
    for (let row = 0; row < table.rowCount; row++) {
      if (valid && valid[row] !== 1) continue
      const id = index[row]!
      if (counts[id]! === 0) {
        first[id] = row
        order.push(id)
      }
      counts[id]!++
    }
    let rows: RowsById | undefined
    for (const id of order) {
      if (done % often === 0 && total > often) progress(done, total, doing)
      done++
      const text = plainText(dictionary[id]!, isJson)
      if (text === '') continue
      const allRows = () => {
        rows ??= rowsById(index, valid, counts)
        return rows.rows.subarray(rows.starts[id]!, rows.starts[id]! + counts[id]!)
      }
      yield { column, text, rows: counts[id]!, firstRow: first[id]!, allRows }
    }
  }
  if (total > often) progress(total, total, doing)
}

interface RowsById {
  readonly rows: Uint32Array
  readonly starts: Uint32Array
}

function rowsById(index: Uint32Array, valid: Uint8Array | undefined, counts: Uint32Array): RowsById {
  const starts = new Uint32Array(counts.length + 1)
  for (let id = 0; id < counts.length; id++) starts[id + 1] = starts[id]! + counts[id]!
  const next = starts.slice()
  const rows = new Uint32Array(starts.at(-1)!)
  for (let row = 0; row < index.length; row++) {
    if (valid && valid[row] !== 1) continue
    rows[next[index[row]!]!++] = row
  }
  return { rows, starts }
}

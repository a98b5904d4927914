import type { Table } from '../../lib/table.ts'
import { cellTexts, type ProtocolVersion } from './cell-texts.ts'

/** Characters of a part of a body: large enough that writing it costs little, small enough that it is nothing in memory. */
const partLength = 64 * 1024

/** The rows of a table as JSON arrays with commas between them, in parts. `from` up to `to`: rows, by default all. */
export function* rowTexts(
  table: Table,
  version: ProtocolVersion,
  { from = 0, to = table.rowCount }: { readonly from?: number; readonly to?: number } = {},
): Generator<string> {
  const cells = cellTexts(table, version)
  let part = ''
  for (let row = from; row < to; row++) {
    part += row === from ? '[' : ',['
    for (let column = 0; column < cells.length; column++) {
      if (column > 0) part += ','
      part += cells[column]!(row)
    }
    part += ']'
    if (part.length >= partLength) {
      yield part
      part = ''
    }
  }
  if (part !== '') yield part
}

import type { ColumnData, Table } from '../lib/table.ts'

/** For each column, whether some cell holds something. Cells are not looked at one by one where that can be avoided: there may be a million. */
export function filledColumns(table: Table): readonly boolean[] {
  return table.data.map((data) => {
    if (table.rowCount === 0 || (data.valid && !data.valid.includes(1))) return false
    if (data.kind !== 'texts') return true
    if (!data.dictionary.includes('')) return true
    return data.index.some((text, row) => data.valid?.[row] !== 0 && data.dictionary[text] !== '')
  })
}

/** Rows from which on a value that all of them share says nothing of any. */
const enoughRows = 3

/** For each column, whether all cells, of three at least, hold one and the same. */
export function constantColumns(table: Table): readonly boolean[] {
  return table.data.map((data) => table.rowCount >= enoughRows && isConstant(data, table.rowCount))
}

function isConstant(data: ColumnData, rowCount: number): boolean {
  const { valid } = data
  if (valid?.includes(0)) return !valid.includes(1)
  const cells = data.kind === 'texts' ? data.index : data.values
  for (let row = 1; row < rowCount; row++) {
    if (
      cells[row] !== cells[0] &&
      !(data.kind === 'texts' && data.dictionary[data.index[row]!] === data.dictionary[data.index[0]!])
    )
      return false
  }
  return true
}

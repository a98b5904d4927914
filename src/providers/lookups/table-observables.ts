import type { Cell, Table } from '../../lib/table.ts'
import type { CountedObservable } from './answer-table.ts'
import { type ObservableHint, readObservable } from './observable.ts'

/** The observables that columns of tables name, each once, those of most records first; lists in a cell are taken apart. */
export function tableObservables(
  tables: readonly Table[],
  columns: Readonly<Record<string, ObservableHint>>,
): CountedObservable[] {
  const found = new Map<string, { observable: CountedObservable['observable']; records: number }>()
  for (const table of tables) {
    for (const [name, hint] of Object.entries(columns)) {
      for (const [text, records] of textsOf(table, name)) {
        const observable = readObservable(text, hint)
        if (!observable) continue
        const id = `${observable.kind} ${observable.value}`
        const there = found.get(id)
        if (there) there.records += records
        else found.set(id, { observable, records })
      }
    }
  }
  return [...found.values()].sort((a, b) => b.records - a.records)
}

/** Each distinct text of a column, and in how many rows it is. */
function textsOf(table: Table, name: string): Map<string, number> {
  const at = table.indexOf(name)
  const counts = new Map<string, number>()
  if (at < 0) return counts
  const data = table.data[at]!
  if (data.kind !== 'texts') return counts
  const rows = new Float64Array(data.dictionary.length)
  for (let row = 0; row < table.rowCount; row++) if (data.valid?.[row] !== 0) rows[data.index[row]!]!++
  const isList = table.columns[at]!.type === 'dynamic'
  for (const [index, text] of data.dictionary.entries()) {
    const records = rows[index]!
    if (records === 0) continue
    for (const each of isList ? textsIn(JSON.parse(text) as Cell) : [text])
      counts.set(each, (counts.get(each) ?? 0) + records)
  }
  return counts
}

function textsIn(cell: Cell): string[] {
  if (typeof cell === 'string') return [cell]
  return Array.isArray(cell) ? [...new Set(cell.flatMap((each) => textsIn(each as Cell)))] : []
}

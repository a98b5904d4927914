import type { Cell, Table } from '../../lib/table.ts'

/** A column as texts, each distinct one once: `texts[index[row]]`. Null, NaN and a column that is not there are the empty text. */
export interface DistinctTexts {
  readonly texts: readonly string[]
  readonly index: Uint32Array
}

/** Reads a column as texts. What is computed of `texts` is computed once for each distinct one. */
export function distinctTexts(table: Table, column: string | undefined): DistinctTexts {
  const at = column === undefined ? -1 : table.indexOf(column)
  const count = table.rowCount
  if (at < 0) return { texts: [''], index: new Uint32Array(count) }
  const data = table.data[at]!
  if (data.kind === 'texts' && table.columns[at]!.type !== 'dynamic') {
    if (!data.valid && data.dictionary.length > 0) return { texts: data.dictionary, index: data.index }
    const empty = data.dictionary.length
    const index = Uint32Array.from(data.index, (position, row) => (data.valid?.[row] === 0 ? empty : position))
    return { texts: [...data.dictionary, ''], index }
  }
  const positions = new Map<string, number>()
  const index = new Uint32Array(count)
  for (let row = 0; row < count; row++) index[row] = positionOf(positions, textOf(table.cell(row, at)))
  return { texts: [...positions.keys()], index }
}

/** The number a key has among those seen, in the order they were first seen. */
export function positionOf<Key>(positions: Map<Key, number>, key: Key): number {
  const known = positions.get(key)
  if (known !== undefined) return known
  positions.set(key, positions.size)
  return positions.size - 1
}

/** Texts made of the distinct ones, themselves distinct again. */
export function mapTexts({ texts, index }: DistinctTexts, change: (text: string) => string): DistinctTexts {
  const positions = new Map<string, number>()
  const moved = Uint32Array.from(texts, (text) => positionOf(positions, change(text)))
  return { texts: [...positions.keys()], index: index.map((position) => moved[position]!) }
}

function textOf(cell: Cell): string {
  if (cell === null || (typeof cell === 'number' && Number.isNaN(cell))) return ''
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

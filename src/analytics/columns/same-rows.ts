import type { ColumnData, Table } from '../../lib/table.ts'

/**
 * For each row the first row that is equal to it in all of the table's columns: itself where there is none before it. Linear: rows are
 * compared only where their hashes are equal.
 */
export function firstEqualRows(table: Table): Uint32Array {
  const columns = table.data.filter((data) => !isConstant(data))
  const hashes = new Uint32Array(table.rowCount)
  for (const data of columns) addHashes(hashes, data)
  const equals = columns.map(equality)
  // Open addressing: twice as many places as rows, each holding a row + 1.
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, table.rowCount * 2)))
  const places = new Uint32Array(size)
  const first = new Uint32Array(table.rowCount)
  for (let row = 0; row < table.rowCount; row++) {
    let place = hashes[row]! & (size - 1)
    for (;;) {
      const other = places[place]! - 1
      if (other < 0) {
        places[place] = row + 1
        first[row] = row
        break
      }
      if (hashes[other] === hashes[row] && equals.every((equal) => equal(row, other))) {
        first[row] = other
        break
      }
      place = (place + 1) & (size - 1)
    }
  }
  return first
}

/** The columns in which two rows differ. */
export function differingColumns(table: Table): (a: number, b: number) => readonly string[] {
  const equals = table.data.map(equality)
  return (a, b) => table.columns.flatMap(({ name }, at) => (equals[at]!(a, b) ? [] : [name]))
}

function equality(data: ColumnData): (a: number, b: number) => boolean {
  const { valid } = data
  const values = data.kind === 'texts' ? data.index : data.values
  const same = (a: number, b: number) => Object.is(values[a], values[b])
  if (valid === undefined) return same
  return (a, b) => valid[a] === valid[b] && (valid[a] === 0 || same(a, b))
}

function isConstant(data: ColumnData): boolean {
  const equal = equality(data)
  const rows = data.kind === 'texts' ? data.index.length : data.values.length
  for (let row = 1; row < rows; row++) if (!equal(0, row)) return false
  return true
}

function addHashes(hashes: Uint32Array, data: ColumnData): void {
  const { valid } = data
  const width = data.kind === 'bigints' || data.kind === 'numbers' ? 2 : 1
  const values = data.kind === 'texts' ? data.index : data.values
  const words =
    width === 2 ? new Uint32Array(values.buffer, values.byteOffset, values.length * 2) : (values as ArrayLike<number>)
  for (let row = 0; row < hashes.length; row++) {
    const isNull = valid?.[row] === 0
    for (let word = 0; word < width; word++) hashes[row] = mix(hashes[row]!, isNull ? 0 : words[row * width + word]!)
  }
}

/** The round of MurmurHash3 for 32 bits, by Austin Appleby, in the public domain. */
function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = (k << 15) | (k >>> 17)
  const h = hash ^ Math.imul(k, 0x1b873593)
  const rotated = (h << 13) | (h >>> 19)
  const mixed = (Math.imul(rotated, 5) + 0xe6546b64) | 0
  // Rows are placed by the low bits, to which the round alone carries too little of the high ones.
  return mixed ^ (mixed >>> 16)
}

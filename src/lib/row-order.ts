import type { KqlType } from './kql-type.ts'
import type { ColumnData } from './table.ts'

/** How the rows of a table come by one of its columns. */
export interface RowOrdering {
  /** Of two rows with a value: negative where the first comes first. */
  compare(a: number, b: number): number
  /** Rows without a value: null, NaN. */
  isMissing(row: number): boolean
}

/**
 * The order of rows by one column: values as their type orders them, texts by their letters. `fold`: what texts are compared as, such
 * as their small letters.
 */
export function rowOrderBy(
  type: KqlType,
  data: ColumnData,
  fold: (text: string) => string = (text) => text,
): RowOrdering {
  const { valid } = data
  const isNull = (row: number) => valid !== undefined && valid[row] !== 1
  switch (data.kind) {
    case 'numbers': {
      const { values } = data
      return {
        compare: (a, b) => values[a]! - values[b]! || 0,
        isMissing: (row) => isNull(row) || Number.isNaN(values[row]!),
      }
    }
    case 'bools': {
      const { values } = data
      return { compare: (a, b) => values[a]! - values[b]!, isMissing: isNull }
    }
    case 'bigints': {
      const { values } = data
      return { compare: (a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0), isMissing: isNull }
    }
    case 'texts': {
      const { index } = data
      const ranks = ranksOf(data.dictionary.map((text) => (type === 'decimal' ? Number(text) : fold(text))))
      return { compare: (a, b) => ranks[index[a]!]! - ranks[index[b]!]!, isMissing: isNull }
    }
  }
}

/** Where each comes among all; equal ones share a place. */
function ranksOf(keys: readonly (string | number)[]): Uint32Array {
  const sorted = Uint32Array.from(keys, (_, at) => at).sort((a, b) =>
    keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : 0,
  )
  const ranks = new Uint32Array(keys.length)
  let rank = 0
  sorted.forEach((at, place) => {
    if (place > 0 && keys[sorted[place - 1]!] !== keys[at]) rank++
    ranks[at] = rank
  })
  return ranks
}

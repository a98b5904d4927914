import { type DuckDBDataChunk, DuckDBVarCharVector } from '@duckdb/node-api'
import { invariant } from '../../../lib/invariant.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { type Inside, maskOf } from './validity.ts'

/** Bytes of a value; of a text, those of its length. */
const widths: Readonly<Record<KqlType, number>> = {
  bool: 1,
  int: 4,
  long: 8,
  real: 8,
  decimal: 16,
  datetime: 8,
  timespan: 8,
  guid: 16,
  string: 4,
  dynamic: 4,
}

/** Counts what a result holds: values by the width of their type, texts and dynamics in UTF-8. */
export class ResultSize {
  readonly #rowWidth: number
  #bytes = 0

  constructor(types: readonly KqlType[]) {
    this.#rowWidth = types.reduce((sum, type) => sum + widths[type], 0)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** How many of the first `count` rows of the chunk still fit into so many bytes; those are counted. */
  take(chunk: DuckDBDataChunk, count: number, mostBytes: number): number {
    const texts = textLengths(chunk, count)
    let row = 0
    for (; row < count; row++) {
      const bytes = this.#bytes + this.#rowWidth + (texts ? texts[row]! : 0)
      if (bytes > mostBytes) break
      this.#bytes = bytes
    }
    return row
  }
}

/** Bytes of all texts of each row; undefined where no column holds texts. */
function textLengths(chunk: DuckDBDataChunk, count: number): Float64Array | undefined {
  let lengths: Float64Array | undefined
  for (let index = 0; index < chunk.columnCount; index++) {
    const vector = chunk.getColumnVector(index)
    if (!(vector instanceof DuckDBVarCharVector)) continue
    const { dataView, validity } = vector as unknown as { dataView: DataView; validity: Inside<never>['validity'] }
    invariant(dataView && validity, 'a vector of texts holds their places and their validity')
    const mask = maskOf({ validity })
    const words = new Uint32Array(dataView.buffer, dataView.byteOffset, count * 4)
    lengths ??= new Float64Array(count)
    for (let row = 0; row < count; row++) {
      if (mask && ((mask[row >> 3]! >> (row & 7)) & 1) === 0) continue
      lengths[row]! += words[row * 4]!
    }
  }
  return lengths
}

import { type DuckDBDataChunk, DuckDBVarCharVector, type DuckDBVector } from '@duckdb/node-api'
import { invariant } from '../../../lib/invariant.ts'
import type { ColumnData } from '../../../lib/table.ts'
import type { ColumnBuilder } from './column-data.ts'
import { type Inside, maskOf, Validity } from './validity.ts'

/** Texts, each different one kept once. `convert` is applied to each of those. */
export class TextColumn implements ColumnBuilder {
  #index = new Uint32Array(2048)
  #length = 0
  readonly #seen = new Map<string, number>()
  readonly #dictionary: string[] = []
  readonly #validity = new Validity()
  #position = 0
  readonly #convert: ((text: string) => string) | undefined

  constructor(convert: ((text: string) => string) | undefined) {
    this.#convert = convert
  }

  add(chunk: DuckDBDataChunk, column: number, count: number): void {
    const vector = chunk.getColumnVector(column)
    if (this.#index.length < this.#length + count) {
      const wider = new Uint32Array((this.#length + count) * 2)
      wider.set(this.#index)
      this.#index = wider
    }
    if (vector instanceof DuckDBVarCharVector) this.#addTexts(vector, count)
    else this.#addOthers(vector, count)
    this.#length += count
  }

  /**
   * A text in DuckDB is sixteen bytes: its length, then itself or where it stands. Where they are those of the row before,
   * so is the text, and need not be decoded.
   */
  #addTexts(vector: DuckDBVarCharVector, count: number): void {
    const { dataView, validity } = vector as unknown as { dataView: DataView; validity: Inside<never>['validity'] }
    invariant(dataView && validity, 'a vector of texts holds their places and their validity')
    const words = new Uint32Array(dataView.buffer, dataView.byteOffset, count * 4)
    const mask = maskOf({ validity })
    let before = -1
    for (let row = 0; row < count; row++) {
      if (mask && ((mask[row >> 3]! >> (row & 7)) & 1) === 0) continue
      const at = row * 4
      if (before < 0 || !sameWords(words, before, at)) {
        this.#position = this.#positionOf(vector.getItem(row)!)
        before = at
      }
      this.#index[this.#length + row] = this.#position
    }
    this.#validity.add(mask, count)
  }

  /** Decimals and GUIDs, as their texts. */
  #addOthers(vector: DuckDBVector, count: number): void {
    const bits = new Uint8Array((count >> 3) + 1)
    for (let row = 0; row < count; row++) {
      const item = vector.getItem(row)
      if (item === null) continue
      bits[row >> 3]! |= 1 << (row & 7)
      this.#index[this.#length + row] = this.#positionOf(String(item))
    }
    this.#validity.add(bits, count)
  }

  #positionOf(text: string): number {
    let position = this.#seen.get(text)
    if (position === undefined) {
      position = this.#dictionary.push(this.#convert ? this.#convert(text) : text) - 1
      this.#seen.set(text, position)
    }
    return position
  }

  finish(): ColumnData {
    return {
      kind: 'texts',
      dictionary: this.#dictionary,
      index: this.#index.slice(0, this.#length),
      ...this.#validity.finish(),
    }
  }
}

function sameWords(words: Uint32Array, a: number, b: number): boolean {
  return (
    words[a] === words[b] &&
    words[a + 1] === words[b + 1] &&
    words[a + 2] === words[b + 2] &&
    words[a + 3] === words[b + 3]
  )
}

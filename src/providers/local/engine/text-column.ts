import { type DuckDBDataChunk, DuckDBVarCharVector, type DuckDBVector } from '@duckdb/node-api'
import { invariant } from '../../../lib/invariant.ts'
import type { ColumnData } from '../../../lib/table.ts'
import type { ColumnBuilder } from './column-data.ts'
import { TextBytes } from './text-bytes.ts'
import { TextIndex } from './text-index.ts'
import { type Inside, maskOf, Validity } from './validity.ts'

/** Longer texts are seldom the same, and are not held twice. */
const longestIndexed = 1024

/** Texts, each different one kept once. `convert` is applied to each of those. */
export class TextColumn implements ColumnBuilder {
  #index = new Uint32Array(2048)
  #length = 0
  readonly #byBytes = new TextIndex()
  readonly #byText = new Map<string, number>()
  readonly #dictionary: string[] = []
  readonly #validity = new Validity()
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

  /** Only a text not seen before is decoded; where the row before holds the same words of the vector, it is the same text. */
  #addTexts(vector: DuckDBVarCharVector, count: number): void {
    const { dataView, validity } = vector as unknown as { dataView: DataView; validity: Inside<never>['validity'] }
    invariant(dataView && validity, 'a vector of texts holds their places and their validity')
    const mask = maskOf({ validity })
    const texts = new TextBytes(dataView, mask, count)
    const { words } = texts
    let before = -1
    let position = 0
    for (let row = 0; row < count; row++) {
      if (mask && ((mask[row >> 3]! >> (row & 7)) & 1) === 0) continue
      const at = row * 4
      if (before < 0 || !sameWords(words, before, at)) {
        position = this.#positionAt(texts, row)
        before = at
      }
      this.#index[this.#length + row] = position
    }
    this.#validity.add(mask, count)
  }

  #positionAt(texts: TextBytes, row: number): number {
    const known = texts.lengthAt(row) > longestIndexed ? -1 : texts.find(row, this.#byBytes)
    if (known >= 0) return known
    const text = texts.textAt(row)
    const position = this.#byText.get(text)
    if (position !== undefined) return position
    if (texts.lengthAt(row) > longestIndexed || !this.#byBytes.add(this.#dictionary.length)) {
      this.#byText.set(text, this.#dictionary.length)
    }
    return this.#push(text)
  }

  /** Decimals and GUIDs, as their texts. */
  #addOthers(vector: DuckDBVector, count: number): void {
    const bits = new Uint8Array((count >> 3) + 1)
    for (let row = 0; row < count; row++) {
      const item = vector.getItem(row)
      if (item === null) continue
      bits[row >> 3]! |= 1 << (row & 7)
      const text = String(item)
      let position = this.#byText.get(text)
      if (position === undefined) {
        position = this.#push(text)
        this.#byText.set(text, position)
      }
      this.#index[this.#length + row] = position
    }
    this.#validity.add(bits, count)
  }

  #push(text: string): number {
    return this.#dictionary.push(this.#convert ? this.#convert(text) : text) - 1
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

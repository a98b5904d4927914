import {
  DuckDBBigIntVector,
  DuckDBBooleanVector,
  type DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  DuckDBTimestampVector,
  DuckDBVarCharVector,
  type DuckDBVector,
} from '@duckdb/node-api'
import { invariant } from '../../../lib/invariant.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { type ColumnData, storageOf } from '../../../lib/table.ts'
import { strictJson } from './strict-json.ts'

/** Takes the chunks of a result for one column and gives its cells as a table keeps them. */
export interface ColumnBuilder {
  /** The first `count` rows of the column in the chunk. */
  add(chunk: DuckDBDataChunk, column: number, count: number): void
  finish(): ColumnData
}

/** A builder for a column that the engine yields as `sqlTypeOf[type]`; what it yields instead is converted where that loses nothing. */
export function columnBuilder(type: KqlType): ColumnBuilder {
  switch (storageOf(type)) {
    case 'numbers':
      return new Numbers()
    case 'bools':
      return new Bools()
    case 'bigints':
      return type === 'datetime' ? new BigInts(earliest, latest) : new BigInts()
    case 'texts':
      return new Texts(type === 'dynamic' ? strictJson : type === 'decimal' ? shortDecimal : undefined)
  }
}

/** 0001-01-01 and the end of 9999 in microseconds since 1970: what is beyond is no datetime, and becomes null. */
const earliest = -62_135_596_800_000_000n
const latest = 253_402_300_799_999_999n

/** Arrays that grow: the number of rows is known at the end only. */
interface Growing<T> {
  array: T
  length: number
}

/** The null flags of a column, kept only from the first null on. */
class Validity {
  #valid: Growing<Uint8Array> | undefined
  #length = 0

  /** `bits`: DuckDB's mask, one bit a row, absent where all are valid. */
  add(bits: Uint8Array | undefined, count: number): void {
    if (!bits && !this.#valid) {
      this.#length += count
      return
    }
    const valid = this.#room(count)
    for (let row = 0; row < count; row++) {
      valid[this.#length + row] = bits ? (bits[row >> 3]! >> (row & 7)) & 1 : 1
    }
    this.#length += count
  }

  isValid(row: number): boolean {
    return !this.#valid || this.#valid.array[row] === 1
  }

  clear(row: number): void {
    this.#room(0)[row] = 0
  }

  finish(): { valid?: Uint8Array } {
    const valid = this.#valid?.array.slice(0, this.#length)
    return valid?.includes(0) ? { valid } : {}
  }

  #room(count: number): Uint8Array {
    this.#valid ??= {
      array: new Uint8Array(Math.max(2048, this.#length)).fill(1, 0, this.#length),
      length: this.#length,
    }
    if (this.#valid.array.length < this.#length + count) {
      const wider = new Uint8Array((this.#length + count) * 2)
      wider.set(this.#valid.array)
      this.#valid.array = wider
    }
    return this.#valid.array
  }
}

/** DuckDB's mask of a vector. Its bytes are in the order of the rows on every machine there is a build for. */
function maskOf(vector: { validity: { data: BigUint64Array | null } }): Uint8Array | undefined {
  const { data } = vector.validity
  return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}

/** The package keeps to itself what can be copied as a block; taken cell by cell, a million rows take seconds. */
interface Inside<T> {
  readonly items: T
  readonly validity: { data: BigUint64Array | null }
}

function inside<T>(vector: DuckDBVector): Inside<T> {
  const opened = vector as unknown as Inside<T>
  invariant(opened.items && opened.validity, 'a vector of DuckDB holds its items and their validity')
  return opened
}

class Numbers implements ColumnBuilder {
  #values = new Float64Array(2048)
  #length = 0
  readonly #validity = new Validity()

  add(chunk: DuckDBDataChunk, column: number, count: number): void {
    const vector = chunk.getColumnVector(column)
    if (this.#values.length < this.#length + count) {
      const wider = new Float64Array((this.#length + count) * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    if (vector instanceof DuckDBDoubleVector || vector instanceof DuckDBIntegerVector) {
      const { items } = inside<Float64Array | Int32Array>(vector)
      this.#values.set(items.subarray(0, count), this.#length)
      this.#validity.add(maskOf(inside(vector)), count)
    } else {
      const bits = new Uint8Array((count >> 3) + 1)
      for (let row = 0; row < count; row++) {
        const item = vector.getItem(row)
        if (item === null) continue
        bits[row >> 3]! |= 1 << (row & 7)
        this.#values[this.#length + row] = Number(item)
      }
      this.#validity.add(bits, count)
    }
    this.#length += count
  }

  finish(): ColumnData {
    return { kind: 'numbers', values: this.#values.slice(0, this.#length), ...this.#validity.finish() }
  }
}

class Bools implements ColumnBuilder {
  #values: number[] = []
  readonly #validity = new Validity()

  add(chunk: DuckDBDataChunk, column: number, count: number): void {
    const vector = chunk.getColumnVector(column)
    invariant(vector instanceof DuckDBBooleanVector, 'a bool column is BOOLEAN')
    const bits = new Uint8Array((count >> 3) + 1)
    for (let row = 0; row < count; row++) {
      const item = vector.getItem(row)
      if (item !== null) bits[row >> 3]! |= 1 << (row & 7)
      this.#values.push(item ? 1 : 0)
    }
    this.#validity.add(bits, count)
  }

  finish(): ColumnData {
    return { kind: 'bools', values: Uint8Array.from(this.#values), ...this.#validity.finish() }
  }
}

class BigInts implements ColumnBuilder {
  #values = new BigInt64Array(2048)
  #length = 0
  readonly #validity = new Validity()
  readonly #least: bigint | undefined
  readonly #most: bigint | undefined

  constructor(least?: bigint, most?: bigint) {
    this.#least = least
    this.#most = most
  }

  add(chunk: DuckDBDataChunk, column: number, count: number): void {
    const vector = chunk.getColumnVector(column)
    if (this.#values.length < this.#length + count) {
      const wider = new BigInt64Array((this.#length + count) * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    if (vector instanceof DuckDBBigIntVector || vector instanceof DuckDBTimestampVector) {
      const { items } = inside<BigInt64Array>(vector)
      this.#values.set(items.subarray(0, count), this.#length)
      this.#validity.add(maskOf(inside(vector)), count)
    } else {
      const bits = new Uint8Array((count >> 3) + 1)
      for (let row = 0; row < count; row++) {
        const item = vector.getItem(row)
        if (item === null) continue
        // An INTEGER or a HUGEINT of our own SQL: beyond 64 bits it is no long.
        const value = BigInt(item as number | bigint)
        if (BigInt.asIntN(64, value) !== value) continue
        bits[row >> 3]! |= 1 << (row & 7)
        this.#values[this.#length + row] = value
      }
      this.#validity.add(bits, count)
    }
    this.#length += count
  }

  finish(): ColumnData {
    const values = this.#values.slice(0, this.#length)
    if (this.#least !== undefined && this.#most !== undefined) {
      for (let row = 0; row < values.length; row++) {
        if (this.#validity.isValid(row) && (values[row]! < this.#least || values[row]! > this.#most)) {
          this.#validity.clear(row)
        }
      }
    }
    return { kind: 'bigints', values, ...this.#validity.finish() }
  }
}

class Texts implements ColumnBuilder {
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

/** `1.500000000000000000` → `1.5`: the engine keeps eighteen places whatever is in them. */
function shortDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

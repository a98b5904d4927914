import {
  DuckDBBigIntVector,
  DuckDBBooleanVector,
  type DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
} from '@duckdb/node-api'
import { invariant } from '../../../lib/invariant.ts'
import { isInstant } from '../../../lib/kql-time.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { type ColumnData, storageOf } from '../../../lib/table.ts'
import { strictJson } from './strict-json.ts'
import { TextColumn } from './text-column.ts'
import { type Inside, inside, maskOf, Validity } from './validity.ts'

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
      return new BigInts(type === 'datetime')
    case 'texts':
      return new TextColumn(type === 'dynamic' ? strictJson : type === 'decimal' ? shortDecimal : undefined)
  }
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
  #values = new Uint8Array(2048)
  #length = 0
  readonly #validity = new Validity()

  add(chunk: DuckDBDataChunk, column: number, count: number): void {
    const vector = chunk.getColumnVector(column)
    invariant(vector instanceof DuckDBBooleanVector, 'a bool column is BOOLEAN')
    const { dataView, validity } = vector as unknown as { dataView: DataView; validity: Inside<never>['validity'] }
    invariant(dataView && validity, 'a vector of booleans holds a byte for each and their validity')
    if (this.#values.length < this.#length + count) {
      const wider = new Uint8Array((this.#length + count) * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values.set(new Uint8Array(dataView.buffer, dataView.byteOffset, count), this.#length)
    this.#validity.add(maskOf({ validity }), count)
    this.#length += count
  }

  finish(): ColumnData {
    return { kind: 'bools', values: this.#values.slice(0, this.#length), ...this.#validity.finish() }
  }
}

class BigInts implements ColumnBuilder {
  #values = new BigInt64Array(2048)
  #length = 0
  readonly #validity = new Validity()
  readonly #areInstants: boolean

  /** Ticks that are no instant become null. */
  constructor(areInstants: boolean) {
    this.#areInstants = areInstants
  }

  add(chunk: DuckDBDataChunk, column: number, count: number): void {
    const vector = chunk.getColumnVector(column)
    if (this.#values.length < this.#length + count) {
      const wider = new BigInt64Array((this.#length + count) * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    if (vector instanceof DuckDBBigIntVector) {
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
    if (this.#areInstants) {
      for (let row = 0; row < values.length; row++) {
        if (!isInstant(values[row]!) && this.#validity.isValid(row)) this.#validity.clear(row)
      }
    }
    return { kind: 'bigints', values, ...this.#validity.finish() }
  }
}

/** `1.500000000000000000` → `1.5`: the engine keeps eighteen places whatever is in them. */
function shortDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

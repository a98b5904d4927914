import type { DuckDBVector } from '@duckdb/node-api'
import { invariant } from '../../../lib/invariant.ts'

/** The null flags of a column, kept only from the first null on. */
export class Validity {
  #valid: Uint8Array | undefined
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
    return !this.#valid || this.#valid[row] === 1
  }

  clear(row: number): void {
    this.#room(0)[row] = 0
  }

  finish(): { valid?: Uint8Array } {
    const valid = this.#valid?.slice(0, this.#length)
    return valid?.includes(0) ? { valid } : {}
  }

  #room(count: number): Uint8Array {
    this.#valid ??= new Uint8Array(Math.max(2048, this.#length)).fill(1, 0, this.#length)
    if (this.#valid.length < this.#length + count) {
      const wider = new Uint8Array((this.#length + count) * 2)
      wider.set(this.#valid)
      this.#valid = wider
    }
    return this.#valid
  }
}

/** DuckDB's mask of a vector. Its bytes are in the order of the rows on every machine there is a build for. */
export function maskOf(vector: { validity: { data: BigUint64Array | null } }): Uint8Array | undefined {
  const { data } = vector.validity
  return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}

/** The package keeps to itself what can be copied as a block; taken cell by cell, a million rows take seconds. */
export interface Inside<T> {
  readonly items: T
  readonly validity: { data: BigUint64Array | null }
}

export function inside<T>(vector: DuckDBVector): Inside<T> {
  const opened = vector as unknown as Inside<T>
  invariant(opened.items && opened.validity, 'a vector of DuckDB holds its items and their validity')
  return opened
}

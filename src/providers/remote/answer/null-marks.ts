/** Which rows of a column have a value. A row that is read again is marked again. */
export class NullMarks {
  #valid = new Uint8Array(0)

  grow(rows: number): void {
    this.#valid = grownBytes(this.#valid, rows)
  }

  isValue(row: number): void {
    this.#valid[row] = 1
  }

  isNull(row: number): void {
    this.#valid[row] = 0
  }

  /** Nothing where no row is null, as ColumnData has it. */
  finish(rows: number): { readonly valid?: Uint8Array } {
    const valid = this.#valid.slice(0, rows)
    return valid.includes(0) ? { valid } : {}
  }
}

/** The bytes with room for so many. */
export function grownBytes(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(length)
  grown.set(bytes)
  return grown
}

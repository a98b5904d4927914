import type { ColumnType } from '../../../lib/kql-type.ts'
import { Table } from '../../../lib/table.ts'
import { ServiceFault } from '../wire.ts'
import { BadCell, type CellReader } from './cell-reader.ts'
import { columnReader } from './column-reader.ts'
import { closeBracket, comma, skipSpace } from './json-bytes.ts'

/** Rows of a frame on their way into columns. */
export class TypedRows {
  count = 0
  readonly columns: readonly ColumnType[]
  readonly #readers: readonly CellReader[]
  #room = 0

  /** `seed`: any number, not the same in each run. */
  constructor(columns: readonly ColumnType[], seed: number) {
    this.columns = columns
    this.#readers = columns.map((column) => columnReader(column.type, seed))
  }

  /**
   * Keeps the row that begins at `at`, and gives the position after it; -1 where it goes on behind `end`. Throws ServiceFault
   * `bad-answer` where it is no row of these columns.
   */
  read(bytes: Buffer, at: number, end: number): number {
    if (this.count === this.#room) {
      this.#room = Math.max(64, this.#room * 2)
      for (const reader of this.#readers) reader.grow(this.#room)
    }
    let position = at + 1
    for (let column = 0; column < this.#readers.length; column++) {
      position = skipSpace(bytes, position, end)
      if (position >= end) return -1
      if (column > 0) {
        if (bytes[position] !== comma) throw this.#badRow(`has not ${this.columns.length} cells`)
        position = skipSpace(bytes, position + 1, end)
        if (position >= end) return -1
      }
      if (bytes[position] === closeBracket) throw this.#badRow(`has not ${this.columns.length} cells`)
      position = this.#cell(bytes, position, end, column)
      if (position < 0) return -1
    }
    position = skipSpace(bytes, position, end)
    if (position >= end) return -1
    if (bytes[position] !== closeBracket) throw this.#badRow(`has not ${this.columns.length} cells`)
    this.count++
    return position + 1
  }

  table(): Table {
    const data = this.#readers.map((reader) => reader.finish(this.count))
    return Table.fromColumns(this.columns, this.count, data)
  }

  #cell(bytes: Buffer, at: number, end: number, column: number): number {
    try {
      return this.#readers[column]!.read(bytes, at, end, this.count)
    } catch (thrown) {
      if (!(thrown instanceof BadCell)) throw thrown
      const { name, type } = this.columns[column]!
      throw this.#badRow(`has ${JSON.stringify(thrown.message.slice(0, 80))} in its column \`${name}\` of type ${type}`)
    }
  }

  /** What stands where the next row should. */
  noRow(): ServiceFault {
    return this.#badRow('is no row')
  }

  #badRow(what: string): ServiceFault {
    return new ServiceFault('bad-answer', `The answer cannot be read: its row ${this.count + 1} ${what}.`)
  }
}

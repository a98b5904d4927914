import { invariant } from '../../lib/invariant.ts'
import type { Json } from '../../lib/table.ts'
import { monthEnd, monthStart } from './calendar.ts'

/** A record by column name, ready for JSON: a dynamic column holds the value, a text column that carries JSON its text. */
export type Row = Record<string, Json>

// An instant and a position share one number, so that sorting needs no comparison function: 2^32 ms × 2^17 rows < 2^53.
const positions = 131_072

/** The records of one table as they come to be, in any order; handed out by time. */
export class Log {
  readonly table: string
  readonly #keys: number[] = []
  readonly #rows: Row[] = []

  constructor(table: string) {
    this.table = table
  }

  get size(): number {
    return this.#rows.length
  }

  /** Adds a record of the instant `at`; one outside the month is left out, as an export of the month leaves it out. */
  add(at: number, row: Row): void {
    if (at < monthStart || at >= monthEnd) return
    invariant(this.#rows.length < positions, `${this.table} holds fewer than ${positions} records`)
    this.#keys.push(Math.floor(at - monthStart) * positions + this.#rows.length)
    this.#rows.push(row)
  }

  /** All records by time; those of one instant in the order they were added. */
  rows(): Row[] {
    return Array.from(Float64Array.from(this.#keys).sort(), (key) => this.#rows[key % positions] as Row)
  }
}

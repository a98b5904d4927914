import { type ColumnData, Table } from '../../lib/table.ts'
import { TextColumn } from '../columns/text-column.ts'
import type { ProcessColumns, ProcessRole } from './process-columns.ts'

/** A log of processes with a column for each thing it tells, and the row of the log that each row was read from. */
export interface FlatLog {
  readonly table: Table
  readonly columns: ProcessColumns
  /** Absent where the rows are the log's own. */
  readonly rows?: Uint32Array
  readonly notices: readonly string[]
}

/** What a text of a log tells of a process: texts, empty where it does not tell; the time in ticks since 0001-01-01. */
export type ProcessFacts = Partial<Record<Exclude<ProcessRole, 'time'>, string>> & { readonly time: bigint | undefined }

/** Collects what texts of a log tell of processes. */
export class FlatLogBuilder {
  readonly #roles: readonly Exclude<ProcessRole, 'time'>[]
  readonly #facts: ProcessFacts[] = []
  readonly #rows: number[] = []

  constructor(roles: readonly Exclude<ProcessRole, 'time'>[]) {
    this.#roles = roles
  }

  get size(): number {
    return this.#rows.length
  }

  add(row: number, facts: ProcessFacts): void {
    this.#rows.push(row)
    this.#facts.push(facts)
  }

  build(notices: readonly string[]): FlatLog {
    const count = this.#rows.length
    const times = new BigInt64Array(count)
    const valid = new Uint8Array(count)
    this.#facts.forEach(({ time }, at) => {
      if (time === undefined) return
      times[at] = time
      valid[at] = 1
    })
    const texts = this.#roles.map((role): ColumnData => {
      const column = new TextColumn(count)
      for (let at = 0; at < count; at++) column.set(at, this.#facts[at]![role] ?? '')
      return column.toColumn()
    })
    const table = Table.fromColumns(
      [{ name: 'time', type: 'datetime' }, ...this.#roles.map((name) => ({ name, type: 'string' as const }))],
      count,
      [{ kind: 'bigints', values: times, valid }, ...texts],
    )
    const named = Object.fromEntries(this.#roles.map((role) => [role, role]))
    const columns = { name: 'name', pid: 'pid', parentPid: 'parentPid', time: 'time', ...named }
    return { table, columns, rows: Uint32Array.from(this.#rows), notices }
  }
}

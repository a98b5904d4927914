import { parseDatetime } from '../../lib/kql-time.ts'
import { canHoldText } from './entity-filter.ts'
import { columnKind, entityKind } from './entity-kind.ts'
import type { LookupTable } from './lookup-request.ts'

/** Tables in the order in which they are asked, and those that need no question, each with the reason. */
export interface TablePlan {
  readonly candidates: readonly LookupTable[]
  readonly excluded: readonly {
    readonly table: LookupTable
    readonly status: 'no times' | 'other times'
    readonly reason: string
  }[]
}

/**
 * Most promising first: tables with columns that commonly hold this kind of entity, then those with more records. A name alone may
 * be an account's or a host's. A table whose records are all of other times needs no question.
 */
export function planTables(
  tables: readonly LookupTable[],
  entity: string,
  near: { readonly start: bigint; readonly end: bigint },
): TablePlan {
  const excluded: TablePlan['excluded'][number][] = []
  const candidates: LookupTable[] = []
  for (const table of tables) {
    const first = table.first === undefined ? undefined : parseDatetime(table.first)
    const last = table.last === undefined ? undefined : parseDatetime(table.last)
    if (!table.columns.some(({ name, type }) => name === 'TimeGenerated' && type === 'datetime')) {
      excluded.push({ table, status: 'no times', reason: 'It has no column TimeGenerated.' })
    } else if (!table.columns.some(canHoldText)) {
      excluded.push({ table, status: 'other times', reason: 'It has no column of text.' })
    } else if ((first !== undefined && first >= near.end) || (last !== undefined && last < near.start)) {
      const reason = `Its records are from ${day(table.first)} to ${day(table.last)}.`
      excluded.push({ table, status: 'other times', reason })
    } else candidates.push(table)
  }
  const kind = entityKind(entity)
  const wanted = kind === 'name' ? ['account', 'host'] : [kind]
  const promise = new Map(
    candidates.map((table) => [
      table,
      table.columns.some(({ name }) => wanted.includes(columnKind(name) ?? '')) ? 1 : 0,
    ]),
  )
  candidates.sort(
    (a, b) =>
      promise.get(b)! - promise.get(a)! || b.rowCount - a.rowCount || (a.name < b.name ? -1 : Number(a.name > b.name)),
  )
  return { candidates, excluded }
}

/** How many tables one question may be about, and how many columns of text they may have together. */
const groupLimits = { tables: 20, columns: 600 }

/** Tables that are asked about together, in their order. A wide table stands alone. */
export function groupTables(tables: readonly LookupTable[]): readonly (readonly LookupTable[])[] {
  const groups: LookupTable[][] = []
  let columns = Number.POSITIVE_INFINITY
  for (const table of tables) {
    const own = table.columns.filter(canHoldText).length
    const last = groups.at(-1)
    if (last === undefined || last.length >= groupLimits.tables || columns + own > groupLimits.columns) {
      groups.push([table])
      columns = own
    } else {
      last.push(table)
      columns += own
    }
  }
  return groups
}

function day(text: string | undefined): string {
  return text?.slice(0, 10) ?? 'unknown'
}

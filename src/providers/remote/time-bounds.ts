import { kqlName } from '../../kql/literal.ts'
import { isInstant, parseDatetime } from '../../lib/kql-time.ts'
import { withTime } from '../local/compiler/service-binder.ts'
import type { TickRange } from '../time-range.ts'
import type { WireAnswer, WireTable } from './wire.ts'

/** A table and its column of time. */
export interface TimedName {
  readonly name: string
  readonly time: string
}

/** Of the tables that a query reads those that have a time. */
export function timedNames(names: readonly string[], tables: readonly WireTable[]): TimedName[] {
  return tables
    .filter(({ name }) => names.includes(name))
    .flatMap((table) => {
      const { name, time } = withTime(table)
      return time === undefined ? [] : [{ name, time }]
    })
}

/** Asks for the first and the last time of all records, and how many have none. */
export function boundsQuery(tables: readonly TimedName[]): string {
  const each = tables.map(({ name, time }) => {
    const column = kqlName(time)
    return `(${kqlName(name)} | summarize First = min(${column}), Last = max(${column}), Untimed = countif(isnull(${column})))`
  })
  return `union ${each.join(', ')} | summarize First = min(First), Last = max(Last), Untimed = sum(Untimed)`
}

/** The range that holds all records; or why there is none, in words. */
export function boundsOf({ tables, shortfall }: WireAnswer): TickRange | string {
  const { table } = tables[0]
  const [first, last] = ['First', 'Last'].map((name) => parseDatetime(String(table.value(0, name) ?? '')))
  if (shortfall) return 'the time range of its records could not be told'
  if (Number(table.value(0, 'Untimed') ?? 0) > 0) return 'some of its records have no time'
  if (first === undefined || last === undefined) return 'its records have no time'
  const end = last + 1n
  return isInstant(end) ? { start: first, end } : 'its records lie beyond the end of all time'
}

/** The range in so many parts of the same length, in the order of time; fewer where they would be shorter than the floor. */
export function partsOf({ start, end }: TickRange, count: number, floor: bigint): TickRange[] {
  const length = end - start
  const least = floor > 0n ? floor : 1n
  const most = length / least
  const parts = BigInt(Math.max(1, Math.min(count, most > 1_000_000n ? 1_000_000 : Number(most))))
  const edge = (part: bigint) => start + (length * part) / parts
  return Array.from({ length: Number(parts) }, (_, part) => ({
    start: edge(BigInt(part)),
    end: edge(BigInt(part) + 1n),
  }))
}

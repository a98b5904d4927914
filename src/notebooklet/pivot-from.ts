import { HuntletError } from '../lib/diagnostic.ts'
import { formatDatetime, lastInstant, parseDatetime } from '../lib/kql-time.ts'
import type { TimeRange } from '../providers/workspace.ts'
import { type FoundEntity, tableEntities } from './collect-entities.ts'
import type { RequestTime } from './desk.ts'
import type { Origin, ResultRequest, Section } from './result-data.ts'

/** An entity in one row, and the column it stands in. */
export interface RowEntity extends FoundEntity {
  readonly column: string
}

/** The entities in a row's cells, those of one column first, each once. */
export function rowEntities(section: Section, row: number, first?: string): readonly RowEntity[] {
  const { table, entityColumns } = section
  if (!table || row < 0 || row >= table.rowCount) return []
  const one = table.pick([row])
  const columns = Object.keys(entityColumns)
  const ordered = first !== undefined && columns.includes(first) ? [first, ...columns] : columns
  const found: RowEntity[] = []
  for (const column of new Set(ordered)) {
    for (const entity of tableEntities(one, { [column]: entityColumns[column]! }).entities) {
      const isKnown = found.some(
        ({ type, value }) => type === entity.type && value.toLowerCase() === entity.value.toLowerCase(),
      )
      if (!isKnown) found.push({ ...entity, column })
    }
  }
  return found
}

/** When a row happened: the time its view is drawn by, else its first datetime. */
export function rowTime({ table, view }: Section, row: number): string | undefined {
  if (!table || row < 0 || row >= table.rowCount) return undefined
  const drawn = 'time' in view ? [view.time] : []
  const times = table.columns.filter(({ type }) => type === 'datetime').map(({ name }) => name)
  for (const name of [...drawn.filter((column) => times.includes(column)), ...times]) {
    const cell = table.value(row, name)
    if (typeof cell === 'string' && parseDatetime(cell) !== undefined) return cell
  }
  return undefined
}

/** The time a pivot carries: the range it comes from, the time around the row it comes from, or four times the range. */
const pivotTimes = ['same', 'row', 'wider'] as const

export type PivotTime = (typeof pivotTimes)[number]

/** The time a run is to be asked for. Throws `INVALID_TIME_RANGE` where the row has no time. */
export function pivotTime(kind: PivotTime, range: TimeRange, rowAt?: string, within?: string): RequestTime {
  switch (kind) {
    case 'same':
      return { start: range.start, end: range.end }
    case 'row': {
      if (rowAt !== undefined) return { around: rowAt, ...(within !== undefined && { within }) }
      throw new HuntletError('INVALID_TIME_RANGE', 'There is no row with a time to look around.', {
        hint: 'Name a row of a section that has a datetime column, or keep the time range.',
      })
    }
    case 'wider':
      return fourTimes(range)
  }
}

function fourTimes({ start, end }: TimeRange): RequestTime {
  const [from, to] = [parseDatetime(start)!, parseDatetime(end)!]
  const side = ((to - from) * 3n) / 2n
  return { start: datetimeText(from - side), end: datetimeText(to + side) }
}

/** A range may not reach beyond the datetimes there are. */
function datetimeText(ticks: bigint): string {
  return formatDatetime(ticks < 0n ? 0n : ticks > lastInstant ? lastInstant : ticks)
}

/** What a pivot remembers of where it began. */
export function originOf(
  { notebooklet, value }: Pick<ResultRequest, 'notebooklet' | 'value'>,
  where: { readonly [Key in 'section' | 'column' | 'time']?: string | undefined } = {},
): Origin {
  const { section, column, time } = where
  return {
    notebooklet,
    ...(value !== undefined && { value }),
    ...(section !== undefined && { section }),
    ...(column !== undefined && { column }),
    ...(time !== undefined && { time }),
  }
}

/** Where a pivot began, in words: `host-summary web01, section logons, column Account, row of 2026-01-30T01:00:00Z`. */
export function originText({ notebooklet, value, section, column, time }: Origin): string {
  return [
    value === undefined ? notebooklet : `${notebooklet} ${value}`,
    ...(section === undefined ? [] : [`section ${section}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
    ...(time === undefined ? [] : [`row of ${time.replace(/\.?0*Z$/, 'Z')}`]),
  ].join(', ')
}

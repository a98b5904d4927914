import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, parseDatetime, parseTimespan } from '../../lib/kql-time.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'

export interface TimeSplit {
  readonly before: Table
  readonly since: Table
  /** The instant they are split at. */
  readonly at: string
}

/**
 * Splits a table at so long before its newest time: what is `recent`, and what was before. A row without a time is recent, so that it is looked at
 * and nothing is learnt from it. Throws `COLUMN_UNKNOWN`, `OPTION_INVALID` where the timespan is none above 0, or nothing is
 * before.
 */
export function splitByTime(table: Table, options: { readonly recent: string; readonly time: string }): TimeSplit {
  const span = parseTimespan(options.recent)
  if (span === undefined || span <= 0n) {
    throw new HuntletError('OPTION_INVALID', `\`recent\` must be a timespan above 0, not \`${options.recent}\`.`, {
      hint: 'Write 1d, 12h or 7.00:00:00.',
    })
  }
  const times = timesOf(table, options.time)
  let newest: bigint | undefined
  for (const time of times) if (time !== undefined && (newest === undefined || time > newest)) newest = time
  const cut = newest === undefined ? undefined : newest - span
  const before: number[] = []
  const since: number[] = []
  times.forEach((time, row) => {
    if (time !== undefined && cut !== undefined && time <= cut) before.push(row)
    else since.push(row)
  })
  if (cut === undefined || before.length === 0) {
    throw new HuntletError(
      'OPTION_INVALID',
      newest === undefined
        ? `No session has a time in \`${options.time}\`.`
        : `Nothing is older than ${options.recent} before the newest \`${options.time}\`.`,
      { hint: 'Ask for a longer time range, or for less that is recent.' },
    )
  }
  return { before: table.pick(before), since: table.pick(since), at: formatDatetime(cut) }
}

function timesOf(table: Table, column: string): readonly (bigint | undefined)[] {
  const at = columnAt(table, column, 'the time of each session')
  return Array.from({ length: table.rowCount }, (_, row) => {
    const cell = table.cell(row, at)
    return typeof cell === 'string' ? parseDatetime(cell) : undefined
  })
}

import type { ColumnType } from '../../lib/kql-type.ts'

/** What columns of time are called in logs, the likeliest first; compared without case and underscores. */
const usual = [
  'timestamp',
  'eventtime',
  'eventtimestamp',
  'starttime',
  'time',
  'datetime',
  'ts',
  'createdtime',
  'creationtime',
  'ingestiontime',
]

/**
 * The column by which a time range is applied: the one asked for where the table has it, else none where it has `TimeGenerated`,
 * else what is called as times are, else its only datetime. Undefined: `TimeGenerated`, or no time at all.
 */
export function timeColumnOf(columns: readonly ColumnType[], asked?: string): string | undefined {
  const times = columns.filter((column) => column.type === 'datetime').map((column) => column.name)
  if (asked !== undefined && times.includes(asked)) return asked === 'TimeGenerated' ? undefined : asked
  if (times.includes('TimeGenerated')) return undefined
  const plain = times.map((name) => name.toLowerCase().replaceAll('_', ''))
  for (const word of usual) {
    const at = plain.indexOf(word)
    if (at >= 0) return times[at]
  }
  return times.length === 1 ? times[0] : undefined
}

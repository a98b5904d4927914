import type { PlannedColumn } from './plan-columns.ts'
import type { StagedColumn } from './staged.ts'

/**
 * Columns that may stand in for a TimeGenerated that is missing, the surest first: what other products call the time of
 * an event, then times of what the event is about. Letters and digits alone: `Event Time` and `event_time` are one.
 */
const substitutes = [
  'timestamp',
  'timestamputc',
  'eventtime',
  'eventtimeutc',
  'time',
  'timeutc',
  'datetime',
  'datetimeutc',
  'dateutc',
  'createddatetime',
  'creationtime',
  'timecreated',
  'activitydatetime',
  'eventtimestamp',
  'eventsubmissiontimestamp',
  'requestreceivedtimestamp',
  'published',
  'starttime',
  'flowstarttimet',
  'receipttime',
]

/** The file's columns that could be the time of its records, the surest first. */
export function timeSubstitutes(columns: readonly PlannedColumn[]): StagedColumn[] {
  const rank = (column: PlannedColumn) => substitutes.indexOf(column.name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  return columns
    .filter((column) => rank(column) >= 0)
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((column) => column.sources)
}

const zones: ReadonlyMap<string, string> = new Map([
  ['pacific time (us & canada)', 'America/Los_Angeles'],
  ['mountain time (us & canada)', 'America/Denver'],
  ['central time (us & canada)', 'America/Chicago'],
  ['eastern time (us & canada)', 'America/New_York'],
])

/** The name DuckDB has for a zone as a header writes it (`Europe/Berlin`, `UTC+02:00`, `(UTC-08:00) Pacific Time (US & Canada)`), or undefined. */
export function zoneName(written: string, isZone: (name: string) => boolean): string | undefined {
  if (isZone(written)) return written
  const [, sign, hours, minutes = '00', place = ''] =
    /^\(?(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?::?(\d\d))?\)?\s*(.*)$/i.exec(written) ?? []
  const byPlace = zones.get((place || written).trim().toLowerCase())
  if (byPlace !== undefined) return byPlace
  // The names count westwards: two hours ahead of UTC is Etc/GMT-2.
  if (sign !== undefined && minutes === '00' && place === '')
    return `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`
  return undefined
}

/** A date and a time of day as a log writes them; what it leaves out is undefined. */
export interface WrittenTime {
  readonly year: number
  /** 1–12 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** The digits after the point. */
  readonly fraction?: string | undefined
  /** `Z`, `+02:00`, `+0200`. */
  readonly offset?: string | undefined
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** 1 for `Jan` or `January`; undefined for what is no month of English. */
export function monthOf(name: string): number | undefined {
  const at = months.indexOf(name.slice(0, 3).toLowerCase())
  return at < 0 ? undefined : at + 1
}

/**
 * The instant as ISO 8601 in UTC, with the digits of the log; undefined for a day or an hour there is not. A time that says
 * no offset is one of `zone`, by its name (`Europe/Berlin`) or offset; without a zone, of UTC. An hour that a zone's clocks
 * pass twice is its first; one they leave out is taken as if they had not.
 */
export function instantOf(written: WrittenTime, zone?: string): string | undefined {
  const { year, month, day, hour, minute, second, fraction = '' } = written
  // A leap second is the one after the last of its minute.
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(local)
  if (back.getUTCDate() !== (second === 60 ? back.getUTCDate() : day) || month < 1 || month > 12) return undefined
  if (hour > 23 || minute > 59 || second > 60 || year < 1 || year > 9999) return undefined
  const offset = offsetMinutes(written.offset ?? zone ?? 'Z', local)
  if (offset === undefined) return undefined
  const digits = fraction.slice(0, 9)
  const text = new Date(local - offset * 60_000).toISOString().slice(0, 19)
  return digits === '' ? `${text}Z` : `${text}.${digits}Z`
}

/** True for a zone `instantOf` knows. */
export function isZone(zone: string): boolean {
  return offsetMinutes(zone, 0) !== undefined
}

function offsetMinutes(zone: string, local: number): number | undefined {
  if (/^(z|utc|gmt)$/i.test(zone)) return 0
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? []
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  const clock = clockOf(zone)
  if (clock === undefined) return undefined
  // The offset is that of the instant, which is only known with it: one of the day before or of the day after.
  const [before, after] = [clock(local - day), clock(local + day)]
  const fits = (offset: number) => clock(local - offset * 60_000) === offset
  return [Math.max(before, after), Math.min(before, after)].find(fits) ?? before
}

const day = 86_400_000

const clocks = new Map<string, ((instant: number) => number) | undefined>()

/** Minutes a zone is ahead of UTC at an instant. */
function clockOf(zone: string): ((instant: number) => number) | undefined {
  if (!clocks.has(zone)) clocks.set(zone, makeClock(zone))
  return clocks.get(zone)
}

function makeClock(zone: string): ((instant: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    return (instant) => {
      const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
      const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
      return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
    }
  } catch {
    return undefined
  }
}

/**
 * Instants and durations as Kusto keeps them: ticks of 100 ns. Instants count from 0001-01-01T00:00:00Z, the
 * proleptic Gregorian calendar; everything is UTC.
 */
export const ticksPerMicrosecond = 10n
export const ticksPerMillisecond = 10_000n
export const ticksPerSecond = 10_000_000n
export const ticksPerMinute = 600_000_000n
export const ticksPerHour = 36_000_000_000n
export const ticksPerDay = 864_000_000_000n

/** Ticks from 0001-01-01 to 1970-01-01. */
export const unixEpochTicks = 621_355_968_000_000_000n

/** The last instant there is, 9999-12-31T23:59:59.9999999Z; the first is 0. */
export const lastInstant = 3_155_378_975_999_999_999n

/** Whether so many ticks since 0001-01-01 are an instant: no datetime is before the year 1 or after the year 9999. */
export function isInstant(ticks: bigint): boolean {
  return ticks >= 0n && ticks <= lastInstant
}

/** Ticks since 0001-01-01 of milliseconds since 1970, as `Date` counts them. */
export function ticksOfUnixMilliseconds(milliseconds: number): bigint {
  return BigInt(milliseconds) * ticksPerMillisecond + unixEpochTicks
}

/** Milliseconds since 1970 with their fraction; times of our century are exact to a quarter of a microsecond. */
export function unixMillisecondsOf(ticks: bigint): number {
  return Number(ticks - unixEpochTicks) / Number(ticksPerMillisecond)
}

const ticksTo2020 = 637_134_336_000_000_000n

/**
 * Ticks since 2020-01-01 as a number, to sort and compare many times by, which is slow with bigints: exact from 1991 to 2048,
 * and beyond that for whole seconds.
 */
export function ticksSince2020(ticks: bigint): number {
  return Number(ticks - ticksTo2020)
}

/** Back from a whole number of ticks since 2020-01-01; the first or the last instant there is where it is beyond that, if only by its rounding. */
export function ticksFrom2020(ticksSince2020: number): bigint {
  const ticks = BigInt(ticksSince2020) + ticksTo2020
  return ticks < 0n ? 0n : ticks > lastInstant ? lastInstant : ticks
}

/** Ticks since 0001-01-01 → `2021-04-16T12:07:14.1234567Z`, the form Kusto prints (seven digits). */
export function formatDatetime(ticks: bigint): string {
  const milliseconds = Number(ticks / ticksPerMillisecond - unixEpochTicks / ticksPerMillisecond)
  const rest = Number(ticks % ticksPerMillisecond)
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${String(rest).padStart(4, '0')}Z`
}

/** `2026-09-01T00:05:00.1200000Z` as `…00.12Z`: a printed datetime without the zeros that end its fraction. */
export function withoutZeros(datetime: string): string {
  return datetime.replace(/(?:\.0*|(?<=\.\d*[1-9])0+)Z$/, 'Z')
}

/**
 * ISO-8601 text (`Z`, an offset, or none = UTC; an eighth digit of the fraction and more are cut) → ticks since 0001-01-01;
 * undefined where it is none, or before the year 1.
 */
export function parseDatetime(text: string): bigint | undefined {
  const match =
    /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*$/i.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  // Date rolls 31 February over to March: such a day does not exist, so it is refused.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return undefined
  const offset = /^[zZ]$/.test(zone)
    ? 0
    : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
  const ticks = ticksOfUnixMilliseconds(date.getTime() - offset * 60_000) + BigInt(fraction.padEnd(7, '0').slice(0, 7))
  return isInstant(ticks) ? ticks : undefined
}

/** Ticks → `[-][d.]hh:mm:ss[.fffffff]`, the form Kusto prints. */
export function formatTimespan(ticks: bigint): string {
  const sign = ticks < 0n ? '-' : ''
  const absolute = ticks < 0n ? -ticks : ticks
  const two = (part: bigint) => part.toString().padStart(2, '0')
  const days = absolute / ticksPerDay
  const fraction = absolute % ticksPerSecond
  return [
    sign,
    days > 0n ? `${days}.` : '',
    two((absolute / ticksPerHour) % 24n),
    ':',
    two((absolute / ticksPerMinute) % 60n),
    ':',
    two((absolute / ticksPerSecond) % 60n),
    fraction > 0n ? `.${fraction.toString().padStart(7, '0')}` : '',
  ].join('')
}

const unitTicks: Readonly<Record<string, bigint>> = {
  d: ticksPerDay,
  day: ticksPerDay,
  days: ticksPerDay,
  h: ticksPerHour,
  hr: ticksPerHour,
  hrs: ticksPerHour,
  hour: ticksPerHour,
  hours: ticksPerHour,
  m: ticksPerMinute,
  min: ticksPerMinute,
  minute: ticksPerMinute,
  minutes: ticksPerMinute,
  s: ticksPerSecond,
  sec: ticksPerSecond,
  second: ticksPerSecond,
  seconds: ticksPerSecond,
  ms: ticksPerMillisecond,
  milli: ticksPerMillisecond,
  millis: ticksPerMillisecond,
  millisecond: ticksPerMillisecond,
  milliseconds: ticksPerMillisecond,
  micro: ticksPerMicrosecond,
  micros: ticksPerMicrosecond,
  microsecond: ticksPerMicrosecond,
  microseconds: ticksPerMicrosecond,
  tick: 1n,
  ticks: 1n,
}

/** `7d`, `1.5h`, `90m`, `00:20:00`, `1.02:03:04.5` (and weeks as `2w`) → ticks, or undefined. */
export function parseTimespan(text: string): bigint | undefined {
  const trimmed = text.trim()
  const unit = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(trimmed)
  if (unit) {
    const name = unit[2]!.toLowerCase()
    const size = name === 'w' || name === 'week' || name === 'weeks' ? 7n * ticksPerDay : unitTicks[name]
    return size === undefined ? undefined : BigInt(Math.round(Number(unit[1]) * Number(size)))
  }
  const clock = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(trimmed)
  if (!clock) return undefined
  const [, sign, days = '0', hours, minutes, seconds = '0', fraction = ''] = clock
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const ticks =
    BigInt(days) * ticksPerDay +
    BigInt(hours!) * ticksPerHour +
    BigInt(minutes!) * ticksPerMinute +
    BigInt(seconds) * ticksPerSecond +
    BigInt(fraction.padEnd(7, '0'))
  return sign ? -ticks : ticks
}

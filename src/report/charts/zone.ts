/** The clock times are shown by. */
export interface Zone {
  /** As it is printed beside times: `UTC`, `Europe/Berlin`. */
  readonly label: string
  /** What the clock is ahead of UTC at an instant, both in milliseconds. */
  offsetAt(unixMilliseconds: number): number
}

export const utc: Zone = { label: 'UTC', offsetAt: () => 0 }

/** An IANA time zone, or undefined where the name is not one. */
export function zoneNamed(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
  return {
    label: name,
    offsetAt(at) {
      if (!isInstant(at)) return 0
      const part: Record<string, string> = {}
      for (const { type, value } of format.formatToParts(at)) part[type] = value
      const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year)
      const shown = new Date(0)
      shown.setUTCFullYear(year, Number(part.month) - 1, Number(part.day))
      shown.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second))
      return shown.getTime() - Math.floor(at / 1000) * 1000
    },
  }
}

/** Whether a number of milliseconds since 1970 is one that a date can show. */
export function isInstant(unixMilliseconds: number): boolean {
  return Math.abs(unixMilliseconds) <= 8.64e15
}

/** `2021-04-16 12:07:14` by that zone's clock, milliseconds only where there are any; empty for what is no instant. */
export function formatInstant(unixMilliseconds: number, zone: Zone = utc): string {
  const shifted = unixMilliseconds + zone.offsetAt(unixMilliseconds)
  if (!isInstant(shifted)) return ''
  return new Date(shifted)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '')
}

/** A datetime cell as the table gives it (`2021-04-16T12:07:14.1234560Z`), short and by that zone's clock; no digit is lost. */
export function formatDatetimeCell(cell: string, zone: Zone = utc): string {
  const dot = cell.indexOf('.')
  const seconds = dot < 0 ? cell.replace(/Z$/, '') : cell.slice(0, dot)
  const fraction = dot < 0 ? '' : cell.slice(dot + 1).replace(/0*Z?$/, '')
  const at = zone === utc ? Number.NaN : Date.parse(`${seconds}Z`)
  const shown = Number.isNaN(at) ? seconds.replace('T', ' ') : formatInstant(at, zone)
  return fraction === '' ? shown : `${shown}.${fraction}`
}

/** A datetime cell to the second, never rounded up: where a fraction tells nobody anything. */
export function secondText(cell: string, zone: Zone = utc): string {
  return formatDatetimeCell(cell.replace(/\.\d+(?=Z?$)/, ''), zone)
}

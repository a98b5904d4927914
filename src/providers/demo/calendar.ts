/** Milliseconds. */
export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** The demo's month is September 2026: it begins on a Tuesday and has no change of clocks. */
export const monthStart = Date.UTC(2026, 8, 1)
export const daysInMonth = 30
export const monthEnd = monthStart + daysInMonth * day

/** An instant of the month, UTC: milliseconds since 1970. Days count from 1. */
export function on(dayOfMonth: number, hours: number, minutes = 0, seconds = 0): number {
  return monthStart + (dayOfMonth - 1) * day + hours * hour + minutes * minute + seconds * second
}

export function isWeekend(dayOfTheMonth: number): boolean {
  const weekday = (dayOfTheMonth + 1) % 7
  return weekday === 0 || weekday === 6
}

/** The instant to the second, as Kusto prints it: `2026-09-24T19:12:04.0000000Z`. */
export function isoSeconds(at: number): string {
  return isoText(at, 0)
}

/** The instant to the millisecond: `2026-09-24T19:12:04.1230000Z`. */
export function isoMilliseconds(at: number): string {
  return isoText(at, (Math.floor(at) % second) * 10_000)
}

/** The instant to the tick: `2026-09-24T19:12:04.1234567Z`; the digits below the millisecond follow from the instant. */
export function isoTicks(at: number): string {
  const milliseconds = Math.floor(at) % second
  return isoText(at, milliseconds * 10_000 + ((Math.floor(at / 7) * 7919 + milliseconds * 31) % 10_000))
}

// 48 is the code of the digit 0.
const tens = (number: number) => 48 + Math.floor(number / 10)
const units = (number: number) => 48 + (number % 10)

// A hundred thousand texts are made: one call that makes a flat text costs a tenth of Date's formatting or of gluing pieces.
function isoText(at: number, ticks: number): string {
  if (at < monthStart || at >= monthEnd) return `${new Date(at).toISOString().slice(0, 19)}.0000000Z`
  const seconds = Math.floor((at - monthStart) / second)
  const days = Math.floor(seconds / 86_400) + 1
  const hours = Math.floor(seconds / 3600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  const rest = seconds % 60
  const [high, low] = [Math.floor(ticks / 10_000), ticks % 10_000]
  // biome-ignore format: 2026-09-, the day, T, the time, the fraction
  return String.fromCharCode(
    50, 48, 50, 54, 45, 48, 57, 45, tens(days), units(days), 84,
    tens(hours), units(hours), 58, tens(minutes), units(minutes), 58, tens(rest), units(rest), 46,
    48 + Math.floor(high / 100), units(Math.floor(high / 10)), units(high),
    48 + Math.floor(low / 1000), units(Math.floor(low / 100)), units(Math.floor(low / 10)), units(low), 90,
  )
}

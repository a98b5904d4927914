import { isInstant, utc, type Zone } from './zone.ts'

/** A mark on an axis: the cell it stands at and what is written there; empty where there was no room. */
export interface Tick {
  readonly cell: number
  readonly label: string
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Steps of whole milliseconds; longer ones are months and years, which have no fixed length. */
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 4, 7, 14].map((count) => count * day),
]

const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000]

/**
 * Marks for a time axis of `width` cells from `start` to `end` (milliseconds since 1970), at round times of the zone's
 * clock, with room between their labels. The first label of a new day says the day.
 */
export function timeTicks(start: number, end: number, width: number, zone: Zone = utc): readonly Tick[] {
  if (!isInstant(start) || !isInstant(end) || end <= start || width < 8) return []
  const step = steps.find((length) => fits((end - start) / length, width, labelWidth(length)))
  const times = step === undefined ? monthTimes(start, end, width, zone) : evenTimes(start, end, step, zone)
  const ticks: Tick[] = []
  let free = 0
  let lastDay = ''
  for (const time of times) {
    const cell = Math.round(((time - start) / (end - start)) * (width - 1))
    const clock = new Date(time + zone.offsetAt(time)).toISOString()
    const label = labelOf(clock, step, lastDay)
    if (cell < free || cell + label.length > width) {
      ticks.push({ cell, label: '' })
      continue
    }
    lastDay = clock.slice(0, 10)
    ticks.push({ cell, label })
    free = cell + label.length + 1
  }
  return ticks
}

function fits(count: number, width: number, label: number): boolean {
  return (width - 1) / count >= label + 2
}

function labelWidth(step: number): number {
  if (step >= day) return 5
  if (step >= minute) return 11
  return step >= second ? 14 : 18
}

function labelOf(clock: string, step: number | undefined, lastDay: string): string {
  if (step === undefined) return clock.slice(0, -17)
  const date = clock.slice(-19, -14)
  if (step >= day) return lastDay === '' ? clock.slice(0, -14) : date
  const time = clock.slice(-13, step >= minute ? -8 : step >= second ? -5 : -1)
  return clock.slice(0, 10) === lastDay ? time : `${date} ${time}`
}

function* evenTimes(start: number, end: number, step: number, zone: Zone): Generator<number> {
  // Aligned to the zone's own midnight; where the clock is changed on the way, later marks stay a whole step apart.
  const offset = zone.offsetAt(start)
  for (let time = Math.ceil((start + offset) / step) * step - offset; time <= end; time += step) yield time
}

function* monthTimes(start: number, end: number, width: number, zone: Zone): Generator<number> {
  const months = (end - start) / (30 * day)
  const step = monthSteps.find((length) => fits(months / length, width, 7)) ?? monthSteps.at(-1)!
  const offset = zone.offsetAt(start)
  const first = new Date(start + offset)
  const from = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step
  for (let month = from; ; month += step) {
    const time = new Date(0)
    time.setUTCFullYear(Math.floor(month / 12), month % 12, 1)
    const at = time.getTime() - offset
    if (at > end || Number.isNaN(at)) return
    if (at >= start) yield at
  }
}

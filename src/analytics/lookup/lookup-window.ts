import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from '../../lib/kql-time.ts'

/** Steps of equal length up to the time that is looked at. Ticks; the end exclusive. */
export interface LookupWindow {
  readonly start: bigint
  readonly end: bigint
  readonly step: bigint
  readonly steps: number
  /** Steps after which life repeats itself: 7 days, 24 hours; 0 where the window is too short to tell. */
  readonly period: number
}

/** Longest step first. A week of days and a day of hours are the cycles that work has. */
const ladder = [
  { step: ticksPerDay, most: Number.POSITIVE_INFINITY, period: 7 },
  { step: ticksPerHour, most: 240, period: 24 },
  { step: 10n * ticksPerMinute, most: 60, period: 0 },
] as const

/** Eight steps to learn from beside two that are tested: with fewer, spread means nothing. */
export const fewestSteps = 10

/** Cycles that must be in the window before a cycle is taken off. */
const fewestCycles = 3

/**
 * The window of an entity's history in a table: days where it reaches back at least ten of them, else hours, else tens of
 * minutes; undefined where even of these there are not ten. Whole steps, counted back from the end: one step after the time, or where the
 * table ends before that, its end, since steps without records because the log is over would look like silence.
 */
export function chooseWindow(history: {
  /** The entity's first record in reach. */
  readonly first: bigint
  readonly time: bigint
  /** Where the table ends, or what may be seen of it, exclusive. */
  readonly end: bigint
  /** Most days. */
  readonly days: number
}): LookupWindow | undefined {
  for (const { step, most, period } of ladder) {
    const end = earliest(history.time + step, history.end)
    const whole = Number((end - history.first) / step)
    if (whole < fewestSteps) continue
    const steps = Math.min(whole, step === ticksPerDay ? Math.max(history.days, fewestSteps) : most)
    const start = end - BigInt(steps) * step
    return { start, end, step, steps, period: steps >= fewestCycles * period ? period : 0 }
  }
  return undefined
}

/** The first of some instants. */
export function earliest(...instants: readonly [bigint, ...bigint[]]): bigint {
  return ordered(instants)[0]!
}

/** The last of some instants. */
export function latest(...instants: readonly [bigint, ...bigint[]]): bigint {
  return ordered(instants).at(-1)!
}

function ordered(instants: readonly bigint[]): readonly bigint[] {
  return instants.toSorted((a, b) => (a < b ? -1 : Number(a > b)))
}

/** Up to the next whole second: steps that begin a tick after the hour are no pleasure to read. */
export function wholeSecond(instant: bigint): bigint {
  return ((instant + ticksPerSecond - 1n) / ticksPerSecond) * ticksPerSecond
}

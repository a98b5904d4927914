import { ticksPerDay, ticksPerHour } from '../../lib/kql-time.ts'

/** When it is night: from one hour of the day up to another, in a zone so many hours ahead of UTC. */
export interface Night {
  /** Default 22. */
  readonly nightFrom?: number | undefined
  /** Default 6. */
  readonly nightTo?: number | undefined
  /** Default 0: UTC, as logs are. */
  readonly hoursAhead?: number | undefined
}

/** The hour of the day of an instant (ticks since the year 1), 0 to 23. */
export function hourOf(instant: bigint, { hoursAhead = 0 }: Night): number {
  const local = instant + BigInt(Math.round(hoursAhead * Number(ticksPerHour)))
  return Number((((local % ticksPerDay) + ticksPerDay) % ticksPerDay) / ticksPerHour)
}

export function isNight(hour: number, { nightFrom = 22, nightTo = 6 }: Night): boolean {
  return nightFrom > nightTo ? hour >= nightFrom || hour < nightTo : hour >= nightFrom && hour < nightTo
}

import { Table } from '../../../src/lib/table.ts'

/** Hourly points from 1 September 2026 on, one a value; null is a point without a number. */
export function hourly(values: readonly (number | null)[]): Table {
  return Table.fromRows(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Value', type: 'real' },
    ],
    values.map((value, at) => [hour(at), value]),
  )
}

export function hour(at: number): string {
  return new Date(Date.UTC(2026, 8, 1) + at * 3_600_000).toISOString()
}

/** A day's wave with a little noise, the same in each run. */
export function wave(hours: number): number[] {
  return Array.from(
    { length: hours },
    (_, at) => 100 + 40 * Math.sin((2 * Math.PI * at) / 24) + ((at * 7919) % 101) / 20,
  )
}

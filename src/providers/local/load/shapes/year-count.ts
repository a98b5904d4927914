/**
 * Years for lines that say month and day only. Lines stand in the order of time, but for a few: where the date falls back by
 * more than half a year, a new year has begun; where it leaps ahead by as much, a line of the old one came late.
 */
export class YearCount {
  #before: number | undefined
  #passed = 0

  /** How many times a year ended up to this line. */
  after(month: number, day: number): number {
    const date = dayOfYear(month, day)
    if (this.#before !== undefined) {
      if (date - this.#before < -halfYear) this.#passed++
      else if (date - this.#before > halfYear) this.#passed--
    }
    this.#before = date
    return this.#passed
  }
}

const halfYear = 183

function dayOfYear(month: number, day: number): number {
  return (Date.UTC(2024, month - 1, day) - Date.UTC(2024, 0, 1)) / 86_400_000
}

/** The year of the last line of a file: that in which it was written, or the one before where that would be ahead of its time. */
export function lastYear(month: number, day: number, modified: Date): number {
  const year = modified.getUTCFullYear()
  // Clocks and zones differ by a day at most.
  return Date.UTC(year, month - 1, day) > modified.getTime() + 86_400_000 ? year - 1 : year
}

import { fourier } from '../../compile/udfs/series/fourier.ts'

/** How unlikely a dominant frequency is by chance, and which it is. */
export interface Polling {
  /** Chance of so large a share of one frequency in white noise; null where all counts are equal. */
  readonly pValue: number | null
  /** Cycles per interval (by default a second) of the strongest frequency, and its inverse; null where there is none. */
  readonly dominantFrequency: number | null
  readonly dominantInterval: number | null
}

/** Above so many frequencies the alternating sum loses all its digits. */
const mostExact = 700

/**
 * Periodicity of connections as msticpy's PeriodogramPollingDetector tells it: connections counted in each interval from `start` up to
 * `end` (exclusive), minus their mean, a periodogram, and Fisher's g test of its largest share. Times, start and end are in
 * whole seconds; default start and end are the first and last time, so that a connection in the very last second is not counted.
 */
export function detectPolling(
  times: readonly number[],
  options: { readonly start?: number; readonly end?: number; readonly interval?: number } = {},
): Polling {
  const { interval = 1 } = options
  const start = options.start ?? times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const end = options.end ?? times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const count = Math.max(0, Math.ceil((end - start) / interval))
  const counts = new Array<number>(count).fill(0)
  for (const time of times) {
    const place = (time - start) / interval
    if (Number.isInteger(place) && place >= 0 && place < count) counts[place]!++
  }
  if (count < 4) return { pValue: null, dominantFrequency: null, dominantInterval: null }
  const powers = periodogram(counts)
  const { pValue } = fisherG(powers, count % 2 === 0)
  let best = 0
  powers.forEach((power, at) => {
    if (power > powers[best]!) best = at
  })
  if (pValue === null || best === 0) return { pValue: null, dominantFrequency: null, dominantInterval: null }
  return { pValue, dominantFrequency: best / count, dominantInterval: count / best }
}

/** The one-sided power of each frequency 0, 1/n … 1/2 of a series minus its mean. */
export function periodogram(values: readonly number[]): number[] {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const { real, imaginary } = fourier(
    { real: values.map((value) => value - mean), imaginary: values.map(() => 0) },
    false,
  )
  return Array.from({ length: Math.floor(count / 2) + 1 }, (_, at) => {
    // The mean is gone; what rounding leaves of it is no power.
    if (at === 0) return 0
    const power = (real[at]! ** 2 + imaginary[at]! ** 2) / count
    // Each frequency stands for its negative too, but for the highest of an even number of points.
    return at * 2 === count ? power : 2 * power
  })
}

/**
 * Fisher's g test: the largest of some powers as a share of their sum, and the chance of such a share in white noise. The exact sum for
 * up to 700 powers, else 1 - (1 - exp(-n·g))^n. `excludeLast` leaves out the power of the highest frequency. pValue is null
 * where there is no power at all.
 */
export function fisherG(
  powers: readonly number[],
  excludeLast: boolean,
): { readonly g: number; readonly pValue: number | null } {
  const used = excludeLast ? powers.slice(0, -1) : powers
  const sum = used.reduce((total, power) => total + power, 0)
  const largest = used.reduce((most, power) => Math.max(most, power), 0)
  const count = used.length
  const g = largest / sum
  if (!(sum > 1e-12 * count)) return { g: Number.NaN, pValue: null }
  if (count > mostExact) return { g, pValue: 1 - (1 - Math.exp(-count * g)) ** count }
  let pValue = 0
  let logChoices = 0
  for (let j = 1; j < Math.floor(1 / g); j++) {
    logChoices += Math.log((count - j + 1) / j)
    pValue += (j % 2 === 1 ? 1 : -1) * Math.exp(logChoices + (count - 1) * Math.log(1 - j * g))
  }
  return { g, pValue }
}

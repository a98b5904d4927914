import { choosePeriods, detectPeriods, detrended, type Period } from '../../compile/udfs/series/periods.ts'
import { Fft, powerOfTwo } from '../../lib/fft.ts'

/** Longer series are correlated with themselves by way of a Fourier transform, in n log n instead of n². */
const mostDirect = 4096

/**
 * The period, in points, at which a series resembles itself most, if by `threshold` or more (0 to 1): the one that `series_periods_detect`
 * finds in KQL. Undefined where there is none. Periods are 4 points or more, and fit `times` times (default 2).
 */
export function findPeriod(values: readonly number[], threshold = 0.6, times = 2): Period | undefined {
  const longest = values.length / times
  const [best] =
    values.length <= mostDirect
      ? detectPeriods(values, 4, longest, 1)
      : choosePeriods(selfCorrelations(detrended(values), Math.floor(longest)), 4, Math.floor(longest), 1)
  return best && best.score >= threshold ? best : undefined
}

/** Correlations of a series with itself shifted by 0 to `longest + 1`, each over the stretch that both share. */
function selfCorrelations(values: readonly number[], longest: number): Float64Array {
  const count = values.length
  const size = powerOfTwo(2 * count)
  const fft = new Fft(size)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  re.set(values)
  fft.transform(re, im)
  for (let k = 0; k < size; k++) {
    re[k] = re[k]! ** 2 + im[k]! ** 2
    im[k] = 0
  }
  // Of real and even powers, forward and back are the same but for the length.
  fft.transform(re, im)
  const energy = new Float64Array(count + 1)
  for (let at = 0; at < count; at++) energy[at + 1] = energy[at]! + values[at]! ** 2
  const total = energy[count]!
  return Float64Array.from({ length: longest + 2 }, (_, shift) => {
    if (shift < 1) return 1
    const size2 = Math.sqrt(energy[count - shift]! * (total - energy[shift]!))
    return size2 === 0 ? 0 : re[shift]! / size / size2
  })
}

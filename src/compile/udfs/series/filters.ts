import { checkWork } from '../../too-large.ts'

/** A finite impulse response: each point the sum of the last ones times the filter; before the first are zeros. */
export function firFilter(
  values: readonly number[],
  filter: readonly number[],
  options: { normalize: boolean; center: boolean },
): number[] {
  checkWork(values.length * filter.length, 'a series too long for a filter of this length')
  const size = options.normalize ? filter.reduce((sum, weight) => sum + weight, 0) : 1
  const ahead = options.center ? Math.floor(filter.length / 2) : 0
  return values.map((_, index) =>
    filter.reduce((sum, weight, back) => sum + (weight / size) * (values[index + ahead - back] ?? 0), 0),
  )
}

/** An infinite impulse response: earlier results count too, as the denominators say. */
export function iirFilter(
  values: readonly number[],
  numerators: readonly number[],
  denominators: readonly number[],
): number[] {
  checkWork(values.length * (numerators.length + denominators.length), 'a series too long for filters of this length')
  const results: number[] = []
  const [scale = 1, ...feedback] = denominators
  values.forEach((_, index) => {
    const forward = numerators.reduce((sum, weight, back) => sum + weight * (values[index - back] ?? 0), 0)
    const backward = feedback.reduce((sum, weight, back) => sum + weight * (results[index - back - 1] ?? 0), 0)
    results.push((forward - backward) / scale)
  })
  return results
}

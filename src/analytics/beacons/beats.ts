/** The first event of each burst: those that follow another by `burst` seconds or less are left out. */
export function beatsOf(times: Float64Array, burst: number): Float64Array {
  return times.filter((time, at) => at === 0 || time - times[at - 1]! > burst)
}

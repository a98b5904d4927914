/** What is known of the rhythm of some beats. */
export interface Rhythm {
  /** Seconds from one beat to the next. */
  readonly interval: number
  /** Nine of ten gaps of the rhythm are within so many seconds of it. */
  readonly spread: number
  /** 0 as by chance, 1: all gaps are of the rhythm. */
  readonly regularity: number
  /** Natural logarithm of the chance of as much rhythm in events without any, corrected for all that was tried. */
  readonly logP: number
  /** Beats that keep the rhythm, and those that it would have had in the same time, pauses left out. */
  readonly beats: number
  readonly expected: number
  /** Half-width of the window that its gaps are in, as a part of the interval; 0 where it is a grid that beats keep to. */
  readonly tolerance: number
  /** How it was found. */
  readonly method: 'gaps' | 'spectrum'
  /** A second interval, where the sleep was changed. */
  readonly second?: { readonly interval: number; readonly spread: number }
}

/** Half-widths of the windows that gaps are counted in, as parts of the interval: jitter up to one half. */
const tolerances = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5] as const

/** Two intervals may explain gaps together only if both are kept well: two wide windows cover nearly any gap. */
const widestOfTwo = 0.2

/** A gap of more intervals is a pause: nobody was there. */
const longestMiss = 10

/** Seconds. What comes more often is one connection in pieces. */
export const shortestInterval = 2

interface Window {
  readonly low: number
  readonly high: number
  readonly tolerance: number
  readonly share: number
  readonly chance: number
  readonly logP: number
}

/**
 * The rhythm of the gaps between beats, in seconds: the window of lengths that holds more gaps than any memoryless process would put
 * there, whatever its rate. Beats are at least `dead` seconds apart by how they were made, and times are known to `resolution` seconds.
 * `tries` is how many times the same events are looked at. Undefined for less than five gaps.
 *
 * The chance of a gap between a and b in a process that after `dead` seconds forgets is at most r^(-1/(r-1)) · (1 - 1/r), where r =
 * (b - dead) / (a - dead); of a share s of n gaps, by Chernoff's bound, exp(-n · KL(s, chance)).
 */
export function gapRhythm(
  gaps: Float64Array,
  given: { readonly dead: number; readonly resolution: number; readonly tries: number },
): Rhythm | undefined {
  if (gaps.length < 5) return undefined
  const sorted = gaps.slice().sort()
  const window = bestWindow(sorted, given, tolerances)
  if (!window) return undefined
  const isWide = window.tolerance > widestOfTwo && window.logP < Math.log(1e-4)
  const interval = isWide ? likeliestInterval(gaps, window) : meanWithin(sorted, window)
  const share = explained(gaps, interval, window)
  const counted = foldedBeats(gaps, interval, window)
  const first: Rhythm = {
    interval,
    spread: spreadWithin(sorted, window, interval),
    regularity: Math.max(excess(window.share, window.chance), share),
    logP: window.logP,
    ...counted,
    tolerance: window.tolerance,
    method: 'gaps',
  }
  if (window.tolerance > widestOfTwo || window.share > 0.8) return first
  const rest = sorted.filter((gap) => gap < window.low || gap > window.high)
  if (rest.length < 5 || rest.length < 0.15 * gaps.length) return first
  const second = bestWindow(
    rest,
    given,
    tolerances.filter((tolerance) => tolerance <= widestOfTwo),
  )
  if (!second || second.logP > Math.log(1e-4)) return first
  const other = meanWithin(rest, second)
  // Twice the interval is a missed beat, which is counted already.
  const multiple = other / interval
  if (
    multiple > 1 &&
    Math.abs(multiple - Math.round(multiple)) * interval <= window.tolerance * other &&
    multiple < 3.5
  )
    return first
  const both = (window.share * gaps.length + second.share * rest.length) / gaps.length
  const chance = Math.min(0.9, window.chance + second.chance)
  return {
    ...first,
    regularity: Math.max(first.regularity, excess(both, chance)),
    beats: Math.round(both * gaps.length) + 1,
    expected: gaps.length + 1,
    second: { interval: other, spread: spreadWithin(rest, second, other) },
  }
}

function bestWindow(
  sorted: Float64Array,
  { dead, resolution, tries }: { readonly dead: number; readonly resolution: number; readonly tries: number },
  widths: readonly number[],
): Window | undefined {
  const count = sorted.length
  const shortest = Math.max(4 * dead, 4 * resolution, shortestInterval)
  let best: Window | undefined
  for (const tolerance of widths) {
    const ratio = (1 + tolerance) / (1 - tolerance)
    let most = 0
    let at = -1
    let end = 0
    for (let begin = 0; begin < count; begin++) {
      const low = sorted[begin]!
      if (end < begin) end = begin
      while (end < count && sorted[end]! <= low * ratio + resolution) end++
      if (low * (1 + tolerance) < shortest) continue
      if (end - begin > most) {
        most = end - begin
        at = begin
      }
    }
    if (at < 0) continue
    const low = sorted[at]!
    const high = low * ratio + resolution
    const chance = chanceOf(Math.max(low - resolution / 2, 1e-9), high + resolution / 2, dead)
    const share = most / count
    const logP = logTail(share, chance, count) + Math.log(count * tolerances.length * tries)
    if (share > chance && (!best || logP < best.logP)) best = { low, high, tolerance, share, chance, logP }
  }
  return best
}

/** The greatest chance that a process without memory gives to gaps between two lengths, whatever its rate. */
function chanceOf(low: number, high: number, dead: number): number {
  const ratio = (high - dead) / Math.max(low - dead, 1e-9)
  return ratio ** (-1 / (ratio - 1)) * (1 - 1 / ratio)
}

/** Chernoff's bound of the chance of a share or more of `count` trials. */
function logTail(share: number, chance: number, count: number): number {
  if (share <= chance) return 0
  const miss = share < 1 ? (1 - share) * Math.log((1 - share) / (1 - chance)) : 0
  return -count * (share * Math.log(share / chance) + miss)
}

/** What a share is above chance, of what it could be. */
function excess(share: number, chance: number): number {
  return Math.max(0, (share - chance) / (1 - chance))
}

/** The mean: what is far off is not in the window, and jitter that is even has its mean better known than its median. */
function meanWithin(sorted: Float64Array, { low, high }: Window): number {
  let sum = 0
  let count = 0
  for (const gap of sorted) {
    if (gap < low || gap > high) continue
    sum += gap
    count++
  }
  return sum / count
}

/**
 * The interval that is most likely to give the gaps with jitter and missed beats, where the window is so wide that it may hold gaps of
 * two intervals: k intervals with a chance that falls with k, evenly within the jitter of them, and now and then anything.
 */
function likeliestInterval(gaps: Float64Array, { low, high }: Window): number {
  const step = Math.max(1, Math.floor(gaps.length / 400))
  const looked = gaps.filter((gap, at) => at % step === 0 && gap < 5 * high)
  let best = (low + high) / 2
  let most = Number.NEGATIVE_INFINITY
  for (let interval = low; interval <= high; interval *= 1.02) {
    for (const jitter of [0.1, 0.2, 0.3, 0.4, 0.5]) {
      let likelihood = 0
      for (const gap of looked) {
        let density = 0.01 / high
        for (let times = 1, chance = 0.8; times <= 4; times++, chance *= 0.2) {
          const reach = jitter * interval * Math.sqrt(times)
          if (Math.abs(gap - times * interval) <= reach) density += chance / (2 * reach)
        }
        likelihood += Math.log(density)
      }
      if (likelihood > most) {
        most = likelihood
        best = interval
      }
    }
  }
  return best
}

function spreadWithin(sorted: Float64Array, { low, high }: Window, interval: number): number {
  const distances = sorted
    .filter((gap) => gap >= low && gap <= high)
    .map((gap) => Math.abs(gap - interval))
    .sort()
  return distances[Math.floor(0.9 * (distances.length - 1))]!
}

/** Whether a gap is so many intervals, within what jitter adds up to. */
function isMultiple(gap: number, times: number, interval: number, tolerance: number): boolean {
  return Math.abs(gap - times * interval) <= tolerance * interval * Math.sqrt(times)
}

/** Share of the gaps that are one or a few intervals, above chance; pauses are not looked at. */
function explained(gaps: Float64Array, interval: number, window: Window): number {
  if (window.tolerance > 0.1) return 0
  let kept = 0
  let looked = 0
  for (const gap of gaps) {
    const times = Math.max(1, Math.round(gap / interval))
    if (times > longestMiss) continue
    looked++
    if ((gap >= window.low && gap <= window.high) || (times > 1 && isMultiple(gap, times, interval, window.tolerance)))
      kept++
  }
  // Windows around the multiples cover at most this part of all longer gaps.
  const chance = window.chance + (1 - window.chance) * Math.min(1, 2 * window.tolerance * Math.sqrt(longestMiss))
  return looked < 5 || looked < gaps.length / 2 ? 0 : excess(kept / looked, chance)
}

/** Beats on time and beats due, over the stretches without a pause. */
function foldedBeats(
  gaps: Float64Array,
  interval: number,
  window: Window,
): { readonly beats: number; readonly expected: number } {
  let beats = 1
  let expected = 1
  let early = 0
  for (const gap of gaps) {
    const times = Math.round(gap / interval)
    if (times > longestMiss) {
      beats++
      expected++
    } else if (
      (gap >= window.low && gap <= window.high) ||
      (times > 1 && isMultiple(gap, times, interval, window.tolerance))
    ) {
      beats++
      expected += Math.max(1, times)
    } else early += gap
  }
  return { beats, expected: expected + Math.round(early / interval) }
}

/**
 * How a stretch of points is smoothed: local polynomials of degree 0 or 1 over the `window` nearest points, each weighted by the tricube
 * of its distance.
 */
export interface LoessOptions {
  /** Points that an estimate looks at; odd. */
  readonly window: number
  readonly degree: 0 | 1
  /** Every how many points an estimate is made; those between are on the line. */
  readonly jump: number
}

/**
 * Loess over points at 0, 1, 2 …, written as the STL paper needs it (Cleveland, Cleveland, McRae, Terpenning 1990, and its published
 * program): with weights of the points' own, and estimates also one step before and after them. Holds what estimates have in
 * common, so that smoothing n points costs n · window / jump.
 */
export class Loess {
  readonly #options: LoessOptions
  /** Tricube weights by distance for a point in the middle of its window, where most are. */
  readonly #middle: Float64Array
  readonly #middleReach: number
  readonly #middleSum: number

  constructor(options: LoessOptions) {
    this.#options = options
    this.#middleReach = (options.window - 1) / 2
    this.#middle = Float64Array.from({ length: this.#middleReach + 1 }, (_, distance) =>
      tricube(distance, this.#middleReach),
    )
    this.#middleSum = this.#middle.reduce((sum, weight, distance) => sum + (distance === 0 ? weight : 2 * weight), 0)
  }

  /** Smooths `count` values into `smoothed`, from its element `offset` on. */
  smooth(
    values: Float64Array,
    count: number,
    weights: Float64Array | undefined,
    smoothed: Float64Array,
    offset = 0,
  ): void {
    if (count < 2) {
      smoothed[offset] = values[0]!
      return
    }
    const { window } = this.#options
    const jump = Math.min(this.#options.jump, count - 1)
    const span = Math.min(window, count)
    const reach = (window + 1) >> 1
    for (let at = 0; at < count; at += jump) {
      const left = Math.max(0, Math.min(at + 1 - reach, count - span))
      smoothed[offset + at] = this.#at(values, count, weights, at, left, left + span - 1)
    }
    if (jump === 1) return
    for (let at = 0; at < count - jump; at += jump) fillLine(smoothed, offset + at, offset + at + jump)
    const last = Math.floor((count - 1) / jump) * jump
    if (last === count - 1) return
    // The published program estimates the last point over the window of the last estimate before it.
    const left = Math.max(0, Math.min(last + 1 - reach, count - span))
    smoothed[offset + count - 1] = this.#at(values, count, weights, count - 1, left, left + span - 1)
    fillLine(smoothed, offset + last, offset + count - 1)
  }

  /** The estimates one step before the first and one after the last of `count` points; NaN where no point has weight. */
  beyond(values: Float64Array, count: number, weights: Float64Array | undefined): readonly [number, number] {
    const span = Math.min(this.#options.window, count)
    return [
      this.estimate(values, count, weights, -1, 0, span - 1),
      this.estimate(values, count, weights, count, count - span, count - 1),
    ]
  }

  #at(
    values: Float64Array,
    count: number,
    weights: Float64Array | undefined,
    at: number,
    left: number,
    right: number,
  ): number {
    const estimate = this.estimate(values, count, weights, at, left, right)
    return Number.isNaN(estimate) ? values[at]! : estimate
  }

  /** The local polynomial at `x` over the points from `left` to `right`; NaN where none of them has weight. */
  estimate(
    values: Float64Array,
    count: number,
    weights: Float64Array | undefined,
    x: number,
    left: number,
    right: number,
  ): number {
    const { window, degree } = this.#options
    let reach = Math.max(x - left, right - x)
    if (window > count) reach += Math.floor((window - count) / 2)
    const known = reach === this.#middleReach ? this.#middle : undefined
    // In the middle of equal neighbours a line's value is their mean.
    if (known && !weights && x - left === right - x) return this.#meanAround(values, x)
    // Moments of weights and values around x: the line's value at x follows from them.
    let w0 = 0
    let w1 = 0
    let w2 = 0
    let y0 = 0
    let y1 = 0
    for (let at = left; at <= right; at++) {
      const distance = at - x
      let weight = known
        ? known[distance < 0 ? -distance : distance]!
        : tricube(distance < 0 ? -distance : distance, reach)
      if (weights) weight *= weights[at]!
      const value = weight * values[at]!
      w0 += weight
      y0 += value
      if (degree === 0) continue
      w1 += weight * distance
      w2 += weight * distance * distance
      y1 += value * distance
    }
    if (!(w0 > 0)) return Number.NaN
    const level = y0 / w0
    if (degree === 0 || reach <= 0) return level
    const middle = w1 / w0
    const spread = w2 / w0 - middle * middle
    // Points that are all at nearly one place tell no slope.
    if (!(Math.sqrt(Math.max(0, spread)) > 0.001 * (count - 1))) return level
    return level - (middle * (y1 / w0 - middle * level)) / spread
  }

  #meanAround(values: Float64Array, x: number): number {
    const middle = this.#middle
    let sum = middle[0]! * values[x]!
    for (let distance = 1; distance < middle.length; distance++) {
      sum += middle[distance]! * (values[x - distance]! + values[x + distance]!)
    }
    return sum / this.#middleSum
  }
}

function tricube(distance: number, reach: number): number {
  if (distance > 0.999 * reach) return 0
  if (distance <= 0.001 * reach) return 1
  const share = distance / reach
  const rest = 1 - share * share * share
  return rest * rest * rest
}

/** Fills what lies between two elements with the line through them. */
function fillLine(values: Float64Array, from: number, to: number): void {
  const step = (values[to]! - values[from]!) / (to - from)
  for (let at = from + 1; at < to; at++) values[at] = values[from]! + step * (at - from)
}

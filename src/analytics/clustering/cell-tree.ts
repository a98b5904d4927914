/** A k-d tree over points with whole coordinates, to find those within a box around one without looking at the others. */
export class CellTree {
  readonly #coordinates: Float64Array
  readonly #dimensions: number
  /** Points as a balanced tree: the middle of each range is its root, split by the dimension in `#split`. */
  readonly #order: Uint32Array
  readonly #split: Uint8Array
  /** Of the range with this middle: a point all of whose group it is; `mixed` where that is not known. */
  readonly #settled: Int32Array

  /** `coordinates` holds the points one after the other. */
  constructor(coordinates: Float64Array, dimensions: number) {
    this.#coordinates = coordinates
    this.#dimensions = dimensions
    const count = coordinates.length / dimensions
    this.#order = Uint32Array.from({ length: count }, (_, at) => at)
    this.#split = new Uint8Array(count)
    this.#settled = new Int32Array(count).fill(mixed)
    this.#build(0, count)
  }

  /** Calls `found` with every point that is at most `reach` away from point `at` in each dimension, itself included, until it says true. */
  near(at: number, reach: number, found: (point: number) => boolean): void {
    this.#search(at, reach, found, () => false)
  }

  /**
   * The same, but for points of the group that point `at` is in. Groups may grow together while this is used, also by what `found` does, but
   * never fall apart: whole parts of the tree that have become one group are passed over.
   */
  nearOtherGroups(at: number, reach: number, groupOf: (point: number) => number, found: (point: number) => void): void {
    this.#search(
      at,
      reach,
      (point) => {
        if (groupOf(point) !== groupOf(at)) found(point)
        return false
      },
      (from, to) => {
        const point = this.#settledPoint(from, to, groupOf)
        return point !== mixed && groupOf(point) === groupOf(at)
      },
    )
  }

  #search(
    at: number,
    reach: number,
    found: (point: number) => boolean,
    isPassedOver: (from: number, to: number) => boolean,
  ): void {
    const ranges = [0, this.#order.length]
    while (ranges.length > 0) {
      const to = ranges.pop()!
      const from = ranges.pop()!
      if (from >= to || isPassedOver(from, to)) continue
      const middle = (from + to) >>> 1
      const point = this.#order[middle]!
      if (this.#isNear(at, point, reach) && found(point)) return
      const dimension = this.#split[middle]!
      const difference = this.#at(at, dimension) - this.#at(point, dimension)
      if (difference <= reach) ranges.push(from, middle)
      if (difference >= -reach) ranges.push(middle + 1, to)
    }
  }

  /** A point whose group all of the range is, as far as its two halves are known to be: looks one level down, no further. */
  #settledPoint(from: number, to: number, groupOf: (point: number) => number): number {
    const middle = (from + to) >>> 1
    if (this.#settled[middle] !== mixed) return this.#settled[middle]!
    const point = this.#order[middle]!
    const group = groupOf(point)
    const isOfGroup = (start: number, end: number) => {
      if (start >= end) return true
      const half = (start + end) >>> 1
      const known = end - start === 1 ? this.#order[half]! : this.#settled[half]!
      return known !== mixed && groupOf(known) === group
    }
    if (isOfGroup(from, middle) && isOfGroup(middle + 1, to)) this.#settled[middle] = point
    return this.#settled[middle]!
  }

  #build(from: number, to: number): void {
    if (to - from < 2) return
    const dimension = this.#widest(from, to)
    const middle = (from + to) >>> 1
    this.#order.subarray(from, to).sort((a, b) => this.#at(a, dimension) - this.#at(b, dimension) || a - b)
    this.#split[middle] = dimension
    this.#build(from, middle)
    this.#build(middle + 1, to)
  }

  #widest(from: number, to: number): number {
    let widest = 0
    let most = -1
    for (let dimension = 0; dimension < this.#dimensions; dimension++) {
      let low = Number.POSITIVE_INFINITY
      let high = Number.NEGATIVE_INFINITY
      for (let at = from; at < to; at++) {
        const value = this.#at(this.#order[at]!, dimension)
        if (value < low) low = value
        if (value > high) high = value
      }
      if (high - low <= most) continue
      most = high - low
      widest = dimension
    }
    return widest
  }

  #isNear(a: number, b: number, reach: number): boolean {
    for (let dimension = 0; dimension < this.#dimensions; dimension++) {
      if (Math.abs(this.#at(a, dimension) - this.#at(b, dimension)) > reach) return false
    }
    return true
  }

  #at(point: number, dimension: number): number {
    return this.#coordinates[point * this.#dimensions + dimension]!
  }
}

const mixed = -1

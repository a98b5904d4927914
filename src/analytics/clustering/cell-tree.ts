/** A k-d tree over points with whole coordinates, to find those within a box around one without looking at the others. */
export class CellTree {
  readonly #coordinates: Float64Array
  readonly #dimensions: number
  /** Points as a balanced tree: the middle of each range is its root, split by the dimension in `#split`. */
  readonly #order: Uint32Array
  readonly #split: Uint8Array

  /** `coordinates` holds the points one after the other. */
  constructor(coordinates: Float64Array, dimensions: number) {
    this.#coordinates = coordinates
    this.#dimensions = dimensions
    const count = coordinates.length / dimensions
    this.#order = Uint32Array.from({ length: count }, (_, at) => at)
    this.#split = new Uint8Array(count)
    this.#build(0, count)
  }

  /** Calls `found` with every point that is at most `reach` away from point `at` in each dimension, itself included. */
  near(at: number, reach: number, found: (point: number) => void): void {
    const ranges = [0, this.#order.length]
    while (ranges.length > 0) {
      const to = ranges.pop()!
      const from = ranges.pop()!
      if (from >= to) continue
      const middle = (from + to) >>> 1
      const point = this.#order[middle]!
      if (this.#isNear(at, point, reach)) found(point)
      const dimension = this.#split[middle]!
      const difference = this.#at(at, dimension) - this.#at(point, dimension)
      if (difference <= reach) ranges.push(from, middle)
      if (difference >= -reach) ranges.push(middle + 1, to)
    }
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

import { noProgress, type Progress } from '../../lib/progress.ts'
import { positionOf } from '../columns/position-of.ts'
import { CellTree } from './cell-tree.ts'

export interface DbscanOptions {
  /** Greatest distance between neighbours (Euclidean), above 0. */
  readonly maxDistance: number
  /** Points within that distance, the point itself counted, that make it a core point. */
  readonly minSamples: number
}

/**
 * DBSCAN over points, `dimensions` numbers each, one after the other. Point `i` stands for `weights[i]` equal ones. Gives the cluster of each
 * point, numbered by its first core point; -1 is noise. A point on the border of several belongs to the first of them. All numbers
 * must be finite.
 *
 * Points fall into cells so small that all points of a cell are neighbours: only cells near each other are compared, and those that are
 * already known to be connected are not, nor whole regions of such. So the work grows with the points and not with their pairs. Above some
 * eight dimensions nothing is far from anything, and it grows faster.
 */
export function dbscan(
  points: Float64Array,
  dimensions: number,
  weights: Float64Array,
  { maxDistance, minSamples }: DbscanOptions,
  progress: Progress = noProgress,
): Int32Array {
  const grid = new Grid(points, dimensions, maxDistance)
  const isCore = findCores(grid, weights, minSamples)
  const parents = Int32Array.from(weights, (_, point) => point)
  // A cell's core points are neighbours, so one of them stands for it; a cell without any is of no group, told by a negative number.
  const coresOf = Array.from({ length: grid.cellCount }, (_, cell) =>
    grid.pointsOf(cell).filter((point) => isCore[point]),
  )
  for (const cores of coresOf) for (const core of cores) join(parents, cores[0]!, core)
  const groupOf = (cell: number) => (coresOf[cell]!.length === 0 ? -1 - cell : rootOf(parents, coresOf[cell]![0]!))
  for (let cell = 0; cell < grid.cellCount; cell++) {
    if (cell % 10_000 === 0) progress(cell, grid.cellCount, 'Clustering')
    const cores = coresOf[cell]!
    if (cores.length === 0) continue
    grid.forOtherGroups(cell, groupOf, (other) => {
      const others = coresOf[other]!
      if (others.length > 0 && grid.haveNeighbours(cores, others)) join(parents, cores[0]!, others[0]!)
    })
  }
  return label(grid, isCore, parents)
}

class Grid {
  readonly cellCount: number
  readonly #points: Float64Array
  readonly #dimensions: number
  readonly #maxDistance: number
  readonly #reach: number
  readonly #cellOf: Uint32Array
  /** The points of each cell, one cell after the other. */
  readonly #members: Uint32Array
  readonly #starts: Uint32Array
  readonly #tree: CellTree

  constructor(points: Float64Array, dimensions: number, maxDistance: number) {
    this.#points = points
    this.#dimensions = dimensions
    this.#maxDistance = maxDistance
    // A hair smaller than the cell whose diagonal is the distance, so that rounding can't make its corners strangers.
    const side = (maxDistance / Math.sqrt(dimensions)) * (1 - 1e-9)
    this.#reach = Math.ceil(maxDistance / side)
    const coordinates = points.map((value) => Math.floor(value / side))
    this.#cellOf = distinctRows(coordinates, dimensions).ids
    this.cellCount = this.#cellOf.reduce((most, cell) => Math.max(most, cell + 1), 0)
    this.#starts = new Uint32Array(this.cellCount + 1)
    for (const cell of this.#cellOf) this.#starts[cell + 1]!++
    for (let cell = 0; cell < this.cellCount; cell++) this.#starts[cell + 1]! += this.#starts[cell]!
    const next = this.#starts.slice()
    this.#members = new Uint32Array(this.#cellOf.length)
    this.#cellOf.forEach((cell, point) => {
      this.#members[next[cell]!++] = point
    })
    const corners = new Float64Array(this.cellCount * dimensions)
    for (let cell = 0; cell < this.cellCount; cell++) {
      const point = this.#members[this.#starts[cell]!]! * dimensions
      corners.set(coordinates.subarray(point, point + dimensions), cell * dimensions)
    }
    this.#tree = new CellTree(corners, dimensions)
  }

  pointsOf(cell: number): Uint32Array {
    return this.#members.subarray(this.#starts[cell]!, this.#starts[cell + 1]!)
  }

  cellOf(point: number): number {
    return this.#cellOf[point]!
  }

  /** Cells that may hold neighbours of the cell's points, itself included, until `found` says true. */
  forNeighbours(cell: number, found: (other: number) => boolean): void {
    this.#tree.near(cell, this.#reach, found)
  }

  /** Those of them that are of another group. */
  forOtherGroups(cell: number, groupOf: (cell: number) => number, found: (other: number) => void): void {
    this.#tree.nearOtherGroups(cell, this.#reach, groupOf, found)
  }

  areNeighbours(a: number, b: number): boolean {
    let sum = 0
    for (let dimension = 0; dimension < this.#dimensions; dimension++) {
      const difference =
        this.#points[a * this.#dimensions + dimension]! - this.#points[b * this.#dimensions + dimension]!
      sum += difference * difference
    }
    return Math.sqrt(sum) <= this.#maxDistance
  }

  /** Whether a point of the one is a neighbour of a point of the other. Crowded cells far enough apart are told so by their corners. */
  haveNeighbours(some: Uint32Array, others: Uint32Array): boolean {
    const near = this.#nearTo(some, others)
    if (near.length === 0) return false
    const nearOthers = this.#nearTo(others, near)
    return near.some((a) => nearOthers.some((b) => this.areNeighbours(a, b)))
  }

  /** Those of `points` that are within the distance of the box around `others`. */
  #nearTo(points: Uint32Array, others: Uint32Array): Uint32Array {
    const low = new Float64Array(this.#dimensions).fill(Number.POSITIVE_INFINITY)
    const high = new Float64Array(this.#dimensions).fill(Number.NEGATIVE_INFINITY)
    for (const other of others) {
      for (let dimension = 0; dimension < this.#dimensions; dimension++) {
        const value = this.#points[other * this.#dimensions + dimension]!
        if (value < low[dimension]!) low[dimension] = value
        if (value > high[dimension]!) high[dimension] = value
      }
    }
    return points.filter((point) => {
      let sum = 0
      for (let dimension = 0; dimension < this.#dimensions; dimension++) {
        const value = this.#points[point * this.#dimensions + dimension]!
        const beyond = Math.max(0, low[dimension]! - value, value - high[dimension]!)
        sum += beyond * beyond
      }
      return Math.sqrt(sum) <= this.#maxDistance
    })
  }
}

/** Equal rows have equal ids, numbered by first appearance; `firsts` holds the first row of each id. */
export function distinctRows(
  values: Float64Array,
  dimensions: number,
): { readonly ids: Uint32Array; readonly firsts: Uint32Array } {
  const count = dimensions === 0 ? 0 : values.length / dimensions
  let ids = new Uint32Array(count)
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const distinct = new Map<number, number>()
    const own = Uint32Array.from(ids, (_, row) => positionOf(distinct, values[row * dimensions + dimension]!))
    const pairs = new Map<number, number>()
    ids = ids.map((id, row) => positionOf(pairs, id * distinct.size + own[row]!))
  }
  const firsts: number[] = []
  ids.forEach((id, row) => {
    if (id === firsts.length) firsts.push(row)
  })
  return { ids, firsts: Uint32Array.from(firsts) }
}

function findCores(grid: Grid, weights: Float64Array, minSamples: number): Uint8Array {
  const isCore = new Uint8Array(weights.length)
  for (let cell = 0; cell < grid.cellCount; cell++) {
    const points = grid.pointsOf(cell)
    const own = points.reduce((sum, point) => sum + weights[point]!, 0)
    if (own >= minSamples) {
      for (const point of points) isCore[point] = 1
      continue
    }
    // Fewer points than make one core: a few in a cell at most, each of which looks around.
    for (const point of points) {
      let near = own
      grid.forNeighbours(cell, (other) => {
        if (other === cell) return false
        for (const each of grid.pointsOf(other)) {
          if (grid.areNeighbours(point, each)) near += weights[each]!
          if (near >= minSamples) return true
        }
        return false
      })
      if (near >= minSamples) isCore[point] = 1
    }
  }
  return isCore
}

function label(grid: Grid, isCore: Uint8Array, parents: Int32Array): Int32Array {
  const labels = new Int32Array(parents.length).fill(-1)
  const clusters = new Map<number, number>()
  isCore.forEach((core, point) => {
    if (core) labels[point] = positionOf(clusters, rootOf(parents, point))
  })
  isCore.forEach((core, point) => {
    if (core) return
    let first = -1
    grid.forNeighbours(grid.cellOf(point), (cell) => {
      for (const each of grid.pointsOf(cell)) {
        if (!isCore[each] || (first >= 0 && labels[each]! >= first)) continue
        if (grid.areNeighbours(point, each)) first = labels[each]!
      }
      return false
    })
    labels[point] = first
  })
  return labels
}

function join(parents: Int32Array, a: number, b: number): void {
  const [left, right] = [rootOf(parents, a), rootOf(parents, b)]
  if (left !== right) parents[Math.max(left, right)] = Math.min(left, right)
}

function rootOf(parents: Int32Array, point: number): number {
  let at = point
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]!]!
    at = parents[at]!
  }
  return at
}

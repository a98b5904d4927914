import type { Progress } from '../../lib/progress.ts'
import { sampleOf, seededRandom } from './seeded-random.ts'

/** Rows that are scored together. */
const blockSize = 1024

export interface ForestOptions {
  readonly trees: number
  /** Rows that each tree is grown from. */
  readonly samples: number
  /** Features that each tree sees. */
  readonly features: number
  readonly seed: number
}

/**
 * An isolation forest (Liu, Ting, Zhou 2008): trees that cut a few rows apart at random; a row that few cuts set apart is unlike the others.
 * In two things it is better than the published one:
 * - The feature to cut is drawn by its width in the node, not evenly (robust random cut forests do so: Guha et al. 2016), here by the third power:
 *   among twenty features one that is three times as wide as the others is cut before all of them together. So what is far out in one
 *   of many features is not lost among them.
 * - A row outside of all that a tree was grown from is not sent along with its outermost row: at each node, the probability that a random
 *   cut of the node and the row would set it apart is reckoned, and depths are expected ones.
 */
export class IsolationForest {
  readonly #width: number
  readonly #typical: number
  readonly #roots: Int32Array
  readonly #feature: Int32Array
  readonly #cut: Float32Array
  /** The lower child; the upper one is the next. */
  readonly #child: Int32Array
  readonly #count: Int32Array
  /** Sum of the weights of all features in the node. */
  readonly #weight: Float32Array
  /** Of each node the least and most of each feature. */
  readonly #boxes: Float32Array
  readonly #depths: Float64Array
  /** Of each feature what is within the roots of all trees. */
  readonly #inner: Float32Array
  readonly #outside: Int32Array
  readonly #shares: Float64Array

  /** `rows`: a row's numbers one after the other, `width` of them. */
  constructor(rows: Float32Array, width: number, options: ForestOptions) {
    const rowCount = rows.length / width
    const samples = Math.min(options.samples, rowCount)
    const nodes = options.trees * Math.max(1, 2 * samples - 1)
    this.#width = width
    this.#roots = new Int32Array(options.trees)
    this.#feature = new Int32Array(nodes).fill(-1)
    this.#cut = new Float32Array(nodes)
    this.#child = new Int32Array(nodes)
    this.#count = new Int32Array(nodes)
    this.#weight = new Float32Array(nodes)
    this.#boxes = new Float32Array(nodes * 2 * width)
    this.#depths = Float64Array.from({ length: samples + 1 }, (_, count) => typicalDepth(count))
    this.#typical = typicalDepth(samples)
    this.#inner = Float32Array.from({ length: 2 * width }, (_, at) =>
      at % 2 === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    )
    this.#outside = new Int32Array(width)
    this.#shares = new Float64Array(width)
    const random = seededRandom(options.seed)
    let next = 0
    for (let tree = 0; tree < options.trees; tree++) {
      const seen = Int32Array.from(sampleOf(width, Math.min(options.features, width), random))
      this.#roots[tree] = next
      this.#boxes.fill(Number.NEGATIVE_INFINITY, next * 2 * width, (next + 1) * 2 * width)
      for (let feature = 0; feature < width; feature++)
        this.#boxes[(next * width + feature) * 2 + 1] = Number.POSITIVE_INFINITY
      next = this.#grow(rows, sampleOf(rowCount, samples, random), seen, next, random)
      for (let feature = 0; feature < width; feature++) {
        const box = (this.#roots[tree]! * width + feature) * 2
        this.#inner[2 * feature] = Math.max(this.#inner[2 * feature]!, this.#boxes[box]!)
        this.#inner[2 * feature + 1] = Math.min(this.#inner[2 * feature + 1]!, this.#boxes[box + 1]!)
      }
    }
  }

  /** Cuts rows apart until each node holds equal ones; without recursion, as a tree may be as deep as it has rows. */
  #grow(rows: Float32Array, members: Uint32Array, seen: Int32Array, root: number, random: () => number): number {
    const width = this.#width
    let next = root + 1
    const open = [{ node: root, from: 0, to: members.length }]
    for (let at = open.pop(); at; at = open.pop()) {
      const { node, from, to } = at
      this.#count[node] = to - from
      const weight = this.#measure(rows, members.subarray(from, to), seen, node)
      if (to - from < 2 || weight === 0) continue
      // One draw gives the feature, by its weight, and the place of the cut in it.
      let place = random() * weight
      let feature = -1
      let share = 0
      for (const each of seen) {
        const wide = cube(this.#widthOf(node, each))
        if (wide === 0) continue
        feature = each
        share = Math.min(1, place / wide)
        if (place < wide) break
        place -= wide
      }
      const least = this.#boxes[(node * width + feature) * 2]!
      const cut = Math.fround(least + share * this.#widthOf(node, feature))
      this.#feature[node] = feature
      // Rounding must leave a row on each side.
      this.#cut[node] = cut < least + this.#widthOf(node, feature) ? cut : least
      let middle = from
      for (let each = from; each < to; each++) {
        if (rows[members[each]! * width + feature]! > this.#cut[node]!) continue
        const swapped = members[middle]!
        members[middle++] = members[each]!
        members[each] = swapped
      }
      this.#child[node] = next
      open.push({ node: next, from, to: middle }, { node: next + 1, from: middle, to })
      next += 2
    }
    return next
  }

  #measure(rows: Float32Array, members: Uint32Array, seen: Int32Array, node: number): number {
    const width = this.#width
    let weight = 0
    for (const feature of seen) {
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (const row of members) {
        const value = rows[row * width + feature]!
        if (value < least) least = value
        if (value > most) most = value
      }
      const box = (node * width + feature) * 2
      this.#boxes[box] = least
      this.#boxes[box + 1] = most
      weight += cube(this.#widthOf(node, feature))
    }
    this.#weight[node] = weight
    return this.#weight[node]!
  }

  #widthOf(node: number, feature: number): number {
    const box = (node * this.#width + feature) * 2
    return this.#boxes[box + 1]! - this.#boxes[box]!
  }

  /** How unusual each row is: 2 to the power of minus its expected depth over the typical one; 0.5 is a row like any other, 1 the most unusual. */
  scores(rows: Float32Array, progress: Progress): Float64Array {
    const count = rows.length / this.#width
    const trees = this.#roots.length
    const scores = new Float64Array(count)
    const step = Math.ceil(count / blockSize / 50) * blockSize
    const edges = new Int32Array(blockSize * this.#width)
    const edgeCounts = new Int32Array(blockSize)
    // Some rows on one tree after the other, as one tree fits the processor's cache and all do not.
    for (let first = 0; first < count; first += blockSize) {
      if (first % step === 0) progress(first, count, 'Setting rows apart')
      const last = Math.min(count, first + blockSize)
      for (let row = first; row < last; row++) {
        edgeCounts[row - first] = this.#edges(rows, row, edges, (row - first) * this.#width)
      }
      for (let tree = 0; tree < trees; tree++) {
        for (let row = first; row < last; row++) {
          scores[row]! += this.#depth(rows, row, tree, edges, (row - first) * this.#width, edgeCounts[row - first]!)
        }
      }
    }
    return scores.map((depth) => (this.#typical > 0 ? 2 ** (-depth / trees / this.#typical) : 0.5))
  }

  /**
   * What each feature did to set a row apart: how many levels fewer than typical its cuts brought it, on the average over trees. The sum over
   * features is the typical depth less the row's.
   */
  contributions(rows: Float32Array, row: number): Float64Array {
    const saved = new Float64Array(this.#width)
    const edges = new Int32Array(this.#width)
    const edgeCount = this.#edges(rows, row, edges, 0)
    for (let tree = 0; tree < this.#roots.length; tree++) this.#depth(rows, row, tree, edges, 0, edgeCount, saved)
    return saved.map((levels) => levels / this.#roots.length)
  }

  /** Writes the features in which a row is outside of what some tree was grown from, mostly none, and says how many they are. */
  #edges(rows: Float32Array, row: number, edges: Int32Array, from: number): number {
    let count = 0
    for (let feature = 0; feature < this.#width; feature++) {
      const value = rows[row * this.#width + feature]!
      if (value < this.#inner[2 * feature]! || value > this.#inner[2 * feature + 1]!) edges[from + count++] = feature
    }
    return count
  }

  /** The row's expected depth in a tree; its edges stand in `edges` at `from`. */
  #depth(
    rows: Float32Array,
    row: number,
    tree: number,
    edges: Int32Array,
    from: number,
    edgeCount: number,
    saved?: Float64Array,
  ): number {
    let beyond = 0
    const root = this.#roots[tree]!
    for (let at = from; at < from + edgeCount; at++) {
      const feature = edges[at]!
      const value = rows[row * this.#width + feature]!
      const box = (root * this.#width + feature) * 2
      // A feature that the tree does not see has a box that nothing is outside of.
      if (value < this.#boxes[box]! || value > this.#boxes[box + 1]!) this.#outside[beyond++] = feature
    }
    return beyond > 0 || saved
      ? this.#expectedDepth(rows, row * this.#width, root, beyond, saved)
      : this.#plainDepth(rows, row * this.#width, root)
  }

  /** Of a row within the root. */
  #plainDepth(rows: Float32Array, start: number, root: number): number {
    const [features, cuts, children] = [this.#feature, this.#cut, this.#child]
    let node = root
    let level = 0
    for (let feature = features[node]!; feature >= 0; feature = features[node]!) {
      node = children[node]! + (rows[start + feature]! > cuts[node]! ? 1 : 0)
      level++
    }
    return level + this.#depths[this.#count[node]!]!
  }

  /** Of a row that is outside of the root in `beyond` features: so it is outside of all nodes. */
  #expectedDepth(rows: Float32Array, start: number, root: number, beyond: number, saved?: Float64Array): number {
    const [features, cuts, children, counts] = [this.#feature, this.#cut, this.#child, this.#count]
    const [boxes, weights, depths, outside, shares] = [
      this.#boxes,
      this.#weight,
      this.#depths,
      this.#outside,
      this.#shares,
    ]
    const stride = 2 * this.#width
    let node = root
    let depth = 0
    let reaching = 1
    for (let level = 0; ; level++) {
      if (beyond > 0) {
        // A node and the row together are wider by `far`: a cut within that sets the row apart.
        let apart = 0
        let weight = weights[node]!
        for (let at = 0; at < beyond; at++) {
          const feature = outside[at]!
          const value = rows[start + feature]!
          const least = boxes[node * stride + 2 * feature]!
          const most = boxes[node * stride + 2 * feature + 1]!
          const wide = most - least
          const far = value > most ? value - most : least - value
          const square = (wide + far) * (wide + far)
          shares[at] = far * square
          apart += far * square
          weight += square * (wide + far) - wide * wide * wide
        }
        depth += (reaching * apart * (level + 1)) / weight
        for (let at = 0; saved && at < beyond; at++) {
          saved[outside[at]!]! += ((reaching * shares[at]!) / weight) * (depths[counts[node]!]! - 1)
        }
        reaching *= 1 - apart / weight
        if (reaching < 1e-6) return depth
      }
      const feature = features[node]!
      if (feature < 0) return depth + reaching * (level + depths[counts[node]!]!)
      const child = children[node]! + (rows[start + feature]! > cuts[node]! ? 1 : 0)
      if (saved) saved[feature]! += reaching * (depths[counts[node]!]! - 1 - depths[counts[child]!]!)
      node = child
    }
  }
}

function cube(width: number): number {
  return width * width * width
}

/** Mean depth of an unsuccessful search among so many: 2 H(n − 1) − 2 (n − 1) / n (Liu, Ting, Zhou 2008, equation 1). */
export function typicalDepth(count: number): number {
  if (count < 2) return 0
  let harmonic = 0
  for (let each = 1; each < count; each++) harmonic += 1 / each
  return 2 * harmonic - (2 * (count - 1)) / count
}

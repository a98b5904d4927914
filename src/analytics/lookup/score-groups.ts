/** Scores that lie together: the group of each, 0 the highest. */
export interface ScoreGroups {
  /** Of each score, in the order given. */
  readonly groups: Uint8Array
  /** Of each group, highest first: the mean of its scores. */
  readonly centres: readonly number[]
}

/**
 * k-means in one dimension, exact: the division of the scores into `count` runs with the least sum of squared distances from
 * their means (Wang and Song 2011, “Ckmeans.1d.dp”); no start to choose, the same answer every time. Equal scores stay together; fewer
 * distinct scores than groups are groups of their own. n log n.
 */
export function groupScores(scores: readonly number[], count: number): ScoreGroups {
  const distinct = [...new Set(scores)].sort((a, b) => a - b)
  const size = distinct.length
  const used = Math.min(count, size)
  if (used === 0) return { groups: new Uint8Array(0), centres: [] }
  const placeOf = new Map(distinct.map((score, index) => [score, index]))
  const weights = new Float64Array(size)
  for (const score of scores) weights[placeOf.get(score)!]! += 1
  const costs = runCosts(distinct, weights)

  // least[i]: the cost of the best division of the first i + 1 scores; from[g][i]: where its last run begins.
  let least = Float64Array.from(distinct, (_, index) => costs.of(0, index))
  const from = [new Int32Array(size)]
  for (let group = 1; group < used; group++) {
    const next = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
    const begins = new Int32Array(size)
    fillBest(group, size - 1, group, size - 1, (low, high, index) => {
      for (let begin = Math.max(low, group); begin <= Math.min(high, index); begin++) {
        const cost = least[begin - 1]! + costs.of(begin, index)
        if (cost < next[index]!) {
          next[index] = cost
          begins[index] = begin
        }
      }
      return begins[index]!
    })
    from.push(begins)
    least = next
  }

  const groupOf = new Uint8Array(size)
  const centres: number[] = []
  for (let group = used - 1, end = size - 1; group >= 0; group--) {
    const begin = from[group]![end]!
    groupOf.fill(used - 1 - group, begin, end + 1)
    centres.push(costs.mean(begin, end))
    end = begin - 1
  }
  return { groups: Uint8Array.from(scores, (score) => groupOf[placeOf.get(score)!]!), centres }
}

/** The best begin never moves left as the end moves right, so the middle one bounds both halves. */
function fillBest(
  first: number,
  last: number,
  low: number,
  high: number,
  best: (low: number, high: number, index: number) => number,
): void {
  const open: (readonly [number, number, number, number])[] = [[first, last, low, high]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [from, to, least, most] = next
    if (from > to) continue
    const middle = (from + to) >> 1
    const found = best(least, most, middle)
    open.push([from, middle - 1, least, found], [middle + 1, to, found, most])
  }
}

/** The cost of a run of scores as one group, by running sums. */
function runCosts(values: readonly number[], weights: Float64Array) {
  // Around the middle value, so that the squares of large scores do not drown small differences.
  const shift = values[values.length >> 1]!
  const weight = new Float64Array(values.length + 1)
  const sum = new Float64Array(values.length + 1)
  const square = new Float64Array(values.length + 1)
  for (const [index, value] of values.entries()) {
    const moved = value - shift
    weight[index + 1] = weight[index]! + weights[index]!
    sum[index + 1] = sum[index]! + moved * weights[index]!
    square[index + 1] = square[index]! + moved * moved * weights[index]!
  }
  const of = (begin: number, end: number) => {
    const [w, s] = [weight[end + 1]! - weight[begin]!, sum[end + 1]! - sum[begin]!]
    return Math.max(0, square[end + 1]! - square[begin]! - (s * s) / w)
  }
  const mean = (begin: number, end: number) =>
    shift + (sum[end + 1]! - sum[begin]!) / (weight[end + 1]! - weight[begin]!)
  return { of, mean }
}

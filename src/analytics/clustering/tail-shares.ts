import { positionOf } from '../columns/position-of.ts'

/**
 * How rare each thing is where it stands: of all that happened in its context, the share that is as rare as it or rarer. A thing that is always
 * there has 1; so has one of a hundred that are all different, as being different is usual there. Ties are of one share.
 * `weights` says how much each place counts (0: not at all, share 1). Places from `knownFrom` on are not of the log: what they name is known to be
 * usual, and is never rarer than what they do not name.
 */
export function tailShares(
  contexts: ArrayLike<number>,
  things: ArrayLike<number>,
  weights: Float64Array,
  knownFrom: number,
): Float64Array {
  const count = weights.length
  let most = 0
  for (let at = 0; at < count; at++) if (things[at]! > most) most = things[at]!
  const positions = new Map<number, number>()
  const pairs = new Uint32Array(count)
  const contextOf: number[] = []
  for (let at = 0; at < count; at++) {
    pairs[at] = positionOf(positions, contexts[at]! * (most + 1) + things[at]!)
    contextOf[pairs[at]!] = contexts[at]!
  }
  const mass = new Float64Array(contextOf.length)
  for (let at = 0; at < count; at++) mass[pairs[at]!]! += weights[at]!
  const known = new Uint8Array(mass.length)
  for (let at = knownFrom; at < count; at++) if (weights[at]! > 0) known[pairs[at]!] = 1
  const order = Uint32Array.from(mass, (_, pair) => pair)
  order.sort((a, b) => contextOf[a]! - contextOf[b]! || known[a]! - known[b]! || mass[a]! - mass[b]! || a - b)
  const isTied = (a: number, b: number) => known[a] === known[b] && mass[b]! <= mass[a]! * (1 + 1e-9)
  const shares = new Float64Array(mass.length).fill(1)
  for (let from = 0; from < order.length; ) {
    let to = from
    let total = 0
    while (to < order.length && contextOf[order[to]!] === contextOf[order[from]!]) total += mass[order[to++]!]!
    let sum = 0
    for (let at = from; at < to; ) {
      let tied = at
      // Sums of the same weights in another order differ in their last digits.
      while (tied < to && isTied(order[at]!, order[tied]!)) sum += mass[order[tied++]!]!
      for (; at < tied; at++) if (total > 0) shares[order[at]!] = Math.min(1, sum / total)
    }
    from = to
  }
  return Float64Array.from(pairs, (pair, at) => (weights[at]! > 0 ? shares[pair]! : 1))
}

import { placeSurprise, type SurpriseReference, surpriseReference } from './surprise-reference.ts'

export { unusualScore } from './surprise-reference.ts'

export interface Ranking {
  /** The rows, the most unusual first. */
  readonly order: Uint32Array
  readonly score: Float64Array
  /** How many sessions of what it is set against are at least so surprising. */
  readonly atLeast: Uint32Array
  /** How many sessions it is set against. */
  readonly outOf: Uint32Array
  readonly rank: Uint32Array
  readonly unusual: Uint8Array
}

/**
 * Scores by how far a surprise stands out from its own source, so that sources of different nature (mailbox administration,
 * cloud calls, processes) can be ranked in one list, or from `reference` where one is given. See `placeSurprise`.
 * Rank 1 is the highest score; ties keep the order of the input.
 */
export function rankBySurprise(
  surprise: Float64Array,
  options: {
    readonly window: number
    readonly sources?: ArrayLike<number>
    readonly reference?: SurpriseReference
  },
): Ranking {
  const count = surprise.length
  const score = new Float64Array(count)
  const atLeast = new Uint32Array(count)
  const outOf = new Uint32Array(count)
  const unusual = new Uint8Array(count)
  for (const rows of rowsBySource(count, options.sources)) {
    const own = Float64Array.from(rows, (row) => surprise[row]!)
    const reference = options.reference ?? surpriseReference(own, options.window)
    for (const row of rows) {
      const place = placeSurprise(reference, surprise[row]!)
      score[row] = place.score
      atLeast[row] = place.atLeast
      outOf[row] = reference.count
      unusual[row] = place.unusual ? 1 : 0
    }
  }
  const order = new Uint32Array(count)
  for (let row = 0; row < count; row++) order[row] = row
  order.sort((a, b) => score[b]! - score[a]! || a - b)
  const rank = new Uint32Array(count)
  for (let position = 0; position < count; position++) rank[order[position]!] = position + 1
  return { order, score, atLeast, outOf, rank, unusual }
}

function rowsBySource(count: number, sources: ArrayLike<number> | undefined): Iterable<Uint32Array> {
  const sizes = new Map<number, number>()
  for (let row = 0; row < count; row++) {
    const source = sources ? sources[row]! : 0
    sizes.set(source, (sizes.get(source) ?? 0) + 1)
  }
  const groups = new Map([...sizes].map(([source, size]) => [source, new Uint32Array(size)]))
  const filled = new Map<number, number>()
  for (let row = 0; row < count; row++) {
    const source = sources ? sources[row]! : 0
    const at = filled.get(source) ?? 0
    groups.get(source)![at] = row
    filled.set(source, at + 1)
  }
  return groups.values()
}

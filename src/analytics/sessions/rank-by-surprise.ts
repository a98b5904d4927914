import { placeSurprise, type SurpriseReference } from './surprise-reference.ts'

/** Where each of some surprises stands. */
export interface Ranking {
  /** Spreads above the median of what it is set against. */
  readonly score: Float64Array
  /** How many sessions of what it is set against are at least so surprising. */
  readonly atLeast: Uint32Array
  /** 1 is the highest score of these. */
  readonly rank: Uint32Array
  /** 1 where it stands out by more than chance brings among so many. */
  readonly unusual: Uint8Array
}

/**
 * Scores by how far a surprise stands out from a reference, that of its own source, so that sources of different nature (mailbox
 * administration, cloud calls, processes) can be ranked in one list. See `placeSurprise`. Ties keep the order of the input.
 */
export function rankBySurprise(surprise: Float64Array, reference: SurpriseReference): Ranking {
  const count = surprise.length
  const score = new Float64Array(count)
  const atLeast = new Uint32Array(count)
  const unusual = new Uint8Array(count)
  surprise.forEach((bits, session) => {
    const place = placeSurprise(reference, bits)
    score[session] = place.score
    atLeast[session] = place.atLeast
    unusual[session] = place.unusual ? 1 : 0
  })
  const order = Uint32Array.from(score, (_, at) => at).sort((a, b) => score[b]! - score[a]! || a - b)
  const rank = new Uint32Array(count)
  order.forEach((at, position) => {
    rank[at] = position + 1
  })
  return { score, atLeast, rank, unusual }
}

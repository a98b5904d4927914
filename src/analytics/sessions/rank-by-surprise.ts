/** From this score on a session is marked as unusual: the usual cut for a score by median and median absolute deviation. */
export const unusualScore = 3.5

/** The median absolute deviation times this estimates the standard deviation of normal data. */
const deviationScale = 1.4826

export interface Ranking {
  /** The rows, the most unusual first. */
  readonly order: Uint32Array
  readonly score: Float64Array
  readonly rank: Uint32Array
  readonly unusual: Uint8Array
}

/**
 * Scores by how far a surprise stands out from its own source, so that sources of different nature (mailbox administration,
 * cloud calls, processes) can be ranked in one list: (surprise − the source's median) / the source's spread. The spread is at
 * least one bit over the window: where nearly all sessions are alike, the deviation is 0 and the least difference would be endless.
 * Rank 1 is the highest score; ties keep the order of the input.
 */
export function rankBySurprise(
  surprise: Float64Array,
  options: { readonly window: number; readonly sources?: ArrayLike<number> },
): Ranking {
  const count = surprise.length
  const score = new Float64Array(count)
  for (const rows of rowsBySource(count, options.sources)) {
    const sorted = new Float64Array(rows.length)
    rows.forEach((row, at) => {
      sorted[at] = surprise[row]!
    })
    sorted.sort()
    const median = medianOf(sorted)
    const deviation = medianOf(sorted.map((value) => Math.abs(value - median)).sort())
    const spread = Math.max(deviationScale * deviation, 1 / options.window)
    for (const row of rows) score[row] = Math.round(((surprise[row]! - median) / spread) * 1e9) / 1e9
  }
  const order = new Uint32Array(count)
  for (let row = 0; row < count; row++) order[row] = row
  order.sort((a, b) => score[b]! - score[a]! || a - b)
  const rank = new Uint32Array(count)
  const unusual = new Uint8Array(count)
  for (let position = 0; position < count; position++) {
    const row = order[position]!
    rank[row] = position + 1
    if (score[row]! >= unusualScore) unusual[row] = 1
  }
  return { order, score, rank, unusual }
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

function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

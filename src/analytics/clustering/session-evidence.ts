/** Why a session is unusual: where the evidence is, how much, and by which programs. */
export interface SessionEvidence {
  /** Bits: that many rare programs come together by chance once in 2^bits sessions of that size. 0 and more. */
  readonly bits: number
  /** Events of the session, in its order, that hold the evidence: `from` up to `to` (exclusive). */
  readonly from: number
  readonly to: number
  /** Places in the session of the programs it rests on, each once, rarest first. */
  readonly places: readonly number[]
}

/** The events of a session, in their order. */
export interface SessionEvents {
  /** The share of all events that are as rare as this one. */
  readonly shares: Float64Array
  /** What ran. */
  readonly programs: ArrayLike<number>
  /** What ran and what it was asked. */
  readonly behaviours: ArrayLike<number>
}

/** Rarer than this share of all events is rare: what is commoner is evidence of nothing. */
const rareShare = 0.25
/** Events of the shortest stretch looked at beside the session as a whole. */
const shortest = 4

/**
 * How far a session, or the most unusual stretch of it, holds more rare programs than so many events drawn from the log at random.
 * What is repeated counts once, though all its events count as draws. Of n events, k with shares up to g have at most the probability 2^−n·KL(k/n ‖ g) (Chernoff), which is taken for the
 * best k (the statistic of Berk and Jones), for the whole and for stretches of 4, 8, 16 … events, each overlapping the next by half.
 *
 * - Every place looked at is paid for: log2 of their number is taken off, so that a session does not win by its length.
 * - What a session does all the time is its habit: stretches are measured in what those of that size usually have in this session.
 */
export function sessionEvidence(events: SessionEvents): SessionEvidence {
  const { shares } = events
  const count = shares.length
  const rare: number[] = []
  for (let at = 0; at < count; at++) if (shares[at]! <= rareShare) rare.push(at)
  const sizes = [count]
  for (let size = shortest; size < count; size *= 2) sizes.push(size)
  const price = Math.log2(sizes.reduce((sum, size) => sum + startsOf(size, count).length, 0))
  let best: SessionEvidence = { bits: 0, from: 0, to: count, places: [] }
  for (const size of sizes) {
    const stretches = startsOf(size, count).map((from) => evidenceOf(rare, from, from + size, events))
    const habit = habitOf(stretches.filter((_, at) => at % 2 === 0).map(({ bits }) => bits))
    for (const stretch of stretches) {
      const bits = stretch.bits * Math.min(1, usualBits / habit) - price
      if (bits > best.bits) best = { ...stretch, bits }
    }
  }
  return best
}

/** What a stretch of events drawn at random has of evidence, on the average: the best of several k of an exponential with a mean of 1.44 bits. */
const usualBits = 2

/** What the stretches of a session usually have: their mean, without the most unusual tenth (three at least), which may be what is looked for. */
function habitOf(bits: readonly number[]): number {
  const left = bits.toSorted((a, b) => a - b).slice(0, Math.min(bits.length - 3, Math.floor(bits.length * 0.9)))
  return left.length < 3 ? 0 : left.reduce((sum, each) => sum + each, 0) / left.length
}

function startsOf(size: number, count: number): number[] {
  if (size === count) return [0]
  const starts: number[] = []
  for (let from = 0; from < count - size / 2; from += size / 2) starts.push(Math.min(from, count - size))
  return starts
}

function evidenceOf(rare: readonly number[], from: number, to: number, events: SessionEvents): SessionEvidence {
  const { shares } = events
  const places = rarestOf(rare, from, to, events)
  // Of so many, the best number of them is taken: that choice is paid for too.
  const price = Math.log2(Math.max(1, places.length))
  let bits = 0
  let used = 0
  places.forEach((place, at) => {
    const found = tailBits(to - from, at + 1, shares[place]!) - price
    if (found <= bits) return
    bits = found
    used = at + 1
  })
  return { bits, from, to, places: places.slice(0, used) }
}

/**
 * The rare places of a stretch, rarest first: one of each behaviour, its rarest. Of a program, the first, second, fourth, eighth … rarest behaviour is
 * taken: what it was asked besides is less and less news.
 */
function rarestOf(
  rare: readonly number[],
  from: number,
  to: number,
  { shares, programs, behaviours }: SessionEvents,
): number[] {
  const byBehaviour = new Map<number, number>()
  for (let at = lowerBound(rare, from); at < rare.length && rare[at]! < to; at++) {
    const place = rare[at]!
    const known = byBehaviour.get(behaviours[place]!)
    if (known === undefined || shares[place]! < shares[known]!) byBehaviour.set(behaviours[place]!, place)
  }
  const counts = new Map<number, number>()
  return [...byBehaviour.values()]
    .sort((a, b) => shares[a]! - shares[b]! || a - b)
    .filter((place) => {
      const count = (counts.get(programs[place]!) ?? 0) + 1
      counts.set(programs[place]!, count)
      return (count & (count - 1)) === 0
    })
}

function lowerBound(sorted: readonly number[], least: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

/** −log2 of the bound on drawing `found` or more of a share `share` in `draws`: 0 where that many are to be expected. */
export function tailBits(draws: number, found: number, share: number): number {
  const part = found / draws
  if (part <= share) return 0
  const rest = part < 1 ? (1 - part) * Math.log2((1 - part) / (1 - share)) : 0
  return draws * (part * Math.log2(part / share) + rest)
}

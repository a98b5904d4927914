/** The part of a session that is least like the others. */
export interface SurprisingPart {
  /** Its first member. */
  readonly start: number
  /** Members; the end of the session may be one. */
  readonly length: number
  /** The bits of its members together. */
  readonly bits: number
  /** −log2 of the chance that so many ordinary steps have so many bits together: at most `bits`. */
  readonly chanceBits: number
  /** log2 of how many such parts the session has room for. */
  readonly roomBits: number
  /** chanceBits − roomBits */
  readonly surprise: number
}

/**
 * The most surprising part of 1 to `window` members, of equals the earliest, then the shortest. Parts of different length are on one scale,
 * as each is measured by how likely ordinary steps have as much together. Linear in the members, and log-linear in the window: beyond four
 * the lengths that are tried grow by a factor.
 */
export function surprisingPart(bits: Float64Array, members: number, window: number): SurprisingPart {
  let best: SurprisingPart | undefined
  for (const length of lengthsUpTo(Math.min(window, members))) {
    const { start, sum } = greatestSum(bits, members, length)
    const chance = chanceBits(length, sum)
    const room = Math.log2(members / length)
    if (best && chance - room <= best.surprise + 1e-12) continue
    best = { start, length, bits: sum, chanceBits: chance, roomBits: room, surprise: chance - room }
  }
  return best ?? { start: 0, length: 0, bits: 0, chanceBits: 0, roomBits: 0, surprise: 0 }
}

/** 1, 2, 3, 4, then each 1.4 times the one before, and the window itself. */
function lengthsUpTo(window: number): readonly number[] {
  const lengths: number[] = []
  for (let length = 1; length < window; length = length < 4 ? length + 1 : Math.ceil(length * 1.4)) lengths.push(length)
  return window > 0 ? [...lengths, window] : lengths
}

function greatestSum(bits: Float64Array, members: number, length: number): { start: number; sum: number } {
  let best = 0
  let most = -1
  let sum = 0
  for (let start = 0; start + length <= members; start++) {
    // Summed afresh once per length, so that rounding does not build up.
    if (start % length === 0) {
      sum = 0
      for (let member = start; member < start + length; member++) sum += bits[member]!
    } else sum += bits[start + length - 1]! - bits[start - 1]!
    if (sum <= most + 1e-12) continue
    best = start
    most = sum
  }
  return { start: best, sum: Math.max(0, most) }
}

/**
 * −log2 of the chance that the bits of `count` ordinary steps come to `bits` or more. A step has b bits or more with a chance of at most
 * 2^−b, whatever the place, so the sum is at most that of exponential variables: a gamma distribution, with x = bits · ln 2
 *
 *     P = e^−x · (1 + x + x²/2! + … + x^(count − 1)/(count − 1)!)
 */
export function chanceBits(count: number, bits: number): number {
  const x = bits * Math.LN2
  if (x <= 0) return 0
  // From the greatest term to both sides, so that nothing overflows.
  const peak = Math.min(count - 1, Math.floor(x))
  let peakLog = 0
  for (let j = 1; j <= peak; j++) peakLog += Math.log(x / j)
  let sum = 1
  for (let j = peak, term = 1; j > 0 && term > 1e-17; j--) sum += term *= j / x
  for (let j = peak + 1, term = 1; j < count && term > 1e-17; j++) sum += term *= x / j
  return Math.max(0, (x - peakLog - Math.log(sum)) / Math.LN2)
}

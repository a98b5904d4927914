import { parseTimespan } from '../../lib/kql-time.ts'
import type { Udf, UdfValue } from '../row.ts'

/** A sketch of `tdigest`: the type of its values, and each value's text with its count. */
export interface Digest {
  readonly $tdigest: string
  readonly values: readonly (readonly [text: string, count: number])[]
}

/** The digest a JSON text is, or null for any other. */
function readDigest(json: UdfValue | undefined): Digest | null {
  if (typeof json !== 'string') return null
  const value = JSON.parse(json) as Digest | null
  return typeof value === 'object' && typeof value?.$tdigest === 'string' ? value : null
}

/** What the text of a value is sorted by. Texts of datetimes sort as they are. */
function keyOf(type: string, text: string): bigint | number | string {
  switch (type) {
    case 'long':
      return BigInt(text)
    case 'real':
    case 'decimal':
      return Number(text.replace('inf', 'Infinity'))
    case 'timespan':
      return parseTimespan(text) ?? 0n
    default:
      return text
  }
}

const numbers: ReadonlySet<string> = new Set(['long', 'real', 'decimal'])

/** NaN, which is neither less nor greater, comes last. */
function compare(a: bigint | number | string, b: bigint | number | string): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a < b ? -1 : a > b ? 1 : 0
}

/** The texts of the values at nearest ranks; null for a percentile that is none. */
export function digestPercentiles({ $tdigest: type, values }: Digest, percents: readonly number[]): (string | null)[] {
  const sorted = values
    .map(([text, count]) => ({ text, count, key: keyOf(type, text) }))
    .sort((a, b) => compare(a.key, b.key))
  const total = sorted.reduce((sum, { count }) => sum + count, 0)
  return percents.map((percent) => {
    if (!(percent >= 0 && percent <= 100)) return null
    const wanted = total * (percent / 100)
    let running = 0
    for (const { text, count } of sorted) {
      running += count
      if (running >= wanted) return text
    }
    return null
  })
}

/** How many values are not greater; null where the types can't be compared. */
export function digestRank({ $tdigest: type, values }: Digest, valueType: string, text: string): number | null {
  if (text === '' || (type !== valueType && !(numbers.has(type) && numbers.has(valueType)))) return null
  const limit = keyOf(valueType, text)
  return values.reduce((sum, [each, count]) => sum + (compare(keyOf(type, each), limit) <= 0 ? count : 0), 0)
}

/** Several as one. Throws where their values are of several types. */
export function mergeDigests(digests: readonly (Digest | null)[]): Digest | null {
  const [first, ...others] = digests.filter((each) => each !== null)
  if (!first) return null
  const other = others.find((each) => each.$tdigest !== first.$tdigest)
  if (other)
    throw new RangeError(`tdigest_merge: a sketch of ${first.$tdigest} and one of ${other.$tdigest} do not merge`)
  const counts = new Map<string, number>()
  for (const [text, count] of [first, ...others].flatMap((each) => each.values)) {
    counts.set(text, (counts.get(text) ?? 0) + count)
  }
  return { $tdigest: first.$tdigest, values: [...counts] }
}

/** A value as JSON: a number where it is one. */
function jsonOf(type: string, text: string | null): string {
  const isNumber = text !== null && (type === 'long' || (type === 'real' && /^-?\d/.test(text)))
  return isNumber ? text : JSON.stringify(text)
}

export const sketchUdfs: readonly Udf[] = [
  {
    name: 'kql_tdigest_merge',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(sketches) {
      if (typeof sketches !== 'string') return null
      const list = JSON.parse(sketches) as readonly unknown[]
      const merged = mergeDigests(list.map((each) => readDigest(JSON.stringify(each))))
      return merged && JSON.stringify(merged)
    },
  },
  {
    name: 'kql_tdigest_percentiles',
    parameters: ['JSON', 'DOUBLE[]'],
    returns: 'VARCHAR',
    evaluate(sketch, percents) {
      const digest = readDigest(sketch)
      if (!digest || !Array.isArray(percents)) return null
      const texts = digestPercentiles(digest, percents.map(Number))
      return `[${texts.map((text) => jsonOf(digest.$tdigest, text)).join(',')}]`
    },
  },
  {
    name: 'kql_tdigest_rank',
    parameters: ['JSON', 'VARCHAR', 'VARCHAR', 'BOOLEAN'],
    returns: 'DOUBLE',
    evaluate(sketch, type, text, isPercent) {
      const digest = readDigest(sketch)
      if (!digest || typeof type !== 'string' || typeof text !== 'string') return null
      const rank = digestRank(digest, type, text)
      const total = digest.values.reduce((sum, [, count]) => sum + count, 0)
      return rank === null || !isPercent ? rank : (rank / total) * 100
    },
  },
]

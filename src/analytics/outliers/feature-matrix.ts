import { HuntletError } from '../../lib/diagnostic.ts'
import { ticksPerSecond } from '../../lib/kql-time.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { quantile } from '../../lib/quantile.ts'
import type { Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'

/** A number that a row has, and how it is compared. */
export interface Feature {
  readonly name: string
  /** The values as they are; NaN where there is none. Timespans in seconds, bools as 0 and 1. */
  readonly values: Float64Array
  /** The median of the values there are. */
  readonly usual: number
  /** Rows without a value; they count as usual. */
  readonly missing: number
  /** Infinite values, which count as the farthest finite one. */
  readonly infinite: number
  /** Whether all values are the same: then it tells rows not apart. */
  readonly isConstant: boolean
  /** Whether it is compared by its logarithm. */
  readonly isLogarithmic: boolean
  /** The least and most finite value. */
  readonly range: readonly [number, number]
  /** The median of the positive values: the unit of the logarithm. */
  readonly unit: number
  /** Centre and spread of the values as they are compared. */
  readonly centre: number
  readonly spread: number
}

/** Features of rows and, row by row, how many spreads each value is from what is usual. */
export interface FeatureMatrix {
  readonly rowCount: number
  readonly features: readonly Feature[]
  /** The features that tell rows apart; a row of `scaled` has a number for each. */
  readonly used: readonly Feature[]
  readonly scaled: Float32Array
}

const numeric: ReadonlySet<KqlType> = new Set<KqlType>(['int', 'long', 'real', 'timespan', 'bool', 'decimal'])

/** Beyond so many spreads distance counts by its logarithm: twice as far is then not twice as unusual, and one value hides no other. */
const farAway = 10

/**
 * The features of a table: the columns named, or all that hold numbers but those of a result of outliers. Each is measured in spreads from its
 * median, so that no unit matters. The spread is 1.4826 times the median absolute deviation; where that is 0, as most values are
 * alike, the width of the middle 90 % over 3.29, and where that is 0 too 1.2533 times the mean absolute deviation: all three are the
 * standard deviation of normal values.
 *
 * Counts with a long tail (none negative, some above 1, and the upper half of the middle 90 % at least three times as wide as the lower) are
 * compared by log(1 + value / median of the positive ones): among them ten times as much is the step that one more is elsewhere.
 *
 * Throws `COLUMN_UNKNOWN`, or `OUTLIER_FEATURES` for a column that holds no numbers, or where there is none at all.
 */
export function featureMatrix(table: Table, names: readonly string[] | undefined): FeatureMatrix {
  const features = columnsOf(table, names).map((at) => feature(table, at))
  const used = features.filter(({ isConstant }) => !isConstant)
  const scaled = new Float32Array(table.rowCount * used.length)
  used.forEach(({ values, isLogarithmic, range: [least, most], unit, centre, spread }, place) => {
    for (let row = 0; row < table.rowCount; row++) {
      const value = values[row]!
      if (Number.isNaN(value)) continue
      const kept = Math.min(Math.max(value, least), most)
      const spreads = ((isLogarithmic ? Math.log1p(kept / unit) : kept) - centre) / spread
      scaled[row * used.length + place] = farAway * Math.asinh(spreads / farAway)
    }
  })
  return { rowCount: table.rowCount, features, used, scaled }
}

function columnsOf(table: Table, names: readonly string[] | undefined): number[] {
  if (names === undefined || names.length === 0) {
    const found = table.columns.flatMap(({ name, type }, at) =>
      numeric.has(type) && !/^Outlier/.test(name) ? [at] : [],
    )
    if (found.length > 0) return found
    throw new HuntletError('OUTLIER_FEATURES', 'The table has no column of numbers to compare rows by.', {
      hint: 'Make features first, with the steps session-features or logon-features, or with `summarize`.',
    })
  }
  return [...new Set(names)].map((name) => {
    const at = columnAt(table, name, 'a feature')
    const { type } = table.columns[at]!
    if (numeric.has(type)) return at
    throw new HuntletError('OUTLIER_FEATURES', `The column \`${name}\` holds ${type}, not numbers.`, {
      hint: 'A feature is an int, long, real, decimal, timespan or bool.',
    })
  })
}

function feature(table: Table, at: number): Feature {
  const values = numbers(table, at)
  const sorted = new Float64Array(values.length)
  let [size, missing] = [0, 0]
  for (const value of values) {
    if (Number.isFinite(value)) sorted[size++] = value
    else if (Number.isNaN(value)) missing++
  }
  const finite = sorted.subarray(0, size).sort()
  const [low, usual, high] = [0.05, 0.5, 0.95].map((share) => quantile(finite, share)) as [number, number, number]
  const [least, most] = [finite[0] ?? 0, finite[size - 1] ?? 0]
  const isLogarithmic = least >= 0 && most > Math.max(1, usual) && 3 * (usual - low) <= high - usual
  const unit = quantile(finite.subarray(firstAbove(finite, 0)), 0.5)
  // Logarithms keep the order, so that they need not be sorted again.
  const compared = isLogarithmic ? finite.map((value) => Math.log1p(value / unit)) : finite
  return {
    name: table.columns[at]!.name,
    values,
    usual,
    missing,
    infinite: values.length - missing - size,
    isConstant: least === most,
    isLogarithmic,
    range: [least, most],
    unit,
    centre: quantile(compared, 0.5),
    spread: spreadOf(compared),
  }
}

function numbers(table: Table, at: number): Float64Array {
  const data = table.data[at]!
  const { type } = table.columns[at]!
  const unit = type === 'timespan' ? Number(ticksPerSecond) : 1
  return Float64Array.from({ length: table.rowCount }, (_, row) => {
    if (data.kind !== 'texts' && data.valid?.[row] === 0) return Number.NaN
    if (data.kind !== 'texts') return Number(data.values[row]) / unit
    const cell = table.cell(row, at)
    return cell === null ? Number.NaN : Number(cell)
  })
}

/** Place of the first of sorted values that is above one. */
function firstAbove(sorted: Float64Array, value: number): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (sorted[middle]! > value) to = middle
    else from = middle + 1
  }
  return from
}

function spreadOf(sorted: Float64Array): number {
  const centre = quantile(sorted, 0.5)
  const ofMedian = 1.4826 * medianDeviation(sorted, centre)
  if (ofMedian > 0) return ofMedian
  const ofMiddle = (quantile(sorted, 0.95) - quantile(sorted, 0.05)) / 3.29
  if (ofMiddle > 0) return ofMiddle
  return 1.2533 * (sorted.reduce((sum, each) => sum + Math.abs(each - centre), 0) / sorted.length)
}

/** The median of the distances from the centre: both sides are sorted already, so they are merged up to the middle. */
function medianDeviation(sorted: Float64Array, centre: number): number {
  let above = firstAbove(sorted, centre)
  let below = above - 1
  const middle = (sorted.length - 1) / 2
  let [last, before] = [0, 0]
  for (let taken = 0; taken <= Math.ceil(middle); taken++) {
    before = last
    const [down, up] = [
      centre - (sorted[below] ?? Number.NEGATIVE_INFINITY),
      (sorted[above] ?? Number.POSITIVE_INFINITY) - centre,
    ]
    last = Math.min(down, up)
    if (down <= up) below--
    else above++
  }
  return Number.isInteger(middle) ? last : (before + last) / 2
}

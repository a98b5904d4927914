import { HuntletError } from '../../lib/diagnostic.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { median, quantile } from '../../lib/quantile.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { TextColumn } from '../columns/text-column.ts'
import { type Feature, type FeatureMatrix, featureMatrix } from './feature-matrix.ts'
import { IsolationForest } from './isolation-forest.ts'

export interface OutlierOptions {
  /** Columns to compare rows by. Default: all that hold numbers. */
  readonly features?: readonly string[] | undefined
  /** The largest share of rows that are outliers. Default 0.05. */
  readonly contamination?: number | undefined
  /** `unusual` (default): of that share those whose score stands out from the others'. `share`: all of that share. */
  readonly rule?: 'unusual' | 'share' | undefined
  /** Default 100. */
  readonly trees?: number | undefined
  /** Rows that each tree is grown from. Default 100, or all rows where there are fewer. */
  readonly maxSamples?: number | undefined
  /** Features that each tree sees. Default all; msticpy's is the whole square root of their number. */
  readonly maxFeatures?: number | undefined
  /** Default 42. */
  readonly seed?: number | undefined
  /** Most features that `OutlierWhy` names. Default 3. */
  readonly reasons?: number | undefined
}

export interface Outliers {
  /** The rows, most unusual first, with the columns of `outlierColumns` behind their own. */
  readonly table: Table
  readonly outliers: number
  readonly notices: readonly string[]
}

/**
 * What is told of each row: its score (0.5 is a row like any other, 1 the most unusual), its rank, whether it is an outlier and, of an outlier,
 * which features made it so, against the median: `Failures 412, usually 3`.
 */
export const outlierColumns = [
  { name: 'OutlierRank', type: 'long' },
  { name: 'OutlierScore', type: 'real' },
  { name: 'Outlier', type: 'bool' },
  { name: 'OutlierWhy', type: 'string' },
] as const

/** Fewer rows do not say what is usual. */
const fewestRows = 10

/** The usual cut for robust deviations, as for sessions. */
const unusual = 3.5

/**
 * Rows that are unlike the others in their numbers. The same rows and options give the same result, whatever the order of the rows of equal
 * score: those stay as they come.
 *
 * Null and NaN count as usual, infinities as the farthest finite value; constant features tell nothing and are left out. Where nothing can be
 * told (fewer than ten rows, no feature that differs) scores are null and a notice says why. Throws as `featureMatrix` does, and
 * `OPTION_INVALID`.
 */
export function findOutliers(table: Table, options: OutlierOptions = {}, progress: Progress = noProgress): Outliers {
  const { contamination = 0.05, trees = 100, seed = 42 } = options
  if (!(contamination > 0 && contamination <= 0.5)) {
    throw new HuntletError('OPTION_INVALID', `contamination is a share above 0 and up to 0.5, not ${contamination}.`)
  }
  const matrix = featureMatrix(table, options.features)
  const notices = noticesOf(matrix)
  if (table.rowCount < fewestRows || matrix.used.length === 0) {
    const reason =
      matrix.used.length === 0 && table.rowCount >= fewestRows
        ? 'No feature differs between rows: none is unusual.'
        : `${table.rowCount} rows do not say what is usual: ten are needed.`
    const result = withResult(
      table,
      Array.from({ length: table.rowCount }, (_, row) => row),
      undefined,
      0,
      () => '',
    )
    return { table: result, outliers: 0, notices: table.rowCount === 0 ? [] : [...notices, reason] }
  }
  const width = matrix.used.length
  const forest = new IsolationForest(matrix.scaled, width, {
    trees,
    samples: options.maxSamples ?? 100,
    features: options.maxFeatures ?? width,
    seed,
  })
  // Rounded, so that the last bits do not rank rows.
  const scores = forest.scores(matrix.scaled, progress).map((score) => Math.round(score * 1e9) / 1e9)
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b)
  const count = outlierCount(scores, order, contamination, options.rule ?? 'unusual')
  progress(table.rowCount, table.rowCount, 'Naming features')
  const why = (row: number) => reasonsOf(matrix, forest.contributions(matrix.scaled, row), row, options.reasons ?? 3)
  return { table: withResult(table, order, scores, count, why), outliers: count, notices }
}

function outlierCount(
  scores: Float64Array,
  order: Uint32Array,
  contamination: number,
  rule: 'unusual' | 'share',
): number {
  const most = Math.max(1, Math.floor(contamination * scores.length))
  if (rule === 'share') return most
  const sorted = scores.slice().sort()
  const centre = quantile(sorted, 0.5)
  const spread = 1.4826 * median(scores.map((score) => Math.abs(score - centre)))
  // A score is an outlier's where it is above that of a row like any other, and far above most.
  const cut = Math.max(0.5, centre + unusual * spread)
  let count = 0
  while (count < most && scores[order[count]!]! > cut) count++
  return count
}

function withResult(
  table: Table,
  order: ArrayLike<number>,
  scores: Float64Array | undefined,
  outliers: number,
  why: (row: number) => string,
): Table {
  const count = order.length
  const rows = Array.from({ length: count }, (_, place) => order[place]!)
  const texts = new TextColumn(count)
  for (let place = 0; place < count; place++) texts.set(place, place < outliers ? why(rows[place]!) : '')
  const told: readonly ColumnData[] = [
    {
      kind: 'bigints',
      values: BigInt64Array.from(rows, (_, place) => BigInt(place + 1)),
      ...(!scores && { valid: new Uint8Array(count) }),
    },
    {
      kind: 'numbers',
      values: Float64Array.from(rows, (row) => scores?.[row] ?? 0),
      ...(!scores && { valid: new Uint8Array(count) }),
    },
    { kind: 'bools', values: Uint8Array.from(rows, (_, place) => (place < outliers ? 1 : 0)) },
    texts.toColumn(),
  ]
  const own = table.pick(rows)
  const kept = own.columns
    .map((_, at) => at)
    .filter((at) => !outlierColumns.some(({ name }) => name === own.columns[at]!.name))
  return Table.fromColumns([...kept.map((at) => own.columns[at]!), ...outlierColumns], count, [
    ...kept.map((at) => own.data[at]!),
    ...told,
  ])
}

/** The features that did the most to set a row apart, each a tenth of it at least, and that are not as usual. */
function reasonsOf({ used }: FeatureMatrix, saved: Float64Array, row: number, most: number): string {
  const all = saved.reduce((sum, levels) => sum + Math.max(0, levels), 0)
  return used
    .map((feature, at) => ({ feature, saved: saved[at]!, value: feature.values[row]! }))
    .filter(
      ({ feature, saved: levels, value }) => levels >= all / 10 && !Number.isNaN(value) && value !== feature.usual,
    )
    .sort((a, b) => b.saved - a.saved)
    .slice(0, most)
    .map(({ feature, value }) => `${feature.name} ${written(value)}, usually ${written(feature.usual)}`)
    .join('; ')
}

/** Whole numbers whole, others by three digits. */
function written(value: number): string {
  return Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(3)))
}

function noticesOf({ features, rowCount }: FeatureMatrix): string[] {
  const named = (found: readonly Feature[]) => found.map(({ name }) => name).join(', ')
  const constant = features.filter(({ isConstant }) => isConstant)
  const sparse = features.filter(({ missing, isConstant }) => !isConstant && missing > rowCount / 2)
  const infinite = features.filter(({ infinite: count }) => count > 0)
  const logarithmic = features.filter(({ isLogarithmic, isConstant }) => isLogarithmic && !isConstant)
  if (rowCount < fewestRows) return []
  return [
    ...(constant.length > 0 ? [`The same in all rows, so left out: ${named(constant)}.`] : []),
    ...(sparse.length > 0 ? [`Without a value in most rows, which count as usual: ${named(sparse)}.`] : []),
    ...(infinite.length > 0 ? [`Infinite values count as the farthest finite one: ${named(infinite)}.`] : []),
    ...(logarithmic.length > 0 ? [`Compared by logarithm, as their tails are long: ${named(logarithmic)}.`] : []),
  ]
}

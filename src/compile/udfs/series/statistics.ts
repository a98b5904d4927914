export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export interface LineFit {
  readonly rsquare: number
  readonly slope: number
  readonly variance: number
  /** What the line leaves of the variance. */
  readonly rvariance: number
  /** The line's value at the first point. */
  readonly start: number
  /** What Kusto reports: the line's value one step before the first point. */
  readonly interception: number
  /** Squares of the residuals, and of the distances from the mean, added up. */
  readonly residual: number
  readonly total: number
}

/** Least squares of values over their index. */
export function fitLine(values: readonly number[]): LineFit {
  const count = values.length
  const middle = (count - 1) / 2
  const average = mean(values)
  let covariance = 0
  let spread = 0
  let total = 0
  values.forEach((value, index) => {
    covariance += (index - middle) * (value - average)
    spread += (index - middle) ** 2
    total += (value - average) ** 2
  })
  const slope = spread === 0 ? 0 : covariance / spread
  const start = average - slope * middle
  const residual = values.reduce((sum, value, index) => sum + (value - start - slope * index) ** 2, 0)
  const freedom = Math.max(count - 1, 1)
  return {
    rsquare: 1 - residual / total,
    slope,
    variance: total / freedom,
    rvariance: residual / freedom,
    start,
    interception: start - slope,
    residual,
    total,
  }
}

/** The values of a line over the indexes of a series. */
export function lineOf({ start, slope }: LineFit, length: number): number[] {
  return Array.from({ length }, (_, index) => start + slope * index)
}

export interface TwoLines {
  readonly splitIndex: number
  readonly rsquare: number
  readonly variance: number
  readonly rvariance: number
  readonly left: LineFit
  readonly right: LineFit
  readonly lineFit: readonly number[]
}

/** Running sums of a series, from which the residual of any stretch's line follows at once. */
function runningSums(values: readonly number[]): { residual(from: number, to: number): number } {
  // Values are taken from their mean, or the differences of large sums would eat the digits.
  const average = mean(values)
  const sums = values.reduce<number[][]>(
    (all, value, index) => {
      const y = value - average
      const last = all.at(-1)!
      all.push([last[0]! + y, last[1]! + y * index, last[2]! + y * y])
      return all
    },
    [[0, 0, 0]],
  )
  return {
    residual(from, to) {
      const count = to - from
      const [y, xy, yy] = [0, 1, 2].map((sum) => sums[to]![sum]! - sums[from]![sum]!) as [number, number, number]
      const middle = (from + to - 1) / 2
      const spread = (count * (count * count - 1)) / 12
      const covariance = xy - middle * y
      return yy - (y * y) / count - (spread === 0 ? 0 : (covariance * covariance) / spread)
    },
  }
}

/** The two lines that fit best, each over at least two points: the split with the least residual, the first of equals. */
export function fitTwoLines(values: readonly number[]): TwoLines | undefined {
  const count = values.length
  if (count < 4) return undefined
  const { residual } = runningSums(values)
  let splitIndex = 2
  let least = Number.POSITIVE_INFINITY
  for (let at = 2; at <= count - 2; at++) {
    const both = residual(0, at) + residual(at, count)
    if (both < least) {
      least = both
      splitIndex = at
    }
  }
  const left = fitLine(values.slice(0, splitIndex))
  const right = fitLine(values.slice(splitIndex))
  const { total } = fitLine(values)
  const rest = left.residual + right.residual
  return {
    splitIndex,
    rsquare: 1 - rest / total,
    variance: total / (count - 1),
    rvariance: rest / (count - 1),
    left,
    right,
    lineFit: [...lineOf(left, splitIndex), ...lineOf(right, count - splitIndex)],
  }
}

export interface SeriesStatistics {
  readonly min: number
  readonly minIndex: number
  readonly max: number
  readonly maxIndex: number
  readonly average: number
  readonly deviation: number
  readonly variance: number
  readonly sum: number
  readonly length: number
}

/** Of numbers with their places; variance over n - 1, 0 for a single one. */
export function statisticsOf(
  points: readonly (readonly [index: number, value: number])[],
): SeriesStatistics | undefined {
  const [first] = points
  if (!first) return undefined
  const values = points.map(([, value]) => value)
  const average = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0)
  const variance = values.length > 1 ? squares / (values.length - 1) : 0
  const [minIndex, min] = points.reduce((least, point) => (point[1] < least[1] ? point : least), first)
  const [maxIndex, max] = points.reduce((greatest, point) => (point[1] > greatest[1] ? point : greatest), first)
  return {
    min,
    minIndex,
    max,
    maxIndex,
    average,
    deviation: Math.sqrt(variance),
    variance,
    sum: values.reduce((sum, value) => sum + value, 0),
    length: values.length,
  }
}

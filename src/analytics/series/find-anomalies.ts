import { customTukey, decompose, outlierScores } from '../../compile/udfs/series/decompose.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { firstFew } from '../../lib/first-few.ts'
import { formatTimespan, ticksPerDay } from '../../lib/kql-time.ts'
import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type ColumnData, Table } from '../../lib/table.ts'
import { readNumbers, readTimespan } from '../columns/numbers-and-times.ts'
import { anomalyFlags, anomalyScores, type ScoreKind, scoreKindOf } from './anomaly-scores.ts'
import { findPeriod } from './find-period.ts'
import { type GapFill, readSeries, type Series, type SeriesColumns, type SeriesSet } from './read-series.ts'
import { type StlOptions, stl, stlSettings } from './stl.ts'

export interface AnomalyOptions extends SeriesColumns {
  /** Points of one season. Default: looked for in each series; where none is found, a day. */
  readonly period?: number
  /** A score of this and more is a peak, of minus this and less a dip. */
  readonly threshold?: number
  /** Another threshold for dips. */
  readonly thresholdLow?: number
  readonly fill?: GapFill
  /** The distance of two points, `1h`. Default: the commonest one. */
  readonly interval?: string
}

export interface StlAnomalyOptions extends AnomalyOptions {
  readonly seasonal?: StlOptions['seasonal']
  readonly robust?: boolean
  /** How residuals are scored. Default: `counts` where the values are and vary as counts, else `median`. */
  readonly score?: ScoreKind
  /**
   * `msticpy`: as its published function, to compare figures: a plain decomposition with a season of 7, period 24, components cut to
   * whole numbers before the z-score, above 3, and only high values anomalies: 1 where the season is above zero, -1 where it is below.
   */
  readonly rule?: 'huntlet' | 'msticpy'
}

/** A table with its anomalies, and what must be known of it. */
export interface AnomalyTable {
  readonly table: Table
  readonly notices: readonly string[]
}

const anomalyColumns = ['Baseline', 'Seasonal', 'Trend', 'Residual', 'Weight', 'Score', 'Anomaly'] as const

type AnomalyColumn = (typeof anomalyColumns)[number]
type Columns = Readonly<Record<AnomalyColumn, Float64Array>>

/** Of one series, a figure for each point. */
type Parts = { readonly [Name in Exclude<AnomalyColumn, 'Anomaly'>]: ArrayLike<number> } & {
  readonly Anomaly?: ArrayLike<number>
}

/**
 * Anomalies of regular series by their distance from an STL decomposition. Adds Baseline (Seasonal + Trend), Seasonal, Trend, Residual,
 * Weight, Score (real) and Anomaly (int: 1 peak, -1 dip, 0 none) to the rows, which keep their order; null in rows without a
 * time or number.
 *
 * By default the season is the same throughout (`periodic`), the fit robust, and a residual is measured in spreads around the median (of
 * counts, in their own: `anomalyScores`), threshold 3.5: a season that may change follows an anomaly, and shows its mirror image one season before and after it, and an
 * anomaly that widens the spread hides the next. Series too short for two periods, or without any, have no figures, which a notice
 * says; where there is one series only it throws `SERIES_TOO_SHORT`. Throws also what `readSeries` throws.
 */
export function stlAnomalies(table: Table, options: StlAnomalyOptions, progress: Progress = noProgress): AnomalyTable {
  const isPublished = options.rule === 'msticpy'
  const high = options.threshold ?? (isPublished ? 3 : 3.5)
  const low = options.thresholdLow ?? high
  const defaults = isPublished ? { seasonal: 7, robust: false } : { seasonal: 'periodic' as const, robust: true }
  const { seasonal = defaults.seasonal, robust = defaults.robust } = options
  return judge(table, isPublished ? { period: 24, ...options } : options, progress, 3, (series, period, tell) => {
    if (period === 0) return undefined
    const settings = affordable({ period, seasonal, robust }, series.values.length)
    const parts = stl(series.values, settings.options, tell)
    const components = { Seasonal: parts.seasonal, Trend: parts.trend, Weight: parts.weights }
    const baseline = parts.seasonal.map((value, at) => value + parts.trend[at]!)
    if (isPublished) {
      const residual = parts.residual.map(Math.trunc)
      const scores = anomalyScores(residual, 'deviation')
      const cut = (values: Float64Array) => values.map(Math.trunc)
      const season = cut(parts.seasonal)
      return {
        notice: settings.notice,
        parts: {
          Seasonal: season,
          Trend: cut(parts.trend),
          Weight: cut(parts.weights),
          Baseline: cut(baseline),
          Residual: residual,
          Score: scores,
          Anomaly: scores.map((value, at) => (value > high ? Math.sign(season[at]!) : 0)),
        },
      }
    }
    const judged = parts.residual.map((value, at) => (series.rows[at]! < 0 ? Number.NaN : value))
    const score = options.score ?? scoreKindOf(series.values, judged, baseline)
    const scores = anomalyScores(judged, score, { size: largest(series.values), expected: baseline })
    return {
      notice: settings.notice,
      parts: {
        ...components,
        Baseline: baseline,
        Residual: parts.residual,
        Score: scores,
        Anomaly: anomalyFlags(scores, high, low),
      },
    }
  })
}

/**
 * Anomalies of regular series as KQL's `series_decompose_anomalies(values, threshold, period, 'linefit')` finds them: Tukey's test on
 * what season and straight line leave. Columns as `stlAnomalies` adds them; threshold 3 by default, a period that is not
 * found is none.
 */
export function seriesAnomalies(table: Table, options: AnomalyOptions, progress: Progress = noProgress): AnomalyTable {
  const { threshold = 3, thresholdLow = threshold } = options
  return judge(table, options, progress, 2, (series, period) => {
    const values = Array.from(series.values)
    const parts = decompose(values, { seasonality: period, trend: 'linefit', testPoints: 0, threshold: 0.6 })
    // Of a series on its line all residuals are rounding, of which a test makes outliers.
    const noise = 1e-9 * largest(series.values)
    const isFlat = parts.residual.every((value) => Math.abs(value) <= noise)
    const scores = isFlat ? values.map(() => 0) : outlierScores(parts.residual, customTukey)
    return {
      parts: {
        Baseline: parts.baseline,
        Seasonal: parts.seasonal,
        Trend: parts.trend,
        Residual: parts.residual,
        Weight: new Float64Array(values.length).fill(1),
        Score: scores,
        Anomaly: anomalyFlags(scores, threshold, thresholdLow),
      },
    }
  })
}

/** A scored table with `Anomaly` set anew: peaks from `threshold` on, dips from minus `thresholdLow` (default the same). */
export function setAnomalyThreshold(
  table: Table,
  options: {
    readonly threshold: number
    readonly thresholdLow?: number
    readonly score?: string
    readonly anomaly?: string
  },
): Table {
  const { threshold, thresholdLow = threshold, score = 'Score', anomaly = 'Anomaly' } = options
  const flags = anomalyFlags(readNumbers(table, score, 'the score'), threshold, thresholdLow)
  return withNumbers(table, { name: anomaly, type: 'int' }, flags)
}

type Judgement = { readonly parts: Parts; readonly notice?: string | undefined } | undefined

/**
 * Runs `judgeOne` over the series of a table; `period` is 0 where there is none. One that is looked for must fit `fewestSeasons` times:
 * of two seasons that differ nobody knows which is the odd one.
 */
function judge(
  table: Table,
  options: AnomalyOptions,
  progress: Progress,
  fewestSeasons: number,
  judgeOne: (series: Series, period: number, progress: Progress) => Judgement,
): AnomalyTable {
  const given = options.interval === undefined ? undefined : readTimespan(options.interval, 'interval')
  const set = readSeries(table, options, options.fill, given)
  const columns = emptyColumns(table.rowCount)
  const notices = new Map<string, number>()
  const note = (text: string) => notices.set(text, (notices.get(text) ?? 0) + 1)
  const periods = new Map<number, number>()
  set.series.forEach((series, index) => {
    // Of thousands of series each is soon done: only some tens of them tell.
    const isTold = index % Math.ceil(set.series.length / 50) === 0
    const tell: Progress = (done, total, text) => {
      if (isTold) progress((index + done / total) / set.series.length, 1, text ?? 'Decomposing')
    }
    const period = periodOf(series, set, options, fewestSeasons, note)
    periods.set(period, (periods.get(period) ?? 0) + 1)
    if (period > 0 && series.values.length < 2 * period) {
      const text = `${series.values.length} points do not hold two periods of ${period}`
      if (set.series.length === 1) throw tooShort(text)
      note('of fewer points than two periods: not judged')
      return
    }
    const judged = judgeOne(series, period, tell)
    if (!judged) {
      if (set.series.length === 1) {
        throw tooShort(`no period was found in ${series.values.length} points, and they do not hold two days`)
      }
      note('without a period: not judged')
      return
    }
    if (judged.notice) note(judged.notice)
    store(columns, series, judged.parts)
  })
  const whose = (count: number) => (set.series.length === 1 ? '' : `${count} of ${set.series.length} series `)
  const result = anomalyColumns.reduce(
    (made, name) => withNumbers(made, { name, type: name === 'Anomaly' ? 'int' : 'real' }, columns[name]),
    table,
  )
  return {
    table: result,
    notices: [
      ...(set.series.length === 0 ? [] : [periodText(periods, set)]),
      ...Array.from(notices, ([text, count]) => sentence(`${whose(count)}${text}`)),
      ...set.notices,
    ],
  }
}

/** Of each series the period given, or found, or that of a day; 0 for none. */
function periodOf(
  series: Series,
  set: SeriesSet,
  options: AnomalyOptions,
  fewestSeasons: number,
  note: (text: string) => void,
): number {
  if (options.period !== undefined) {
    if (Number.isInteger(options.period) && options.period >= 2) return options.period
    throw new HuntletError('OPTION_INVALID', `\`period\` must be 2 points or more, not ${options.period}.`)
  }
  const found = findPeriod(Array.from(series.values), 0.6, fewestSeasons)
  if (found) return found.period
  const day = set.interval > 0 ? Number(ticksPerDay) / set.interval : 0
  if (!Number.isInteger(day) || day < 4 || series.values.length < 2 * day) return 0
  note(`shows no clear period: a day of ${day} points is taken`)
  return day
}

function periodText(periods: ReadonlyMap<number, number>, { interval }: SeriesSet): string {
  const span = (period: number) => formatTimespan(BigInt(Math.round(period * interval)))
  const said = [...periods]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([period]) => (period === 0 ? 'none' : `${period} points (${span(period)})`))
  return `Period: ${firstFew(said, 3)}.`
}

/** Operations that take some seconds. Beyond, estimates are made at every tenth of a window, as the method's authors do. */
const mostOperations = 3e9

function affordable(given: StlOptions, points: number): { readonly options: StlOptions; readonly notice?: string } {
  const { trend, lowPass, seasonal, innerLoops, outerLoops } = stlSettings(given)
  const season = seasonal === 'periodic' ? 1 : seasonal
  const work = points * (trend + lowPass + season) * innerLoops * (outerLoops + 1)
  if (work <= mostOperations) return { options: given }
  const jump = (window: number) => Math.ceil(window / 10)
  return {
    options: { ...given, trendJump: jump(trend), lowPassJump: jump(lowPass), seasonalJump: jump(season) },
    notice: 'is long for its period: smooth lines are estimated at every tenth of a window and straight between',
  }
}

function emptyColumns(rowCount: number): Columns {
  const made = () => new Float64Array(rowCount).fill(Number.NaN)
  return {
    Baseline: made(),
    Seasonal: made(),
    Trend: made(),
    Residual: made(),
    Weight: made(),
    Score: made(),
    Anomaly: made(),
  }
}

function store(columns: Columns, series: Series, parts: Parts): void {
  for (const name of anomalyColumns) {
    const values = parts[name]!
    for (let at = 0; at < series.rows.length; at++) {
      const row = series.rows[at]!
      if (row >= 0) columns[name][row] = values[at]!
    }
  }
}

function withNumbers(table: Table, column: ColumnType & { type: KqlType }, values: Float64Array): Table {
  const valid = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1))
  const data: ColumnData = valid.includes(0) ? { kind: 'numbers', values, valid } : { kind: 'numbers', values }
  const at = table.indexOf(column.name)
  const [columns, all] =
    at < 0
      ? [
          [...table.columns, column],
          [...table.data, data],
        ]
      : [table.columns.with(at, column), table.data.with(at, data)]
  return Table.fromColumns(columns, table.rowCount, all)
}

function largest(values: Float64Array): number {
  let most = 0
  for (const value of values) most = Math.max(most, Math.abs(value))
  return most
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`
}

function tooShort(what: string): HuntletError {
  return new HuntletError('SERIES_TOO_SHORT', sentence(what), {
    hint: 'Take a longer time or shorter intervals, or name the points of a season in `period`.',
  })
}

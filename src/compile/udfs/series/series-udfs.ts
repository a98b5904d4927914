import type { Json } from '../../../lib/table.ts'
import type { Udf, UdfValue } from '../../row.ts'
import { checkWork } from '../../too-large.ts'
import {
  customTukey,
  type Decomposition,
  decompose,
  flagsOf,
  foundPeriod,
  outlierScores,
  seasonalOf,
  type Trend,
  tukey,
} from './decompose.ts'
import { combine, correlation, dotProduct, functions, operations } from './elements.ts'
import { fillBackward, fillForward, fillLinear } from './fill.ts'
import { firFilter, iirFilter } from './filters.ts'
import { fourier } from './fourier.ts'
import { detectPeriods, scoreOf } from './periods.ts'
import { fitPolynomial } from './polynomial.ts'
import { fitLine, fitTwoLines, type LineFit, lineOf, statisticsOf } from './statistics.ts'
import { type Point, readNumbers, readSeries, seriesJson, toJson } from './values.ts'

const numberOf = (value: UdfValue | undefined) => Number(value)
const trends: readonly string[] = ['avg', 'linefit', 'none'] satisfies Trend[]

function trendOf(value: UdfValue | undefined): Trend {
  const name = String(value).toLowerCase()
  return trends.includes(name) ? (name as Trend) : 'avg'
}

function print(value: Json | undefined): UdfValue {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

function lineBag({ rsquare, slope, variance, rvariance, interception }: LineFit): { [key: string]: Json } {
  return {
    rsquare: toJson(rsquare),
    slope,
    interception,
    variance,
    rvariance,
  }
}

/** A series or a single number. */
function operandOf(json: UdfValue | undefined): Point[] | Point | undefined {
  if (typeof json !== 'string') return undefined
  const parsed = JSON.parse(json) as Json
  return typeof parsed === 'number' ? parsed : readSeries(json)
}

/** What marks a point as missing: null, or a value of any type. */
function missingTest(placeholder: UdfValue | undefined): (item: Json) => boolean {
  const marked = typeof placeholder === 'string' ? (JSON.parse(placeholder) as Json) : null
  return (item) => item === marked
}

function items(json: UdfValue | undefined): readonly Json[] | undefined {
  const parsed = typeof json === 'string' ? (JSON.parse(json) as Json) : null
  return Array.isArray(parsed) ? (parsed as readonly Json[]) : undefined
}

function decomposed(args: readonly UdfValue[]): Decomposition | undefined {
  const [series, seasonality, trend, testPoints, threshold] = args
  const values = readNumbers(series)
  if (!values || values.length === 0) return undefined
  return decompose(values, {
    seasonality: numberOf(seasonality),
    trend: trendOf(trend),
    testPoints: numberOf(testPoints),
    threshold: numberOf(threshold),
  })
}

const fenceOf = (kind: UdfValue | undefined) => (String(kind).toLowerCase() === 'tukey' ? tukey : customTukey)

export const seriesUdfs: readonly Udf[] = [
  {
    // → [baseline, seasonal, trend, residual]
    name: 'kql_series_decompose',
    parameters: ['JSON', 'BIGINT', 'VARCHAR', 'BIGINT', 'DOUBLE'],
    returns: 'JSON',
    evaluate(...args) {
      const parts = decomposed(args)
      return print(parts && [parts.baseline, parts.seasonal, parts.trend, parts.residual].map(seriesJson))
    },
  },
  {
    // → [flags, scores, baseline]
    name: 'kql_series_anomalies',
    parameters: ['JSON', 'BIGINT', 'VARCHAR', 'BIGINT', 'DOUBLE', 'DOUBLE', 'VARCHAR'],
    returns: 'JSON',
    evaluate(...args) {
      const parts = decomposed(args)
      if (!parts) return null
      const [, , , testPoints, , threshold, kind] = args
      const learned = parts.residual.length - numberOf(testPoints)
      const scores = outlierScores(parts.residual, fenceOf(kind), learned)
      return print([flagsOf(scores, numberOf(threshold)), scores, parts.baseline].map(seriesJson))
    },
  },
  {
    name: 'kql_series_outliers',
    parameters: ['JSON', 'DOUBLE', 'DOUBLE', 'DOUBLE', 'JSON'],
    returns: 'JSON',
    evaluate(series, low, high, factor, ignored) {
      const points = readSeries(series)
      if (!points) return null
      const isIgnored = missingTest(ignored)
      const known = points.flatMap((point, index) => (point === null || isIgnored(point) ? [] : [index]))
      const scores = outlierScores(
        known.map((index) => points[index]!),
        { low: numberOf(low), high: numberOf(high), factor: numberOf(factor) },
      )
      const all = points.map(() => 0)
      known.forEach((index, place) => {
        all[index] = scores[place]!
      })
      return print(seriesJson(all))
    },
  },
  {
    name: 'kql_series_seasonal',
    parameters: ['JSON', 'BIGINT', 'DOUBLE'],
    returns: 'JSON',
    evaluate(series, period, threshold) {
      const values = readNumbers(series)
      if (!values) return null
      const given = numberOf(period)
      const used = given === -1 ? foundPeriod(values, numberOf(threshold)) : given
      return print(seriesJson(seasonalOf(values, used)))
    },
  },
  {
    // → [rsquare, slope, variance, rvariance, interception, line]
    name: 'kql_series_fit_line',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(series) {
      const values = readNumbers(series)
      if (!values || values.length === 0) return null
      const fit = fitLine(values)
      const numbers = [fit.rsquare, fit.slope, fit.variance, fit.rvariance, fit.interception]
      return print([...numbers.map(toJson), lineOf(fit, values.length)])
    },
  },
  {
    // y, x (null for 1, 2, 3 …), degree → [rsquare, coefficients, variance, rvariance, values]
    name: 'kql_series_fit_poly',
    parameters: ['JSON', 'JSON', 'BIGINT'],
    returns: 'JSON',
    evaluate(series, places, degree) {
      const y = readNumbers(series)
      const x = places === null ? y?.map((_, index) => index + 1) : readNumbers(places)
      if (!x || !y || y.length === 0 || x.length !== y.length) return null
      if (typeof degree !== 'bigint' || degree < 0n || degree >= BigInt(y.length)) return null
      const fit = fitPolynomial(x, y, Number(degree))
      if (!fit) return null
      const { rsquare, coefficients, variance, rvariance, values } = fit
      return print([toJson(rsquare), coefficients, variance, rvariance, values])
    },
  },
  {
    // → [rsquare, split, variance, rvariance, line, right: 5 values, left: 5 values]
    name: 'kql_series_fit_2lines',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(series) {
      const fit = fitTwoLines(readNumbers(series) ?? [])
      if (!fit) return null
      return print([
        toJson(fit.rsquare),
        fit.splitIndex,
        fit.variance,
        fit.rvariance,
        fit.lineFit,
        ...Object.values(lineBag(fit.right)),
        ...Object.values(lineBag(fit.left)),
      ])
    },
  },
  {
    name: 'kql_series_fit_2lines_bag',
    parameters: ['JSON'],
    returns: 'JSON',
    evaluate(series) {
      const fit = fitTwoLines(readNumbers(series) ?? [])
      return print(
        fit && {
          rsquare: toJson(fit.rsquare),
          split_idx: fit.splitIndex,
          variance: fit.variance,
          rvariance: fit.rvariance,
          line_fit: fit.lineFit,
          right: lineBag(fit.right),
          left: lineBag(fit.left),
        },
      )
    },
  },
  {
    // → [min, its place, max, its place, average, deviation, variance, sum, length]
    name: 'kql_series_stats',
    parameters: ['JSON', 'BOOLEAN'],
    returns: 'JSON',
    evaluate(series, ignore) {
      const points = readSeries(series)
      if (!points) return null
      const finite = points.flatMap((point, index) =>
        point !== null && Number.isFinite(point) ? [[index, point] as const] : [],
      )
      if (finite.length < points.length && ignore !== true) return null
      const found = statisticsOf(finite)
      return print(
        found && [
          found.min,
          found.minIndex,
          found.max,
          found.maxIndex,
          found.average,
          found.deviation,
          found.variance,
          found.sum,
          found.length,
        ],
      )
    },
  },
  {
    // → [periods, scores]; as many as asked for, the ones not found 0.
    name: 'kql_series_periods_detect',
    parameters: ['JSON', 'DOUBLE', 'DOUBLE', 'BIGINT'],
    returns: 'JSON',
    evaluate(series, shortest, longest, count) {
      const values = readNumbers(series)
      if (!values || values.length === 0) return null
      const found = detectPeriods(values, numberOf(shortest), numberOf(longest), numberOf(count))
      const asked = Array.from({ length: numberOf(count) }, (_, index) => found[index] ?? { period: 0, score: 0 })
      return print([asked.map(({ period }) => period), asked.map(({ score }) => score)])
    },
  },
  {
    // → [periods, scores]
    name: 'kql_series_periods_validate',
    parameters: ['JSON', 'JSON'],
    returns: 'JSON',
    evaluate(series, periods) {
      const [values, asked] = [readNumbers(series), readNumbers(periods)]
      if (!values || !asked || values.length === 0) return null
      checkWork(values.length * asked.length, 'a series too long to look for so many periods in')
      return print([asked, asked.map((period) => scoreOf(values, period))])
    },
  },
  {
    name: 'kql_series_fill',
    parameters: ['JSON', 'VARCHAR', 'JSON'],
    returns: 'JSON',
    evaluate(series, direction, placeholder) {
      const points = items(series)
      const fill = direction === 'forward' ? fillForward : fillBackward
      return print(points && fill(points, missingTest(placeholder)))
    },
  },
  {
    name: 'kql_series_fill_const',
    parameters: ['JSON', 'JSON', 'JSON'],
    returns: 'JSON',
    evaluate(series, constant, placeholder) {
      const isMissing = missingTest(placeholder)
      const value = typeof constant === 'string' ? (JSON.parse(constant) as Json) : null
      return print(items(series)?.map((item) => (isMissing(item) ? value : item)))
    },
  },
  {
    name: 'kql_series_fill_linear',
    parameters: ['JSON', 'JSON', 'BOOLEAN', 'DOUBLE'],
    returns: 'JSON',
    evaluate(series, placeholder, edges, constant) {
      const points = readSeries(series)
      if (!points || typeof series !== 'string') return null
      const filled = fillLinear(points, missingTest(placeholder), {
        edges: edges !== false,
        constant: typeof constant === 'number' ? constant : null,
        whole: !/[.eE]/.test(series),
      })
      return print(seriesJson(filled))
    },
  },
  {
    name: 'kql_series_fir',
    parameters: ['JSON', 'JSON', 'BOOLEAN', 'BOOLEAN'],
    returns: 'JSON',
    evaluate(series, filter, normalize, center) {
      const [values, weights] = [readNumbers(series), readNumbers(filter)]
      if (!values || !weights) return null
      const isNegative = weights.some((weight) => weight < 0)
      if (isNegative && normalize === true) return null
      const options = { normalize: typeof normalize === 'boolean' ? normalize : !isNegative, center: center === true }
      return print(seriesJson(firFilter(values, weights, options)))
    },
  },
  {
    name: 'kql_series_iir',
    parameters: ['JSON', 'JSON', 'JSON'],
    returns: 'JSON',
    evaluate(series, numerators, denominators) {
      const [values, forward, backward] = [readNumbers(series), readNumbers(numerators), readNumbers(denominators)]
      return print(values && forward && backward && seriesJson(iirFilter(values, forward, backward)))
    },
  },
  {
    name: 'kql_series_combine',
    parameters: ['VARCHAR', 'JSON', 'JSON'],
    returns: 'JSON',
    evaluate(operation, a, b) {
      const [left, right] = [operandOf(a), operandOf(b)]
      const apply = operations[String(operation)]
      if (left === undefined || right === undefined || !apply) return null
      return Array.isArray(left) || Array.isArray(right) ? print(seriesJson(combine(left, right, apply))) : null
    },
  },
  {
    name: 'kql_series_apply',
    parameters: ['VARCHAR', 'JSON'],
    returns: 'JSON',
    evaluate(name, series) {
      const apply = functions[String(name)]
      const points = readSeries(series)
      return print(points && apply && seriesJson(points.map((point) => (point === null ? null : apply(point)))))
    },
  },
  {
    name: 'kql_series_reduce',
    parameters: ['VARCHAR', 'JSON'],
    returns: 'DOUBLE',
    evaluate(name, series) {
      const points = readSeries(series)?.filter((point) => point !== null)
      if (!points) return null
      switch (name) {
        case 'sum':
          return points.reduce((sum, point) => sum + point, 0)
        case 'product':
          return points.reduce((product, point) => product * point, 1)
        case 'magnitude':
          return Math.sqrt(points.reduce((sum, point) => sum + point * point, 0))
        default:
          return null
      }
    },
  },
  {
    name: 'kql_series_compare',
    parameters: ['VARCHAR', 'JSON', 'JSON'],
    returns: 'DOUBLE',
    evaluate(name, a, b) {
      const [left, right] = [operandOf(a), operandOf(b)]
      const widened = (side: Point[] | Point | undefined, other: Point[] | Point | undefined) =>
        typeof side === 'number' && Array.isArray(other) ? other.map(() => side) : side
      const [x, y] = [widened(left, right), widened(right, left)]
      if (!Array.isArray(x) || !Array.isArray(y)) return null
      switch (name) {
        case 'dot_product':
          return dotProduct(x, y)
        case 'pearson_correlation':
          return correlation(x, y)
        case 'cosine_similarity': {
          const product = dotProduct(x, y)
          const [sizeX, sizeY] = [dotProduct(x, x), dotProduct(y, y)]
          if (product === null || sizeX === null || sizeY === null || x.length !== y.length) return null
          return product / Math.sqrt(sizeX * sizeY)
        }
        default:
          return null
      }
    },
  },
  {
    // → [real, imaginary]
    name: 'kql_series_fourier',
    parameters: ['JSON', 'JSON', 'BOOLEAN'],
    returns: 'JSON',
    evaluate(real, imaginary, inverse) {
      const re = readNumbers(real)
      const im = imaginary === null ? re?.map(() => 0) : readNumbers(imaginary)
      if (!re || !im || re.length !== im.length) return null
      const result = fourier({ real: re, imaginary: im }, inverse === true)
      return print([seriesJson(result.real), seriesJson(result.imaginary)])
    },
  },
]

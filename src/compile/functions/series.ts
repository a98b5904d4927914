import { call, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { customTukey, fenceOfPercentiles, tukey } from '../udfs/series/decompose.ts'
import { jsonOf } from './conversions.ts'
import { type Arguments, scalar } from './define.ts'
import { jsonArrayOf } from './json-forms.ts'

const noJson = cast(literal(null), 'JSON')

/** The seasonality: -1, the default, looks for a period, which only Azure does exactly. */
function seasonality(args: Arguments, index: number, name: string): SqlExpression {
  const { constant } = args.has(index) ? args.typed(index) : { constant: -1n }
  const isGiven = (typeof constant === 'bigint' || typeof constant === 'number') && constant >= 0
  if (!isGiven) {
    args.context.notice(
      `${name}: where the period is not given it is looked for, approximately here: another than in Azure may be found.`,
    )
  }
  return args.has(index) ? args.long(index) : literal(-1n)
}

/** One of the words a function knows, in any case. */
function word(args: Arguments, index: number, words: readonly string[], what: string): SqlExpression {
  if (!args.has(index)) return literal(words[0]!)
  const given = args.constantText(index, what).toLowerCase()
  if (!words.includes(given)) {
    args.context.refuse(args.typed(index).span, `${what} is one of ${words.map((one) => `"${one}"`).join(', ')}`)
  }
  return literal(given)
}

const orLong = (args: Arguments, index: number, otherwise: bigint) =>
  args.has(index) ? args.long(index) : literal(otherwise)
const orReal = (args: Arguments, index: number, otherwise: number) =>
  args.has(index) ? args.real(index) : literal(otherwise)
const orBool = (args: Arguments, index: number, otherwise: boolean | null) =>
  args.has(index) ? args.bool(index) : cast(literal(otherwise), 'BOOLEAN')
const orJson = (args: Arguments, index: number) => (args.has(index) ? jsonOf(args.typed(index)) : noJson)

const trends = ['avg', 'linefit', 'none']

function outliers(args: Arguments): SqlExpression {
  const kind = word(args, 1, ['ctukey', 'tukey'], 'The kind')
  const isTukey = kind.kind === 'literal' && kind.value === 'tukey'
  const percentile = (index: number, otherwise: number) => {
    if (!args.has(index)) return otherwise
    const value = Number(args.typed(index).constant)
    if (!(value >= 2 && value <= 98)) {
      args.context.refuse(args.typed(index).span, 'a percentile is a constant number between 2 and 98')
    }
    return value
  }
  const [low, high] = [percentile(3, customTukey.low), percentile(4, customTukey.high)]
  const isDefault = low === customTukey.low && high === customTukey.high
  if (!isTukey && !isDefault) {
    args.context.notice(
      'series_outliers: with other percentiles than 10 and 90 the scores are a few percent off those of Azure.',
    )
  }
  const fence = isTukey ? tukey : isDefault ? customTukey : fenceOfPercentiles(low, high)
  return args.udf(
    'kql_series_outliers',
    args.json(0),
    literal(fence.low),
    literal(fence.high),
    literal(fence.factor),
    orJson(args, 2),
  )
}

/** The values of a JSON array under names. */
function named(values: SqlExpression, names: readonly string[]): SqlExpression {
  const pairs = names.flatMap((name, index) => [literal(name), sql`json_extract(${values}, ${literal(`$[${index}]`)})`])
  return sql`CASE WHEN ${values} IS NOT NULL THEN ${call('json_object', ...pairs)} END`
}

const stats = (args: Arguments) => args.udf('kql_series_stats', args.json(0), orBool(args, 1, false))

const pairs: readonly (readonly [name: string, doc: string, a: string, b: string, result: readonly unknown[]])[] = [
  ['add', 'The sums of two series, element by element.', '[1, 2, 4]', '[4, 2, 1]', [5, 4, 5]],
  ['subtract', 'The differences of two series, element by element.', '[1, 2, 4]', '[4, 2, 1]', [-3, 0, 3]],
  ['multiply', 'The products of two series, element by element.', '[1, 2, 4]', '[4, 2, 1]', [4, 4, 4]],
  ['divide', 'The quotients of two series, element by element.', '[1, 2, 4]', '[4, 2, 1]', [0.25, 1, 4]],
  [
    'pow',
    'The elements of a series to the power of those of another.',
    '[1, 2, 3, 4]',
    '[1, 2, 3, 0.5]',
    [1, 4, 27, 2],
  ],
  ['greater', 'Where a series is greater than another.', '[1, 2, 4]', '[4, 2, 1]', [false, false, true]],
  [
    'greater_equals',
    'Where a series is as great as another or greater.',
    '[1, 2, 4]',
    '[4, 2, 1]',
    [false, true, true],
  ],
  ['less', 'Where a series is less than another.', '[1, 2, 4]', '[4, 2, 1]', [true, false, false]],
  ['less_equals', 'Where a series is as great as another or less.', '[1, 2, 4]', '[4, 2, 1]', [true, true, false]],
  ['equals', 'Where two series are equal.', '[1, 2, 4]', '[4, 2, 1]', [false, true, false]],
  ['not_equals', 'Where two series differ.', '[1, 2, 4]', '[4, 2, 1]', [true, false, true]],
]

const singles: readonly (readonly [name: string, doc: string, input: string, result: readonly unknown[]])[] = [
  ['abs', 'The elements without their signs.', '[-1.5, 2]', [1.5, 2]],
  ['acos', 'The arc cosines of the elements.', '[1, 1]', [0, 0]],
  ['asin', 'The arc sines of the elements.', '[0, 0]', [0, 0]],
  ['atan', 'The arc tangents of the elements.', '[0, 0]', [0, 0]],
  ['ceiling', 'The elements rounded up.', '[1.2, -1.2]', [2, -1]],
  ['cos', 'The cosines of the elements.', '[0, 0]', [1, 1]],
  ['exp', 'e to the power of the elements.', '[0, 0]', [1, 1]],
  ['floor', 'The elements rounded down.', '[1.2, -1.2]', [1, -2]],
  ['log', 'The natural logarithms of the elements.', '[1, 0]', [0, '-Infinity']],
  ['sign', 'The signs of the elements: -1, 0 or 1.', '[-6, 0, 8]', [-1, 0, 1]],
  ['sin', 'The sines of the elements.', '[0, 0]', [0, 0]],
  ['tan', 'The tangents of the elements.', '[0, 0]', [0, 0]],
]

const weekly = 'dynamic([10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 50, 30])'

export const series: readonly ScalarRow[] = [
  ...pairs.map(([name, doc, a, b, result]) =>
    scalar({
      name: `series_${name}`,
      doc,
      trap: 'Null beyond the shorter one and where an element is no number; a single number stands for a series of it.',
      examples: [
        [`series_${name}(dynamic(${a}), dynamic(${b}))`, result],
        [`series_${name}(dynamic([1, "x"]), dynamic([1, 1, 1]))[1]`, null],
        [`array_length(series_${name}(dynamic([1, 2]), 2))`, 2],
      ],
      sql: (args) => args.udf('kql_series_combine', literal(name), jsonOf(args.typed(0)), jsonOf(args.typed(1))),
    }),
  ),
  ...singles.map(([name, doc, input, result]) =>
    scalar({
      name: `series_${name}`,
      doc,
      trap: 'Null where an element is no number.',
      examples: [
        [`series_${name}(dynamic(${input}))`, result],
        [`series_${name}(dynamic([1, null]))[1]`, null],
      ],
      sql: (args) => args.udf('kql_series_apply', literal(name), args.json(0)),
    }),
  ),
  scalar({
    name: 'series_sum',
    doc: 'The sum of the elements.',
    trap: 'What is no number does not count.',
    examples: [
      ['series_sum(dynamic([1, 2, 3, 4]))', 10],
      ['series_sum(dynamic([1, null, 3]))', 4],
    ],
    sql: (args) => args.udf('kql_series_reduce', literal('sum'), args.json(0)),
  }),
  scalar({
    name: 'series_product',
    doc: 'The product of the elements.',
    trap: 'What is no number does not count.',
    examples: [
      ['series_product(dynamic([1, 2, 3, 4]))', 24],
      ['series_product(dynamic([2, null, 3]))', 6],
    ],
    sql: (args) => args.udf('kql_series_reduce', literal('product'), args.json(0)),
  }),
  scalar({
    name: 'series_magnitude',
    doc: 'The square root of the sum of squares.',
    trap: 'What is no number does not count.',
    examples: [
      ['series_magnitude(dynamic([3, 4]))', 5],
      ['series_magnitude(dynamic([]))', 0],
    ],
    sql: (args) => args.udf('kql_series_reduce', literal('magnitude'), args.json(0)),
  }),
  scalar({
    name: 'series_dot_product',
    doc: 'The sum over the products of the elements of two series.',
    trap: 'Up to the end of the shorter one; null where one is empty; a single number stands for a series of it.',
    examples: [
      ['series_dot_product(dynamic([1, 2, 4]), dynamic([4, 2, 1]))', 12],
      ['series_dot_product(dynamic([1, 2, 4]), 1)', 7],
      ['series_dot_product(dynamic([1]), dynamic([]))', null],
    ],
    sql: (args) => args.udf('kql_series_compare', literal('dot_product'), jsonOf(args.typed(0)), jsonOf(args.typed(1))),
  }),
  scalar({
    name: 'series_pearson_correlation',
    doc: "Pearson's correlation of two series.",
    trap: 'Null where they differ in length or an element is no number; NaN where one is constant.',
    examples: [
      ['round(series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 4, 6])), 12)', 1],
      ['series_pearson_correlation(dynamic([1, 2]), dynamic([1]))', null],
      ['isnan(series_pearson_correlation(dynamic([1, 1]), dynamic([1, 2])))', true],
    ],
    sql: (args) =>
      args.udf('kql_series_compare', literal('pearson_correlation'), jsonOf(args.typed(0)), jsonOf(args.typed(1))),
  }),
  scalar({
    name: 'series_cosine_similarity',
    doc: 'The cosine of the angle between two series.',
    trap: 'Null where they differ in length.',
    examples: [
      ['series_cosine_similarity(dynamic([3, 4]), dynamic([6, 8]))', 1],
      ['series_cosine_similarity(dynamic([1, 0]), dynamic([0, 1]))', 0],
    ],
    sql: (args) =>
      args.udf('kql_series_compare', literal('cosine_similarity'), jsonOf(args.typed(0)), jsonOf(args.typed(1))),
  }),
  ...(['forward', 'backward'] as const).map((direction) =>
    scalar({
      name: `series_fill_${direction}`,
      doc: `Missing elements as the one ${direction === 'forward' ? 'before' : 'after'} them.`,
      trap: `Missing is null, or the value named; at the ${direction === 'forward' ? 'beginning' : 'end'} they stay.`,
      examples: [
        [
          `series_fill_${direction}(dynamic([null, 36, null, null, 16, null]))`,
          direction === 'forward' ? [null, 36, 36, 36, 16, 16] : [36, 36, 16, 16, 16, null],
        ],
        [`series_fill_${direction}(dynamic([5, 0, 7]), 0)`, direction === 'forward' ? [5, 5, 7] : [5, 7, 7]],
      ],
      sql: (args) => args.udf('kql_series_fill', args.json(0), literal(direction), orJson(args, 1)),
    }),
  ),
  scalar({
    name: 'series_fill_const',
    doc: 'Missing elements as a value.',
    trap: 'Missing is null, or the value named last.',
    examples: [
      ['series_fill_const(dynamic([111, null, 36]), 0)', [111, 0, 36]],
      ['series_fill_const(dynamic([1, -1]), 0, -1)', [1, 0]],
    ],
    sql: (args) => args.udf('kql_series_fill_const', args.json(0), jsonOf(args.typed(1)), orJson(args, 2)),
  }),
  scalar({
    name: 'series_fill_linear',
    doc: 'Missing elements on the line between their neighbours.',
    trap: 'Cut to whole numbers where all elements are such; at the ends as the nearest one unless told otherwise; 0 where all are missing.',
    examples: [
      ['series_fill_linear(dynamic([null, 111.0, null, 36.0, null]))', [111, 111, 73.5, 36, 36]],
      ['series_fill_linear(dynamic([111, null, 36]))', [111, 73, 36]],
      ['series_fill_linear(dynamic([null, 1.0, null]), double(null), false)', [null, 1, null]],
      ['series_fill_linear(dynamic([null, null]), double(null), true, 3.5)', [3.5, 3.5]],
    ],
    sql: (args) =>
      args.udf('kql_series_fill_linear', args.json(0), orJson(args, 1), orBool(args, 2, true), orReal(args, 3, 0)),
  }),
  scalar({
    name: 'series_fir',
    doc: 'A series through a finite impulse response filter: moving averages, differences.',
    trap: 'The filter is divided by its sum unless it holds negative numbers or `false` says so; `true` at the end centres it.',
    examples: [
      ['series_fir(dynamic([5, 15, 10, 20]), dynamic([1, -1]), false, false)', [5, 10, -5, 10]],
      ['series_fir(dynamic([0, 10, 0]), dynamic([1, 1]))', [0, 5, 5]],
      ['series_fir(dynamic([0, 9, 0]), dynamic([1, 1, 1]), true, true)', [3, 3, 3]],
      ['series_fir(dynamic([1]), dynamic([1, -1]), true)', null],
    ],
    sql: (args) =>
      args.udf('kql_series_fir', args.json(0), args.json(1), orBool(args, 2, null), orBool(args, 3, false)),
  }),
  scalar({
    name: 'series_iir',
    doc: 'A series through an infinite impulse response filter: running sums, exponential smoothing.',
    trap: 'Numerators first, then denominators; the first denominator divides.',
    examples: [
      ['series_iir(dynamic([1, 2, 3]), dynamic([1]), dynamic([1, -1]))', [1, 3, 6]],
      ['series_iir(dynamic([4, 4]), dynamic([1]), dynamic([2]))', [2, 2]],
    ],
    sql: (args) => args.udf('kql_series_iir', args.json(0), args.json(1), args.json(2)),
  }),
  scalar({
    name: 'series_stats',
    doc: 'Minimum and its place, maximum and its place, average, standard deviation and variance of a series.',
    trap: 'Null as soon as an element is no finite number, unless `true` leaves those out; variance over n - 1.',
    examples: [
      ['toscalar(print y = dynamic([23, 2, 87]) | extend series_stats(y) | project series_stats_y_max)', 87],
      ['toscalar(print y = dynamic([23, 2, 87]) | extend series_stats(y) | project series_stats_y_min_idx)', 1],
    ],
    sql: stats,
  }),
  scalar({
    name: 'series_stats_dynamic',
    doc: 'The statistics of a series as a bag: those of `series_stats`, the sum and the length.',
    trap: 'Null as soon as an element is no finite number, unless `true` leaves those out.',
    examples: [
      [
        'series_stats_dynamic(dynamic([10, 20]))',
        { min: 10, min_idx: 0, max: 20, max_idx: 1, avg: 15, stdev: 7.0710678118654755, variance: 50, sum: 30, len: 2 },
      ],
      ['series_stats_dynamic(dynamic([1, null])).avg', null],
      ['series_stats_dynamic(dynamic([1, null]), true).avg', 1],
    ],
    sql: (args) => named(stats(args), ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance', 'sum', 'len']),
  }),
  scalar({
    name: 'series_fit_line',
    doc: 'The line of least squares through a series: r-square, slope, variance, residual variance, interception and the line.',
    trap: 'The interception is one step before the first point, where the line begins.',
    examples: [
      ['toscalar(print y = dynamic([3, 5, 7]) | extend series_fit_line(y) | project series_fit_line_y_slope)', 2],
      [
        'toscalar(print y = dynamic([3, 5, 7]) | extend series_fit_line(y) | project series_fit_line_y_interception)',
        1,
      ],
      [
        'toscalar(print y = dynamic([3, 5, 7]) | extend series_fit_line(y) | project tostring(series_fit_line_y_line_fit))',
        '[3,5,7]',
      ],
    ],
    sql: (args) => args.udf('kql_series_fit_line', args.json(0)),
  }),
  scalar({
    name: 'series_fit_line_dynamic',
    doc: 'The line of least squares through a series as a bag.',
    trap: 'The interception is one step before the first point.',
    examples: [
      [
        'series_fit_line_dynamic(dynamic([3, 5, 7]))',
        { rsquare: 1, slope: 2, variance: 4, rvariance: 0, interception: 1, line_fit: [3, 5, 7] },
      ],
      ['series_fit_line_dynamic(dynamic([1, "x"]))', null],
    ],
    sql: (args) =>
      named(args.udf('kql_series_fit_line', args.json(0)), [
        'rsquare',
        'slope',
        'variance',
        'rvariance',
        'interception',
        'line_fit',
      ]),
  }),
  scalar({
    name: 'series_fit_poly',
    doc: 'The polynomial of least squares through a series: r-square, coefficients (the highest power first), variance, residual variance and its values.',
    trap: 'x is 1, 2, 3 … where it is not given, the degree 1. Null where there are fewer points than coefficients.',
    examples: [
      [
        'toscalar(print y = dynamic([1, 4, 9, 16]), x = dynamic([1, 2, 3, 4]) | extend series_fit_poly(y, x, 2) | project array_length(series_fit_poly_y_coefficients))',
        3,
      ],
      [
        'toscalar(print y = dynamic([3, 5, 7]) | extend (r, c) = series_fit_poly(y) | project strcat(round(todouble(c[0]), 9), " ", round(todouble(c[1]), 9)))',
        '2.0 1.0',
      ],
    ],
    sql: (args) =>
      args.udf(
        'kql_series_fit_poly',
        args.json(0),
        args.has(1) ? args.json(1) : cast(literal(null), 'JSON'),
        args.has(2) ? args.long(2) : literal(1n),
      ),
  }),
  scalar({
    name: 'series_fit_2lines',
    doc: 'The two lines that fit a series best, and where one ends and the other begins.',
    trap: "Each side's interception is one step before its own first point.",
    examples: [
      [
        'toscalar(print y = dynamic([1, 2, 3, 9, 6, 3]) | extend series_fit_2lines(y) | project series_fit_2lines_y_split_idx)',
        3,
      ],
      [
        'toscalar(print y = dynamic([1, 2, 3, 9, 6, 3]) | extend series_fit_2lines(y) | project series_fit_2lines_y_right_slope)',
        -3,
      ],
    ],
    sql: (args) => args.udf('kql_series_fit_2lines', args.json(0)),
  }),
  scalar({
    name: 'series_fit_2lines_dynamic',
    doc: 'The two lines that fit a series best, as a bag.',
    trap: 'Both sides are bags of their own: `right.slope`, `left.slope`.',
    examples: [
      ['series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 6, 3])).right.slope', -3],
      ['series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 6, 3])).line_fit', [1, 2, 3, 9, 6, 3]],
    ],
    sql: (args) => args.udf('kql_series_fit_2lines_bag', args.json(0)),
  }),
  scalar({
    name: 'series_decompose',
    doc: 'A series taken apart: baseline, seasonal part, trend and residual.',
    trap: 'The seasonal part is the median of each phase of the period. Give the period: found ones are approximate.',
    examples: [
      [
        `toscalar(print y = ${weekly} | extend series_decompose(y, 3) | project tostring(series_decompose_y_seasonal))`,
        '[10,20,30,10,20,30,10,20,30,10,20,30]',
      ],
      [
        `toscalar(print y = ${weekly} | extend series_decompose(y, 3, "none") | project tostring(series_decompose_y_residual))`,
        '[0,0,0,0,0,0,0,0,0,0,30,0]',
      ],
    ],
    sql: (args) =>
      args.udf(
        'kql_series_decompose',
        args.json(0),
        seasonality(args, 1, 'series_decompose'),
        word(args, 2, trends, 'The trend'),
        orLong(args, 3, 0n),
        orReal(args, 4, 0.6),
      ),
  }),
  scalar({
    name: 'series_decompose_anomalies',
    doc: 'The anomalies of a series: flags, scores and the baseline.',
    trap: 'A flag is set where the score of the residual reaches the threshold (1.5 if not said). Give the period: found ones are approximate.',
    examples: [
      [
        `toscalar(print y = ${weekly} | extend series_decompose_anomalies(y, 1.5, 3, "none") | project tostring(series_decompose_anomalies_y_ad_flag))`,
        '[0,0,0,0,0,0,0,0,0,0,1,0]',
      ],
      [
        `toscalar(print y = ${weekly} | extend series_decompose_anomalies(y, 1.5, 3) | project tostring(series_decompose_anomalies_y_baseline[0]))`,
        '12.5',
      ],
    ],
    sql: (args) =>
      args.udf(
        'kql_series_anomalies',
        args.json(0),
        seasonality(args, 2, 'series_decompose_anomalies'),
        word(args, 3, trends, 'The trend'),
        orLong(args, 4, 0n),
        orReal(args, 6, 0.6),
        orReal(args, 1, 1.5),
        word(args, 5, ['ctukey', 'tukey'], 'The method'),
      ),
  }),
  scalar({
    name: 'series_decompose_forecast',
    doc: 'A series with its last points as the others foretell them: baseline, seasonal part, trend and residual.',
    trap: 'The points to foretell are part of the series, and are not learned from.',
    examples: [
      [
        'toscalar(print y = dynamic([1, 2, 1, 2, 0, 0]) | extend series_decompose_forecast(y, 2, 2) | project tostring(series_decompose_forecast_y_baseline))',
        '[1,2,1,2,1,2]',
      ],
      [
        'toscalar(print y = dynamic([1, 2, 3, 0]) | extend series_decompose_forecast(y, 1, 0, "linefit") | project tostring(series_decompose_forecast_y_baseline))',
        '[1,2,3,4]',
      ],
    ],
    sql: (args) =>
      args.udf(
        'kql_series_decompose',
        args.json(0),
        seasonality(args, 2, 'series_decompose_forecast'),
        word(args, 3, trends, 'The trend'),
        args.long(1),
        orReal(args, 4, 0.6),
      ),
  }),
  scalar({
    name: 'series_outliers',
    doc: 'How far each element lies beyond the usual: 0 within, negative below.',
    trap: 'Above 1.5 is an outlier. Nulls, and the value named, score 0.',
    examples: [
      ['series_outliers(dynamic([1, 2, 3, 4, 100]), "tukey")', [-0.5, 0, 0, 0, 48]],
      ['series_outliers(dynamic([5, null, 5.5]))[1]', 0],
    ],
    sql: outliers,
  }),
  scalar({
    name: 'series_seasonal',
    doc: 'The seasonal part of a series: the median of each phase of its period.',
    trap: 'Give the period: found ones are approximate.',
    examples: [
      ['series_seasonal(dynamic([1, 3, 5, 1, 3, 5, 2, 4, 6]), 3)', [1, 3, 5, 1, 3, 5, 1, 3, 5]],
      ['series_seasonal(dynamic([1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6]))', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ],
    sql: (args) => args.udf('kql_series_seasonal', args.json(0), seasonality(args, 1, 'series_seasonal'), literal(0.7)),
  }),
  scalar({
    name: 'series_periods_detect',
    doc: 'The likeliest periods of a series, and their scores.',
    trap: 'Periods have at least 4 points and fit twice; places left over are 0.',
    parity: { approximate: 'the scores, and at times the periods, differ from those of Azure' },
    examples: [
      [
        'toscalar(print y = dynamic([1, 2, 9, 2, 1, 1, 2, 9, 2, 1, 1, 2, 9, 2, 1]) | extend series_periods_detect(y, 0.0, 50.0, 2) | project tostring(series_periods_detect_y_periods))',
        '[5,0]',
      ],
      [
        'toscalar(print y = dynamic([1, 2, 3]) | extend series_periods_detect(y, 0.0, 50.0, 1) | project tostring(series_periods_detect_y_scores))',
        '[0]',
      ],
    ],
    sql: (args) => args.udf('kql_series_periods_detect', args.json(0), args.real(1), args.real(2), args.long(3)),
  }),
  scalar({
    name: 'series_periods_validate',
    doc: 'How well given periods fit a series.',
    trap: 'A period of fewer than 4 points, or longer than half the series, scores 0.',
    parity: { approximate: 'the scores differ from those of Azure' },
    examples: [
      [
        'toscalar(print y = dynamic([1, 2, 9, 2, 1, 1, 2, 9, 2, 1]) | extend series_periods_validate(y, 5.0, 2.0) | project tostring(series_periods_validate_y_scores[1]))',
        '0',
      ],
      [
        'toscalar(print y = dynamic([1, 2, 9, 2, 1, 1, 2, 9, 2, 1]) | extend series_periods_validate(y, 5.0) | project tostring(series_periods_validate_y_periods))',
        '[5]',
      ],
    ],
    sql: (args) =>
      args.udf(
        'kql_series_periods_validate',
        args.json(0),
        jsonArrayOf(
          args.all
            .slice(1)
            .map((_, index) => jsonOf({ ...args.typed(index + 1), type: 'real', sql: args.real(index + 1) })),
        ),
      ),
  }),
  ...([false, true] as const).map((inverse) =>
    scalar({
      name: inverse ? 'series_ifft' : 'series_fft',
      doc: `The ${inverse ? 'inverse ' : ''}Fourier transform of a series, complex or real: the real parts, then the imaginary ones.`,
      trap: inverse ? 'Divided by the length.' : 'Not divided by the length; null where both parts differ in length.',
      examples: inverse
        ? [
            [
              'tostring(toscalar(print y = dynamic([1, 0, 0, 0]) | extend (r, i) = series_ifft(y) | project r))',
              '[0.25,0.25,0.25,0.25]',
            ],
            [
              'tostring(toscalar(print y = dynamic([4, 0, 0, 0]) | extend (r, i) = series_ifft(y) | project r))',
              '[1,1,1,1]',
            ],
          ]
        : [
            [
              'tostring(toscalar(print y = dynamic([1, 1, 1, 1]) | extend (r, i) = series_fft(y) | project r))',
              '[4,0,0,0]',
            ],
            [
              'round(toreal(toscalar(print y = dynamic([1, 2, 3]) | extend (r, i) = series_fft(y) | project i[1])), 10)',
              0.8660254038,
            ],
          ],
      sql: (args) => args.udf('kql_series_fourier', args.json(0), orJson(args, 1), literal(inverse)),
    }),
  ),
]

import type { Udf } from '../row.ts'

/** The error function's complement: its series near zero, a continued fraction (Lentz) further out. */
function erfc(x: number): number {
  if (Number.isNaN(x)) return x
  if (x < 0) return 2 - erfc(-x)
  if (x < 2.5) return 1 - erfSeries(x)
  if (x > 27) return 0
  // erfc(x) = exp(-x²) / √π · 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …))))
  let fraction = 0
  for (let n = 200; n > 0; n--) fraction = n / 2 / (x + fraction)
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction))
}

function erf(x: number): number {
  return Math.abs(x) < 2.5 ? erfSeries(x) : 1 - erfc(x)
}

function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

// Lanczos, g = 7, nine terms (Godfrey).
const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
]

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const t = x + 6.5
  const sum = lanczos.reduce((all, weight, index) => all + (index === 0 ? weight : weight / (x - 1 + index)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b)

/** The density of the beta law; NaN outside its parameters. */
function betaDensity(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return Number.NaN
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log(1 - x) - logBeta(a, b))
}

/**
 * The distribution of the beta law (the regularized incomplete beta function); NaN outside its parameters, but 1 where the
 * first is not positive, as Kusto answers.
 */
function betaDistribution(x: number, a: number, b: number): number {
  if (x >= 0 && x <= 1 && a <= 0 && b > 0) return 1
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return Number.NaN
  if (x === 0 || x === 1) return x
  // The continued fraction converges fast below the mean, and the law is its own mirror.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaDistribution(1 - x, b, a)
  const front = Math.exp(a * Math.log(x) + b * Math.log(1 - x) - logBeta(a, b)) / a
  let fraction = 0
  for (let m = 300; m > 0; m--) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    fraction = even / (1 + odd / (1 + fraction))
  }
  const first = (-(a + b) * x) / (a + 1)
  return front / (1 + first / (1 + fraction))
}

/** The inverse of the distribution: null for a probability that is none, NaN outside the parameters. */
function betaInverse(probability: number, a: number, b: number): number | null {
  if (!(a > 0 && b > 0)) return Number.NaN
  if (!(probability >= 0 && probability <= 1)) return null
  let [low, high] = [0, 1]
  for (let step = 0; step < 200 && high - low > 1e-17; step++) {
    const middle = (low + high) / 2
    if (betaDistribution(middle, a, b) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function realUdf(name: string, count: number, evaluate: (...values: number[]) => number | null): Udf {
  return {
    name,
    parameters: Array.from({ length: count }, () => 'DOUBLE' as const),
    returns: 'DOUBLE',
    evaluate: (...values) => (values.includes(null) ? null : evaluate(...values.map(Number))),
  }
}

/** Welch's test: how likely means so far apart are where both laws have the same (two-sided); NaN where it is not defined. */
function welchTest(
  [mean1, variance1, count1]: readonly [number, number, number],
  [mean2, variance2, count2]: readonly [number, number, number],
): number {
  const [error1, error2] = [variance1 / count1, variance2 / count2]
  const t = (mean1 - mean2) / Math.sqrt(error1 + error2)
  // Welch–Satterthwaite.
  const freedom = (error1 + error2) ** 2 / (error1 ** 2 / (count1 - 1) + error2 ** 2 / (count2 - 1))
  return betaDistribution(freedom / (freedom + t * t), freedom / 2, 0.5)
}

export const specialUdfs: readonly Udf[] = [
  realUdf('kql_erf', 1, erf),
  realUdf('kql_erfc', 1, erfc),
  realUdf('kql_beta_cdf', 3, betaDistribution),
  realUdf('kql_beta_pdf', 3, betaDensity),
  realUdf('kql_beta_inv', 3, betaInverse),
  realUdf('kql_welch_test', 6, (...values) => {
    const [mean1, variance1, count1, mean2, variance2, count2] = values as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    return welchTest([mean1, variance1, count1], [mean2, variance2, count2])
  }),
]

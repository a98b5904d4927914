import { mean } from './statistics.ts'

export interface PolynomialFit {
  readonly rsquare: number
  /** Of the highest power first. */
  readonly coefficients: readonly number[]
  readonly variance: number
  /** What the polynomial leaves of the variance. */
  readonly rvariance: number
  readonly values: readonly number[]
}

/**
 * The polynomial of least squares. Undefined where there are fewer different x than it has coefficients. x is brought to
 * -1 … 1 first, and the equations are solved by orthogonal columns: powers of large numbers would lose all digits.
 */
export function fitPolynomial(x: readonly number[], y: readonly number[], degree: number): PolynomialFit | undefined {
  const [low, high] = [x.reduce((a, b) => Math.min(a, b)), x.reduce((a, b) => Math.max(a, b))]
  const middle = (low + high) / 2
  const half = (high - low) / 2 || 1
  const scaled = x.map((value) => (value - middle) / half)
  const solved = leastSquares(
    Array.from({ length: degree + 1 }, (_, power) => scaled.map((value) => value ** power)),
    y,
  )
  if (!solved) return undefined
  const average = mean(y)
  const values = scaled.map((value) => solved.reduceRight((sum, coefficient) => sum * value + coefficient, 0))
  const total = y.reduce((sum, value) => sum + (value - average) ** 2, 0)
  const residual = y.reduce((sum, value, index) => sum + (value - values[index]!) ** 2, 0)
  const freedom = Math.max(y.length - 1, 1)
  return {
    rsquare: 1 - residual / total,
    coefficients: unscaled(solved, middle, half).reverse(),
    variance: total / freedom,
    rvariance: residual / freedom,
    values,
  }
}

/** The coefficients of columns whose sum comes nearest to y, by the modified Gram-Schmidt process, done twice over. */
function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): number[] | undefined {
  const orthogonal: number[][] = []
  const upper: number[][] = []
  for (const column of columns) {
    const rest = [...column]
    const factors = orthogonal.map(() => 0)
    for (let round = 0; round < 2; round++) {
      orthogonal.forEach((other, at) => {
        const factor = dot(other, rest)
        factors[at]! += factor
        other.forEach((value, row) => {
          rest[row]! -= factor * value
        })
      })
    }
    const length = Math.sqrt(dot(rest, rest))
    if (length <= 1e-12 * Math.sqrt(dot(column, column))) return undefined
    orthogonal.push(rest.map((value) => value / length))
    upper.push([...factors, length])
  }
  const right = orthogonal.map((column) => dot(column, y))
  const solution = right.map(() => 0)
  for (let row = right.length - 1; row >= 0; row--) {
    let value = right[row]!
    for (let at = row + 1; at < right.length; at++) value -= upper[at]![row]! * solution[at]!
    solution[row] = value / upper[row]![row]!
  }
  return solution
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!
  return sum
}

/** Coefficients over (x - middle) / half, lowest power first → those over x: Horner's scheme over polynomials. */
function unscaled(coefficients: readonly number[], middle: number, half: number): number[] {
  let made: number[] = []
  for (const coefficient of coefficients.toReversed()) {
    // made · (x - middle) / half + coefficient
    const next = [coefficient - (made[0] ?? 0) * (middle / half)]
    for (let power = 1; power <= made.length; power++) {
      next.push(made[power - 1]! / half - (made[power] ?? 0) * (middle / half))
    }
    made = next
  }
  return made
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitPolynomial } from '../../../src/compile/udfs/series/polynomial.ts'
import { fitLine } from '../../../src/compile/udfs/series/statistics.ts'

describe('a polynomial of least squares', () => {
  test('finds the polynomial that the points lie on, far from zero, too', () => {
    const x = Array.from({ length: 20 }, (_, index) => 1000 + index)
    const fit = fitPolynomial(
      x,
      x.map((value) => 2 * value ** 2 - 3 * value + 5),
      2,
    )!
    expect(fit.rsquare).toBeCloseTo(1, 10)
    expect(fit.coefficients[0]).toBeCloseTo(2, 6)
    expect(fit.coefficients[1]! / -3).toBeCloseTo(1, 3)
  })

  test('leaves nothing that a power of x could still explain', () => {
    const points = fc.uniqueArray(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -100, max: 100 })), {
      selector: ([x]) => x,
      minLength: 6,
      maxLength: 20,
    })
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 4 }), (all, degree) => {
        const x = all.map(([place]) => place)
        const y = all.map(([, value]) => value)
        const fit = fitPolynomial(x, y, degree)!
        for (let power = 0; power <= degree; power++) {
          const weights = x.map((value) => (value / 20) ** power)
          const rest = weights.reduce((sum, weight, index) => sum + weight * (y[index]! - fit.values[index]!), 0)
          expect(rest).toBeCloseTo(0, 6)
        }
        // The coefficients say the same as the values.
        const last = fit.coefficients.reduce((sum, coefficient) => sum * x[0]! + coefficient, 0)
        expect(last).toBeCloseTo(fit.values[0]!, 5)
      }),
      { seed: 11, numRuns: 200 },
    )
  })

  test('of the first degree is the line that the line fit finds', () => {
    const y = [3, 5, 7.5, 10, 2]
    const fit = fitPolynomial([1, 2, 3, 4, 5], y, 1)!
    const line = fitLine(y)
    expect(fit.coefficients[0]).toBeCloseTo(line.slope, 12)
    expect(fit.coefficients[1]).toBeCloseTo(line.interception, 12)
    expect(fit.rsquare).toBeCloseTo(line.rsquare, 12)
    expect(fit.rvariance).toBeCloseTo(line.rvariance, 12)
  })

  test('needs as many different places as coefficients', () => {
    expect(fitPolynomial([1, 1, 1], [1, 2, 3], 1)).toBeUndefined()
  })
})

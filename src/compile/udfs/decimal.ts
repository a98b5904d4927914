import type { Udf, UdfValue } from '../row.ts'

const digits = 18
const unit = 10n ** BigInt(digits)
const largest = 10n ** 38n - 1n

/** A decimal's text as a whole number of its last places. */
function unitsOf(text: string): bigint {
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = text.replace(/^[-+]/, '').split('.')
  const units = BigInt(whole) * unit + BigInt(fraction.padEnd(digits, '0').slice(0, digits))
  return negative ? -units : units
}

function textOf(units: bigint): string {
  const size = units < 0n ? -units : units
  return `${units < 0n ? '-' : ''}${size / unit}.${String(size % unit).padStart(digits, '0')}`
}

/** The nearest whole number, halves away from zero. */
function quotient(dividend: bigint, divisor: bigint): bigint {
  const size = (value: bigint) => (value < 0n ? -value : value)
  const nearest = (size(dividend) * 2n + size(divisor)) / (size(divisor) * 2n)
  return dividend < 0n === divisor < 0n ? nearest : -nearest
}

/** Null for a zero divisor. A remainder is never negative. */
const operations: Readonly<Record<string, (left: bigint, right: bigint) => bigint | undefined>> = {
  '*': (left, right) => quotient(left * right, unit),
  '/': (left, right) => (right === 0n ? undefined : quotient(left * unit, right)),
  '%': (left, right) => {
    if (right === 0n) return undefined
    const size = right < 0n ? -right : right
    return ((left % size) + size) % size
  },
}

/** `*`, `/` and `%` of decimals given as text, where DuckDB would reckon with reals: eighteen digits behind the point, null beyond 38 in all. */
export const decimalUdfs: readonly Udf[] = [
  {
    name: 'kql_decimal',
    parameters: ['VARCHAR', 'VARCHAR', 'VARCHAR'],
    returns: 'VARCHAR',
    evaluate(operator: UdfValue, left: UdfValue, right: UdfValue) {
      if (left === null || right === null) return null
      const result = operations[String(operator)]!(unitsOf(String(left)), unitsOf(String(right)))
      return result === undefined || result > largest || result < -largest ? null : textOf(result)
    },
  },
]

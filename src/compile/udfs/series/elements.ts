import type { Point } from './values.ts'

export const operations: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  pow: (a, b) => a ** b,
  greater: (a, b) => a > b,
  greater_equals: (a, b) => a >= b,
  less: (a, b) => a < b,
  less_equals: (a, b) => a <= b,
  equals: (a, b) => a === b,
  not_equals: (a, b) => a !== b,
}

export const functions: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  ceiling: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  sign: Math.sign,
  sin: Math.sin,
  tan: Math.tan,
}

/** Two series, or a series and a number, element by element; null where one has no number. */
export function combine(
  a: readonly Point[] | Point,
  b: readonly Point[] | Point,
  operation: (a: number, b: number) => number | boolean,
): (number | boolean | null)[] {
  const lengths = [a, b].map((side) => (Array.isArray(side) ? side.length : 0))
  const at = (side: readonly Point[] | Point, index: number): Point =>
    typeof side === 'number' || side === null ? side : (side[index] ?? null)
  return Array.from({ length: Math.max(...lengths) }, (_, index) => {
    const [left, right] = [at(a, index), at(b, index)]
    return left === null || right === null ? null : operation(left, right)
  })
}

/** The sum over the products, up to the end of the shorter series; null where one is empty. */
export function dotProduct(a: readonly Point[], b: readonly Point[]): number | null {
  const length = Math.min(a.length, b.length)
  if (length === 0) return null
  let sum = 0
  for (let at = 0; at < length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

/** Pearson's coefficient; null where lengths differ or an element is no number. */
export function correlation(a: readonly Point[], b: readonly Point[]): number | null {
  if (a.length !== b.length || a.length === 0 || a.includes(null) || b.includes(null)) return null
  const [x, y] = [a as readonly number[], b as readonly number[]]
  const [meanX, meanY] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length) as [
    number,
    number,
  ]
  let xy = 0
  let xx = 0
  let yy = 0
  x.forEach((value, index) => {
    const [dx, dy] = [value - meanX, y[index]! - meanY]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  })
  return xy / Math.sqrt(xx * yy)
}

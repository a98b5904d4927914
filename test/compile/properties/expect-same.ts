import { expect } from 'vitest'

/** Plain and compiled rows are the same: NaN is NaN, and sums of reals may differ in their last digits. */
export function expectSame(actual: unknown[][], expected: unknown[][], kql: string): void {
  expect(isSame(actual, expected) ? expected : actual, kql).toEqual(expected)
}

/** The same where no order was asked for. */
export function expectSameRows(actual: unknown[][], expected: unknown[][], kql: string): void {
  expectSame(inOrder(actual), inOrder(expected), kql)
}

function inOrder(rows: unknown[][]): unknown[][] {
  const key = (row: unknown[]) =>
    JSON.stringify(row, (_name, value) =>
      typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)) ? `${value}` : value,
    )
  return [...rows].sort((left, right) => (key(left) < key(right) ? -1 : 1))
}

function isSame(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') {
    if (Object.is(left, right) || left === right) return true
    return Math.abs(left - right) <= 1e-12 * Math.max(Math.abs(left), Math.abs(right))
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, at) => isSame(each, right[at]))
  }
  return left === right
}

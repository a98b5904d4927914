import { describe, expect, it } from 'vitest'
import { chanceBits, surprisingPart } from '../../../src/analytics/sessions/surprising-part.ts'

describe('chanceBits', () => {
  it('is the bits themselves for one step, and fewer for several', () => {
    expect(chanceBits(1, 7)).toBeCloseTo(7, 12)
    // e^−x (1 + x) with x = 10 ln 2.
    const x = 10 * Math.LN2
    expect(chanceBits(2, 10)).toBeCloseTo(10 - Math.log2(1 + x), 12)
    expect(chanceBits(3, 10)).toBeCloseTo(10 - Math.log2(1 + x + (x * x) / 2), 12)
    expect(chanceBits(5, 0)).toBe(0)
  })

  it('neither overflows nor falls below 0', () => {
    expect(chanceBits(3, 100_000)).toBeGreaterThan(99_000)
    expect(chanceBits(100_000, 10)).toBeCloseTo(0, 12)
    expect(chanceBits(1000, 3000)).toBeGreaterThan(0)
  })
})

describe('surprisingPart', () => {
  it('prefers three odd steps to one, and one to two that are half as odd', () => {
    expect(surprisingPart(Float64Array.of(0, 9, 9, 9, 0), 5, 3)).toMatchObject({ start: 1, length: 3 })
    expect(surprisingPart(Float64Array.of(0, 9, 0, 4, 4), 5, 3)).toMatchObject({ start: 1, length: 1 })
  })

  it('is on one scale wherever it stands, and takes the earliest of equals', () => {
    const first = surprisingPart(Float64Array.of(5, 0, 0, 0), 4, 3)
    const last = surprisingPart(Float64Array.of(0, 0, 0, 5), 4, 3)
    expect(first.surprise).toBeCloseTo(last.surprise, 12)
    expect(surprisingPart(Float64Array.of(5, 0, 5), 3, 1).start).toBe(0)
  })

  it('takes off what the length of a session brings', () => {
    const long = new Float64Array(1024)
    long[500] = 12
    expect(surprisingPart(long, 1024, 1).surprise).toBeCloseTo(12 - 10, 12)
  })
})

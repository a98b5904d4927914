import { describe, expect, it } from 'vitest'
import { sessionEvidence, tailBits } from '../../../src/analytics/clustering/session-evidence.ts'

const evidence = (shares: readonly number[], programs = shares.map((_, at) => at), behaviours = programs) =>
  sessionEvidence({ shares: Float64Array.from(shares), programs, behaviours })

describe('tailBits', () => {
  it('is the rarity itself of a single draw, and adds up where all draws are rare', () => {
    expect(tailBits(1, 1, 1 / 16)).toBe(4)
    expect(tailBits(3, 3, 1 / 16)).toBe(12)
  })

  it('is nothing where so many are to be expected', () => {
    expect(tailBits(16, 1, 1 / 16)).toBe(0)
    expect(tailBits(8, 8, 1)).toBe(0)
  })

  it('bounds the binomial tail from above', () => {
    // 2 or more of 4 at 0.1: 1 − 0.9⁴ − 4·0.1·0.9³ = 0.0523.
    expect(2 ** -tailBits(4, 2, 0.1)).toBeGreaterThan(0.0523)
    expect(2 ** -tailBits(4, 2, 0.1)).toBeLessThan(4 * 0.0523)
  })
})

describe('sessionEvidence', () => {
  it('is small for a small session, however rare its process', () => {
    expect(evidence([1 / 1024]).bits).toBe(10)
    // Three such processes are more; the choice of three numbers of them costs log2 3.
    expect(evidence([1 / 1024, 1 / 1024, 1 / 1024]).bits).toBeCloseTo(30 - Math.log2(3), 12)
  })

  it('counts a repeated program once', () => {
    const repeated = evidence([0.001, 0.001, 0.001, 0.001], [5, 5, 5, 5])
    expect(repeated.bits).toBeCloseTo(tailBits(4, 1, 0.001), 12)
    expect(repeated.places).toEqual([0])
  })

  it('takes what one program was asked for less and less news', () => {
    const shares = new Array<number>(8).fill(0.001)
    const asked = shares.map((_, at) => at)
    // Of eight behaviours of one program, the first, second, fourth and eighth.
    expect(evidence(shares, new Array<number>(8).fill(3), asked).places).toEqual([0, 1, 3, 7])
    expect(evidence(shares, asked).places.length).toBe(8)
  })

  it('finds a burst in a long session, and says where', () => {
    const shares = new Array<number>(400).fill(0.9)
    for (let at = 200; at < 208; at++) shares[at] = 0.002
    const found = evidence(shares)
    expect([found.from, found.to]).toEqual([200, 208])
    expect(found.places.length).toBe(8)
    // The same burst alone is more: there was less to look at.
    expect(evidence(shares.slice(200, 208)).bits).toBeGreaterThan(found.bits)
  })

  it('has no evidence in a session that does such things all the time', () => {
    const shares = Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 0.01 : 0.9))
    const programs = shares.map((_, at) => at % 16)
    const habit = evidence(shares, programs)
    const once = evidence(
      [...new Array<number>(384).fill(0.9), ...shares.slice(0, 16)],
      [...programs, ...programs].slice(0, 400),
    )
    expect(habit.bits).toBeLessThan(once.bits / 4)
  })

  it('is nothing where nothing is rare, and where there is nothing', () => {
    expect(evidence([0.5, 0.9, 1]).bits).toBe(0)
    expect(evidence([]).bits).toBe(0)
  })
})

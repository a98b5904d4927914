import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeSurprise, surpriseReference } from '../../../src/analytics/sessions/surprise-reference.ts'

const surprises = fc.array(fc.integer({ min: -20, max: 60 }), { minLength: 1, maxLength: 200 })

describe('a reference of surprises', () => {
  it('counts how many are at least so surprising', () => {
    fc.assert(
      fc.property(surprises, fc.double({ min: -30, max: 70, noNaN: true }), (all, surprise) => {
        const reference = surpriseReference(Float64Array.from(all), 3)
        const expected = all.filter((each) => each >= surprise).length
        expect(placeSurprise(reference, surprise).atLeast).toBe(expected)
      }),
      { seed: 11 },
    )
  })

  it('is plain data that JSON keeps, also of none', () => {
    for (const all of [[], [1], [1, 2, 2, 9]]) {
      const reference = surpriseReference(Float64Array.from(all), 3)
      expect(JSON.parse(JSON.stringify(reference))).toEqual(reference)
    }
    expect(placeSurprise(surpriseReference(new Float64Array(0), 3), 5)).toEqual({
      score: 0,
      atLeast: 0,
      unusual: false,
    })
  })

  it('keeps of a million the highest exactly and the others to two in a thousand, never too few', () => {
    const all = Float64Array.from({ length: 1_000_000 }, (_, at) => Math.sin(at) * at)
    const sorted = all.slice().sort()
    const reference = surpriseReference(all, 3)
    expect(reference.surprises.length).toBeLessThan(6000)
    for (const position of [1, 7, 2000, 2500, 30_000, 999_999]) {
      const { atLeast } = placeSurprise(reference, sorted[1_000_000 - position]!)
      expect(atLeast).toBeGreaterThanOrEqual(position)
      expect(atLeast).toBeLessThanOrEqual(position <= 2000 ? position : position * 1.003)
    }
  })

  it('marks what stands out of many, and all that is above it', () => {
    fc.assert(
      fc.property(surprises, (all) => {
        const reference = surpriseReference(Float64Array.from(all), 3)
        const places = [...all].sort((a, b) => b - a).map((each) => placeSurprise(reference, each))
        const marked = places.filter(({ unusual }) => unusual).length
        expect(places.slice(0, marked).every(({ unusual, score }) => unusual && score >= 3.5)).toBe(true)
      }),
      { seed: 5 },
    )
    // Ordinary bits fall off by half each bit: of so many, some lie far out by chance.
    const ordinary = Float64Array.from({ length: 4096 }, (_, at) => -Math.log2((at + 0.5) / 4096))
    const alone = surpriseReference(ordinary, 3)
    expect([...ordinary].some((each) => placeSurprise(alone, each).score > 5)).toBe(true)
    expect([...ordinary].some((each) => placeSurprise(alone, each).unusual)).toBe(false)
    const odd = surpriseReference(Float64Array.of(...ordinary, 40), 3)
    expect(placeSurprise(odd, 40).unusual).toBe(true)
  })
})

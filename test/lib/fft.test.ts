import { describe, expect, it } from 'vitest'
import { Fft, powerOfTwo } from '../../src/lib/fft.ts'

describe('Fft', () => {
  it('is the sum of turned values', () => {
    // X₀ = 1+2+3+4, X₁ = 1 − 2i − 3 + 4i, X₂ = 1−2+3−4, X₃ is the mirror of X₁.
    const re = Float64Array.of(1, 2, 3, 4)
    const im = new Float64Array(4)
    new Fft(4).transform(re, im)
    expect([...re].map((value) => Number(value.toFixed(12)))).toEqual([10, -2, -2, -2])
    expect([...im].map((value) => Number(value.toFixed(12)) + 0)).toEqual([0, 2, 0, -2])
  })

  it('finds the one wave that is there, done twice with the same turns', () => {
    const fft = new Fft(64)
    for (const cycles of [3, 20]) {
      const re = Float64Array.from({ length: 64 }, (_, t) => Math.cos((2 * Math.PI * cycles * t) / 64))
      const im = new Float64Array(64)
      fft.transform(re, im)
      const strong = [...re].flatMap((value, k) => (Math.abs(value) > 1e-9 ? [k] : []))
      expect(strong).toEqual([cycles, 64 - cycles])
    }
  })
})

describe('powerOfTwo', () => {
  it('is no less than the count, and no more than it must', () => {
    expect([0, 1, 2, 3, 4, 5, 1023, 1024, 1025].map(powerOfTwo)).toEqual([1, 1, 2, 4, 4, 8, 1024, 1024, 2048])
  })
})

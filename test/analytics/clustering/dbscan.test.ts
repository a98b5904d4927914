import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dbscan } from '../../../src/analytics/clustering/dbscan.ts'

/** DBSCAN as its definition says it, pair by pair. */
function byDefinition(
  points: readonly number[][],
  weights: readonly number[],
  maxDistance: number,
  minSamples: number,
): number[] {
  const near = points.map((a) =>
    points.flatMap((b, at) =>
      Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0)) <= maxDistance ? [at] : [],
    ),
  )
  const isCore = near.map((list) => list.reduce((sum, at) => sum + weights[at]!, 0) >= minSamples)
  const labels = points.map(() => -1)
  let next = 0
  points.forEach((_, start) => {
    if (!isCore[start] || labels[start] !== -1) return
    const queue = [start]
    labels[start] = next
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (!isCore[at]) continue
      for (const other of near[at]!) {
        if (labels[other] !== -1) continue
        labels[other] = next
        queue.push(other)
      }
    }
    next++
  })
  return labels
}

function run(
  points: readonly number[][],
  weights: readonly number[],
  maxDistance: number,
  minSamples: number,
): number[] {
  return [
    ...dbscan(Float64Array.from(points.flat()), points[0]?.length ?? 1, Float64Array.from(weights), {
      maxDistance,
      minSamples,
    }),
  ]
}

describe('dbscan', () => {
  it('gives what the definition gives, pair by pair', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain((dimensions) =>
          fc.array(
            fc.tuple(
              fc.array(fc.integer({ min: -8, max: 8 }), { minLength: dimensions, maxLength: dimensions }),
              fc.integer({ min: 1, max: 3 }),
            ),
            {
              minLength: 1,
              maxLength: 40,
            },
          ),
        ),
        fc.constantFrom(0.3, 1, 1.5, 2.3),
        fc.integer({ min: 1, max: 6 }),
        (given, maxDistance, minSamples) => {
          const points = given.map(([point]) => point)
          const weights = given.map(([, weight]) => weight)
          expect(run(points, weights, maxDistance, minSamples)).toEqual(
            byDefinition(points, weights, maxDistance, minSamples),
          )
        },
      ),
      { numRuns: 400, seed: 5 },
    )
  })

  it('counts equal points by their weight', () => {
    expect(run([[0], [10]], [2, 1], 0.1, 2)).toEqual([0, -1])
  })

  it('follows a chain however long', () => {
    const points = Array.from({ length: 5000 }, (_, at) => [at * 0.9, 0])
    expect(
      new Set(
        run(
          points,
          points.map(() => 1),
          1,
          2,
        ),
      ),
    ).toEqual(new Set([0]))
  })

  it('takes the distance itself for near', () => {
    expect(run([[0], [1]], [1, 1], 1, 2)).toEqual([0, 0])
    expect(run([[0], [1 + 1e-9]], [1, 1], 1, 2)).toEqual([-1, -1])
  })

  it('tells two crowds apart that are a little farther from each other than the distance', () => {
    const crowd = (from: number) => Array.from({ length: 20_000 }, (_, at) => [from + (at / 20_000) * 0.5])
    const points = [...crowd(0), ...crowd(1.7)]
    const labels = run(
      points,
      points.map(() => 1),
      1.1,
      2,
    )
    expect([labels[0], labels[19_999], labels[20_000], labels[39_999]]).toEqual([0, 0, 1, 1])
  })

  it('works without points', () => {
    expect(run([], [], 1, 2)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { featureMatrix } from '../../../src/analytics/outliers/feature-matrix.ts'
import { findOutliers } from '../../../src/analytics/outliers/find-outliers.ts'
import { IsolationForest, typicalDepth } from '../../../src/analytics/outliers/isolation-forest.ts'
import { sampleOf, seededRandom } from '../../../src/analytics/outliers/seeded-random.ts'
import { noProgress } from '../../../src/lib/progress.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { publishedScores } from './published-forest.ts'

function numbers(rows: readonly (readonly Cell[])[], names = rows[0]!.map((_, at) => `F${at}`)): Table {
  return Table.fromRows(
    names.map((name) => ({ name, type: 'real' })),
    rows,
  )
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Rows of which one in a hundred is planted. */
function planted(seed: number, row: (random: () => number, isPlanted: boolean, at: number) => number[]) {
  const random = seededRandom(seed)
  const isPlanted = Array.from({ length: 1000 }, (_, at) => at % 100 === 7)
  return { isPlanted, table: numbers(isPlanted.map((is, at) => row(random, is, at))) }
}

/** The share of planted rows among as many of the highest score: what an analyst who reads so many rows finds. */
function found(scores: ArrayLike<number>, isPlanted: readonly boolean[]): number {
  const order = isPlanted.map((_, row) => row).sort((a, b) => scores[b]! - scores[a]!)
  const count = isPlanted.filter(Boolean).length
  return order.slice(0, count).filter((row) => isPlanted[row]).length / count
}

/** The chance that a planted row has a higher score than another. */
function separation(scores: ArrayLike<number>, isPlanted: readonly boolean[]): number {
  const order = isPlanted.map((_, row) => row).sort((a, b) => scores[a]! - scores[b]!)
  const count = isPlanted.filter(Boolean).length
  const ranks = order.reduce((sum, row, rank) => sum + (isPlanted[row] ? rank + 1 : 0), 0)
  return (ranks - (count * (count + 1)) / 2) / (count * (isPlanted.length - count))
}

function compared(table: Table) {
  const { scaled, used, rowCount } = featureMatrix(table, undefined)
  const width = used.length
  const forest = new IsolationForest(scaled, width, { trees: 100, samples: 100, features: width, seed: 42 })
  const deviations = Float64Array.from({ length: rowCount }, (_, row) =>
    scaled.subarray(row * width, (row + 1) * width).reduce((most, each) => Math.max(most, Math.abs(each)), 0),
  )
  const published = publishedScores(table.rows() as number[][])
  return { forest: forest.scores(scaled, noProgress), deviations, published }
}

const seeds = [1, 2, 3, 4, 5]

describe('the forest, beside the largest robust z-score of a row and the published forest', () => {
  it.each(seeds)('finds what is far out in one of twenty features, seed %i', (seed) => {
    const { table, isPlanted } = planted(seed, (random, is, at) => {
      const row = Array.from({ length: 20 }, () => normal(random))
      if (is) row[at % 20] = 7
      return row
    })
    const { forest, deviations, published } = compared(table)
    expect(found(deviations, isPlanted)).toBe(1)
    expect(found(published, isPlanted)).toBeLessThanOrEqual(0.2)
    expect(found(forest, isPlanted)).toBeGreaterThanOrEqual(0.9)
  })

  it.each(seeds)('finds what is a little out in several features, which no single one shows, seed %i', (seed) => {
    const { table, isPlanted } = planted(seed, (random, is) => {
      const row = Array.from({ length: 10 }, () => normal(random))
      for (let at = 0; is && at < 4; at++) row[at] = random() < 0.5 ? 2.7 : -2.7
      return row
    })
    const { forest, deviations } = compared(table)
    expect(found(deviations, isPlanted)).toBeLessThanOrEqual(0.2)
    expect(found(forest, isPlanted)).toBeGreaterThanOrEqual(0.5)
  })

  it('separates what breaks a habit better, on the average of the seeds', () => {
    const results = seeds.map((seed) => {
      const { table, isPlanted } = planted(seed, (random, is) => {
        const first = 1.5 * normal(random)
        const second = is ? -Math.sign(first) * Math.max(1.5, Math.abs(first)) : first + 0.2 * normal(random)
        return [first, second, normal(random), normal(random)]
      })
      const { forest, deviations } = compared(table)
      return [separation(forest, isPlanted), separation(deviations, isPlanted)] as const
    })
    const mean = (at: 0 | 1) => results.reduce((sum, each) => sum + each[at], 0) / results.length
    expect(mean(0)).toBeGreaterThan(mean(1) + 0.05)
  })

  it.each(seeds)('finds many failures among counts with long tails, seed %i', (seed) => {
    const { table, isPlanted } = planted(seed, (random, is) => {
      const row = Array.from({ length: 6 }, () => Math.floor(Math.exp(1.5 * normal(random) + 1)))
      if (is) row[2] = 2000 + Math.floor(2000 * random())
      return row
    })
    const { table: ranked } = findOutliers(table)
    const { forest, published } = compared(table)
    expect(found(published, isPlanted)).toBeLessThanOrEqual(0.5)
    expect(found(forest, isPlanted)).toBeGreaterThanOrEqual(0.9)
    expect(String(ranked.value(0, 'OutlierWhy'))).toMatch(/^F2 \d{4}, usually [23]/)
  })
})

describe('outliers', () => {
  const rows = Array.from({ length: 200 }, (_, at) => [3 + (at % 3), 10 + (at % 7), 0.5])
  const ordinary = numbers(rows, ['Failures', 'Logons', 'Same'])
  const attacked = numbers([...rows, [412, 12, 0.5]], ['Failures', 'Logons', 'Same'])

  it('come first, with what made them so against what is usual', () => {
    const { table, outliers, notices } = findOutliers(attacked)
    expect(table.columns.map(({ name }) => name)).toEqual([
      'Failures',
      'Logons',
      'Same',
      'OutlierRank',
      'OutlierScore',
      'Outlier',
      'OutlierWhy',
    ])
    expect(table.row(0)).toEqual([412, 12, 0.5, 1, expect.any(Number), true, 'Failures 412, usually 4'])
    expect(outliers).toBe(1)
    expect(notices[0]).toBe('The same in all rows, so left out: Same.')
    const scores = table.column('OutlierScore') as number[]
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  it('are none where no row stands out, and a share of all where that is asked', () => {
    expect(findOutliers(ordinary).outliers).toBe(0)
    expect(findOutliers(ordinary, { rule: 'share' }).outliers).toBe(10)
    expect(findOutliers(attacked, { contamination: 0.001 }).outliers).toBe(1)
  })

  it('are the same each time, and in any order of the rows told by their numbers', () => {
    expect(findOutliers(attacked).table.rows()).toEqual(findOutliers(attacked).table.rows())
    const turned = attacked.pick(Array.from({ length: 201 }, (_, row) => 200 - row))
    expect(findOutliers(turned).table.value(0, 'Failures')).toBe(412)
    expect(findOutliers(attacked, { seed: 7 }).table.value(0, 'Failures')).toBe(412)
  })

  it('do not depend on units', () => {
    const scores = (factor: number) =>
      findOutliers(numbers([...rows, [412, 12, 1]].map(([a, b]) => [a! * factor, b!]))).table.column('OutlierScore')
    const [one, thousand] = [scores(1), scores(1000)] as [number[], number[]]
    for (const [at, score] of one.entries()) expect(thousand[at]).toBeCloseTo(score, 5)
  })

  it('take null and NaN as usual, infinities as far out, and say so', () => {
    const odd = numbers([...rows.map(([a, b]) => [a!, b!]), [null, Number.NaN], [4, Number.POSITIVE_INFINITY]])
    const { table, notices } = findOutliers(odd)
    expect(notices).toEqual(['Infinite values count as the farthest finite one: F1.'])
    const scores = table.column('OutlierScore') as number[]
    expect(scores.every(Number.isFinite)).toBe(true)
    expect(table.value(table.column('F0').indexOf(null), 'Outlier')).toBe(false)
  })

  it('are not told where nothing can be', () => {
    const few = findOutliers(numbers(rows.slice(0, 9)))
    expect(few.notices).toEqual(['9 rows do not say what is usual: ten are needed.'])
    expect(few.table.column('OutlierScore')).toEqual(new Array(9).fill(null))
    expect(few.table.column('Outlier')).toEqual(new Array(9).fill(false))
    const alike = findOutliers(numbers(new Array(50).fill([1, null])))
    expect(alike.notices.at(-1)).toBe('No feature differs between rows: none is unusual.')
    expect(findOutliers(numbers([], ['A']))).toMatchObject({ outliers: 0, notices: [] })
  })

  it('read counts, durations and truth as numbers', () => {
    const table = Table.fromRows(
      [
        { name: 'Who', type: 'string' },
        { name: 'Long', type: 'timespan' },
        { name: 'Admin', type: 'bool' },
      ],
      Array.from({ length: 40 }, (_, at): Cell[] => [
        `u${at}`,
        at === 5 ? '1.00:00:00' : `00:00:${10 + (at % 9)}`,
        at === 6,
      ]),
    )
    const { table: ranked } = findOutliers(table, { contamination: 0.1 })
    expect(ranked.column('Who').slice(0, 2).toSorted()).toEqual(['u5', 'u6'])
    expect(ranked.column('OutlierWhy').slice(0, 2).toSorted()).toEqual([
      'Admin 1, usually 0',
      'Long 86400, usually 13.5',
    ])
  })

  it('say which features there are', () => {
    const table = Table.fromRows(
      [
        { name: 'Who', type: 'string' },
        { name: 'Failures', type: 'long' },
      ],
      [],
    )
    expect(() => findOutliers(table, { features: ['Failure'] })).toThrow(
      'The table has no column `Failure` (a feature).',
    )
    expect(() => findOutliers(table, { features: ['Who'] })).toThrow('The column `Who` holds string, not numbers.')
    expect(() => findOutliers(table.select(['Who']))).toThrow('The table has no column of numbers to compare rows by.')
    expect(() => findOutliers(table, { contamination: 0 })).toThrow(
      'contamination is a share above 0 and up to 0.5, not 0.',
    )
  })
})

describe('an isolation forest', () => {
  it('has the depths of a search tree as typical ones', () => {
    // 2 (1 + 1/2 + 1/3) - 2 · 3/4 = 3.667 - 1.5
    expect(typicalDepth(4)).toBeCloseTo(2.166_667, 6)
    expect([typicalDepth(0), typicalDepth(1), typicalDepth(2)]).toEqual([0, 0, 1])
  })

  it('explains a depth whole: what features saved is the typical depth less the row’s', () => {
    const random = seededRandom(1)
    const rows = Float32Array.from({ length: 300 * 4 }, () => normal(random))
    rows.set([9, 0, 0, 5], 0)
    const forest = new IsolationForest(rows, 4, { trees: 50, samples: 64, features: 3, seed: 1 })
    const scores = forest.scores(rows, noProgress)
    for (let row = 0; row < 300; row++) {
      const saved = forest.contributions(rows, row).reduce((sum, each) => sum + each, 0)
      const depth = -Math.log2(scores[row]!) * typicalDepth(64)
      expect(saved).toBeCloseTo(typicalDepth(64) - depth, 4)
    }
    expect(forest.contributions(rows, 0).indexOf(Math.max(...forest.contributions(rows, 0)))).toBe(0)
  })

  it('grows over equal rows, and over one', () => {
    const equal = new IsolationForest(new Float32Array(20), 2, { trees: 3, samples: 10, features: 2, seed: 1 })
    expect([...equal.scores(new Float32Array(4), noProgress)]).toEqual([0.5, 0.5])
    const one = new IsolationForest(Float32Array.of(1, 2), 2, { trees: 3, samples: 1, features: 2, seed: 1 })
    expect([...one.scores(Float32Array.of(1, 2), noProgress)]).toEqual([0.5])
  })

  it('samples without repeats', () => {
    const sample = sampleOf(1000, 100, seededRandom(9))
    expect(new Set(sample).size).toBe(100)
    expect(Math.max(...sample)).toBeLessThan(1000)
    expect([...sampleOf(3, 5, seededRandom(9))]).toEqual([0, 1, 2])
  })
})

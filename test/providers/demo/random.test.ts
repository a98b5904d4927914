import { expect, test } from 'vitest'
import { Random } from '../../../src/providers/demo/random.ts'

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

test('one seed gives one stream, another seed another', () => {
  const [a, b, c] = [new Random('a'), new Random('a'), new Random('b')]
  const first = many(100, () => a.u32())
  expect(many(100, () => b.u32())).toEqual(first)
  expect(many(100, () => c.u32())).not.toEqual(first)
})

test('the stream is spread evenly: no tenth of the range gets less than eight or more than twelve of a hundred', () => {
  const random = new Random('even')
  const tenths = new Array<number>(10).fill(0)
  for (let count = 0; count < 10_000; count++) tenths[random.integer(0, 9)]!++
  expect(Math.min(...tenths)).toBeGreaterThan(800)
  expect(Math.max(...tenths)).toBeLessThan(1200)
})

test('integer reaches both ends and nothing beyond', () => {
  const random = new Random('ends')
  expect(new Set(many(500, () => random.integer(3, 6)))).toEqual(new Set([3, 4, 5, 6]))
})

test('around stays within its bounds and centres on the mean', () => {
  const random = new Random('around')
  const values = many(5000, () => random.around(10, 2))
  expect(Math.max(...values.map((value) => Math.abs(value - 10)))).toBeLessThanOrEqual(2 * 2 * 1.7320508)
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(10, 0)
})

test('weighted follows the weights', () => {
  const random = new Random('weights')
  const drawn = many(4000, () =>
    random.weighted([
      ['often', 3],
      ['seldom', 1],
      ['never', 0],
    ] as const),
  )
  expect(drawn.filter((one) => one === 'often').length / 4000).toBeCloseTo(0.75, 1)
  expect(drawn).not.toContain('never')
})

test('sample gives different items in the order of the list, and all of them when asked for more', () => {
  const random = new Random('sample')
  const items = [1, 2, 3, 4, 5, 6, 7, 8]
  for (let count = 0; count < 50; count++) {
    const sample = random.sample(items, 3)
    expect(sample).toHaveLength(3)
    expect(sample).toEqual([...new Set(sample)].sort())
  }
  expect(random.sample(items, 20)).toEqual(items)
})

test('guid, hex and letters have the form their columns have', () => {
  const random = new Random('forms')
  for (let count = 0; count < 200; count++) {
    expect(random.guid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(random.hex(6)).toMatch(/^[0-9a-f]{6}$/)
    expect(random.letters(17)).toMatch(/^[A-Z2-7]{17}$/)
  }
  expect(new Set(many(1000, () => random.guid())).size).toBe(1000)
})

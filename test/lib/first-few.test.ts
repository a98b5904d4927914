import { expect, it } from 'vitest'
import { firstFew } from '../../src/lib/first-few.ts'

it('says how many more there are, where there are more', () => {
  expect(firstFew(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
  expect(firstFew(['a', 'b'], 2)).toBe('a, b')
  expect(firstFew([], 2)).toBe('')
})

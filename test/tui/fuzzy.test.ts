import { expect, test } from 'vitest'
import { fuzzyScore } from '../../src/tui/fuzzy.ts'

function best(typed: string, ...texts: string[]): string | undefined {
  return texts
    .map((text) => ({ text, score: fuzzyScore(typed, text) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => b.score! - a.score!)[0]?.text
}

test('letters must occur in order, in any case', () => {
  expect(fuzzyScore('asum', 'Account summary')).toBeDefined()
  expect(fuzzyScore('mus', 'Account summary')).toBeUndefined()
  expect(fuzzyScore('', 'anything')).toBe(0)
})

test('beginnings of words and whole words count most', () => {
  expect(best('sum', 'Consumption of data', 'Account summary')).toBe('Account summary')
  expect(best('acs', 'Places', 'Account summary')).toBe('Account summary')
  expect(best('host', 'Show what is shown to', 'Host summary')).toBe('Host summary')
  expect(best('sort', 'Support for that', 'Sort by this column')).toBe('Sort by this column')
})

import { describe, expect, test } from 'vitest'
import { reduceTexts } from '../../../src/compile/udfs/reduce.ts'

const once = (texts: readonly string[]) => texts.map(() => 1n)

describe('texts are reduced to patterns', () => {
  test('words in the same place stay, the others become one star', () => {
    const texts = ['user ann failed from 10.0.0.1', 'user bob failed from 10.0.0.2', 'user eve failed from 10.0.0.3']
    expect(reduceTexts(texts, once(texts), 0.5, '')).toEqual([
      { pattern: 'user * failed from 10.0.0.*', count: 3n, representative: texts[0] },
    ])
  })

  test('what is like nothing else is counted as others, after the groups', () => {
    const texts = ['disk full', 'disk gone', 'reboot']
    expect(reduceTexts(texts, once(texts), 0.4, '')).toEqual([
      { pattern: 'disk *', count: 2n, representative: 'disk full' },
      { pattern: 'others', count: 1n, representative: '' },
    ])
  })

  test('a word must be in more rows than the threshold says', () => {
    const texts = ['a 1', 'b 2']
    expect(reduceTexts(texts, once(texts), 0.5, '')).toEqual([{ pattern: 'others', count: 2n, representative: '' }])
    expect(reduceTexts(texts, once(texts), 0.4, '').map(({ pattern }) => pattern)).toEqual(['a 1', 'b 2'])
  })

  test('a letter that parts words disappears beside a star', () => {
    expect(reduceTexts(['jobX1', 'jobX2', 'jobX3'], [1n, 1n, 1n], 0.5, 'X')[0]!.pattern).toBe('job*')
  })

  test('a text counts as often as it is there', () => {
    const groups = reduceTexts(['x y', 'x z', 'q'], [5n, 1n, 4n], 0.2, '')
    expect(groups.map(({ pattern, count }) => [pattern, count])).toEqual([
      ['x y', 5n],
      ['q', 4n],
      ['others', 1n],
    ])
  })

  test('of no texts there is no group', () => {
    expect(reduceTexts([], [], 0.1, '')).toEqual([])
  })
})

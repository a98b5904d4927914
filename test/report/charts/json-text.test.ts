import { expect, test } from 'vitest'
import { jsonLines, jsonText } from '../../../src/report/charts/json-text.ts'

test('what fits stands on one line, the rest an entry a line', () => {
  expect(jsonLines({ a: 1, b: [1, 2] }, 40)).toEqual(['{"a":1,"b":[1,2]}'])
  expect(jsonLines({ name: 'a long enough text', list: ['one', 'two', 'three'] }, 20)).toEqual([
    '{',
    '  "name": "a long enough text",',
    '  "list": [',
    '    "one",',
    '    "two",',
    '    "three"',
    '  ]',
    '}',
  ])
})

test('what was read from a log and cannot be written again is said to be so', () => {
  const nested = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))
  expect(jsonText(nested)).toBe('(nested too deeply to be shown)')
  expect(jsonLines(nested, 80)).toEqual(['(nested too deeply to be shown)'])
})

import { expect, it } from 'vitest'
import { outsideStrings } from '../../src/lib/outside-strings.ts'

const upper = (json: string) => outsideStrings(json, (piece) => piece.toUpperCase())

it.each([
  ['a text without strings', '[nan, 1]', '[NAN, 1]'],
  ['what a string says', '{"nan": nan}', '{"nan": NAN}'],
  ['a quote within a string', String.raw`["a\"nan", nan]`, String.raw`["a\"nan", NAN]`],
  ['a backslash before the end of a string', String.raw`["a\\", nan]`, String.raw`["a\\", NAN]`],
  ['a backslash and a quote at the end of a string', String.raw`["a\\\"", nan]`, String.raw`["a\\\"", NAN]`],
  ['a string that does not end', 'nan "nan', 'NAN "nan'],
  ['a text that ends with a backslash', 'nan "nan\\', 'NAN "nan\\'],
  ['an empty string', 'a""b', 'A""B'],
])('knows %s', (_, json, changed) => {
  expect(upper(json)).toBe(changed)
})

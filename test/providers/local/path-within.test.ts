import { expect, it } from 'vitest'
import { isWithin } from '../../../src/providers/local/path-within.ts'

it.each([
  ['/logs', '/logs', true],
  ['/logs/a/b.csv', '/logs', true],
  ['/logs/..a', '/logs', true],
  ['/etc/hosts', '/', true],
  ['/logs2/a', '/logs', false],
  ['/logs/../etc', '/logs', false],
  ['/', '/logs', false],
])('%s in %s: %s', (path, folder, expected) => {
  expect(isWithin(path, folder)).toBe(expected)
})

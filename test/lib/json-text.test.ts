import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonText } from '../../src/lib/json-text.ts'
import type { Json } from '../../src/lib/table.ts'

const depth = 20_000
const around = (text: string) => '['.repeat(depth) + text + ']'.repeat(depth)

it('writes what JSON.stringify writes, below any number of brackets', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      expect(jsonText(value as Json)).toBe(text)
      expect(jsonText(JSON.parse(around(text)) as Json) === around(text)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

it('writes bags in bags', () => {
  const text = `${'{"a\\"":[],"b":'.repeat(depth)}{}${',"c":null}'.repeat(depth)}`
  expect(jsonText(JSON.parse(text) as Json) === text).toBe(true)
})

import { describe, expect, it } from 'vitest'
import { isBag, parseExactly } from '../../../src/compile/udfs/exact-json.ts'

describe('parseExactly', () => {
  it.each([
    '9223372036854775807',
    '[1.0,1.50,1e5,-0,0.1,12345678901234567890123]',
    '{"a":{"b":[1.0,"1.0",null,true]}}',
  ])('writes %s as it stood', (json) => {
    expect(JSON.stringify(parseExactly(json))).toBe(json)
  })

  it('does not take a number kept as text for a bag', () => {
    expect(isBag(parseExactly('1.0'))).toBe(false)
    expect(isBag(parseExactly('{}'))).toBe(true)
    expect(isBag(parseExactly('[]'))).toBe(false)
  })
})

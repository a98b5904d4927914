import { describe, expect, it } from 'vitest'
import { isBag, isTooDeep, parseExactly, withoutTooDeep } from '../../../src/compile/udfs/exact-json.ts'

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

describe('values that are nested too deeply', () => {
  const nested = (levels: number) => '{"a]":['.repeat(levels / 2) + ']}'.repeat(levels / 2)

  it('are those of more than a thousand levels, whatever stands in their strings', () => {
    expect(isTooDeep(nested(1000))).toBe(false)
    expect(isTooDeep(nested(1002))).toBe(true)
    expect(isTooDeep(JSON.stringify('['.repeat(3000)))).toBe(false)
    expect(isTooDeep(JSON.stringify(['\\"['.repeat(3000), ']'.repeat(3000)]))).toBe(false)
  })

  it('are null in a list, the others as they stand', () => {
    expect(withoutTooDeep(`[1.0, "a,[",${nested(2000)},{"b":[1,2]}]`)).toBe('[1.0, "a,[",null,{"b":[1,2]}]')
    expect(withoutTooDeep(`[${nested(2000)}]`)).toBe('[null]')
    expect(withoutTooDeep(' [1, 2]')).toBe(' [1, 2]')
  })
})

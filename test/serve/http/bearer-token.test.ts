import { describe, expect, it } from 'vitest'
import { tokenFault } from '../../../src/serve/http/bearer-token.ts'

describe('the token of a request', () => {
  const expected = 'correct-horse-battery'

  it('is let in where it is the one', () => {
    expect(tokenFault(`Bearer ${expected}`, expected)).toBeUndefined()
    expect(tokenFault(`bearer   ${expected} `, expected)).toBeUndefined()
  })

  it('is told missing where there is none', () => {
    expect(tokenFault(undefined, expected)).toMatchObject({ status: 401, code: 'AuthenticationFailed' })
    expect(tokenFault('', expected)).toMatchObject({ status: 401, code: 'AuthenticationFailed' })
  })

  it.each([
    `Bearer ${expected}x`,
    'Bearer',
    'Bearer ',
    expected,
    `Basic ${expected}`,
    `Bearer ${expected} more`,
    'Bearer correct',
  ])('is refused as %s', (authorization) => {
    expect(tokenFault(authorization, expected)).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' })
  })
})

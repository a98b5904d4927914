import { describe, expect, it } from 'vitest'
import { withoutSecrets } from '../../../src/providers/recorded/kql-texts.ts'

const signed = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhIn0.c2lnbmF0dXJl'
const stars = '*'.repeat(signed.length)

describe('withoutSecrets', () => {
  it('leaves the length as it was, and everything that is no secret', () => {
    for (const text of ['Bearer short', 'forbearer abcdefghijkl', 'eyJhbGciOiJSUzI1NiJ9.only', 'Bearer\n', '']) {
      expect(withoutSecrets(text, [])).toBe(text)
    }
    expect(withoutSecrets('the key is hunter2!', ['hunter2'])).toBe('the key is *******!')
  })

  it('takes out tokens wherever they stand', () => {
    expect(withoutSecrets('bearer  abcdefgh== x', [])).toBe('bearer  ********** x')
    expect(withoutSecrets('Bearer abcdefgh-Bearer\tijklmnop', [])).toBe('Bearer ***************\t********')
    expect(withoutSecrets(`a ${signed}, b-${signed} and Bearer ${signed}`, [])).toBe(
      `a ${stars}, b-${stars} and Bearer ${stars}`,
    )
    expect(withoutSecrets(`eyJhbGciOiJSUzI1NiJ9.only ${signed}`, [])).toBe(`eyJhbGciOiJSUzI1NiJ9.only ${stars}`)
  })

  it('is done with a text that almost is a token everywhere', () => {
    const long = 300_000
    for (const text of ['\t'.repeat(long), `Bearer${'\t'.repeat(long)}`, 'eyJaaaaaaaa-'.repeat(long / 10)]) {
      expect(withoutSecrets(text, []) === text).toBe(true)
    }
  })
})

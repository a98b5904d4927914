import { describe, expect, it } from 'vitest'
import {
  charOrdScore,
  crc32Hash,
  delimCount,
  delimHash,
  tokenCount,
} from '../../../src/analytics/clustering/text-features.ts'

describe('text features', () => {
  it('count white space and delimiters', () => {
    expect(delimCount('')).toBe(0)
    expect(delimCount('net  group "Domain Admins" /domain')).toBe(8)
    expect(delimCount('- \\ / . , " \' | & : ; % $ ( )')).toBe(29)
    expect(delimCount('a_b+c=d\u00a0e\u001cf\ufeffg')).toBe(2)
  })

  it('hash delimiters alone, so that what stands between them does not matter', () => {
    expect(delimHash('cmd /c a.exe')).toBe(delimHash('x /yy z.bat'))
    expect(delimHash('cmd /c a.exe')).not.toBe(delimHash('cmd -c a.exe'))
    expect(delimHash('abc')).toBe(0)
  })

  it('hash with the CRC32 whose check value is cbf43926', () => {
    expect(crc32Hash('123456789')).toBe(0xcbf43926)
    expect(crc32Hash('')).toBe(0)
    expect(crc32Hash('é')).toBe(crc32Hash('\u00e9'))
  })

  it('sum code points, not the halves of surrogate pairs', () => {
    expect(charOrdScore('ab')).toBe(195)
    expect(charOrdScore('😀')).toBe(0x1f600)
    expect(charOrdScore('ab', 10)).toBe(19)
    expect(charOrdScore('')).toBe(0)
  })

  it('count the pieces between blanks, empty ones too', () => {
    expect(tokenCount('a b  c')).toBe(4)
    expect(tokenCount('')).toBe(1)
    expect(tokenCount('a,b', ',')).toBe(2)
  })
})

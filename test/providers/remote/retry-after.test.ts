import { describe, expect, it } from 'vitest'
import { retryAfter } from '../../../src/providers/remote/retry-after.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

describe('how long a service asks to wait', () => {
  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': ' 1.5 ' }, 1500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'x-ms-retry-after-ms': '40' }, 40],
    [{ 'retry-after-ms': '', 'retry-after': '9' }, 9000],
    [{ 'retry-after-ms': 'Infinity', 'retry-after': '1e999' }, undefined],
    [{ 'retry-after': '-5x' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('%j', (headers, expected) => {
    expect(retryAfter(headers as Record<string, string>, now)).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { formatTimespan, parseDatetime, ticksPerDay } from '../../../src/lib/kql-time.ts'
import {
  intersection,
  parseDuration,
  parseTimespanParameter,
  rangeTexts,
} from '../../../src/serve/log-analytics/iso-timespan.ts'

const now = parseDatetime('2026-05-10T00:00:00Z')!
const read = (text: string) => {
  const range = parseTimespanParameter(text, now)
  return range && Object.values(rangeTexts(range))
}

describe('a timespan', () => {
  it.each([
    ['P1D', '1.00:00:00'],
    ['PT12H', '12:00:00'],
    ['PT1H30M', '01:30:00'],
    ['P1DT0.5S', '1.00:00:00.5000000'],
    ['P2W', '14.00:00:00'],
    ['P1Y2M', '425.00:00:00'],
    ['pt5m', '00:05:00'],
    ['P0D', '00:00:00'],
  ])('takes the duration %s', (text, expected) => {
    expect(formatTimespan(parseDuration(text)!)).toBe(expected)
  })

  it.each(['', 'P', 'PT', 'P1DT', '1D', 'P-1D', '-P1D', 'P1H', 'PT1D', '7d', 'P1.5D'])(
    'takes no duration %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )

  it('reaches up to now, and has the record of now in it', () => {
    expect(read('P1D')).toEqual(['2026-05-09T00:00:00.0000000Z', '2026-05-10T00:00:00.0000001Z'])
  })

  it('is a start and an end, or one of them and a duration', () => {
    const expected = ['2026-05-01T00:00:00.0000000Z', '2026-05-02T00:00:00.0000000Z']
    expect(read('2026-05-01/2026-05-02')).toEqual(expected)
    expect(read('2026-05-01T00:00:00Z/P1D')).toEqual(expected)
    expect(read('P1D/2026-05-02T02:00:00+02:00')).toEqual(expected)
    expect(read('2026-05-01T00:00:00.1234567Z/2026-05-02')![0]).toBe('2026-05-01T00:00:00.1234567Z')
  })

  it('ends where time does', () => {
    expect(read('P9999Y')![0]).toBe('0001-01-01T00:00:00.0000000Z')
    expect(read('9999-01-01/P9Y')![1]).toBe('9999-12-31T23:59:59.9999999Z')
  })

  it.each([
    '',
    'soon',
    '2026-05-02/2026-05-01',
    '2026-05-01/2026-05-02/2026-05-03',
    '2026-05-01/',
    '/2026-05-01',
    'P1D/P1D',
    '2026-02-31/P1D',
  ])('is none: %j', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it('of two is what lies in both, and nothing where that is nothing', () => {
    const range = (start: bigint, end: bigint) => ({ start: start * ticksPerDay, end: end * ticksPerDay })
    expect(intersection(range(1n, 5n), range(3n, 9n))).toEqual(range(3n, 5n))
    expect(intersection(range(1n, 2n), range(3n, 9n))).toEqual(range(3n, 3n))
  })
})

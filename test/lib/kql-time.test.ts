import { describe, expect, it } from 'vitest'
import {
  formatDatetime,
  formatTimespan,
  parseDatetime,
  parseTimespan,
  ticksFrom2020,
  ticksOfUnixMilliseconds,
  ticksSince2020,
  unixMillisecondsOf,
  withoutZeros,
} from '../../src/lib/kql-time.ts'

describe('datetimes', () => {
  it.each([
    ['2021-04-16T12:07:14.1234567Z', '2021-04-16T12:07:14.1234567Z'],
    ['2021-04-16T12:07:14.123456789Z', '2021-04-16T12:07:14.1234567Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.9999999Z'],
    ['2021-04-16', '2021-04-16T00:00:00.0000000Z'],
    ['2021-04-16 12:07', '2021-04-16T12:07:00.0000000Z'],
    ['2021-04-16T12:07:14+02:00', '2021-04-16T10:07:14.0000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.0000000Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.5000000Z'],
  ])('%s prints as %s', (text, printed) => {
    expect(formatDatetime(parseDatetime(text)!)).toBe(printed)
  })

  it.each([
    '',
    'yesterday',
    '2021-13-01',
    '2021-02-30',
    '4/28/2021',
    '0000-12-31',
    '0001-01-01T00:00+01:00',
    '9999-12-31T23:59-01:00',
  ])('%j is not one', (text) => {
    expect(parseDatetime(text)).toBeUndefined()
  })

  it('keep every tick as numbers since 2020, and whole seconds however far away', () => {
    for (const text of ['1991-07-01T00:00:00.0000001Z', '2048-06-01T12:00:00.9999999Z', '1601-01-01T00:00:01Z']) {
      expect(formatDatetime(ticksFrom2020(ticksSince2020(parseDatetime(text)!)))).toBe(
        formatDatetime(parseDatetime(text)!),
      )
    }
  })

  it('are milliseconds since 1970 for a clock', () => {
    const at = Date.UTC(2021, 3, 16, 12, 7, 14, 123)
    expect(formatDatetime(ticksOfUnixMilliseconds(at))).toBe('2021-04-16T12:07:14.1230000Z')
    expect(unixMillisecondsOf(ticksOfUnixMilliseconds(at) + 4567n)).toBeCloseTo(at + 0.4567, 3)
  })
})

describe('timespans', () => {
  it.each([
    ['7d', '7.00:00:00'],
    ['2w', '14.00:00:00'],
    ['1.5h', '01:30:00'],
    ['90m', '01:30:00'],
    ['00:20:00', '00:20:00'],
    ['1.02:03:04.5', '1.02:03:04.5000000'],
    ['-00:30:00', '-00:30:00'],
    ['1tick', '00:00:00.0000001'],
  ])('%s prints as %s', (text, printed) => {
    expect(formatTimespan(parseTimespan(text)!)).toBe(printed)
  })

  it.each(['', '7', '7 fortnights', '25:00:00', 'd'])('%j is not one', (text) => {
    expect(parseTimespan(text)).toBeUndefined()
  })
})

it.each([
  ['2026-09-01T00:00:00.0000000Z', '2026-09-01T00:00:00Z'],
  ['2026-09-01T00:00:00.1200000Z', '2026-09-01T00:00:00.12Z'],
  ['2026-09-01T00:00:00Z', '2026-09-01T00:00:00Z'],
  ['2026-09-01T00:00:00.0000001Z', '2026-09-01T00:00:00.0000001Z'],
])('%s without the zeros that end it is %s', (datetime, short) => {
  expect(withoutZeros(datetime)).toBe(short)
})

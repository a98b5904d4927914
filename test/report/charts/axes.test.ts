import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countOf } from '../../../src/lib/count-of.ts'
import { timeTicks } from '../../../src/report/charts/time-axis.ts'
import { formatNumber, valueAxis, valueTicks } from '../../../src/report/charts/value-axis.ts'
import { formatDatetimeCell, formatInstant, utc, zoneNamed } from '../../../src/report/charts/zone.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1)

describe('a time axis', () => {
  test('marks days, the first with its year', () => {
    expect(timeTicks(start, start + 7 * day, 80).map(({ label }) => label)).toEqual([
      '2026-03-01',
      '03-02',
      '03-03',
      '03-04',
      '03-05',
      '03-06',
      '03-07',
      '',
    ])
  })

  test('marks clock times within a day, and says where a day begins', () => {
    expect(timeTicks(start + day / 2, start + 1.5 * day, 60).map(({ label }) => label)).toEqual([
      '03-01 12:00',
      '18:00',
      '03-02 00:00',
      '06:00',
      '',
    ])
  })

  test.each([0.01, 1, 60, 3600, 86_400, 30 * 86_400, 400 * 86_400, 20 * 365 * 86_400])(
    'of %d seconds has labels that do not touch',
    (seconds) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 20, max: 200 }),
          fc.integer({ min: 0, max: 4_000_000_000_000 }),
          (width, from) => {
            let free = 0
            for (const { cell, label } of timeTicks(from, from + seconds * 1000, width)) {
              expect(cell).toBeLessThan(width)
              if (label === '') continue
              expect(cell).toBeGreaterThanOrEqual(free)
              expect(cell + label.length).toBeLessThanOrEqual(width)
              free = cell + label.length + 1
            }
          },
        ),
      )
    },
  )

  test('stands at round times of the zone it is drawn for', () => {
    const berlin = zoneNamed('Europe/Berlin')!
    const [first] = timeTicks(start, start + 7 * day, 100, berlin)
    // Midnight in Berlin is 23:00 of the day before in UTC: an hour before the axis begins.
    expect(first).toEqual({ cell: Math.round((23 / 168) * 99), label: '2026-03-02' })
  })

  test('of nothing has no marks', () => {
    expect(timeTicks(start, start, 80)).toEqual([])
    expect(timeTicks(Number.NaN, start, 80)).toEqual([])
    expect(timeTicks(-1e300, 1e300, 80)).toEqual([])
  })
})

describe('a value axis', () => {
  test('on a log scale spans whole powers of ten', () => {
    const axis = valueAxis(Float64Array.of(0.002, 0.3), 'log')
    expect([axis.low, axis.high]).toEqual([0.001, 1])
    expect(axis.place(1)).toBe(1)
    expect(axis.place(0.001)).toBe(0)
    expect(axis.place(10 ** -1.5)).toBeCloseTo(0.5)
    expect(valueTicks(axis, 10).map(({ label }) => label)).toEqual(['1', '0.1', '0.01', '0.001'])
  })

  test('puts zero and negative values at the bottom of a log scale, and is linear where there are no others', () => {
    expect(valueAxis(Float64Array.of(0, 0.1), 'log').place(0)).toBe(0)
    expect(valueAxis(Float64Array.of(0, -2), 'log').scale).toBe('linear')
  })

  test('has round marks and no rounding noise', () => {
    expect(valueTicks(valueAxis(Float64Array.of(0, 0.9), 'linear'), 16).map(({ label }) => label)).toEqual([
      '0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
    ])
  })

  test('holds a single value, none, and what is not finite', () => {
    expect(valueAxis(Float64Array.of(5), 'linear').place(5)).toBe(0.5)
    expect(valueAxis(new Float64Array(), 'linear').place(0.5)).toBe(0.5)
    expect(valueAxis(Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, 1, 3), 'linear').high).toBe(3)
  })

  test('never marks two lines of one height twice', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 2, max: 60 }),
        (a, b, height) => {
          const ticks = valueTicks(valueAxis(Float64Array.of(a, b), 'linear'), height)
          expect(ticks.every(({ cell }) => cell >= 0 && cell < height)).toBe(true)
          expect(ticks.length).toBeLessThanOrEqual(height + 1)
        },
      ),
    )
  })
})

test('numbers are short and say what they are', () => {
  expect([1234567, 0, -5, 0.25, 1e-9, 1234.5678, 3e15, Number.NaN].map(formatNumber)).toEqual([
    '1,234,567',
    '0',
    '-5',
    '0.25',
    '1e-9',
    '1,234.568',
    '3e15',
    'NaN',
  ])
  expect([countOf(1, 'row'), countOf(2000, 'row'), countOf(2, 'series', 'series')]).toEqual([
    '1 row',
    '2,000 rows',
    '2 series',
  ])
})

describe('zones', () => {
  const berlin = zoneNamed('Europe/Berlin')!

  test('know summer time', () => {
    expect(berlin.offsetAt(Date.UTC(2026, 0, 1)) / 3_600_000).toBe(1)
    expect(berlin.offsetAt(Date.UTC(2026, 6, 1)) / 3_600_000).toBe(2)
  })

  test('show a datetime cell without losing a digit', () => {
    const cell = '2026-07-01T12:07:14.1234560Z'
    expect(formatDatetimeCell(cell)).toBe('2026-07-01 12:07:14.123456')
    expect(formatDatetimeCell(cell, berlin)).toBe('2026-07-01 14:07:14.123456')
    expect(formatDatetimeCell('2026-07-01T23:00:00.0000000Z', berlin)).toBe('2026-07-02 01:00:00')
  })

  test('show an instant, and nothing for what is none', () => {
    expect(formatInstant(Date.UTC(2026, 0, 2, 3, 4, 5, 60))).toBe('2026-01-02 03:04:05.06')
    expect(formatInstant(Number.NaN, utc)).toBe('')
    expect(formatInstant(1e300, berlin)).toBe('')
  })

  test('that do not exist are none', () => {
    expect(zoneNamed('Europe/Nowhere')).toBeUndefined()
  })
})

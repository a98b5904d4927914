import { expect, test } from 'vitest'
import {
  day,
  daysInMonth,
  isoMilliseconds,
  isoSeconds,
  isoTicks,
  isWeekend,
  monthEnd,
  monthStart,
  on,
} from '../../../src/providers/demo/calendar.ts'

test('on and monthStart are instants of September 2026 in UTC', () => {
  expect(new Date(monthStart).toISOString()).toBe('2026-09-01T00:00:00.000Z')
  expect(new Date(monthEnd).toISOString()).toBe('2026-10-01T00:00:00.000Z')
  expect(new Date(on(24, 19, 12, 4)).toISOString()).toBe('2026-09-24T19:12:04.000Z')
})

test('weekends are Saturdays and Sundays', () => {
  for (let date = 1; date <= daysInMonth; date++) {
    expect([date, isWeekend(date)]).toEqual([date, [0, 6].includes(new Date(on(date, 12)).getUTCDay())])
  }
})

test('the texts of instants agree with Date, at the ends of the month and outside it too', () => {
  for (let at = monthStart; at < monthEnd; at += 1_234_567) {
    const text = new Date(at).toISOString()
    expect(isoMilliseconds(at)).toBe(text.replace('Z', '0000Z'))
    expect(isoSeconds(at)).toBe(text.replace(/\.\d+Z/, '.0000000Z'))
    expect(isoTicks(at).slice(0, 23)).toBe(text.slice(0, 23))
    expect(isoTicks(at)).toMatch(/^.{19}\.\d{7}Z$/)
  }
  expect(isoMilliseconds(monthEnd - 1)).toBe('2026-09-30T23:59:59.9990000Z')
  expect(isoSeconds(monthStart - day)).toBe('2026-08-31T00:00:00.0000000Z')
})

test('a fraction of a millisecond is cut, not rounded up into the next second', () => {
  expect(isoMilliseconds(on(3, 4, 5, 6) + 999.9)).toBe('2026-09-03T04:05:06.9990000Z')
})

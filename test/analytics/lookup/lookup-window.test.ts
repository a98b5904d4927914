import { describe, expect, it } from 'vitest'
import { chooseWindow, wholeSecond } from '../../../src/analytics/lookup/lookup-window.ts'
import { formatDatetime, parseDatetime } from '../../../src/lib/kql-time.ts'

const at = (text: string) => parseDatetime(text)!

function windowOf(first: string, end = '2026-03-31T12:00', time = '2026-03-30T12:00', days = 30) {
  const window = chooseWindow({ first: at(first), time: at(time), end: at(end), days })
  return (
    window && {
      ...window,
      start: formatDatetime(window.start).slice(0, 16),
      end: formatDatetime(window.end).slice(0, 16),
    }
  )
}

const day = 864_000_000_000n
const hour = day / 24n

describe('chooseWindow', () => {
  it('takes days where there are ten of them, and a week off from three weeks on', () => {
    expect(windowOf('2026-03-01T11:00')).toEqual({
      start: '2026-03-01T12:00',
      end: '2026-03-31T12:00',
      step: day,
      steps: 30,
      period: 7,
    })
    expect(windowOf('2026-03-21T11:00')).toMatchObject({ step: day, steps: 10, period: 0 })
  })

  it('takes hours, a step of an hour too, where the history is shorter', () => {
    expect(windowOf('2026-03-21T13:00')).toEqual({
      start: '2026-03-21T13:00',
      end: '2026-03-30T13:00',
      step: hour,
      steps: 216,
      period: 24,
    })
    expect(windowOf('2026-03-30T02:30')).toMatchObject({ step: hour, steps: 10, period: 0 })
  })

  it('takes tens of minutes where there are not ten hours, and nothing below', () => {
    expect(windowOf('2026-03-30T10:00')).toMatchObject({ step: hour / 6n, steps: 13, end: '2026-03-30T12:10' })
    expect(windowOf('2026-03-30T11:00')).toBeUndefined()
  })

  it('ends where the table ends: silence after the end of a log is none', () => {
    expect(windowOf('2026-03-01T00:00', '2026-03-30T12:00')).toMatchObject({ end: '2026-03-30T12:00' })
    expect(windowOf('2026-03-01T00:00', '2026-03-29T06:00')).toMatchObject({ end: '2026-03-29T06:00', steps: 28 })
  })

  it('reaches back no further than it may', () => {
    expect(windowOf('2026-01-01T00:00', '2026-03-31T12:00', '2026-03-30T12:00', 14)).toMatchObject({ steps: 14 })
  })
})

describe('wholeSecond', () => {
  it('rounds up, and leaves whole seconds alone', () => {
    expect(formatDatetime(wholeSecond(at('2026-03-30T12:00:00.0000001Z')))).toBe('2026-03-30T12:00:01.0000000Z')
    expect(formatDatetime(wholeSecond(at('2026-03-30T12:00:00Z')))).toBe('2026-03-30T12:00:00.0000000Z')
  })
})

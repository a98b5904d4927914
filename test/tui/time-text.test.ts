import { expect, test } from 'vitest'
import type { RequestTime } from '../../src/notebooklet/desk.ts'
import { askedTimeText, timeFromText, timeText } from '../../src/tui/run/time-text.ts'

test.each<[RequestTime, string, string | undefined]>([
  [{}, '', undefined],
  [{ timespan: '7d' }, '7d', 'last 7d'],
  [{ start: '2021-04-01', end: '2021-04-08' }, '2021-04-01 .. 2021-04-08', '2021-04-01 to 2021-04-08'],
  [{ end: 'now' }, '.. now', '… to now'],
  [{ around: '2021-04-01T08:00', within: '6h' }, '2021-04-01T08:00 ± 6h', '6h on each side of 2021-04-01T08:00'],
  [{ around: '2021-04-01' }, '2021-04-01 ±', '1d on each side of 2021-04-01'],
])('%j is written, read and said', (time, text, said) => {
  expect(timeText(time)).toBe(text)
  expect(timeFromText(text)).toEqual(time)
  expect(askedTimeText({ notebooklet: 'n', ...time })).toBe(said)
})

test('a keyboard without ± has +-', () => {
  expect(timeFromText('2021-04-01+-6h')).toEqual({ around: '2021-04-01', within: '6h' })
})

import { expect, test } from 'vitest'
import { monthEnd, monthStart, on } from '../../../src/providers/demo/calendar.ts'
import { Log } from '../../../src/providers/demo/log.ts'

test('records come out by time, those of one instant as they were added', () => {
  const log = new Log('Syslog')
  log.add(on(2, 1), { n: 'b' })
  log.add(on(1, 1), { n: 'a' })
  log.add(on(2, 1), { n: 'c' })
  log.add(on(2, 1) + 0.9, { n: 'd' })
  log.add(on(2, 1) + 1, { n: 'e' })
  expect(log.rows().map((row) => row.n)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(log.size).toBe(5)
})

test('what lies outside the month is left out', () => {
  const log = new Log('Syslog')
  log.add(monthStart - 1, { n: 'before' })
  log.add(monthEnd, { n: 'after' })
  log.add(monthEnd - 1, { n: 'last' })
  expect(log.rows()).toEqual([{ n: 'last' }])
})

import { expect, it } from 'vitest'
import { timeColumnOf } from '../../../src/providers/kusto/time-column.ts'

const columns = (...names: readonly string[]) =>
  names.map((each) => ({
    name: each.replace(/!$/, ''),
    type: each.endsWith('!') ? ('datetime' as const) : ('string' as const),
  }))

it('finds the column of time', () => {
  expect(timeColumnOf(columns('Timestamp!', 'TimeGenerated!'))).toBeUndefined()
  expect(timeColumnOf(columns('EndTime!', 'StartTime!'))).toBe('StartTime')
  expect(timeColumnOf(columns('event_time!', 'Other!'))).toBe('event_time')
  expect(timeColumnOf(columns('Born!', 'Name'))).toBe('Born')
  expect(timeColumnOf(columns('Born!', 'Died!'))).toBeUndefined()
  expect(timeColumnOf(columns('Timestamp', 'a'))).toBeUndefined()
  expect(timeColumnOf(columns('Born!', 'TimeGenerated!'), 'Born')).toBe('Born')
  expect(timeColumnOf(columns('Born!', 'Timestamp!'), 'Absent')).toBe('Timestamp')
})

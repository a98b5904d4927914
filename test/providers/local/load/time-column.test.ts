import { expect, it } from 'vitest'
import { timeSubstitutes, zoneName } from '../../../../src/providers/local/load/time-column.ts'

it('zoneName finds the engine’s name for a zone, and none for what is no zone', () => {
  const isZone = (name: string) => name === 'Europe/Berlin'
  const named = (written: string) => zoneName(written, isZone)
  expect(named('Europe/Berlin')).toBe('Europe/Berlin')
  expect(named('UTC+2')).toBe('Etc/GMT-2')
  expect(named('UTC-05:00')).toBe('Etc/GMT+5')
  expect(named('(UTC-08:00) Pacific Time (US & Canada)')).toBe('America/Los_Angeles')
  expect(named('UTC+05:30')).toBeUndefined()
  expect(named('Local Time')).toBeUndefined()
})

it('timeSubstitutes finds the time of an event however its name is written, the surest first', () => {
  const column = (name: string) => ({
    name,
    sources: [{ name, sql: name, form: { kind: 'text' as const } }],
  })
  const found = timeSubstitutes(
    [
      'Name',
      'Flow-Start Time',
      'published',
      'requestReceivedTimestamp',
      'start_time',
      'Date (UTC)',
      'Event Time',
      '@timestamp',
    ].map(column),
  )
  expect(found.map(({ name }) => name)).toEqual([
    '@timestamp',
    'Event Time',
    'Date (UTC)',
    'requestReceivedTimestamp',
    'published',
    'start_time',
  ])
})

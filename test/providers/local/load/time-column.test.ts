import { expect, it } from 'vitest'
import { zoneName } from '../../../../src/providers/local/load/time-column.ts'

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

import { describe, expect, it } from 'vitest'
import { formatFault, timeReader } from '../../../../../src/providers/local/load/mappings/time-format.ts'

describe('a time', () => {
  it.each([
    ['iso', '2024-05-01T10:00:00.1234567+02:00', undefined, '2024-05-01T08:00:00.1234567Z'],
    ['iso', '2024-05-01 10:00:00,5', 'America/New_York', '2024-05-01T14:00:00.5Z'],
    ['iso', '2024-05-01', undefined, '2024-05-01T00:00:00Z'],
    ['unix', '1714557600', undefined, '2024-05-01T10:00:00.000000000Z'],
    ['unix', '1714557600.1234567', undefined, '2024-05-01T10:00:00.123456700Z'],
    ['unix-ms', '1714557600123', undefined, '2024-05-01T10:00:00.123000000Z'],
    ['unix-us', '1714557600123456', undefined, '2024-05-01T10:00:00.123456000Z'],
    ['unix-ns', '1714557600123456789', undefined, '2024-05-01T10:00:00.123456789Z'],
    ['dd/MMM/yyyy:HH:mm:ss zzz', '01/May/2024:12:00:00 +0200', undefined, '2024-05-01T10:00:00Z'],
    ['M/d/yyyy h:mm:ss tt', '5/1/2024 12:05:00 AM', undefined, '2024-05-01T00:05:00Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.fff", '2024-05-01T10:00:00.25', undefined, '2024-05-01T10:00:00.25Z'],
    ['yyyy-MM-dd HH:mm:ss', '2024-02-30 10:00:00', undefined, undefined],
    ['yyyy-MM-dd HH:mm:ss', 'x2024-02-20 10:00:00', undefined, undefined],
    ['unix', 'now', undefined, undefined],
    ['iso', '2024-05-01T10', undefined, undefined],
  ])('of the format %s: %s', (format, text, zone, expected) => {
    expect(formatFault(format)).toBeUndefined()
    expect(timeReader(format, zone)(text)).toBe(expected)
  })

  it.each([
    ['yyyy-QQ-dd', '`Q` is no part of a time'],
    ['yyyy-MM', 'the day is missing'],
    ['yyyy-MM-dd HH:mm:ss HH', 'the hour comes twice'],
  ])('has no format %s', (format, fault) => {
    expect(formatFault(format)).toContain(fault)
  })

  it('that clocks show twice is the first, and one they leave out is taken as if they had not', () => {
    const read = timeReader('iso', 'Europe/Berlin')
    expect(read('2024-10-27T02:30:00')).toBe('2024-10-27T00:30:00Z')
    expect(read('2024-10-27T03:30:00')).toBe('2024-10-27T02:30:00Z')
    expect(read('2024-10-27T01:59:59')).toBe('2024-10-26T23:59:59Z')
    expect(read('2024-03-31T01:59:59')).toBe('2024-03-31T00:59:59Z')
    expect(read('2024-03-31T03:00:00')).toBe('2024-03-31T01:00:00Z')
  })
})

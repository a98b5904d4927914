import { describe, expect, it } from 'vitest'
import { type AskedTime, resolveTimeRange, runTimeRange, widened } from '../../src/notebooklet/time-range.ts'
import { fakeWorkspace } from './fake-workspace.ts'

const given = { at: '2026-01-31T00:00:00.0000000Z', source: 'given' } as const
const newest = { at: '2026-01-31T00:00:00.0000000Z', source: 'newest record' } as const

const short = (text: string) => text.replace('T00:00:00.0000000Z', '').replace('.0000000Z', 'Z')
const range = (asked: AskedTime) => {
  const { start, end, said } = resolveTimeRange(asked, given, '7d')
  return `${short(start)} ${short(end)} ${said}`
}

describe('resolveTimeRange', () => {
  it.each<[AskedTime, string]>([
    [{}, '2026-01-24 2026-01-31 last 7d'],
    [{ timespan: '2w' }, '2026-01-17 2026-01-31 last 2w'],
    [{ timespan: '90m' }, '2026-01-30T22:30:00Z 2026-01-31 last 90m'],
    [{ start: '2026-01-01', end: '2026-01-02' }, '2026-01-01 2026-01-02 2026-01-01 to 2026-01-02'],
    [{ start: '-3d' }, '2026-01-28 2026-01-31 since -3d'],
    [{ start: '3d ago', end: 'now' }, '2026-01-28 2026-01-31 3d ago to now'],
    [{ end: '2026-01-10' }, '2026-01-03 2026-01-10 7d up to 2026-01-10'],
    [{ start: '2026-01-01', timespan: '1d' }, '2026-01-01 2026-01-02 1d from 2026-01-01'],
    [{ end: '2026-01-10', timespan: '1d' }, '2026-01-09 2026-01-10 1d up to 2026-01-10'],
    [
      { start: '2026-01-01T02:00:00+02:00', end: '2026-01-02' },
      '2026-01-01 2026-01-02 2026-01-01T02:00:00+02:00 to 2026-01-02',
    ],
    [{ around: '2026-01-10' }, '2026-01-09 2026-01-11 1d on each side of 2026-01-10'],
    [
      { around: '2026-01-10T12:00:00Z', within: '90m' },
      '2026-01-10T10:30:00Z 2026-01-10T13:30:00Z 90m on each side of 2026-01-10T12:00:00Z',
    ],
    [{ around: '2d ago', within: '1h' }, '2026-01-28T23:00:00Z 2026-01-29T01:00:00Z 1h on each side of 2d ago'],
  ])('%j', (asked, expected) => {
    expect(range(asked)).toBe(expected)
  })

  it.each<[AskedTime, string]>([
    [{ timespan: '7x' }, '`7x` is no timespan.'],
    [{ timespan: '-7d' }, '-7.00:00:00 is no timespan.'],
    [{ timespan: '0d' }, '00:00:00 is no timespan.'],
    [{ start: 'yesterday' }, '`yesterday` is no start of a time range.'],
    [{ start: '2026-02-30' }, '`2026-02-30` is no start of a time range.'],
    [
      { start: '2026-01-05', end: '2026-01-05' },
      'The time range begins at 2026-01-05T00:00:00.0000000Z and ends at 2026-01-05T00:00:00.0000000Z.',
    ],
    [
      { start: '2027-01-05' },
      'The time range begins at 2027-01-05T00:00:00.0000000Z and ends at 2026-01-31T00:00:00.0000000Z.',
    ],
    [{ within: '1h' }, '`within` is given without `around`.'],
    [{ around: '2026-01-05', end: 'now' }, '`around` is given with `timespan`, `start` or `end`.'],
    [{ around: 'noon' }, '`noon` is no middle of a time range.'],
    [{ around: '2026-01-05', within: 'wide' }, '`wide` is no timespan.'],
    [{ start: 'a', end: 'b', timespan: '1d' }, '`timespan`, `start` and `end` are given together.'],
  ])('refuses %j', (asked, message) => {
    expect(() => resolveTimeRange(asked, given, '7d')).toThrow(
      expect.objectContaining({ code: 'INVALID_TIME_RANGE', message }),
    )
  })

  it('includes the newest record where that is now, though the end is exclusive', () => {
    expect(resolveTimeRange({}, newest, '7d')).toMatchObject({
      start: '2026-01-24T00:00:00.0000000Z',
      end: '2026-01-31T00:00:00.0000001Z',
    })
    expect(resolveTimeRange({ end: '2026-01-31' }, newest, '7d').end).toBe('2026-01-31T00:00:00.0000000Z')
  })
})

describe('runTimeRange', () => {
  const tables = [
    { name: 'A', first: '2021-04-01T00:00:00Z', last: '2021-04-16T12:07:14.1234567Z' },
    { name: 'B', first: '2021-03-01T00:00:00Z', last: '2021-03-02T00:00:00Z' },
    { name: 'C' },
  ]

  it('takes files whole where no time is asked for', async () => {
    expect(await runTimeRange(fakeWorkspace({ tables }), {}, '7d', newest)).toEqual({
      start: '2021-03-01T00:00:00.0000000Z',
      end: '2021-04-16T12:07:14.1234568Z',
      said: 'all records of the workspace',
    })
  })

  it('takes the time that is asked for, and the notebooklet’s own where there are no records', async () => {
    expect((await runTimeRange(fakeWorkspace({ tables }), { timespan: '1d' }, '7d', given)).said).toBe('last 1d')
    expect((await runTimeRange(fakeWorkspace({ tables }), { around: '2021-04-02' }, '7d', given)).said).toBe(
      '1d on each side of 2021-04-02',
    )
    expect((await runTimeRange(fakeWorkspace(), {}, '7d', given)).said).toBe('last 7d')
  })
})

describe('widened', () => {
  it('moves the begin back by a lookback', () => {
    const { start, end } = resolveTimeRange({}, given, '7d')
    expect(widened({ start, end }, '30d')).toEqual({ start: '2025-12-25T00:00:00.0000000Z', end })
    expect(widened({ start, end }, undefined)).toEqual({ start, end })
  })
})

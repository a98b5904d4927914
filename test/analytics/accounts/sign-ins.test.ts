import { describe, expect, it } from 'vitest'
import { firstSeenValues } from '../../../src/analytics/accounts/first-seen-values.ts'
import { greatCircle, impossibleTravel } from '../../../src/analytics/accounts/impossible-travel.ts'
import { unusualSignIns } from '../../../src/analytics/accounts/unusual-sign-ins.ts'
import type { ColumnType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const columns: ColumnType[] = [
  ...['TimeGenerated', 'Until'].map((name): ColumnType => ({ name, type: 'datetime' })),
  { name: 'SignIns', type: 'long' },
  ...[
    'Account',
    'Kind',
    'Application',
    'Outcome',
    'Result',
    'Address',
    'Country',
    'City',
    'Program',
    'Device',
    'Risk',
  ].map((name): ColumnType => ({ name, type: 'string' })),
  { name: 'Latitude', type: 'real' },
  { name: 'Longitude', type: 'real' },
  { name: 'InRange', type: 'bool' },
]

const bristol = { Address: '192.0.2.10', Country: 'GB', City: 'Bristol', Latitude: 51.45, Longitude: -2.59 }
const reykjavik = { Address: '203.0.113.66', Country: 'IS', City: 'Reykjavik', Latitude: 64.15, Longitude: -21.94 }

function signIn(time: string, over: Record<string, Cell> = {}): Record<string, Cell> {
  const Outcome = over.Outcome ?? 'success'
  return {
    TimeGenerated: time,
    Until: time,
    SignIns: 1,
    Account: 'alice@contoso.com',
    Kind: 'interactive',
    Application: 'Outlook',
    Result: Outcome,
    Program: 'Edge on Windows',
    Device: '',
    Risk: '',
    InRange: true,
    ...bristol,
    ...over,
    Outcome,
  }
}

function history(...signIns: Record<string, Cell>[]): Table {
  return Table.fromRows(
    columns,
    signIns.map((each) => columns.map(({ name }) => each[name] ?? null)),
  )
}

/** Seven days at nine in Bristol. */
const week = Array.from({ length: 7 }, (_, day) => signIn(`2026-09-0${day + 1}T09:00:00Z`, { InRange: false }))

describe('firstSeenValues', () => {
  it('scores a new value by how seldom new ones came before, and counts what followed', () => {
    const { table, notices } = firstSeenValues(
      history(
        ...week,
        signIn('2026-09-08T09:20:00Z', reykjavik),
        signIn('2026-09-08T09:40:00Z', { ...reykjavik, Outcome: 'password right', SignIns: 3 }),
      ),
    )
    // Seven hours with sign-ins and one value: the next is new with probability 1 / 8, three bits.
    expect(table.column('What')).toEqual(['Country', 'City', 'Address'])
    expect(table.column('Score')).toEqual([3, 3, 3])
    expect(table.column('Since')).toEqual([4, 4, 4])
    expect(table.column('Succeeded')).toEqual([1, 1, 1])
    expect(table.column('Earlier')).toEqual([7, 7, 7])
    expect(notices).toEqual([])
  })

  it('takes no failed sign-in for a habit, nor for something new', () => {
    const guess = (time: string) => signIn(time, { ...reykjavik, Outcome: 'failed', InRange: false })
    const { table } = firstSeenValues(
      history(...week, guess('2026-09-05T09:10:00Z'), signIn('2026-09-08T09:20:00Z', reykjavik)),
    )
    expect(table.column('Value')).toContain('IS')
    expect(firstSeenValues(history(...week, { ...guess('2026-09-08T09:20:00Z'), InRange: true })).table.rowCount).toBe(
      0,
    )
  })

  it('tells only what was first used within the time range', () => {
    const before = signIn('2026-09-08T09:20:00Z', { ...reykjavik, InRange: false })
    expect(firstSeenValues(history(...week, before, signIn('2026-09-09T09:20:00Z', reykjavik))).table.rowCount).toBe(0)
  })

  it('calls an hour new where none beside it was used, around midnight too, and for people only', () => {
    const hours = (...times: string[]) =>
      firstSeenValues(history(...week, ...times.map((time) => signIn(time)))).table.column('Value')
    expect(hours('2026-09-08T10:30:00Z')).toEqual([])
    expect(hours('2026-09-08T23:30:00Z', '2026-09-09T00:10:00Z')).toEqual(['23'])
    const token = signIn('2026-09-08T23:30:00Z', { Kind: 'non-interactive' })
    expect(firstSeenValues(history(...week, token)).table.rowCount).toBe(0)
  })

  it('says where the past is too short, and keeps accounts apart', () => {
    const { table, notices } = firstSeenValues(
      history(signIn('2026-09-01T09:00:00Z'), signIn('2026-09-02T09:00:00Z', reykjavik)),
    )
    expect(table.rowCount).toBe(0)
    expect(notices[0]).toContain('fewer than 5 hours')
    const other = signIn('2026-09-08T09:00:00Z', { ...reykjavik, Account: 'bob@contoso.com' })
    expect(firstSeenValues(history(...week, other)).table.rowCount).toBe(0)
  })
})

describe('unusualSignIns', () => {
  it('counts country, city and address once, and the failures from the address before', () => {
    const { table } = unusualSignIns(
      history(
        ...week,
        signIn('2026-09-08T08:50:00Z', { ...reykjavik, Outcome: 'failed', SignIns: 4 }),
        signIn('2026-09-08T09:20:00Z', { ...reykjavik, Program: 'Firefox on Linux' }),
        signIn('2026-09-08T09:25:00Z', { ...reykjavik, Program: 'Firefox on Linux' }),
      ),
    )
    expect(table.rowCount).toBe(1)
    // Three bits for the place, three for the program.
    expect(table.value(0, 'Score')).toBe(6)
    expect(table.value(0, 'New')).toBe('country IS, program Firefox on Linux')
    expect(table.value(0, 'FailedBefore')).toBe(4)
    expect(table.value(0, 'Since')).toBe(1)
  })

  it('says where failures of an hour were taken together', () => {
    const failed = { Outcome: 'failed', ...reykjavik }
    const alone = signIn('2026-09-08T03:10:00Z', failed)
    expect(unusualSignIns(history(...week, alone)).notices).toEqual([])
    const many = signIn('2026-09-08T03:10:00Z', { ...failed, Until: '2026-09-08T03:50:00Z', SignIns: 90 })
    expect(unusualSignIns(history(...week, many)).notices).toEqual([expect.stringContaining('in the same hour')])
  })

  it('takes empty tables', () => {
    expect(unusualSignIns(history()).table.rowCount).toBe(0)
    expect(unusualSignIns(history()).notices).toEqual([])
  })
})

describe('impossibleTravel', () => {
  const options = { maxSpeed: 1000, uncertainty: 50, minDistance: 500 }

  it('measures along the great circle', () => {
    // A quarter of a meridian of a globe with a radius of 6371 km.
    expect(greatCircle({ latitude: 0, longitude: 0 }, { latitude: 90, longitude: 0 })).toBeCloseTo(10_007.5, 0)
    expect(greatCircle({ latitude: 10, longitude: 179 }, { latitude: 10, longitude: -179 })).toBeLessThan(220)
  })

  it('tells a journey with its lower bound of speed', () => {
    const { table } = impossibleTravel(
      history(signIn('2026-09-08T09:00:00Z'), signIn('2026-09-08T10:00:00Z', reykjavik)),
      options,
    )
    const distance = greatCircle({ latitude: 51.45, longitude: -2.59 }, { latitude: 64.15, longitude: -21.94 })
    expect(table.value(0, 'Distance')).toBe(Math.round(distance))
    // An hour, and 50 km taken off at both ends.
    expect(table.value(0, 'Speed')).toBe(Math.round(distance - 100))
    expect([table.value(0, 'From'), table.value(0, 'To'), table.value(0, 'Gap')]).toEqual([
      'Bristol, GB',
      'Reykjavik, IS',
      '01:00:00',
    ])
  })

  it('believes a flight, a neighbouring town and failed sign-ins', () => {
    const found = (...rows: Record<string, Cell>[]) => impossibleTravel(history(...rows), options).table.rowCount
    const home = signIn('2026-09-08T09:00:00Z')
    expect(found(home, signIn('2026-09-08T11:00:00Z', reykjavik))).toBe(0)
    expect(found(home, signIn('2026-09-08T09:01:00Z', { City: 'London', Latitude: 51.5, Longitude: -0.12 }))).toBe(0)
    expect(found(home, signIn('2026-09-08T09:01:00Z', { ...reykjavik, Outcome: 'failed' }))).toBe(0)
  })

  it('puts what alternates all day behind what happened once', () => {
    const lisbon = { City: 'Lisbon', Country: 'PT', Latitude: 38.72, Longitude: -9.14, Address: '198.51.100.4' }
    const flips = Array.from({ length: 6 }, (_, at) => signIn(`2026-09-08T09:0${at}:00Z`, at % 2 === 0 ? {} : lisbon))
    const { table } = impossibleTravel(history(...flips, signIn('2026-09-08T09:40:00Z', reykjavik)), options)
    expect(table.column('To')).toEqual(['Reykjavik, IS', 'Lisbon, PT'])
    expect(table.column('Times')).toEqual([1, 5])
  })

  it('takes the first of sign-ins that were taken together where they go on beyond the next, and says so', () => {
    const hour = signIn('2026-09-08T09:10:00Z', { Until: '2026-09-08T09:55:00Z', SignIns: 40 })
    const { table, notices } = impossibleTravel(history(hour, signIn('2026-09-08T09:40:00Z', reykjavik)), options)
    expect([table.value(0, 'Left'), table.value(0, 'Gap')]).toEqual(['2026-09-08T09:10:00.0000000Z', '00:30:00'])
    expect(notices).toHaveLength(1)
    expect(notices[0]).toContain('alike within an hour are taken together')
  })

  it('says how many sign-ins have no place', () => {
    const nowhere = signIn('2026-09-08T09:00:00Z', { Latitude: null, Longitude: null })
    expect(impossibleTravel(history(nowhere), options).notices).toEqual(['1 of 1 sign-ins say no place.'])
  })
})

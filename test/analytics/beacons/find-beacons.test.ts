import { describe, expect, it } from 'vitest'
import {
  beaconConnections,
  beaconDestinations,
  beaconSummary,
  gapHistogram,
} from '../../../src/analytics/beacons/beacon-views.ts'
import { findBeacons } from '../../../src/analytics/beacons/find-beacons.ts'
import { knownPeriodicService } from '../../../src/analytics/beacons/known-periodic-services.ts'
import { durationWords, rhythmWords } from '../../../src/analytics/beacons/rhythm-words.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { beacon, browsing, day, inBursts, job, poisson, seeded, type Traffic } from './traffic.ts'

interface Talk {
  readonly client: string
  readonly destination: string
  readonly port?: number
  readonly bytes?: (random: () => number) => number
  readonly traffic: Traffic
}

const columns = { time: 'TimeGenerated', client: 'Client', destination: 'Destination', also: ['Port'] }
const options = { ...columns, port: 'Port', protocol: 'Protocol', bytes: 'Bytes' }

function logOf(talks: readonly Talk[], seed: number): Table {
  const random = seeded(seed)
  const rows = talks.flatMap(({ client, destination, port = 443, bytes, traffic }) =>
    traffic(random).map((time): Cell[] => [
      new Date(Date.UTC(2026, 8, 1) + Math.round(time * 1000)).toISOString(),
      client,
      destination,
      port,
      bytes ? Math.round(bytes(random)) : null,
    ]),
  )
  return Table.fromRows(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Client', type: 'string' },
      { name: 'Destination', type: 'string' },
      { name: 'Port', type: 'int' },
      { name: 'Bytes', type: 'long' },
    ],
    rows,
  )
}

/** Sixty people on eight sites, one of them with an implant of its own; clocks, and a job that servers have. */
function company(implant: Traffic): readonly Talk[] {
  const people = Array.from({ length: 60 }, (_, at) => `ws-${at}`)
  const sites = Array.from({ length: 8 }, (_, at) => `site-${at}.example`)
  return [
    ...people.flatMap((client, at) =>
      [0, 3].map((step) => ({ client, destination: sites[(at + step) % 8]!, traffic: browsing(4, 20, 1) })),
    ),
    ...people.slice(0, 20).map((client) => ({ client, destination: 'feed.example', traffic: poisson(900) })),
    ...people
      .slice(0, 10)
      .map((client) => ({ client, destination: '192.0.2.123', port: 123, traffic: job(1024, 0.001) })),
    ...['srv-1', 'srv-2', 'srv-3', 'srv-4'].map((client) => ({
      client,
      destination: 'mirror.example',
      traffic: job(3600, 0.003),
    })),
    { client: 'ws-7', destination: 'cdn.bad.example', bytes: (random) => 500 + 20 * random(), traffic: implant },
  ]
}

describe('findBeacons', () => {
  it.each<[string, Traffic]>([
    ['no jitter', beacon(60, 0)],
    ['20 % jitter', beacon(300, 0.2)],
    ['50 % jitter', beacon(600, 0.5)],
    ['missed beats', beacon(120, 0.2, { missed: 0.3 })],
    ['bursts', inBursts(beacon(300, 0.3), 4)],
  ])('ranks the implant first, whatever the seed: %s', (_name, implant) => {
    for (const seed of [1, 2, 3]) {
      const { table } = findBeacons(logOf(company(implant), seed), options)
      expect(table.rows(0, 1)[0]!.slice(0, 4)).toEqual([1, 'ws-7', 'cdn.bad.example', 443])
      const beacons = [...table.objects()].filter((row) => row.Beacon === true)
      const told = new Set(beacons.map((row) => row.Destination))
      // Clocks and the hourly job are rhythms too; nothing that people do is.
      expect([...told].sort()).toEqual(['192.0.2.123', 'cdn.bad.example', 'mirror.example'])
      expect(beacons.filter((row) => row.Known !== '').map((row) => row.Destination)).toEqual(
        Array.from({ length: 10 }, () => '192.0.2.123'),
      )
      expect(beacons.findIndex((row) => row.Known !== '')).toBe(beacons.length - 10)
    }
  })

  it('says how, in words and figures', () => {
    const { table } = findBeacons(logOf(company(beacon(60, 0.05)), 1), options)
    const [first] = table.objects()
    expect(first).toMatchObject({ Beacon: true, Clients: 1, Known: '', Burst: '00:00:00', FoundBy: 'gaps' })
    expect(first!.Rhythm).toMatch(/^every 60 s ± 2\.\d s, 1,4\d\d of 1,4\d\d expected$/)
    expect(first!.BytesPerBeat).toBeCloseTo(510, -1)
    expect(first!.BytesEvenness).toBeGreaterThan(0.95)
    expect(first!.Chance).toBeLessThan(1e-100)
    expect(table.value(1, 'BytesPerBeat')).toBe(null)
  })

  it('finds nothing where there is nothing, in five logs of a hundred pairs', () => {
    const talks = Array.from({ length: 100 }, (_, at) => ({
      client: `ws-${at}`,
      destination: 'feed.example',
      traffic: at % 2 === 0 ? poisson(200 + 20 * at) : browsing(3 + (at % 20), 25, 1),
    }))
    const found = Array.from(
      { length: 20 },
      (_, seed) =>
        findBeacons(logOf(talks, seed + 100), options)
          .table.column('Beacon')
          .filter(Boolean).length,
    )
    // One in a hundred of what is told may be false: a single one would be much.
    expect(found.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(1)
  })

  it('ranks what few talk to before what all talk to', () => {
    const everyone = Array.from({ length: 40 }, (_, at) => ({
      client: `ws-${at}`,
      destination: 'updates.example',
      traffic: beacon(600, 0.01),
    }))
    const rare = { client: 'ws-3', destination: 'rare.example', traffic: beacon(600, 0.3) }
    const { table } = findBeacons(logOf([...everyone, rare], 4), options)
    expect([table.value(0, 'Destination'), table.value(0, 'Clients')]).toEqual(['rare.example', 1])
    expect(table.value(1, 'Clients')).toBe(40)
  })

  it('says what it did not judge and what it left out', () => {
    const log = logOf(
      [
        { client: 'ws-1', destination: 'a.example', traffic: () => [1, 2, 3] },
        { client: '', destination: 'a.example', traffic: beacon(60, 0) },
        { client: 'ws-2', destination: 'b.example', traffic: beacon(600, 0) },
      ],
      1,
    )
    const { notices, pairs, judged } = findBeacons(log, options)
    expect([pairs, judged]).toEqual([2, 1])
    expect(notices).toEqual([
      '1 of 2 pairs have fewer than 6 connections and are not judged.',
      '1440 rows without a time, a client or a destination are left out.',
    ])
    expect(findBeacons(log.pick([]), options).table.rowCount).toBe(0)
    expect(() => findBeacons(log, { ...options, minimum: 3 })).toThrow('`minimum` must be 6 connections or more, not 3')
    expect(() => findBeacons(log, { ...options, client: 'Clinet' })).toThrow('Did you mean `Client`?')
  })

  it('does not take the clock of a log for a rhythm', () => {
    const minutes = Array.from({ length: 30 }, (_, at) => ({
      client: `ws-${at}`,
      destination: 'busy.example',
      traffic: (() => Array.from({ length: 700 }, (_, minute) => minute * 60)) as Traffic,
    }))
    const slow = {
      client: 'ws-1',
      destination: 'rare.example',
      traffic: (() => Array.from({ length: 60 }, (_, at) => at * 600)) as Traffic,
    }
    const log = logOf([...minutes, slow], 1)
    const { table, notices } = findBeacons(log, options)
    expect(table.column('Destination')).toEqual(['rare.example'])
    expect(notices).toContain('Times are rounded to 00:01:00: intervals below 00:04:00 are not told.')
    // Another log, which is exact, is judged by its own clock.
    const exact = logOf([{ client: 'ws-1', destination: 'other.example', traffic: beacon(60, 0.1) }], 1)
    const source = { name: 'Source', type: 'string' } as const
    const both = Table.fromRows(
      [...log.columns, source],
      [...log.rows().map((row) => [...row, 'agents']), ...exact.rows().map((row) => [...row, 'firewall'])],
    )
    const found = findBeacons(both, { ...options, also: ['Port', 'Source'], log: 'Source' })
    expect(found.table.column('Destination')).toEqual(['other.example', 'rare.example'])
    expect(found.notices).toContain('Times of agents are rounded to 00:01:00: intervals below 00:04:00 are not told.')
  })
})

describe('what is shown of a pair', () => {
  const log = logOf(company(inBursts(beacon(300, 0.1), 3)), 9)
  const { table: beacons } = findBeacons(log, options)

  it('is its connections, with gaps from beat to beat', () => {
    const connections = beaconConnections(log, beacons, { ...columns, rank: 1 })
    expect(new Set(connections.column('Destination'))).toEqual(new Set(['cdn.bad.example']))
    expect(connections.rowCount).toBe(beacons.value(0, 'Connections'))
    const beats = beaconConnections(log, beacons, { ...columns, beatsOnly: true })
    expect(Math.abs(beats.rowCount - (beacons.value(0, 'Beats') as number))).toBeLessThan(5)
    const gaps = beats.column('GapSeconds').slice(1) as number[]
    expect(Math.min(...gaps)).toBeGreaterThan(265)
    expect(Math.max(...gaps)).toBeLessThan(335)
    expect(beats.column('InRhythm').filter(Boolean)).toHaveLength(beats.rowCount - 1)
  })

  it('is a histogram of its gaps, in order', () => {
    const histogram = gapHistogram(beaconConnections(log, beacons, { ...columns, rank: 1 }))
    const total = (histogram.column('Count') as number[]).reduce((sum, count) => sum + count, 0)
    expect(Math.abs(total - (beacons.value(0, 'Beats') as number))).toBeLessThan(5)
    expect(histogram.column('Gap')[0]).toBe('4 min to 5 min')
  })

  it('is empty where there are no beacons, and an error for a rank that is not there', () => {
    expect(beaconConnections(log, beacons.pick([]), columns).rowCount).toBe(0)
    expect(gapHistogram(beaconConnections(log, beacons.pick([]), columns)).rowCount).toBe(0)
    expect(() => beaconConnections(log, beacons, { ...columns, rank: 999 })).toThrow('No pair has rank 999')
  })

  it('is where beacons go to, and what was looked at', () => {
    const destinations = beaconDestinations(beacons, 'Destination')
    expect(destinations.rows().map((row) => row.slice(0, 3))).toEqual([
      ['cdn.bad.example', 1, 1],
      ['mirror.example', 4, 4],
      ['192.0.2.123', 10, 10],
    ])
    const [summary] = beaconSummary(log, beacons, columns, 6).objects()
    expect(summary).toMatchObject({ Connections: log.rowCount, Pairs: 155, Beacons: 15, Unexplained: 5 })
    expect(beaconSummary(log.pick([]), beacons.pick([]), columns, 6).rowCount).toBe(0)
  })
})

describe('knownPeriodicService', () => {
  it.each<[string, string, number | undefined, string, number, string]>([
    ['a port', '192.0.2.1', 123, 'udp', 64, 'NTP'],
    ['a port of a protocol', '192.0.2.1', 138, 'udp', 720, 'NetBIOS'],
    ['that port of another protocol', '192.0.2.1', 138, 'tcp', 720, ''],
    ['the end of a name', 'v10.events.data.microsoft.com', 443, 'tcp', 900, 'Windows'],
    ['a name that only looks like it', 'events.data.microsoft.com.bad.example', 443, 'tcp', 900, ''],
    ['an address', '169.254.169.254', 80, 'tcp', 60, 'Azure'],
    ['the beginning of an address', '239.255.255.250', undefined, '', 60, 'Multicast'],
    ['a day', 'intranet.example', 443, 'tcp', day + 2000, 'Once a day'],
    ['nothing', 'cdn.bad.example', 443, 'tcp', 60, ''],
  ])('explains a rhythm by %s', (_name, destination, port, protocol, interval, expected) => {
    const explained = knownPeriodicService(destination, port, protocol, interval)
    if (expected === '') expect(explained).toBe('')
    else expect(explained).toContain(expected)
  })
})

describe('rhythmWords', () => {
  it('are short', () => {
    const rhythm = { regularity: 1, logP: -50, tolerance: 0.1, method: 'gaps' as const }
    expect(rhythmWords({ ...rhythm, interval: 60, spread: 4, beats: 1430, expected: 1440 })).toBe(
      'every 60 s ± 4 s, 1,430 of 1,440 expected',
    )
    const second = { interval: 5400, spread: 0 }
    expect(rhythmWords({ ...rhythm, interval: 299.6, spread: 0.01, beats: 10, expected: 12, second })).toBe(
      'every 5 min and every 90 min, 10 of 12 expected',
    )
  })

  it.each([
    [4.25, '4.3 s'],
    [61.4, '61 s'],
    [125, '2 min 5 s'],
    [3600, '60 min'],
    [9000, '2 h 30 min'],
    [86_400, '24 h'],
    [604_800, '7 d'],
    [190_000, '2 d 5 h'],
  ])('say %d seconds as people do', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words)
  })
})

import { describe, expect, it } from 'vitest'
import { beatsOf } from '../../../src/analytics/beacons/beats.ts'
import { type FoundRhythm, RhythmFinder } from '../../../src/analytics/beacons/find-rhythm.ts'
import {
  beacon,
  browsing,
  day,
  drifting,
  inBursts,
  inTurn,
  inWorkingHours,
  job,
  poisson,
  seeded,
  type Traffic,
  together,
} from './traffic.ts'

const finder = new RhythmFinder()
const seeds = Array.from({ length: 20 }, (_, at) => (at + 1) * 7919)

/** Of a log of a thousand pairs, the traffic of one; what is told of it where nothing else is periodic. */
function find(traffic: Traffic, seed: number): FoundRhythm | undefined {
  return finder.find(Float64Array.from(traffic(seeded(seed))).sort(), 0.001)
}

function isTold(rhythm: FoundRhythm | undefined): boolean {
  return (
    rhythm !== undefined &&
    rhythm.logP < Math.log(0.01 / 1000) &&
    rhythm.regularity >= (rhythm.tolerance <= 0.2 ? 0.3 : 0.5)
  )
}

describe('RhythmFinder', () => {
  it.each<[string, number, Traffic, least?: number]>([
    ['no jitter', 60, beacon(60, 0)],
    ['10 % jitter', 60, beacon(60, 0.1)],
    ['30 % jitter', 60, beacon(60, 0.3)],
    ['50 % jitter', 60, beacon(60, 0.5)],
    ['50 % jitter, hourly for a week', 3600, beacon(3600, 0.5, { span: 7 * day })],
    ['eight beats', 60, beacon(60, 0.05, { span: 480 })],
    ['hourly for a day', 3600, beacon(3600, 0.3)],
    ['a third of the beats missed', 60, beacon(60, 0.1, { missed: 0.3 })],
    ['a third missed and 30 % jitter', 60, beacon(60, 0.3, { missed: 0.3 })],
    ['half of the beats missed', 300, beacon(300, 0.2, { missed: 0.5 }), 17],
    ['bursts of connections', 300, inBursts(beacon(300, 0.2), 3)],
    ['bursts that are frequent', 60, inBursts(beacon(60, 0.3), 6)],
    ['working hours only', 300, inWorkingHours(beacon(300, 0.2, { span: 5 * day }))],
    ['working hours only, hourly', 3600, inWorkingHours(beacon(3600, 0.1, { span: 5 * day }))],
    ['an interval that drifts', 315, drifting(300, 330, 0.05)],
    ['as much other traffic of the same pair', 300, together(beacon(300, 0), poisson(300))],
    ['some other traffic, and jitter', 300, together(beacon(300, 0.1), poisson(600))],
    ['a person on the same site', 300, together(beacon(300, 0), browsing(10, 20, 1))],
    [
      'a job on the hour under other traffic',
      3600,
      together(job(3600, 0.01, { span: 7 * day }), poisson(3600, 7 * day)),
      17,
    ],
    ['a grid with holes', 600, job(600, 0.2, { missed: 0.4 }), 17],
  ])('finds a beacon: %s', (_name, interval, traffic, least = 20) => {
    const found = seeds.map((seed) => find(traffic, seed))
    const told = found.filter(isTold)
    expect(told.length).toBeGreaterThanOrEqual(least)
    const close = told.filter((rhythm) => Math.abs(rhythm!.interval / interval - 1) < 0.15)
    expect(close.length).toBeGreaterThanOrEqual(0.8 * told.length)
  })

  it('tells both intervals where the sleep was changed', () => {
    const traffic = inTurn(day, beacon(60, 0.1), beacon(420, 0.1), beacon(60, 0.1))
    for (const seed of seeds) {
      const rhythm = find(traffic, seed)
      expect(isTold(rhythm)).toBe(true)
      expect(rhythm!.interval).toBeCloseTo(60, -1)
      expect(rhythm!.regularity).toBeGreaterThan(0.9)
    }
    const equal = find(inTurn(day, beacon(290, 0.1), beacon(777, 0.1)), 5)
    expect(equal!.interval).toBeGreaterThan(280)
    expect(equal!.second?.interval).toBeGreaterThan(740)
  })

  it.each<[string, Traffic]>([
    ['a memoryless process, frequent', poisson(20)],
    ['a memoryless process', poisson(60)],
    ['a memoryless process, seldom', poisson(3600)],
    ['a few visits', browsing(5, 20, 1)],
    ['many visits', browsing(30, 20, 1)],
    ['many visits of a steady reader', browsing(30, 30, 0.5)],
    ['visits through a week', browsing(60, 20, 0.8, 5 * day)],
    ['bursts at random', inBursts(poisson(600), 10)],
    ['random in working hours', inWorkingHours(poisson(300, 5 * day))],
  ])('finds none in %s', (_name, traffic) => {
    expect(seeds.filter((seed) => isTold(find(traffic, seed)))).toEqual([])
  })

  it('keeps its promise of chance: of 500 random pairs none at one in a thousand of all', () => {
    const means = [30, 120, 600, 2400]
    const chances = Array.from({ length: 500 }, (_, at) => find(poisson(means[at % 4]!), 13 + 31 * at)?.logP ?? 0)
    expect(chances.filter((logP) => logP < Math.log(0.001 / 500))).toEqual([])
    // By chance one in two such logs would be below a thousandth.
    expect(chances.filter((logP) => logP < Math.log(0.001)).length).toBeLessThan(4)
  })

  it('folds harmonics: of a spectrum of spikes the interval is told, not a part of it', () => {
    const rhythm = find(together(job(600, 0.005), poisson(400)), 3)
    expect(rhythm).toMatchObject({ method: 'spectrum' })
    expect(rhythm!.interval).toBeCloseTo(600, -1)
  })

  it('says nothing of less than six beats, equal times, or what times are too coarse for', () => {
    expect(finder.find(Float64Array.from([0, 60, 120, 180, 240]), 0.001)).toBeUndefined()
    expect(finder.find(new Float64Array(100), 0.001)).toBeUndefined()
    // Each hour something, as hours are all the log knows.
    const hourly = Float64Array.from({ length: 100 }, (_, at) => at * 3600)
    expect(finder.find(hourly, 3600)).toBeUndefined()
    expect(finder.find(hourly, 1)!.interval).toBe(3600)
  })

  it('counts beats that are due', () => {
    const times = Float64Array.from([0, 60, 120, 240, 300, 360, 420, 540, 600, 660])
    expect(finder.find(times, 0.001)).toMatchObject({ interval: 60, spread: 0, beats: 10, expected: 12 })
  })
})

describe('beatsOf', () => {
  it('keeps the first of each burst', () => {
    expect([...beatsOf(Float64Array.from([0, 1, 1.5, 60, 61, 120]), 5)]).toEqual([0, 60, 120])
  })
})

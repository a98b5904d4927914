/**
 * Time series and beacons from 10⁴ to 10⁶: decomposition of hourly points, the step that finds anomalies, series of a log, and rhythms
 * of pairs. Beside them what any answer must do, a sort of as many numbers. Run by hand: `node test/bench/series.bench.ts [most]`.
 */
import { detectPolling } from '../../src/analytics/beacons/detect-polling.ts'
import { findBeacons } from '../../src/analytics/beacons/find-beacons.ts'
import { seriesAnomalies, stlAnomalies } from '../../src/analytics/series/find-anomalies.ts'
import { findPeriod } from '../../src/analytics/series/find-period.ts'
import { makeTimeSeries } from '../../src/analytics/series/make-time-series.ts'
import { stl } from '../../src/analytics/series/stl.ts'
import { Table } from '../../src/lib/table.ts'
import { seeded } from '../analytics/beacons/traffic.ts'

const most = Number(process.argv[2] ?? 1_000_000)
const sizes = [10_000, 100_000, 1_000_000].filter((size) => size <= most)
const firstTick = 638_396_640_000_000_000n

console.log(
  ' points      sort  stl 24  stl 24 robust  stl 168  period  stl-anomalies  series-anomalies  time-series of a log',
)
for (const points of sizes) {
  const values = wave(points)
  const table = pointTable(values)
  const log = logTable(points)
  show(points, [
    timed(() => values.slice().sort()),
    timed(() => stl(values, { period: 24 })),
    timed(() => stl(values, { period: 24, robust: true })),
    timed(() => stl(values, { period: 168 })),
    timed(() => findPeriod(Array.from(values))),
    timed(() => stlAnomalies(table, { time: 'TimeGenerated', value: 'Value', by: [] })),
    timed(() => seriesAnomalies(table, { time: 'TimeGenerated', value: 'Value', by: [] })),
    timed(() => makeTimeSeries(log, { time: 'TimeGenerated', interval: '1h', by: ['Client'] })),
  ])
}

console.log('\n connections    pairs      sort   beacons   one pair of all   published method, one pair of a day')
for (const connections of sizes) {
  const log = logTable(connections)
  const columns = { time: 'TimeGenerated', client: 'Client', destination: 'Destination', also: [] }
  const single = log.withColumn({ name: 'Client', type: 'string' }, new Array<string>(connections).fill('one'))
  const alone = single.withColumn({ name: 'Destination', type: 'string' }, new Array<string>(connections).fill('other'))
  const times = Array.from({ length: 1440 }, (_, at) => at * 60)
  const { pairs } = findBeacons(log, columns)
  show(connections, [
    pairs,
    timed(() => wave(connections).sort()),
    timed(() => findBeacons(log, columns)),
    timed(() => findBeacons(alone, columns)),
    timed(() => detectPolling(times)),
  ])
}

/** A day's wave, noise and a few outliers. */
function wave(count: number): Float64Array {
  const random = seeded(7)
  return Float64Array.from(
    { length: count },
    (_, at) => 1000 + 300 * Math.sin((2 * Math.PI * at) / 24) + 80 * random() + (random() < 0.001 ? 900 : 0),
  )
}

function pointTable(values: Float64Array): Table {
  return Table.fromColumns(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Value', type: 'real' },
    ],
    values.length,
    [
      { kind: 'bigints', values: BigInt64Array.from(values, (_, at) => firstTick + BigInt(at) * 36_000_000_000n) },
      { kind: 'numbers', values },
    ],
  )
}

/** Ten connections a pair, of a thousand machines over a week; one pair in a hundred keeps a rhythm. */
function logTable(count: number): Table {
  const random = seeded(11)
  const time = new BigInt64Array(count)
  const client = new Uint32Array(count)
  const destination = new Uint32Array(count)
  const pairs = Math.max(1, Math.round(count / 10))
  for (let at = 0; at < count; at++) {
    const pair = at % pairs
    const seconds = pair % 100 === 0 ? Math.floor(at / pairs) * 3600 + random() * 60 : random() * 604_800
    time[at] = firstTick + BigInt(Math.floor(seconds * 1e7))
    client[at] = pair % 1000
    destination[at] = Math.floor(pair / 1000)
  }
  return Table.fromColumns(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'Client', type: 'string' },
      { name: 'Destination', type: 'string' },
    ],
    count,
    [
      { kind: 'bigints', values: time },
      { kind: 'texts', dictionary: Array.from({ length: 1000 }, (_, at) => `ws-${at}`), index: client },
      {
        kind: 'texts',
        dictionary: Array.from({ length: Math.ceil(pairs / 1000) }, (_, at) => `198.51.100.${at}`),
        index: destination,
      },
    ],
  )
}

function timed(action: () => unknown): string {
  const start = performance.now()
  action()
  return `${(performance.now() - start).toFixed(0)} ms`
}

function show(size: number, figures: readonly (string | number)[]): void {
  console.log([String(size).padStart(8), ...figures.map((figure) => String(figure).padStart(9))].join('  '))
}

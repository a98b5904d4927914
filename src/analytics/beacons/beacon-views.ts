import { HuntletError } from '../../lib/diagnostic.ts'
import { formatTimespan, parseTimespan, ticksPerSecond } from '../../lib/kql-time.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { readTimes } from '../columns/numbers-and-times.ts'
import { type ConnectionColumns, readPairs } from './pairs.ts'
import { durationWords } from './rhythm-words.ts'

/**
 * The connections of the pair of a rank (default: the first of the table), by time: the table's columns, then Gap (timespan) and GapSeconds (real) since the
 * beat before, null for the first and within a burst, and InRhythm: the gap is a small number of intervals. With
 * `beatsOnly`, just the first of each burst. Empty where there are no beacons at all. Throws `BEACON_UNKNOWN` for a rank that is not there.
 */
export function beaconConnections(
  connections: Table,
  beacons: Table,
  options: ConnectionColumns & { readonly rank?: number | undefined; readonly beatsOnly?: boolean },
): Table {
  const { rank, beatsOnly = false, ...columns } = options
  const none = { gap: [] as Cell[], rhythm: [] as Cell[] }
  for (const name of ['Rank', 'Interval', 'Spread', 'Burst']) columnAt(beacons, name, 'of a beacon')
  const ranks = beacons.column('Rank')
  const at = rank === undefined ? 0 : ranks.indexOf(rank)
  if (at < 0 && beacons.rowCount > 0) {
    throw new HuntletError('BEACON_UNKNOWN', `No pair has rank ${rank}.`, {
      hint: `Ranks go from 1 to ${beacons.rowCount}.`,
    })
  }
  if (beacons.rowCount === 0) return withGaps(connections.pick([]), none)
  const keys = [columns.client, columns.destination, ...columns.also].filter(
    (name) => connections.indexOf(name) >= 0 && beacons.indexOf(name) >= 0,
  )
  const tests = keys.map((name) => ({ column: connections.indexOf(name), wanted: beacons.value(at, name) }))
  const times = readTimes(connections, columns.time)
  const rows: number[] = []
  for (let row = 0; row < connections.rowCount; row++) {
    if (Number.isNaN(times[row]!)) continue
    if (tests.every(({ column, wanted }) => connections.cell(row, column) === wanted)) rows.push(row)
  }
  rows.sort((a, b) => times[a]! - times[b]!)
  const [interval, spread, burst] = ['Interval', 'Spread', 'Burst'].map((name) => ticksOf(beacons.value(at, name))) as [
    number,
    number,
    number,
  ]
  const gap: Cell[] = []
  const rhythm: Cell[] = []
  let beat = Number.NaN
  rows.forEach((row, place) => {
    const time = times[row]!
    const isBeat = place === 0 || time - times[rows[place - 1]!]! > burst
    const ticks = time - beat
    const turns = Math.max(1, Math.round(ticks / interval))
    gap.push(isBeat && place > 0 ? formatTimespan(BigInt(ticks)) : null)
    rhythm.push(
      isBeat &&
        place > 0 &&
        turns <= 10 &&
        Math.abs(ticks - turns * interval) <= 1.5 * spread * Math.sqrt(turns) + 0.01 * interval,
    )
    if (isBeat) beat = time
  })
  const made = withGaps(connections.pick(rows), { gap, rhythm })
  if (!beatsOnly) return made
  return made.pick(rows.flatMap((_, place) => (place === 0 || gap[place] !== null ? [place] : [])))
}

function withGaps(table: Table, { gap, rhythm }: { readonly gap: Cell[]; readonly rhythm: Cell[] }): Table {
  const seconds = gap.map((cell) => (cell === null ? null : ticksOf(cell) / Number(ticksPerSecond)))
  return table
    .withColumn({ name: 'Gap', type: 'timespan' }, gap)
    .withColumn({ name: 'GapSeconds', type: 'real' }, seconds)
    .withColumn({ name: 'InRhythm', type: 'bool' }, rhythm)
}

/** How long gaps are: Gap (text, in order of length) and Count, in steps of about a tenth of the commonest gaps; what is far longer as one. */
export function gapHistogram(connections: Table): Table {
  columnAt(connections, 'Gap', 'since the beat before')
  const gaps = connections
    .column('Gap')
    .flatMap((cell) => (cell === null ? [] : [ticksOf(cell) / Number(ticksPerSecond)]))
    .sort((a, b) => a - b)
  const columns = [
    { name: 'Gap', type: 'string' },
    { name: 'Count', type: 'int' },
  ] as const
  if (gaps.length === 0) return Table.empty(columns)
  const middle = gaps[Math.floor(gaps.length * 0.75)]!
  const step = niceDuration(middle / 10)
  const last = 20
  const counts = new Map<number, number>()
  for (const gap of gaps) {
    const bin = Math.min(last, Math.floor(gap / step))
    counts.set(bin, (counts.get(bin) ?? 0) + 1)
  }
  const bins = [...counts.keys()].sort((a, b) => a - b)
  const labelOf = (bin: number) =>
    bin === last
      ? `${durationWords(last * step)} and more`
      : `${durationWords(bin * step)} to ${durationWords((bin + 1) * step)}`
  return Table.fromRows(
    columns,
    bins.map((bin) => [labelOf(bin), counts.get(bin)!]),
  )
}

const durations = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400] as const

function niceDuration(seconds: number): number {
  return durations.find((duration) => duration >= seconds) ?? Math.ceil(seconds / 86_400) * 86_400
}

/**
 * The destinations of beacons, those fewest talk to first: Destination, Clients (that talk to it), Beaconing (of these, pairs in a
 * rhythm), Rhythm of the highest-ranked, Known, First, Last.
 */
export function beaconDestinations(beacons: Table, destination: string): Table {
  interface Destination {
    readonly row: number
    beaconing: number
    first: string
    last: string
  }
  for (const name of [destination, 'Beacon', 'Clients', 'First', 'Last']) columnAt(beacons, name, 'of a beacon')
  const found = new Map<string, Destination>()
  for (let row = 0; row < beacons.rowCount; row++) {
    if (beacons.value(row, 'Beacon') !== true) continue
    const name = String(beacons.value(row, destination))
    const [first, last] = [String(beacons.value(row, 'First')), String(beacons.value(row, 'Last'))]
    const known = found.get(name)
    if (!known) found.set(name, { row, beaconing: 1, first, last })
    else {
      known.beaconing++
      if (first < known.first) known.first = first
      if (last > known.last) known.last = last
    }
  }
  const clients = (row: number) => beacons.value(row, 'Clients') as number
  return Table.fromRows(
    [
      { name: destination, type: 'string' },
      { name: 'Clients', type: 'int' },
      { name: 'Beaconing', type: 'int' },
      { name: 'Rhythm', type: 'string' },
      { name: 'Known', type: 'string' },
      { name: 'First', type: 'datetime' },
      { name: 'Last', type: 'datetime' },
    ],
    [...found]
      .sort(([, a], [, b]) => clients(a.row) - clients(b.row) || a.row - b.row)
      .map(([name, { row, beaconing, first, last }]) => [
        name,
        clients(row),
        beaconing,
        beacons.value(row, 'Rhythm')!,
        beacons.value(row, 'Known')!,
        first,
        last,
      ]),
  )
}

/** The beacons that a known service or a daily interval explains. */
export function explainedBeacons(beacons: Table): Table {
  columnAt(beacons, 'Known', 'what explains a beacon')
  return beacons.pick(beacons.column('Known').flatMap((known, row) => (known === '' ? [] : [row])))
}

/** What was looked at, as one row: Connections, Pairs, Judged, Beacons, Unexplained, First, Last. Empty for no connections. */
export function beaconSummary(connections: Table, beacons: Table, columns: ConnectionColumns, minimum: number): Table {
  const { pairs } = readPairs(connections, columns)
  const times = readTimes(connections, columns.time)
  let [first, last] = [-1, -1]
  times.forEach((time, row) => {
    if (Number.isNaN(time)) return
    if (first < 0 || time < times[first]!) first = row
    if (last < 0 || time > times[last]!) last = row
  })
  for (const name of ['Beacon', 'Known']) columnAt(beacons, name, 'of a beacon')
  const isBeacon = beacons.column('Beacon').map((cell) => cell === true)
  const known = beacons.column('Known')
  const summary = Table.fromRows(
    [
      { name: 'Connections', type: 'long' },
      { name: 'Pairs', type: 'long' },
      { name: 'Judged', type: 'long' },
      { name: 'Beacons', type: 'long' },
      { name: 'Unexplained', type: 'long' },
      { name: 'First', type: 'datetime' },
      { name: 'Last', type: 'datetime' },
    ],
    [
      [
        connections.rowCount,
        pairs.length,
        pairs.filter((pair) => pair.times.length >= minimum).length,
        isBeacon.filter(Boolean).length,
        isBeacon.filter((each, row) => each && known[row] === '').length,
        first < 0 ? null : connections.value(first, columns.time)!,
        last < 0 ? null : connections.value(last, columns.time)!,
      ],
    ],
  )
  return connections.rowCount === 0 ? summary.pick([]) : summary
}

function ticksOf(cell: Cell | undefined): number {
  return typeof cell === 'string' ? Number(parseTimespan(cell) ?? 0n) : 0
}

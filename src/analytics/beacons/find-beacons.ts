import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, formatTimespan, ticksFrom2020, ticksPerSecond } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { median } from '../../lib/quantile.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { readNumbers } from '../columns/numbers-and-times.ts'
import { beatsOf } from './beats.ts'
import { type FoundRhythm, fewestBeats, RhythmFinder } from './find-rhythm.ts'
import { knownPeriodicService } from './known-periodic-services.ts'
import { type ConnectionColumns, type Pair, readPairs, timeResolution } from './pairs.ts'
import { rhythmWords } from './rhythm-words.ts'

export interface BeaconOptions extends ConnectionColumns {
  readonly port?: string
  readonly protocol?: string
  readonly bytes?: string
  /** A column that tells of which log a row is: each log knows times as exactly as it does. */
  readonly log?: string
  /** Columns whose first cell that is not empty is kept with a pair: account, process. */
  readonly keep?: readonly string[]
  /** Fewer connections of a pair are not judged, at least 6. Default 6. */
  readonly minimum?: number
}

export interface Beacons {
  readonly table: Table
  readonly notices: readonly string[]
  readonly pairs: number
  readonly judged: number
}

/** A rhythm is called a beacon where the chance of it is below this, of all pairs together, and it has so much of the gaps. */
const mostChance = 0.01
const leastRegularity = 0.5
/** Enough where gaps are within a fifth of each other: no person keeps that, and the rest may be other traffic of the pair. */
const leastWhereTight = 0.3
const tight = 0.2

interface Found {
  readonly pair: Pair
  readonly rhythm: FoundRhythm
}

const ownColumns = [
  { name: 'Beacon', type: 'bool' },
  { name: 'Rhythm', type: 'string' },
  { name: 'Score', type: 'real' },
  { name: 'Known', type: 'string' },
  { name: 'Clients', type: 'int' },
  { name: 'Connections', type: 'long' },
  { name: 'Interval', type: 'timespan' },
  { name: 'Spread', type: 'timespan' },
  { name: 'Burst', type: 'timespan' },
  { name: 'Regularity', type: 'real' },
  { name: 'Chance', type: 'real' },
  { name: 'Beats', type: 'int' },
  { name: 'Expected', type: 'int' },
  { name: 'BytesPerBeat', type: 'real' },
  { name: 'BytesEvenness', type: 'real' },
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
  { name: 'FoundBy', type: 'string' },
] as const satisfies readonly ColumnType[]

/**
 * Pairs of a log of connections by how much they look like a beacon: one row a pair that has enough connections and any rhythm, beacons
 * that nothing explains first, then beacons with a known reason, then the rest; within each by Score. Columns: Rank, client,
 * destination, the columns of `also` and `keep`, then
 * - Beacon: the rhythm is no chance, and most of the gaps have it · Rhythm: in words · Score: 0 to 100 · Known: what explains it
 * - Clients: how many talk to the destination · Connections
 * - Interval, Spread (nine of ten gaps are within it), Burst (connections that follow one another by less are one beat) · Regularity: 0 to 1 · Chance: false discovery rate (Benjamini, Hochberg)
 *   over all pairs judged · Beats, Expected: of the intervals without a pause
 * - BytesPerBeat (median), BytesEvenness (1: always the same); null where not logged · First, Last · FoundBy (`gaps`, `spectrum`)
 *
 * Score = 100 · Regularity · (1 - 1 / √Beats) · 1 / (1 + log2(Clients) / 4): few beats prove less, and what all talk to is likely meant.
 * Throws `COLUMN_UNKNOWN`, `OPTION_INVALID`.
 */
export function findBeacons(table: Table, options: BeaconOptions, progress: Progress = noProgress): Beacons {
  const { minimum = fewestBeats } = options
  if (!Number.isInteger(minimum) || minimum < fewestBeats) {
    throw new HuntletError('OPTION_INVALID', `\`minimum\` must be ${fewestBeats} connections or more, not ${minimum}.`)
  }
  const { pairs, start, left } = readPairs(table, options)
  const resolutions = resolutionsOf(table, options, pairs)
  const clients = clientsOf(table, options, pairs)
  const finder = new RhythmFinder()
  const found: Found[] = []
  let judged = 0
  pairs.forEach((pair, index) => {
    if (index % 1000 === 0) progress(index, pairs.length, 'Looking for rhythms')
    if (pair.times.length < minimum) return
    judged++
    const rhythm = finder.find(pair.times, resolutions.get(logOf(table, options, pair))!)
    if (rhythm) found.push({ pair, rhythm })
  })
  const chances = falseDiscoveryRates(
    found.map(({ rhythm }) => rhythm.logP),
    judged,
  )
  const ranked = found
    .map((each, at) => describe(table, options, each, chances[at]!, clients))
    .sort((a, b) => tier(a) - tier(b) || b.score - a.score || a.rows[0]! - b.rows[0]!)

  const also = present(table, [...options.also, ...(options.keep ?? [])])
  const named = present(table, [options.client, options.destination]).concat(also)
  const columns: ColumnType[] = [
    { name: 'Rank', type: 'int' },
    ...named.map((name) => table.columns[table.indexOf(name)]!),
    ...ownColumns,
  ]
  const readBytes = bytesReader(table, options)
  const rows = ranked.map((each, at): Cell[] => {
    const { rhythm, pair } = each
    const bytes = readBytes(pair, rhythm.burst)
    return [
      at + 1,
      ...named.map((name) => firstKnown(table, pair.rows, name)),
      each.isBeacon,
      rhythmWords(rhythm),
      rounded(each.score, 1),
      each.known,
      each.clients,
      pair.rows.length,
      timespan(rhythm.interval),
      timespan(rhythm.spread),
      timespan(rhythm.burst),
      rounded(rhythm.regularity, 3),
      each.chance,
      rhythm.beats,
      rhythm.expected,
      bytes?.median ?? null,
      bytes ? rounded(bytes.evenness, 3) : null,
      datetime(start, pair.times[0]!),
      datetime(start, pair.times.at(-1)!),
      rhythm.method,
    ]
  })
  const few = pairs.length - judged
  return {
    table: Table.fromRows(columns, rows),
    pairs: pairs.length,
    judged,
    notices: [
      ...(few > 0
        ? [`${few} of ${pairs.length} pairs have fewer than ${minimum} connections and are not judged.`]
        : []),
      ...(left > 0 ? [`${left} rows without a time, a client or a destination are left out.`] : []),
      ...Array.from(resolutions).flatMap(([log, resolution]) =>
        resolution >= 10
          ? [
              `Times${log === '' ? '' : ` of ${log}`} are rounded to ${timespanText(resolution)}: intervals below ${timespanText(4 * resolution)} are not told.`,
            ]
          : [],
      ),
    ],
  }
}

function logOf(table: Table, { log }: BeaconOptions, { rows }: Pair): string {
  return log === undefined ? '' : textAt(table, rows[0]!, log)
}

function resolutionsOf(table: Table, options: BeaconOptions, pairs: readonly Pair[]): ReadonlyMap<string, number> {
  const byLog = Map.groupBy(pairs, (pair) => logOf(table, options, pair))
  return new Map(Array.from(byLog, ([log, own]) => [log, timeResolution(own)]))
}

interface Described extends Found {
  readonly rows: Uint32Array
  readonly isBeacon: boolean
  readonly known: string
  readonly clients: number
  readonly chance: number
  readonly score: number
}

function describe(
  table: Table,
  options: BeaconOptions,
  found: Found,
  chance: number,
  clients: ReadonlyMap<string, number>,
): Described {
  const { pair, rhythm } = found
  const row = pair.rows[0]!
  const destination = textAt(table, row, options.destination)
  const count = clients.get(destination) ?? 1
  const { regularity, tolerance, beats, interval } = rhythm
  const needed = tolerance <= tight ? leastWhereTight : leastRegularity
  const port = options.port === undefined ? '' : textAt(table, row, options.port)
  const protocol = options.protocol === undefined ? '' : textAt(table, row, options.protocol)
  return {
    ...found,
    rows: pair.rows,
    isBeacon: chance < mostChance && regularity >= needed,
    known: knownPeriodicService(destination, port === '' ? undefined : Number(port), protocol, interval),
    clients: count,
    chance,
    score: (100 * regularity * (1 - 1 / Math.sqrt(beats))) / (1 + Math.log2(count) / 4),
  }
}

function tier({ isBeacon, known }: Described): number {
  return isBeacon ? (known === '' ? 0 : 1) : 2
}

/** Of each destination, how many clients connect to it. */
function clientsOf(table: Table, options: BeaconOptions, pairs: readonly Pair[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  // Pairs come by client, so that those of one client and destination, which ports and logs part, are told by a set of its own.
  let seen = new Set<string>()
  let client: string | undefined
  for (const { rows } of pairs) {
    const own = textAt(table, rows[0]!, options.client)
    if (own !== client) {
      seen = new Set()
      client = own
    }
    const destination = textAt(table, rows[0]!, options.destination)
    if (seen.has(destination)) continue
    seen.add(destination)
    counts.set(destination, (counts.get(destination) ?? 0) + 1)
  }
  return counts
}

/** Chances of many tests, each as the share of false ones among all that are as unlikely or less (Benjamini and Hochberg). */
function falseDiscoveryRates(logP: readonly number[], tests: number): Float64Array {
  const order = logP.map((_, at) => at).sort((a, b) => logP[a]! - logP[b]!)
  const rates = new Float64Array(logP.length)
  let least = 0
  for (let place = order.length - 1; place >= 0; place--) {
    const at = order[place]!
    least = Math.min(least, logP[at]! + Math.log(tests / (place + 1)))
    rates[at] = Math.exp(least)
  }
  return rates
}

function bytesReader(
  table: Table,
  options: BeaconOptions,
): (pair: Pair, burst: number) => { readonly median: number; readonly evenness: number } | undefined {
  if (options.bytes === undefined || table.indexOf(options.bytes) < 0) return () => undefined
  const bytes = readNumbers(table, options.bytes, 'bytes of a connection')
  return ({ rows, times }, burst) => {
    const beats = beatsOf(times, burst)
    const sums = new Float64Array(beats.length)
    let known = false
    for (let at = 0, beat = -1; at < rows.length; at++) {
      if (beat + 1 < beats.length && times[at] === beats[beat + 1]) beat++
      const value = bytes[rows[at]!]!
      if (Number.isNaN(value)) continue
      sums[beat]! += value
      known = true
    }
    if (!known) return undefined
    const middle = median(sums)
    const spread = 1.4826 * median(sums.map((sum) => Math.abs(sum - middle)))
    return { median: middle, evenness: middle > 0 ? Math.max(0, 1 - spread / middle) : spread === 0 ? 1 : 0 }
  }
}

function present(table: Table, names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => table.indexOf(name) >= 0)
}

function firstKnown(table: Table, rows: Uint32Array, name: string): Cell {
  const at = table.indexOf(name)
  for (const row of rows) {
    const cell = table.cell(row, at)
    if (cell !== null && cell !== '') return cell
  }
  return table.cell(rows[0]!, at)
}

function textAt(table: Table, row: number, name: string): string {
  return String(table.value(row, name) ?? '')
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function timespan(seconds: number): string {
  return formatTimespan(BigInt(Math.round(seconds * Number(ticksPerSecond))))
}

function timespanText(seconds: number): string {
  return formatTimespan(BigInt(seconds) * ticksPerSecond)
}

function datetime(start: number, seconds: number): string {
  return formatDatetime(ticksFrom2020(start + Math.round(seconds * Number(ticksPerSecond))))
}

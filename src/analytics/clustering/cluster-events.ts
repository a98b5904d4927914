import { HuntletError } from '../../lib/diagnostic.ts'
import { parseDatetime } from '../../lib/kql-time.ts'
import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import type { ColumnData, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { withColumns } from '../columns/with-columns.ts'
import { dbscan, distinctRows } from './dbscan.ts'

export interface ClusterEventsOptions {
  /** Columns of numbers (or bools) that say what is alike. */
  readonly columns: readonly string[]
  /** Column of the time. Default `TimeGenerated`; a table without it gets no first and last times. */
  readonly time?: string
  /** Greatest distance between neighbours, of rows scaled to length 1. Default 0.01. */
  readonly maxDistance?: number
  /** Rows that make a cluster, at least. Default 2. */
  readonly minSamples?: number
  /** Scale each row to length 1. Default true. */
  readonly normalize?: boolean
}

export interface EventClusters {
  /** Cluster of each row, numbered by first appearance; -1 is a row unlike all others. */
  readonly labels: Int32Array
  /** Rows in each cluster. */
  readonly sizes: readonly number[]
  readonly notices: readonly string[]
}

/**
 * Which rows are alike: DBSCAN over their features, each row scaled to length 1. Null is 0; a row with a feature that is no finite number
 * belongs to no cluster, which a notice says. Throws `COLUMN_UNKNOWN`, or `OPTION_INVALID` for a distance of 0 and less.
 */
export function findClusters(
  table: Table,
  options: ClusterEventsOptions,
  progress: Progress = noProgress,
): EventClusters {
  const { columns, maxDistance = 0.01, minSamples = 2, normalize = true } = options
  for (const name of columns) columnAt(table, name, 'a feature')
  if (columns.length === 0 || !(maxDistance > 0) || !(minSamples >= 1)) {
    throw new HuntletError('OPTION_INVALID', 'Clustering needs a column, a distance above 0 and at least one sample.', {
      hint: `Given were ${columns.length} columns, distance ${maxDistance}, ${minSamples} samples.`,
    })
  }
  const features = columns.map((name) => numbersOf(table, name))
  const whole = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) =>
    features.every((values) => Number.isFinite(values[row]!)),
  )
  const values = new Float64Array(whole.length * columns.length)
  whole.forEach((row, at) => {
    for (let column = 0; column < columns.length; column++)
      values[at * columns.length + column] = features[column]![row]!
  })
  const { ids, firsts } = distinctRows(values, columns.length)
  const weights = new Float64Array(firsts.length)
  for (const id of ids) weights[id]!++
  const points = new Float64Array(firsts.length * columns.length)
  firsts.forEach((first, id) => {
    const row = values.subarray(first * columns.length, (first + 1) * columns.length)
    const length = normalize ? Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1 : 1
    for (let column = 0; column < columns.length; column++) points[id * columns.length + column] = row[column]! / length
  })
  const found = dbscan(points, columns.length, weights, { maxDistance, minSamples }, progress)
  const labels = new Int32Array(table.rowCount).fill(-1)
  whole.forEach((row, at) => {
    labels[row] = found[ids[at]!]!
  })
  const sizes: number[] = []
  for (const cluster of labels) if (cluster >= 0) sizes[cluster] = (sizes[cluster] ?? 0) + 1
  const odd = table.rowCount - whole.length
  return {
    labels,
    sizes,
    notices: odd > 0 ? [`${odd} rows have a feature that is no finite number: they are in no cluster.`] : [],
  }
}

/**
 * One row for each cluster, its first in input order, then every row that is in none; the table's columns, then `Clustered` bool,
 * `ClusterId` int (-1: none), `ClusterSize` int (1: none), `TimeGenerated`, `FirstEventTime`, `LastEventTime` datetime: the first time and the
 * last of the cluster (of all rows that are in none, for those), null where no row has a time.
 */
export function clusterEvents(
  table: Table,
  options: ClusterEventsOptions,
  progress: Progress = noProgress,
): { readonly table: Table; readonly clusters: EventClusters } {
  const clusters = findClusters(table, options, progress)
  const { labels, sizes } = clusters
  const firsts = new Int32Array(sizes.length).fill(-1)
  const alone: number[] = []
  labels.forEach((cluster, row) => {
    if (cluster < 0) alone.push(row)
    else if (firsts[cluster]! < 0) firsts[cluster] = row
  })
  const rows = [...firsts, ...alone]
  const shown = rows.map((row) => labels[row]!)
  const times = timesOf(table, options.time ?? 'TimeGenerated')
  // The last place is that of the rows in no cluster.
  const spans = new Spans(sizes.length + 1)
  if (times) {
    times.forEach((time, row) => {
      if (time !== undefined) spans.add(labels[row]! < 0 ? sizes.length : labels[row]!, time)
    })
  }
  const at = (cluster: number) => (cluster < 0 ? sizes.length : cluster)
  const first = spans.column(shown.map(at), 'first')
  const added: readonly (readonly [ColumnType, ColumnData])[] = [
    [
      { name: 'Clustered', type: 'bool' },
      { kind: 'bools', values: Uint8Array.from(shown, (id) => Number(id >= 0)) },
    ],
    [
      { name: 'ClusterId', type: 'int' },
      { kind: 'numbers', values: Float64Array.from(shown) },
    ],
    [
      { name: 'ClusterSize', type: 'int' },
      { kind: 'numbers', values: Float64Array.from(shown, (id) => (id < 0 ? 1 : sizes[id]!)) },
    ],
    [{ name: 'TimeGenerated', type: 'datetime' }, first],
    [{ name: 'FirstEventTime', type: 'datetime' }, first],
    [{ name: 'LastEventTime', type: 'datetime' }, spans.column(shown.map(at), 'last')],
  ]
  return { table: withColumns(table.pick(rows), added), clusters }
}

/** A column's numbers: null is 0, what is no number is NaN. */
function numbersOf(table: Table, name: string): Float64Array {
  const at = table.indexOf(name)
  const data = table.data[at]!
  const values = new Float64Array(table.rowCount)
  for (let row = 0; row < table.rowCount; row++) {
    if (data.valid?.[row] === 0) continue
    values[row] = data.kind === 'texts' ? Number.NaN : Number(data.values[row]!)
  }
  return values
}

/** The times of the rows in ticks; undefined where there is no such column. */
function timesOf(table: Table, name: string): readonly (bigint | undefined)[] | undefined {
  const at = table.indexOf(name)
  if (at < 0) return undefined
  const data = table.data[at]!
  return Array.from({ length: table.rowCount }, (_, row) => {
    if (data.valid?.[row] === 0) return undefined
    if (data.kind === 'bigints' && table.columns[at]!.type === 'datetime') return data.values[row]!
    return parseDatetime(String(table.cell(row, at)))
  })
}

class Spans {
  readonly #first: (bigint | undefined)[]
  readonly #last: (bigint | undefined)[]

  constructor(count: number) {
    this.#first = new Array<bigint | undefined>(count)
    this.#last = new Array<bigint | undefined>(count)
  }

  add(at: number, time: bigint): void {
    if (this.#first[at] === undefined || time < this.#first[at]) this.#first[at] = time
    if (this.#last[at] === undefined || time > this.#last[at]) this.#last[at] = time
  }

  column(places: readonly number[], end: 'first' | 'last'): ColumnData {
    const times = places.map((place) => (end === 'first' ? this.#first : this.#last)[place])
    return {
      kind: 'bigints',
      values: BigInt64Array.from(times, (time) => time ?? 0n),
      valid: Uint8Array.from(times, (time) => Number(time !== undefined)),
    }
  }
}

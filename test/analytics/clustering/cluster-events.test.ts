import { describe, expect, it } from 'vitest'
import { clusterEvents, findClusters } from '../../../src/analytics/clustering/cluster-events.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

function events(rows: readonly Cell[][]): Table {
  return Table.fromRows(
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'A', type: 'real' },
      { name: 'B', type: 'real' },
    ],
    rows.map(([second, ...rest]) => [second === null ? null : new Date(Number(second) * 1000).toISOString(), ...rest]),
  )
}

const columns = ['A', 'B']

describe('clusterEvents', () => {
  it('gives the first row of each cluster, then every row that is in none, with first and last times', () => {
    const { table } = clusterEvents(
      events([
        [5, 3, 4],
        [9, 0, 1],
        // The direction of the first row, at twice its length: equal once rows are scaled to length 1.
        [2, 6, 8],
        [7, 1, 0],
      ]),
      { columns },
    )
    const at = (second: number) => `1970-01-01T00:00:0${second}.0000000Z`
    expect(table.select(['A', 'Clustered', 'ClusterId', 'ClusterSize']).rows()).toEqual([
      [3, true, 0, 2],
      [0, false, -1, 1],
      [1, false, -1, 1],
    ])
    // Rows in no cluster have the times of all such rows.
    expect(table.select(['TimeGenerated', 'FirstEventTime', 'LastEventTime']).rows()).toEqual([
      [at(2), at(2), at(5)],
      [at(7), at(7), at(9)],
      [at(7), at(7), at(9)],
    ])
  })

  it('does not scale where told not to', () => {
    const table = events([
      [1, 3, 4],
      [2, 6, 8],
    ])
    expect([...findClusters(table, { columns, normalize: false }).labels]).toEqual([-1, -1])
  })

  it('keeps rows of zeros together, and takes null for 0', () => {
    const table = events([
      [1, 0, 0],
      [2, null, null],
      [3, 1, 1],
    ])
    expect([...findClusters(table, { columns }).labels]).toEqual([0, 0, -1])
  })

  it('puts rows without finite numbers in no cluster and says so', () => {
    const { labels, notices } = findClusters(
      events([
        [1, Number.NaN, 1],
        [2, Number.NaN, 1],
        [3, Number.POSITIVE_INFINITY, 1],
        [4, 1, 1],
        [5, 1, 1],
      ]),
      { columns },
    )
    expect([...labels]).toEqual([-1, -1, -1, 0, 0])
    expect(notices).toEqual(['3 rows have a feature that is no finite number: they are in no cluster.'])
  })

  it('works without rows, with one, and with rows that are all equal', () => {
    expect(clusterEvents(events([]), { columns }).table.rowCount).toBe(0)
    expect(clusterEvents(events([[1, 1, 1]]), { columns }).table.column('ClusterSize')).toEqual([1])
    const equal = clusterEvents(events(Array.from({ length: 50 }, (_, at) => [at, 2, 2])), { columns }).table
    expect(equal.column('ClusterSize')).toEqual([50])
  })

  it('takes rows of one, three or more for a cluster, as told', () => {
    const table = events([
      [1, 1, 0],
      [2, 1, 0],
      [3, 0, 1],
    ])
    expect([...findClusters(table, { columns, minSamples: 1 }).labels]).toEqual([0, 0, 1])
    expect([...findClusters(table, { columns, minSamples: 3 }).labels]).toEqual([-1, -1, -1])
  })

  it('gives no times where the table has none', () => {
    const { table } = clusterEvents(events([[null, 1, 1]]), { columns })
    expect(table.value(0, 'FirstEventTime')).toBeNull()
    expect(clusterEvents(events([[1, 1, 1]]), { columns, time: 'When' }).table.value(0, 'LastEventTime')).toBeNull()
  })

  it('says which column is missing, and what a distance may be', () => {
    expect(() => findClusters(events([]), { columns: ['C'] })).toThrow('`C`')
    expect(() => findClusters(events([]), { columns, maxDistance: 0 })).toThrow('a distance above 0')
  })
})

import { describe, expect, it } from 'vitest'
import { findAnomalies } from '../../../src/analytics/lookup/find-anomalies.ts'
import { readReport, reportTable } from '../../../src/analytics/lookup/lookup-report.ts'
import {
  anomalySeriesTable,
  anomalyTable,
  scoreGroupTable,
  searchedTable,
} from '../../../src/analytics/lookup/lookup-tables.ts'
import { Table } from '../../../src/lib/table.ts'
import { lookupReport, series, tableReport } from './lookup-reports.ts'

function found(...members: Parameters<typeof series>[]) {
  const report = lookupReport(tableReport('Audit', { series: members.map((each) => series(...each)) }))
  return findAnomalies(report).map(({ kind, name, also, actual }) => [
    kind,
    `${name.column}=${name.value}`,
    actual,
    ...also.map(({ column, value }) => `${column}=${value}`),
  ])
}

describe('findAnomalies', () => {
  it('finds peaks, dips and values that never were, greatest first', () => {
    expect(
      found(
        ['Operation', 'Read', [1, 9]],
        ['Operation', 'Write', [5, 0], 5],
        ['Operation', 'Delete', [0, 7], 0],
        ['Operation', 'List', [1, 1]],
      ),
    ).toEqual([
      ['peak', 'Operation=Read', 9],
      ['new value', 'Operation=Delete', 7],
      ['dip', 'Operation=Write', 0],
    ])
  })

  it('takes values that come and go together for one, named by the column that tells most apart', () => {
    expect(found(['Flag', 'true', [0, 7], 0], ['Operation', 'Delete', [0, 7], 0], ['Code', '4', [0, 7], 0])).toEqual([
      ['new value', 'Operation=Delete', 7, 'Code=4', 'Flag=true'],
    ])
  })

  it('says of all its records nothing that is always there with them', () => {
    expect(found(['', '', [1, 9]], ['Flag', 'true', [1, 9]])).toEqual([['peak', '=', 9]])
  })

  it('leaves out the value that is the entity itself, in upper or lower case', () => {
    expect(found(['Operation', 'ALICE', [0, 7], 0])).toEqual([])
  })

  it('takes an empty value for one only where the column never was empty', () => {
    expect(found(['Operation', '', [1, 9]], ['Code', '', [0, 8], 0])).toEqual([['new value', 'Code=', 8]])
  })

  it('leaves out a series that is anomalous all the time', () => {
    const restless = { ...series('Operation', 'Read', [0, 900]), counts: [0, 90, 0, 80, 0, 95, 0, 85, 0, 90, 0, 900] }
    const steady = restless.counts.map((count) => (count > 0 ? 1 : 0))
    const report = (expected: readonly number[]) =>
      lookupReport(tableReport('Audit', { series: [{ ...restless, expected }] }))
    expect(findAnomalies(report(steady), { mostFlagged: 1 })).toEqual([])
    expect(findAnomalies(report(steady), { mostFlagged: 5 })).toHaveLength(1)
  })

  it('says when the entity itself is new in a table that is older', () => {
    const isNew = {
      first: '2026-03-30T09:00:00.0000000Z',
      records: 6,
      window: undefined,
      status: 'too little history',
    } as const
    const kinds = (rest: Parameters<typeof tableReport>[1]) =>
      findAnomalies(lookupReport(tableReport('Audit', { ...isNew, ...rest }))).map(({ kind, actual }) => [kind, actual])
    expect(kinds({})).toEqual([['first seen', 6]])
    // The log began an hour before, or it is not known when.
    expect(kinds({ tableFirst: '2026-03-30T08:00:00.0000000Z' })).toEqual([])
    expect(kinds({ tableFirst: undefined })).toEqual([])
    // It has been there for longer than what is near.
    expect(kinds({ first: '2026-03-28T09:00:00.0000000Z' })).toEqual([])
  })

  it('groups scores over all tables', () => {
    const report = lookupReport(
      tableReport('A', { series: [series('Operation', 'x', [0, 900], 0), series('Operation', 'y', [0, 3], 0)] }),
      tableReport('B', { series: [series('Operation', 'z', [0, 90], 0), series('Operation', 'v', [0, 2], 0)] }),
    )
    expect(findAnomalies(report).map(({ group, name }) => [name.value, group])).toEqual([
      ['x', 'stands out'],
      ['z', 'notable'],
      ['y', 'ordinary'],
      ['v', 'ordinary'],
    ])
  })
})

describe('the tables of a look-up', () => {
  const report = lookupReport(
    tableReport('Audit', {
      categories: [{ name: 'ClientIP', type: 'string', values: 2, distinct: 9 }],
      series: [series('ClientIP', '203.0.113.9', [0, 7], 0), series('Operation', 'Read', [1, 3])],
    }),
    tableReport('Mail', { status: 'not there', near: undefined, holding: [], window: undefined, first: undefined }),
  )
  const anomalies = findAnomalies(report)

  it('mark a high score and offer what a pivot can go on from', () => {
    const rows = [...anomalyTable(anomalies, 5.6).objects()]
    expect(rows.map(({ What, High, Address, KqlScore }) => [What, High, Address, KqlScore])).toEqual([
      ['ClientIP = 203.0.113.9', true, '203.0.113.9', Number.POSITIVE_INFINITY],
      ['Operation = Read', false, '', Number.POSITIVE_INFINITY],
    ])
  })

  it('draw each anomaly step by step, with what was expected', () => {
    const table = anomalySeriesTable(report, anomalies, { top: 1 })
    expect(table.rowCount).toBe(12)
    expect(table.row(11)).toEqual(['2026-03-30T12:00:00.0000000Z', 7, 0, 1, 'Audit: ClientIP = 203.0.113.9'])
    expect(anomalySeriesTable(report, anomalies, { table: 'Audit' }).rowCount).toBe(24)
  })

  it('count the anomalies of each group, and those that are high', () => {
    expect(scoreGroupTable(anomalies, 5.6).rows()).toEqual([
      ['stands out', 1, 19.408, 19.408, 19.408, 1],
      ['ordinary', 1, 5.545, 5.545, 5.545, 0],
    ])
  })

  it('say of every table what became of it', () => {
    const rows = [...searchedTable(report, anomalies).objects()]
    expect(
      rows.map(({ Table: name, Status, Anomalies, History, HeldIn }) => [name, Status, Anomalies, History, HeldIn]),
    ).toEqual([
      ['Audit', 'looked into', 2, '12 × 1d', 'UserId'],
      ['Mail', 'not there', null, '', ''],
    ])
  })
})

describe('a report', () => {
  it('comes back from its table as it was', () => {
    const report = lookupReport(tableReport('Audit', { series: [series('Operation', 'a"b\n', [0, 3])] }))
    expect(readReport(reportTable(report))).toEqual(report)
  })

  it('is none where there are no tables, and refuses what is something else', () => {
    expect(readReport(reportTable(lookupReport()))).toBeUndefined()
    expect(() => readReport(Table.empty([{ name: 'Kind', type: 'string' }]))).toThrow('it has no column Table, Report')
  })
})

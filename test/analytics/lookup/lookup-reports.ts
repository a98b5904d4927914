import type { LookupReport, ReportSeries, TableReport } from '../../../src/analytics/lookup/lookup-report.ts'

/** Twelve days of one a day, then the last two as given. */
export function series(column: string, value: string, last: readonly [number, number], before = 1): ReportSeries {
  const counts = [...new Array<number>(10).fill(before), ...last]
  return { column, value, counts, expected: counts.map(() => before), scores: counts.map(() => 'Infinity') }
}

export function tableReport(name: string, rest: Partial<TableReport> = {}): TableReport {
  return {
    table: name,
    status: 'looked into',
    reason: '',
    near: 3,
    records: 40,
    first: '2026-03-01T00:00:00.0000000Z',
    last: '2026-03-30T00:00:00.0000000Z',
    tableFirst: '2026-01-01T00:00:00.0000000Z',
    holding: [{ name: 'UserId', type: 'string', records: 40 }],
    window: {
      start: '2026-03-19T12:00:00.0000000Z',
      end: '2026-03-31T12:00:00.0000000Z',
      step: '1.00:00:00',
      steps: 12,
      period: 0,
    },
    categories: [
      { name: 'Operation', type: 'string', values: 3, distinct: 9 },
      { name: 'Code', type: 'long', values: 2, distinct: 4 },
      { name: 'Flag', type: 'bool', values: 2, distinct: 2 },
    ],
    leftOut: [],
    series: [],
    ...rest,
  }
}

export function lookupReport(...tables: readonly TableReport[]): LookupReport {
  return {
    entity: 'alice',
    also: [],
    match: 'term',
    time: '2026-03-30T12:00:00.0000000Z',
    timeFrom: 'given',
    nearStart: '2026-03-29T12:00:00.0000000Z',
    nearEnd: '2026-03-31T12:00:00.0000000Z',
    historyStart: '2026-02-28T12:00:00.0000000Z',
    near: 2,
    threshold: 1.5,
    tables,
    questions: [],
    budget: 200,
  }
}

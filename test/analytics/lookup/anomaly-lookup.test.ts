import { describe, expect, it } from 'vitest'
import { anomalyLookup } from '../../../src/analytics/lookup/anomaly-lookup.ts'
import {
  type LookupRequest,
  type LookupTable,
  type LookupWorld,
  lookupDefaults,
} from '../../../src/analytics/lookup/lookup-request.ts'
import { ownValueTable } from '../../../src/analytics/lookup/lookup-tables.ts'
import { HuntletError } from '../../../src/lib/diagnostic.ts'
import { parseDatetime } from '../../../src/lib/kql-time.ts'
import { noProgress, type Progress } from '../../../src/lib/progress.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const end = parseDatetime('2026-03-31')!

function tableNamed(name: string): LookupTable {
  return {
    name,
    rowCount: 100,
    first: '2026-01-01T00:00:00.0000000Z',
    columns: [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'UserId', type: 'string' },
      { name: 'Operation', type: 'string' },
    ],
  }
}

interface Told {
  /** Tables whose every question fails. */
  readonly broken?: readonly string[]
  /** Tables that hold the entity, and when it was last there. */
  readonly holding: Readonly<Record<string, string>>
  readonly first?: string
  readonly progress?: Progress
  readonly onAsk?: (kql: string) => void
}

/** A world that answers from what it is told, and keeps what it answered. */
function worldOf(names: readonly string[], told: Told) {
  const asked: string[] = []
  const kept = new Map<string, Table>()
  const world: LookupWorld = {
    tables: names.map(tableNamed),
    progress: told.progress ?? noProgress,
    isKept: (kql) => kept.has(kql),
    async ask(kql, { start, end: until }) {
      const known = kept.get(kql)
      if (known) return known
      asked.push(kql)
      told.onAsk?.(kql)
      const broken = told.broken?.find((name) => new RegExp(`\\b${name}\\b`).test(kql))
      if (broken) throw new Error(`${broken} does not answer.`)
      const answer = answerTo(kql, told, start, until)
      kept.set(kql, answer)
      return answer
    },
  }
  return { world, asked }
}

function answerTo(kql: string, told: Told, start: string, until: string): Table {
  if (kql.startsWith('union')) {
    const rows = Object.entries(told.holding).filter(
      ([name, last]) => new RegExp(`\\b${name}\\b`).test(kql) && last >= start && last < until,
    )
    return objects(rows.map(([Table, Last]) => ({ Table, Records: 2, Last })))
  }
  if (kql.includes('IsIts')) return objects([{ Column: 'Operation', Value: 'Forward', Records: 9 }])
  if (kql.startsWith('let records')) {
    const counts = [...new Array<number>(28).fill(1), 1, 9]
    return Table.fromRows(
      [
        { name: 'Column', type: 'string' },
        { name: 'Value', type: 'string' },
        { name: 'Counts', type: 'dynamic' },
        { name: 'Expected', type: 'dynamic' },
        { name: 'Scores', type: 'dynamic' },
      ],
      [['Operation', 'Read', counts, counts.map(() => 1), counts.map(() => 0)]],
    )
  }
  if (kql.includes('Records = count()')) {
    return objects([
      {
        Records: 60,
        First: told.first ?? '2026-03-01T00:00:00.0000000Z',
        Last: '2026-03-30T20:00:00.0000000Z',
        h0: 60,
        h1: 0,
        v0: 1,
        v1: 3,
      },
    ])
  }
  return objects([{ Rows: 90, d0: 5, d1: 4 }])
}

function objects(rows: readonly Readonly<Record<string, Cell>>[]): Table {
  const names = Object.keys(rows[0] ?? { Table: '' })
  return Table.fromRows(
    names.map((name) => ({ name, type: typeof rows[0]?.[name] === 'number' ? 'long' : 'string' })),
    rows.map((row) => names.map((name) => row[name]!)),
  )
}

function request(rest: Partial<LookupRequest> = {}): LookupRequest {
  return { ...lookupDefaults, entity: 'alice', end, ...rest }
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `T${String(index + 1).padStart(3, '0')}`)
const recently = '2026-03-30T20:00:00.0000000Z'

describe('anomalyLookup', () => {
  it('asks once for twenty tables, then three questions about each that holds it', async () => {
    const { world, asked } = worldOf(names(45), { holding: { T007: recently, T030: recently } })
    const report = await anomalyLookup(world, request())
    expect(asked).toHaveLength(3 + 2 * 3)
    expect(report.questions.map(({ purpose, asked: count }) => [purpose, count])).toEqual([
      ['which tables', 3],
      ['history', 2],
      ['categorical columns', 2],
      ['series', 2],
    ])
    const looked = report.tables.filter(({ status }) => status === 'looked into')
    expect(looked.map(({ table, holding, series }) => [table, holding, series.length])).toEqual([
      ['T007', [{ name: 'UserId', type: 'string', records: 60 }], 1],
      ['T030', [{ name: 'UserId', type: 'string', records: 60 }], 1],
    ])
    expect(report.tables.filter(({ status }) => status === 'not there')).toHaveLength(43)
  })

  it('finds the table that breaks a question, and answers for the others', async () => {
    const { world } = worldOf(names(20), { holding: { T007: recently, T011: recently }, broken: ['T011', 'T012'] })
    const { tables } = await anomalyLookup(world, request())
    const statuses = Map.groupBy(tables, ({ status }) => status)
    expect(statuses.get('failed')!.map(({ table, reason }) => [table, reason])).toEqual([
      ['T011', 'T011 does not answer.'],
      ['T012', 'T012 does not answer.'],
    ])
    expect(statuses.get('looked into')!.map(({ table }) => table)).toEqual(['T007'])
    expect(statuses.get('not there')).toHaveLength(17)
  })

  it('fails a table alone where a later question about it fails', async () => {
    const { world } = worldOf(names(3), {
      holding: { T001: recently, T002: recently },
      onAsk(kql) {
        if (kql.startsWith('let records') && kql.includes('T001')) throw new Error('Too much.')
      },
    })
    const { tables } = await anomalyLookup(world, request())
    expect(tables.map(({ table, status, reason }) => [table, status, reason])).toEqual([
      ['T001', 'failed', 'Too much.'],
      ['T002', 'looked into', ''],
      ['T003', 'not there', 'No record near the time holds it.'],
    ])
  })

  it('asks no more than it may, leaves the rest over, and goes on there without asking twice', async () => {
    const holding = Object.fromEntries(names(9).map((name) => [name, recently]))
    const { world, asked } = worldOf(names(45), { holding })
    // Three groups of tables, then four queries kept for each table of two groups of columns at most.
    const first = await anomalyLookup(world, request({ queries: 12 }))
    expect(asked.length).toBeLessThanOrEqual(12)
    expect(first.tables.filter(({ status }) => status === 'looked into').map(({ table }) => table)).toEqual([
      'T001',
      'T002',
    ])
    expect(first.tables.filter(({ status }) => status === 'left over')).toHaveLength(7)
    const second = await anomalyLookup(world, request({ queries: 200 }))
    expect(second.tables.filter(({ status }) => status === 'looked into')).toHaveLength(9)
    expect(new Set(asked).size).toBe(asked.length)
    expect(second.questions.map(({ kept }) => kept)).toEqual([3, 2, 2, 2])
  })

  it('searches no further than half of the queries', async () => {
    const { world, asked } = worldOf(names(100), { holding: {} })
    const { tables } = await anomalyLookup(world, request({ queries: 4 }))
    expect(asked).toHaveLength(2)
    expect(tables.filter(({ status }) => status === 'left over')).toHaveLength(60)
  })

  it('looks where it was last seen when no time was given and it is not at the end', async () => {
    const { world } = worldOf(names(2), { holding: { T002: '2026-03-12T08:00:00.5000000Z' } })
    const report = await anomalyLookup(world, request())
    expect(report).toMatchObject({ timeFrom: 'last seen', time: '2026-03-12T08:00:01.0000000Z' })
    expect(report.tables.find(({ table }) => table === 'T002')!.status).toBe('looked into')
    const given = await anomalyLookup(world, request({ time: end }))
    expect(given).toMatchObject({
      timeFrom: 'given',
      lastSeen: { table: 'T002', time: '2026-03-12T08:00:00.5000000Z' },
    })
  })

  it('goes back beyond its history to where the tables are known to begin, as logs of a case may be years apart', async () => {
    const { world } = worldOf(names(2), { holding: { T002: '2024-01-05T08:00:00.5000000Z' } })
    expect(await anomalyLookup(world, request())).toMatchObject({ timeFrom: 'end of the time range' })
    const known = world.tables.map((table) => ({ ...table, first: '2024-01-01T00:00:00.0000000Z' }))
    const report = await anomalyLookup({ ...world, tables: known }, request())
    expect(report).toMatchObject({ timeFrom: 'last seen', time: '2024-01-05T08:00:01.0000000Z' })
  })

  it('compares an entity without history with everybody, where the table has one', async () => {
    const { world, asked } = worldOf(names(1), { holding: { T001: recently }, first: '2026-03-30T23:30:00.0000000Z' })
    const report = await anomalyLookup(world, request())
    expect(report.tables[0]).toMatchObject({
      status: 'new there',
      records: 60,
      series: [],
      own: [{ column: 'Operation', value: 'Forward', records: 9 }],
    })
    expect(asked.at(-1)).toContain('IsIts = UserId has "alice"')
    expect(ownValueTable(report).row(0).slice(0, 5)).toEqual(['T001', 'Operation', 'Forward', 9, 60])
  })

  it('compares nothing where the table has no history either, and says so', async () => {
    const first = '2026-03-30T23:30:00.0000000Z'
    const { world, asked } = worldOf(names(1), { holding: { T001: recently }, first })
    const young = { ...world, tables: world.tables.map((table) => ({ ...table, first })) }
    const [table] = (await anomalyLookup(young, request())).tables
    expect(table).toMatchObject({ status: 'too little history', records: 60, series: [] })
    expect(asked).toHaveLength(2)
  })

  it('ends when it is cancelled', async () => {
    const { world } = worldOf(names(45), {
      holding: {},
      onAsk() {
        throw new HuntletError('CANCELLED', 'The run was cancelled.')
      },
    })
    await expect(anomalyLookup(world, request())).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('tells how far it has come', async () => {
    const told: [number, number, string | undefined][] = []
    const progress: Progress = (...each) => told.push([each[0], each[1], each[2]])
    const { world } = worldOf(names(45), { holding: { T007: recently }, progress })
    await anomalyLookup(world, request())
    expect(told.slice(0, 4)).toEqual([
      [20, 45, 'Looking for it: table'],
      [40, 45, 'Looking for it: table'],
      [45, 45, 'Looking for it: table'],
      [1, 1, 'Reading history: table'],
    ])
  })

  it('refuses a table that is not there, and nothing to look for', async () => {
    const { world } = worldOf(names(1), { holding: {} })
    await expect(anomalyLookup(world, request({ tables: ['T9'] }))).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' })
    await expect(anomalyLookup(world, request({ entity: ' - ' }))).rejects.toMatchObject({ code: 'INVALID_PARAMETER' })
  })
})

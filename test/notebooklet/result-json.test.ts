import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import { type Cell, type Json, Table } from '../../src/lib/table.ts'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { Result } from '../../src/notebooklet/result.ts'
import type { ResultData, Section } from '../../src/notebooklet/result-data.ts'
import { tableFromJson, tableToJson } from '../../src/notebooklet/result-json.ts'
import type { View } from '../../src/notebooklet/view.ts'
import { fakeWorkspace, table } from './fake-workspace.ts'
import { logonsContent, logonsRoot } from './logons-content.ts'

const views: readonly View[] = [
  { kind: 'facts', columns: ['A'] },
  { kind: 'table', columns: ['A', 'B'], mark: 'B' },
  { kind: 'timeline', time: 'T', end: 'E', by: 'A', tooltip: ['B'] },
  { kind: 'scatter', time: 'T', score: 'N', scale: 'log', by: 'A' },
  { kind: 'series', time: 'T', value: 'N', baseline: 'N', anomaly: 'N', by: 'A' },
  { kind: 'bars', label: 'A', value: 'N' },
  { kind: 'matrix', row: 'A', column: 'B', value: 'N' },
  { kind: 'tree', id: 'A', parent: 'B', label: 'A', detail: ['B'] },
  { kind: 'map', latitude: 'N', longitude: 'N', label: 'A' },
  { kind: 'text', text: 'words' },
]

const data: ResultData = {
  notebooklet: 'logons',
  title: 'Logons',
  request: {
    notebooklet: 'logons',
    value: 'it\'s "x"\n\u001b[0m',
    parameters: { source: 'all', top: 3, deep: true },
    options: ['alerts'],
    timeRange: { start: '2026-01-01T00:00:00.0000000Z', end: '2026-01-08T00:00:00.0000000Z', said: 'last 7d' },
    now: { at: '2026-01-08T00:00:00.0000000Z', source: 'newest record' },
    workspace: 'fake',
    choices: { account: 'x' },
    from: { notebooklet: 'hosts', value: 'web01', section: 's1', column: 'A', time: '2026-01-02T00:00:00.0000000Z' },
  },
  status: 'partial',
  sections: views.map(
    (view, at): Section => ({
      id: `s${at}`,
      title: 'Title',
      ...(at > 0 && { text: 'Text' }),
      status: 'ok',
      notices: ['a notice'],
      view,
      ...(at !== 9 && { table: table('A:string N:real', ['a', 1]) }),
      queries: [
        {
          query: 'a/b',
          kql: 'print 1',
          timeRange: { start: 'a', end: 'b' },
          rowCount: 1,
          durationMs: 1.5,
          completeness: 'truncated',
          ...(at > 3 && {
            pieces: [
              { start: 'a', end: 'b', status: 'failed', rowCount: 0, durationMs: 1, message: 'no', workspace: 'w' },
              { start: 'b', end: 'c', status: 'complete', rowCount: 1, durationMs: 1 },
            ],
          }),
        },
      ],
      entityColumns: { A: 'account' },
      ...(at > 5 && { followUp: 'more' }),
    }),
  ),
  entities: [{ type: 'account', value: 'x', sections: ['s0'] }],
  followUps: [
    { id: 'more', title: 'More', parameters: [{ name: 'p', text: 't', required: true, column: 'A' }], done: true },
  ],
  choices: [{ id: 'account', title: 'Which?', options: [{ value: 'x', label: 'X' }], chosen: 'x' }],
  notices: ['of all'],
}

const throughText = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('a saved Result', () => {
  it('reads back without loss, whatever its views', () => {
    const back = Result.fromJSON(throughText(new Result(data)))
    expect(JSON.stringify(back)).toBe(JSON.stringify(new Result(data)))
    expect(back.data).toEqual(data)
  })

  it('has the promised form', () => {
    expect(Object.keys(throughText(new Result(data)) as object).slice(0, 6)).toEqual([
      'version',
      'notebooklet',
      'title',
      'request',
      'status',
      'sections',
    ])
    expect(new Result(data).toJSON().sections[0]?.table).toEqual({
      columns: [
        { name: 'A', type: 'string' },
        { name: 'N', type: 'real' },
      ],
      rows: [['a', 1]],
    })
  })

  it('says that its follow-ups need the workspace, and does them where it has one', async () => {
    const saved = throughText(new Result(data))
    await expect(Result.fromJSON(saved).followUp('failures')).rejects.toMatchObject({
      code: 'RESULT_CLOSED',
      hint: 'Open it with its workspace (fake), or run `logons` again.',
    })
    const workspace = fakeWorkspace()
    const desk = await openDesk(workspace, await loadCatalog([logonsRoot], logonsContent))
    const reopened = await desk.reopen({
      ...(saved as object),
      request: { ...data.request, parameters: { source: 'all', top: 3 } },
    })
    const grown = await reopened.followUp('failures')
    expect(grown.section('failures')?.status).toBe('empty')
    expect(workspace.asked[0]).toMatchObject({
      kql: expect.stringContaining('=~ "x"'),
      options: { timespan: { start: '2026-01-01T00:00:00.0000000Z', end: '2026-01-08T00:00:00.0000000Z' } },
    })
  })

  it.each<[string, (json: Record<string, unknown>) => unknown]>([
    ['nothing', () => undefined],
    ['another file', () => ({ columns: [] })],
    ['a later version', (json) => ({ ...json, version: 2 })],
    ['an unknown status', (json) => ({ ...json, status: 'fine' })],
    ['an unknown view', (json) => withSection(json, { view: { kind: 'pie' } })],
    ['a view without its columns', (json) => withSection(json, { view: { kind: 'timeline' } })],
    [
      'a column of no type',
      (json) => withSection(json, { table: { columns: [{ name: 'A', type: 'text' }], rows: [] } }),
    ],
    [
      'a cell of another type',
      (json) => withSection(json, { table: { columns: [{ name: 'A', type: 'long' }], rows: [[{}]] } }),
    ],
    [
      'a datetime that is none',
      (json) => withSection(json, { table: { columns: [{ name: 'A', type: 'datetime' }], rows: [['soon']] } }),
    ],
    ['an unknown entity', (json) => ({ ...json, entities: [{ type: 'planet', value: 'x', sections: [] }] })],
  ])('is refused where it is %s', (_, change) => {
    const json = throughText(new Result(data)) as Record<string, unknown>
    expect(() => Result.fromJSON(change(json))).toThrow(expect.objectContaining({ code: 'INVALID_RESULT' }))
  })
})

function withSection(json: Record<string, unknown>, change: object): unknown {
  const [first, ...rest] = json.sections as object[]
  return { ...json, sections: [{ ...first, ...change }, ...rest] }
}

describe('a table as JSON', () => {
  const cellOf: Readonly<Record<string, fc.Arbitrary<Cell>>> = {
    bool: fc.option(fc.boolean()),
    int: fc.option(fc.integer()),
    long: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    real: fc.option(fc.double().map((value) => (Object.is(value, -0) ? 0 : value))),
    decimal: fc.option(fc.constantFrom('1.5', '-0.000000000000000001')),
    string: fc.string({ unit: 'binary' }),
    guid: fc.option(fc.uuid()),
    datetime: fc.option(fc.constantFrom('2021-04-16T12:07:14.1234560Z', '0001-01-01T00:00:00.0000000Z')),
    timespan: fc.option(fc.constantFrom('1.02:03:04.5000000', '-00:00:00.0000001')),
    dynamic: fc.option(fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)),
  }
  const columns = Object.keys(cellOf).map((type) => ({ name: type, type }) as ColumnType)

  it('reads back cell by cell', () => {
    const rows = fc.array(fc.tuple(...columns.map(({ type }) => cellOf[type]!)), { maxLength: 5 })
    fc.assert(
      fc.property(rows, (cells) => {
        const before = Table.fromRows(columns, cells)
        const after = tableFromJson(throughText(tableToJson(before)) as ReturnType<typeof tableToJson>)
        expect(after.rows()).toEqual(before.rows())
      }),
      { seed: 11, numRuns: 100 },
    )
  })
})

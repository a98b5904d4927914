import { describe, expect, it } from 'vitest'
import { HuntletError } from '../../src/lib/diagnostic.ts'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { type ColumnPivot, pivotOnColumn } from '../../src/notebooklet/pivot-column.ts'
import { type Answer, fakeWorkspace, table } from './fake-workspace.ts'
import { logonsContent, logonsRoot } from './logons-content.ts'

const logons = (account: string, ...where: string[]) =>
  table(
    'TimeGenerated:datetime Account:string Where:string ResultType:string',
    ...where.map((each) => ['2026-01-30T01:00:00Z', account, each, '0']),
  )

const answers: Readonly<Record<string, Answer>> = {
  '// logons': (kql) => {
    if (kql.includes('"alice')) return logons('alice', '10.0.0.1', '10.0.0.2')
    if (kql.includes('"bob')) return logons('bob', '10.0.0.3')
    if (kql.includes('"broken')) return new HuntletError('QUERY_FAILED', 'the table is gone')
    return logons('nobody')
  },
  '// find': (kql) =>
    table(
      'Account:string Last:datetime',
      ...(kql.includes('"lice') ? ['alice', 'malice'] : kql.includes('"alice') ? ['alice'] : []).map((name) => [
        name,
        '2026-01-30T00:00:00Z',
      ]),
    ),
}

const people = table(
  'Name:string Account:string',
  ['A', 'alice@contoso.com'],
  ['B', 'BOB'],
  ['B again', 'bob'],
  ['nobody', '-'],
  ['C', 'carol'],
)

async function pivoted(pivot: Partial<ColumnPivot> = {}) {
  const workspace = fakeWorkspace({ answers })
  const catalog = await loadCatalog([logonsRoot], logonsContent)
  const told: string[] = []
  const result = await pivotOnColumn(
    workspace,
    catalog,
    { table: people, column: 'Account', run: 'account/logons', ...pivot },
    { progress: (done, total) => told.push(`${done}/${total}`) },
  )
  return { ...result, workspace, told }
}

describe('pivotOnColumn', () => {
  it('joins what a query finds to the rows, one by one; a row of nothing keeps its own columns', async () => {
    const { table: joined, notices, status, workspace, told } = await pivoted()
    expect(joined.columns.map(({ name }) => name)).toEqual([
      ...['Name', 'Account'],
      ...['TimeGenerated', 'Result_Account', 'Where', 'ResultType'],
    ])
    expect(joined.rows().map((row) => [row[0], row[1], row[2] !== null, row[4]])).toEqual([
      ['A', 'alice@contoso.com', true, '10.0.0.1'],
      ['A', 'alice@contoso.com', true, '10.0.0.2'],
      ['B', 'BOB', true, '10.0.0.3'],
      ['B again', 'bob', true, '10.0.0.3'],
      ['nobody', '-', false, ''],
      ['C', 'carol', false, ''],
    ])
    expect({ notices, status }).toEqual({ notices: [], status: 'complete' })
    // Names that differ in case are asked about once.
    expect(workspace.asked).toHaveLength(3)
    expect(told).toEqual(['1/3', '2/3', '3/3'])
  })

  it('asks about some values at a time, of which there may be many', async () => {
    const many = table('Account:string', ...Array.from({ length: 20 }, (_, at) => [`user${at}`]))
    const { workspace, notices, status } = await pivoted({ table: many, limit: 12 })
    expect(workspace.asked).toHaveLength(12)
    expect(workspace.most).toBeGreaterThan(1)
    expect(workspace.most).toBeLessThanOrEqual(5)
    expect(notices).toEqual([
      'The first 12 of 20 different values were asked about; the rows of the others have no result.',
    ])
    expect(status).toBe('partial')
  })

  it('asks a section of a notebooklet, with what that waits for and nothing else', async () => {
    const one = table('Account:string', ['alice'])
    const { table: joined, workspace } = await pivoted({ table: one, run: 'logons:logons' })
    expect(joined.column('Where')).toEqual(['10.0.0.1', '10.0.0.2'])
    expect(workspace.asked.map(({ kql }) => kql.split('\n')[0])).toEqual(['// find', '// logons'])
  })

  it('says which values could not be answered, and why', async () => {
    const some = table('Account:string', ['lice'], ['nemo'])
    const { notices, status } = await pivoted({ table: some, run: 'logons:logons' })
    expect(notices).toEqual([
      expect.stringContaining('1 of 2 values: Skipped until it is chosen'),
      expect.stringContaining('1 of 2 values: Skipped: nothing matches'),
    ])
    expect(status).toBe('partial')
    const broken = await pivoted({ table: table('Account:string', ['broken'], ['alice']) })
    expect(broken.notices).toEqual(['1 of 2 values: the table is gone'])
    expect(broken.table.rowCount).toBe(3)
  })

  it('looks at the time that is asked for', async () => {
    const one = table('Account:string', ['alice'])
    const { workspace } = await pivoted({ table: one, time: { around: '2026-01-10', within: '2h' } })
    expect(workspace.asked[0]?.options.timespan).toEqual({
      start: '2026-01-09T22:00:00.0000000Z',
      end: '2026-01-10T02:00:00.0000000Z',
    })
  })

  it.each<[Partial<ColumnPivot>, string, string]>([
    [{ column: 'Acount' }, 'COLUMN_UNKNOWN', 'the table has Name, Account'],
    [{ run: 'logon' }, 'UNKNOWN_NOTEBOOKLET', '`logon`'],
    [{ run: 'logons:nothing' }, 'UNKNOWN_SECTION', '`nothing`'],
    [{ type: 'ip' }, 'INVALID_PARAMETER', 'takes a value for `account`, not for `ip`'],
    [{ parameters: { wrong: '1' } }, 'UNKNOWN_PARAMETER', '`wrong`'],
  ])('refuses %j', async (pivot, code, message) => {
    await expect(pivoted(pivot)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })

  it('stops when it is told to', async () => {
    const catalog = await loadCatalog([logonsRoot], logonsContent)
    const pivot = { table: people, column: 'Account', run: 'account/logons' }
    await expect(
      pivotOnColumn(fakeWorkspace({ answers }), catalog, pivot, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

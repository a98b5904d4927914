import { describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../../src/lib/diagnostic.ts'
import type { ColumnType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { openSeveral } from '../../../src/providers/remote/open-several.ts'
import { severalWorkspaces } from '../../../src/providers/remote/several-workspaces.ts'
import type { Completeness, QueryTable, Workspace } from '../../../src/providers/workspace.ts'

const complete: Completeness = { status: 'complete', notices: [] }
const a: ColumnType = { name: 'a', type: 'string' }

function answer(columns: readonly ColumnType[], rows: readonly Cell[][], more: Partial<QueryTable> = {}): QueryTable {
  return { table: Table.fromRows(columns, rows), completeness: complete, durationMs: 1, ...more }
}

function workspace(run: () => QueryTable, more: Partial<Workspace> = {}): Workspace {
  return {
    name: 'w',
    kind: 'kusto',
    now: async () => ({ at: '2024-01-01T00:00:00.0000000Z', source: 'clock' }),
    tables: async () => [],
    notices: async () => [],
    query: async () => run().table,
    run: async () => run(),
    close: async () => {},
    ...more,
  }
}

const fails = (error: Error) =>
  workspace(() => {
    throw error
  })

describe('several workspaces', () => {
  it('give the rows of each, with its name before them', async () => {
    const several = severalWorkspaces([
      { name: 'north', workspace: workspace(() => answer([a, { name: 'n', type: 'long' }], [['x', 1]])) },
      { name: 'south', workspace: workspace(() => answer([{ name: 'd', type: 'dynamic' }, a], [[{ y: 2 }, 'z']])) },
    ])
    const { table, completeness } = await several.run('T')
    expect(table.columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
      'Workspace:string',
      'a:string',
      'n:long',
      'd:dynamic',
    ])
    expect(table.rows()).toEqual([
      ['north', 'x', 1, null],
      ['south', 'z', null, { y: 2 }],
    ])
    expect(completeness).toEqual(complete)
  })

  it('keep both of a column that has two types, and a column Workspace of their own', async () => {
    const one = workspace(() => answer([{ name: 'Workspace', type: 'string' }, a], [['own', 'x']]))
    const other = workspace(() => answer([{ name: 'a', type: 'long' }], [[5]]))
    const empty = workspace(() => answer([{ name: 'a', type: 'guid' }], []))
    const { table } = await severalWorkspaces([
      { name: '1', workspace: one },
      { name: '2', workspace: other },
      { name: '3', workspace: empty },
    ]).run('T')
    expect(table.columns.map(({ name }) => name)).toEqual(['Workspace1', 'Workspace', 'a_string', 'a_long'])
    expect(table.rows()).toEqual([
      ['1', 'own', 'x', null],
      ['2', '', '', 5],
    ])
  })

  it('leave the rows of the others where one fails, and name it', async () => {
    const several = severalWorkspaces([
      { name: 'north', workspace: workspace(() => answer([a], [['x']])) },
      {
        name: 'south',
        workspace: fails(new HuntletError('NO_PERMISSION', 'south: You may not.', { hint: 'Ask for it.' })),
      },
    ])
    const { table, completeness } = await several.run('T')
    expect(table.rows()).toEqual([['north', 'x']])
    expect(completeness).toEqual({
      status: 'partial',
      notices: ['south gave no answer: You may not. Ask for it.'],
    })
  })

  it('fail together, once where all say the same', async () => {
    const wrong = () => new KqlError('KQL_INVALID', 'Unknown table.', { diagnostics: [] })
    const same = severalWorkspaces([
      { name: 'north', workspace: fails(wrong()) },
      { name: 'south', workspace: fails(wrong()) },
    ])
    await expect(same.run('T')).rejects.toMatchObject({ message: 'Unknown table.', code: 'KQL_INVALID' })
    const different = severalWorkspaces([
      { name: 'north', workspace: fails(wrong()) },
      { name: 'south', workspace: fails(new HuntletError('NOT_LOGGED_IN', 'Log in.')) },
    ])
    const failed = await different.run('T').catch((error) => error)
    expect(failed.message).toBe('north: Unknown table.\nsouth: Log in.')
  })

  it('name the one that lacks a table, and say once what all say', async () => {
    const lacks = (notices: string[]) =>
      workspace(() => answer([a], [], { completeness: { status: 'complete', notices } }))
    const { completeness } = await severalWorkspaces([
      { name: 'north', workspace: lacks(['the same', 'no T in this workspace']) },
      { name: 'south', workspace: lacks(['the same']) },
    ]).run('T')
    expect(completeness.notices).toEqual(['the same', 'north: no T in this workspace'])
  })

  it('are cut at the limit so that each is seen', async () => {
    const rows = (name: string, count: number) =>
      workspace(() =>
        answer(
          [a],
          Array.from({ length: count }, (_, at) => [`${name}${at}`]),
        ),
      )
    const { table, completeness } = await severalWorkspaces([
      { name: 'many', workspace: rows('m', 10) },
      { name: 'few', workspace: rows('f', 1) },
      { name: 'some', workspace: rows('s', 4) },
    ]).run('T', { limit: 7 })
    expect(table.column('Workspace')).toEqual(['many', 'many', 'many', 'few', 'some', 'some', 'some'])
    expect(completeness.status).toBe('truncated')
    expect(completeness.notices).toEqual(['only the first 7 rows are shown; there are more'])
  })

  it('say whose the parts of the time range are, and unite what else they have', async () => {
    const piece = { start: 's', end: 'e', status: 'complete', rowCount: 1, durationMs: 1 } as const
    const tables = async () => [
      { name: 'T', columns: [a], rowCount: 2, first: '2024-01-02', last: '2024-01-03', sources: [] },
    ]
    const later = async () => [
      { name: 'T', columns: [{ name: 'n', type: 'long' }] as const, rowCount: 3, first: '2024-01-01', sources: [] },
    ]
    const several = severalWorkspaces([
      { name: 'north', workspace: workspace(() => answer([a], [['x']], { pieces: [piece] }), { tables }) },
      {
        name: 'south',
        workspace: workspace(() => answer([a], []), {
          tables: later,
          notices: async () => [{ severity: 'notice', message: 'slow' }],
          now: async () => ({ at: '2024-02-01T00:00:00.0000000Z', source: 'given' }),
        }),
      },
    ])
    expect((await several.run('T')).pieces).toEqual([{ ...piece, workspace: 'north' }])
    expect(await several.tables()).toEqual([
      {
        name: 'T',
        columns: [a, { name: 'n', type: 'long' }],
        rowCount: 5,
        first: '2024-01-01',
        last: '2024-01-03',
        sources: [],
      },
    ])
    expect(await several.notices()).toEqual([{ severity: 'notice', message: 'south: slow' }])
    expect(await several.now()).toMatchObject({ at: '2024-02-01T00:00:00.0000000Z' })
  })

  it('have names of their own', () => {
    const one = { name: 'x', workspace: workspace(() => answer([a], [])) }
    expect(() => severalWorkspaces([one, one])).toThrow('named twice')
    expect(() => severalWorkspaces([])).toThrow('No workspace')
  })

  it('are opened though one cannot be, and not where none can', async () => {
    const requests = ['north', 'south'].map((name) => ({ kind: 'kusto', name, cluster: 'c', database: 'd' }) as const)
    const closed: string[] = []
    const open = (works: (name: string) => boolean) => async (request: { readonly name?: string }) => {
      const name = request.name!
      if (!works(name)) throw new HuntletError('NOT_LOGGED_IN', `Log in to ${name}.`)
      return workspace(() => answer([a], [['x']]), { name, close: async () => void closed.push(name) })
    }
    const asked = { kind: 'several', workspaces: requests } as const
    const several = await openSeveral(asked, (each) => open((name) => name === 'north')(each as never))
    const { completeness } = await several.run('T')
    expect(completeness.notices).toEqual(['south gave no answer: Log in to south.'])
    await several.close()
    expect(closed).toEqual(['north'])
    const none = await openSeveral(asked, (each) => open(() => false)(each as never)).catch((error) => error)
    expect([none.code, none.message]).toEqual(['NOT_LOGGED_IN', 'north: Log in to north.\nsouth: Log in to south.'])
  })
})

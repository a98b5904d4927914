import { describe, expect, it } from 'vitest'
import { noProgress } from '../../src/lib/progress.ts'
import { Table } from '../../src/lib/table.ts'
import type { StepDefinition } from '../../src/notebooklet/step.ts'
import { steps } from '../../src/notebooklet/steps.ts'
import { uniteTables } from '../../src/notebooklet/unite-tables.ts'
import { table } from './fake-workspace.ts'

function stepped(name: string, options: object, ...tables: Table[]) {
  const step = steps[name] as StepDefinition
  const made = step.run(tables, step.options.parse(options), noProgress)
  return made instanceof Table ? { table: made, notices: [] } : made
}

describe('uniteTables', () => {
  it('keeps every cell of every type, null where a table has no such column', () => {
    const a = table(
      'S:string L:long R:real B:bool T:datetime D:dynamic',
      ['x', 9007199254740993n, 0.5, true, '2026-01-01T00:00:00Z', { a: 1 }],
      ['', null, null, null, null, null],
    )
    const b = table('L:long U:string', [7, 'u'])
    const united = uniteTables([
      { name: 'a', table: a },
      { name: 'b', table: b },
    ])
    expect(united.columns.map(({ name }) => name)).toEqual(['Source', 'S', 'L', 'R', 'B', 'T', 'D', 'U'])
    expect(united.rows()).toEqual([
      ['a', 'x', 9007199254740993n, 0.5, true, '2026-01-01T00:00:00.0000000Z', { a: 1 }, ''],
      ['a', '', null, null, null, null, null, ''],
      ['b', '', 7, null, null, null, null, 'u'],
    ])
  })

  it('takes tables that were picked from others', () => {
    const picked = table('S:string', ['x'], ['y'], ['z']).pick([2, 0])
    expect(uniteTables([{ name: 'a', table: picked }]).column('S')).toEqual(['z', 'x'])
  })

  it.each([
    [table('N:long', [1]), '`N` is string in `a` and long in `b`'],
    [table('Source:string', ['x']), '`b` has a column `Source` of its own'],
  ])('refuses tables that do not fit', (other, problem) => {
    const tables = [
      { name: 'a', table: table('N:string', ['1']) },
      { name: 'b', table: other },
    ]
    expect(() => uniteTables(tables)).toThrow(problem)
  })
})

describe('steps over any table', () => {
  const people = table('Name:string Age:int', ['b', 30], ['A', null], ['c', 5], ['b', 7])

  it('take says what it left out', () => {
    expect(stepped('take', { rows: 2 }, people)).toMatchObject({ notices: ['The first 2 of 4 rows.'] })
    expect(stepped('take', { rows: 9 }, people)).toMatchObject({ table: people, notices: [] })
  })

  it('sort puts null last either way', () => {
    expect(stepped('sort', { by: 'Age' }, people).table.column('Age')).toEqual([5, 7, 30, null])
    expect(stepped('sort', { by: 'Age', descending: true }, people).table.column('Age')).toEqual([30, 7, 5, null])
  })

  it('sort takes spans of time and decimals for what they are, and numbers that are none for unknown', () => {
    const spans = table('Span:timespan', ['10.00:00:00'], ['2.00:00:00'], ['23:00:00'])
    expect(stepped('sort', { by: 'Span' }, spans).table.column('Span')).toEqual([
      '23:00:00',
      '2.00:00:00',
      '10.00:00:00',
    ])
    expect(stepped('sort', { by: 'D' }, table('D:decimal', ['10'], ['9'])).table.column('D')).toEqual(['9', '10'])
    const reals = table('R:real', [2], [Number.NaN], [3], [1])
    expect(stepped('sort', { by: 'R' }, reals).table.column('R')).toEqual([1, 2, 3, Number.NaN])
  })

  it('where and count-by tell lists and bags apart by what they hold', () => {
    const bags = table('Bag:dynamic', [{ a: 1 }], [['x']], [{ a: 1 }], [null])
    expect(stepped('count-by', { by: 'Bag' }, bags).table.rows()).toEqual([
      [{ a: 1 }, 2],
      [['x'], 1],
      [null, 1],
    ])
    expect(stepped('where', { column: 'Bag', equals: '["x"]' }, bags).table.rows()).toEqual([[['x']]])
  })

  it('where ignores case', () => {
    expect(stepped('where', { column: 'Name', equals: 'a' }, people).table.rowCount).toBe(1)
    expect(stepped('where', { column: 'Name', equals: ['a', 'C'] }, people).table.column('Name')).toEqual(['A', 'c'])
    expect(stepped('where', { column: 'Age', equals: 30 }, people).table.rowCount).toBe(1)
  })

  it('select keeps the order asked for', () => {
    expect(stepped('select', { columns: ['Age', 'Name'] }, people).table.columns.map(({ name }) => name)).toEqual([
      'Age',
      'Name',
    ])
  })

  it('count-by counts, most first', () => {
    expect(stepped('count-by', { by: 'Name' }, people).table.rows()).toEqual([
      ['b', 2],
      ['A', 1],
      ['c', 1],
    ])
  })

  it.each(['sort', 'count-by'])('%s names the column that is not there', (name) => {
    expect(() => stepped(name, { by: 'Agee' }, people)).toThrow('There is no column `Agee`; the table has Name, Age.')
  })
})

describe('steps over sessions', () => {
  const sessions = table(
    'Source:string Actor:string Address:string Sequence:dynamic Times:dynamic',
    [
      'a',
      'CONTOSO\\alice',
      '10.0.0.1:5',
      ['x', 'y', 'x'],
      ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z', '2026-01-01T00:02:00Z'],
    ],
    ['a', 'bob', '10.0.0.2', ['x', 'y'], ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z']],
    ['a', 'bob', '10.0.0.2', ['x', 'y'], ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z']],
    ['b', 'carol', '', ['z'], ['2026-01-01T00:00:00Z']],
  )
  const scored = stepped('score-sessions', {}, sessions).table

  it('rank every session, however short', () => {
    expect(scored.column('Rank')).toEqual([1, 2, 3, 4])
    expect(scored.column('RarestWindow').every((text) => text !== '')).toBe(true)
  })

  it('look into the session of a rank', () => {
    const rank = scored.column('Actor').indexOf('CONTOSO\\alice') + 1
    expect(stepped('session-at-rank', { rank }, scored).table.column('Actor')).toEqual(['CONTOSO\\alice'])
    const detail = stepped('session-detail', { rank }, scored).table
    expect(detail.column('Event')).toEqual(['x', 'y', 'x', '(end)'])
    expect(detail.column('Time')[1]).toBe('2026-01-01T00:01:00.0000000Z')
  })

  it.each(['session-at-rank', 'session-detail'])('%s says which ranks there are', (name) => {
    expect(() => stepped(name, { rank: 5 }, scored)).toThrow(
      expect.objectContaining({ code: 'SESSION_UNKNOWN', hint: 'Ranks go from 1 to 4.' }),
    )
  })

  it('find the sessions of an account or address, however it is written', () => {
    expect(stepped('sessions-of', { value: 'alice@contoso.com' }, scored)).toMatchObject({
      notices: ['1 of 4 sessions. Taken for it: CONTOSO\\alice (user name alone).'],
    })
    expect(stepped('sessions-of', { value: '10.0.0.2' }, scored).table.rowCount).toBe(2)
    expect(stepped('sessions-of', { value: '' }, scored).table).toBe(scored)
  })

  it('summarise, and show the rarest steps by source', () => {
    expect(stepped('session-summary', {}, scored).table.value(0, 'Actors')).toBe(3)
    expect(stepped('session-summary', {}, scored.pick([])).table.rowCount).toBe(0)
    const rarest = stepped('rarest-transitions', { top: 2 }, scored)
    expect(rarest.table.rowCount).toBe(2)
    expect(rarest.table.columns[0]?.name).toBe('Source')
    expect(rarest.notices[0]).toMatch(/^The first 2 of \d+ kinds of steps\.$/)
  })

  it('yield the columns they are checked with', () => {
    for (const name of ['session-at-rank', 'session-detail']) {
      const step = steps[name]!
      const columns = step.columns!([scored.columns], step.options.parse({ rank: 1 }))
      expect(stepped(name, { rank: 1 }, scored).table.columns).toEqual(columns)
    }
  })
})

describe('process-tree', () => {
  it('puts processes below their parents', () => {
    const log = table(
      'TimeGenerated:datetime Computer:string Account:string NewProcessName:string NewProcessId:string ProcessId:string ParentProcessName:string CommandLine:string',
      ['2026-01-01T00:00:00Z', 'h', 'a', 'C:\\cmd.exe', '0x10', '0x1', 'C:\\explorer.exe', 'cmd'],
      ['2026-01-01T00:00:01Z', 'h', 'a', 'C:\\net.exe', '0x11', '0x10', 'C:\\cmd.exe', 'net user'],
    )
    const tree = stepped('process-tree', { schema: 'SecurityEvent' }, log).table
    const names = tree.column('Name').map((name) => String(name).toLowerCase())
    const parents = tree.column('Parent')
    const net = names.findIndex((name) => name.endsWith('net.exe'))
    const cmd = names.findIndex((name) => name.endsWith('cmd.exe'))
    expect(parents[net]).toBe(tree.column('Id')[cmd])
  })
})

import { describe, expect, it } from 'vitest'
import { printStatement } from '../../src/sql/print.ts'
import { pruneColumns } from '../../src/sql/prune.ts'
import { call, column, literal, type Select, type SqlExpression, type SqlQuery, sql } from '../../src/sql/tree.ts'

/** `SELECT …` of columns by name over a step. */
function select(from: string, columns: Record<string, SqlExpression>, clauses: Partial<Select> = {}): Select {
  return {
    kind: 'select',
    columns: Object.entries(columns).map(([name, expression]) => ({ name, expression })),
    from: { kind: 'name', name: from },
    ...clauses,
  }
}

function pruned(steps: Readonly<Record<string, SqlQuery>>, query: SqlQuery): string {
  const statement = { with: Object.entries(steps).map(([name, step]) => ({ name, query: step })), query }
  return printStatement(pruneColumns(statement)).replace(/\s+/g, ' ')
}

const c = column

describe('pruneColumns', () => {
  it('drops what nothing later reads, back to the first step', () => {
    const steps = {
      s1: select('t', { c1: c('a'), c2: c('b') }),
      s2: select('s1', { c1: c('c1'), c2: c('c2'), c3: c('c1') }),
    }
    expect(pruned(steps, select('s2', { x: c('c3') }))).toBe(
      'WITH s1 AS ( SELECT "a" AS c1 FROM "t" ), s2 AS ( SELECT c1 AS c3 FROM s1 ) SELECT c3 AS "x" FROM s2',
    )
  })

  it('drops steps that nothing reads', () => {
    expect(
      pruned({ s1: select('t', { c1: c('a') }), s2: select('t', { c2: c('b') }) }, select('s2', { x: c('c2') })),
    ).toBe('WITH s2 AS ( SELECT "b" AS c2 FROM "t" ) SELECT c2 AS "x" FROM s2')
  })

  it('keeps a column where none is read, for the rows', () => {
    const counted = select('s1', { n: sql`count(*)` })
    expect(pruned({ s1: select('t', { c1: c('a'), c2: c('b') }) }, counted)).toBe(
      'WITH s1 AS ( SELECT "a" AS c1 FROM "t" ) SELECT count(*) AS "n" FROM s1',
    )
  })

  it('keeps what makes the number of rows: distinct values and unnested lists', () => {
    const distinct = select('t', { c1: c('a'), c2: c('b') }, { distinct: true })
    expect(pruned({ s1: distinct }, select('s1', { x: c('c2') }))).toContain('SELECT DISTINCT "a" AS c1, "b" AS c2')
    const unnested = select('t', { c1: call('unnest', c('a')), c2: c('b') })
    expect(pruned({ s1: unnested }, select('s1', { x: c('c2') }))).toContain('SELECT unnest("a") AS c1, "b" AS c2')
  })

  it('keeps what the select reads of itself', () => {
    const grouped = select('t', { c1: c('a'), c2: sql`count(*)` }, { groupBy: [c('c1')] })
    expect(pruned({ s1: grouped }, select('s1', { x: c('c2') }))).toContain('SELECT "a" AS c1, count(*) AS c2')
  })

  it('keeps what a subquery reads', () => {
    const inside: Select = select('s1', { c2: c('c2') })
    const query = select('t', { x: { kind: 'subquery', query: inside } })
    expect(pruned({ s1: select('t', { c1: c('a'), c2: c('b') }) }, query)).toContain('SELECT "b" AS c2 FROM "t"')
  })

  it('drops the same position of every member of a union, and of values', () => {
    const union: SqlQuery = {
      kind: 'union-all',
      members: [select('t', { c1: c('a'), c2: c('b') }), select('u', { c1: literal(null), c2: c('d') })],
    }
    expect(pruned({ s1: union }, select('s1', { x: c('c2') }))).toContain(
      'SELECT "b" AS c2 FROM "t" UNION ALL SELECT "d" AS c2 FROM "u"',
    )
    const values = {
      name: 's1',
      columns: ['c1', 'c2'],
      query: { kind: 'values', rows: [[literal(1n), literal('a')]] },
    } as const
    const statement = { with: [values], query: select('s1', { x: c('c2') }) }
    expect(printStatement(pruneColumns(statement))).toContain("s1(c2) AS (\n  VALUES ('a')\n)")
  })
})

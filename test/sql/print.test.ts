import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printExpression, printLiteral, printName, printStatement } from '../../src/sql/print.ts'
import { call, caseWhen, cast, column, lambda, list, literal, type Select, sql, tryCast } from '../../src/sql/tree.ts'

describe('printExpression', () => {
  it('puts a hole in parentheses where an operator could take it apart', () => {
    const sum = sql`${column('c1')} + ${literal(1n)}`
    expect(printExpression(sql`${sum} * ${sum}`)).toBe('(c1 + 1::BIGINT) * (c1 + 1::BIGINT)')
    expect(printExpression(sql`NOT ${sql`${column('c1')} = ${column('c2')}`}`)).toBe('NOT (c1 = c2)')
  })

  it('leaves out parentheses where brackets and commas stand already', () => {
    const sum = sql`${column('c1')} + ${literal(1n)}`
    expect(printExpression(call('abs', sum))).toBe('abs(c1 + 1::BIGINT)')
    expect(printExpression(sql`least(${sum}, ${sum})`)).toBe('least(c1 + 1::BIGINT, c1 + 1::BIGINT)')
    expect(printExpression(sql`${sql`length(${column('c1')})`} > ${sql`TIMESTAMP ${literal('2024-01-01')}`}`)).toBe(
      "length(c1) > TIMESTAMP '2024-01-01'",
    )
    expect(printExpression(sql`lag(${column('c1')}) ${sql`OVER (ORDER BY ${column('c2')})`}`)).toBe(
      'lag(c1) OVER (ORDER BY c2)',
    )
  })

  it('is not misled by brackets inside text', () => {
    const odd = sql`concat(${literal(')')}, ${literal("('")}) || ${literal('x')}`
    expect(printExpression(sql`${odd} = ${literal('y')}`)).toBe("(concat(')', '(''') || 'x') = 'y'")
  })

  it('prints every kind', () => {
    expect(printExpression(cast(column('a b'), 'BIGINT'))).toBe('CAST("a b" AS BIGINT)')
    expect(printExpression(tryCast(column('c1', 'l'), 'DOUBLE'))).toBe('TRY_CAST("l".c1 AS DOUBLE)')
    expect(printExpression(caseWhen([[literal(true), literal(null)]], literal('x')))).toBe(
      "CASE WHEN TRUE THEN NULL ELSE 'x' END",
    )
    expect(printExpression(call('list_transform', list([literal(1n)]), lambda(['c9'], column('c9'))))).toBe(
      'list_transform([1::BIGINT], lambda c9: c9)',
    )
  })

  it('refuses what is no name of a function', () => {
    expect(() => printExpression(call('abs(1); DROP', literal(1n)))).toThrow('is the name of a function')
  })
})

describe('printName', () => {
  it('quotes all but the names of steps and columns of ours', () => {
    expect(printName('c17')).toBe('c17')
    expect(printName('order')).toBe('"order"')
    expect(printName('a"b')).toBe('"a""b"')
    expect(() => printName('')).toThrow('a name is not empty')
  })
})

describe('printLiteral, read by DuckDB,', () => {
  let read: (text: string) => Promise<unknown[]>
  let close = () => {}
  beforeAll(async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    read = async (text) => (await connection.runAndReadAll(`SELECT ${text}, typeof(${text})`)).getRows()[0]!
    close = () => {
      connection.closeSync()
      instance.closeSync()
    }
  })
  afterAll(() => close())

  it.each([
    [9223372036854775807n, 'BIGINT'],
    [-9223372036854775808n, 'BIGINT'],
    [-1n, 'BIGINT'],
    [1.5, 'DOUBLE'],
    [-2.5e-300, 'DOUBLE'],
    [5e-324, 'DOUBLE'],
    [1e21, 'DOUBLE'],
    [Number.NaN, 'DOUBLE'],
    [Number.NEGATIVE_INFINITY, 'DOUBLE'],
    [true, 'BOOLEAN'],
  ])('%s is itself, and a %s', async (value, type) => {
    expect(await read(printLiteral(value))).toEqual([value, type])
  })

  it('gives back any text, quotes, backslashes, line breaks and NUL included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', "'", '\0', '\n', '\\', '--'),
        async (text, odd) => {
          const whole = `${odd}${text}${odd}`
          expect((await read(printLiteral(whole)))[0]).toBe(whole.toWellFormed())
        },
      ),
      { numRuns: 200, seed: 7 },
    )
  })

  it('makes no comment of a minus before a negative number', async () => {
    expect((await read(printExpression(sql`1 -${literal(-2n)}`)))[0]).toBe(3n)
  })
})

describe('printStatement', () => {
  const from = { kind: 'name', name: 's1' } as const
  const select = (clauses: Partial<Select>): Select => ({
    kind: 'select',
    columns: [{ expression: column('c1'), name: 'c1' }],
    from,
    ...clauses,
  })

  it('prints a step with whether it is computed once', () => {
    expect(
      printStatement({
        with: [
          { name: 's1', query: { kind: 'values', rows: [[literal(1n)]] }, columns: ['c1'], materialized: true },
          { name: 's2', query: select({}), materialized: false },
        ],
        query: select({ from: { kind: 'name', name: 's2' } }),
      }),
    ).toBe(
      'WITH s1(c1) AS MATERIALIZED (\n  VALUES (1::BIGINT)\n),\ns2 AS NOT MATERIALIZED (\n  SELECT c1\n  FROM s1\n)\nSELECT c1\nFROM s2',
    )
  })

  it('prints the clauses in order, directions and nulls written out', () => {
    const key = { expression: column('c1'), direction: 'DESC', nulls: 'LAST' } as const
    expect(
      printStatement({
        with: [],
        query: select({
          distinctOn: [column('c2')],
          where: sql`${column('c1')} > ${literal(1n)}`,
          groupBy: [column('c1')],
          having: sql`count(*) > ${literal(2n)}`,
          orderBy: [key],
          limit: literal(3n),
        }),
      }),
    ).toBe(
      'SELECT DISTINCT ON (c2) c1\nFROM s1\nWHERE c1 > 1::BIGINT\nGROUP BY c1\nHAVING count(*) > 2::BIGINT\nORDER BY c1 DESC NULLS LAST\nLIMIT 3::BIGINT',
    )
  })

  it('keeps text with line breaks as it is, however deep it stands', () => {
    const inner: Select = { kind: 'select', columns: [{ expression: literal('a\nb'), name: 'c1' }] }
    expect(printStatement({ with: [], query: select({ from: { kind: 'subquery', query: inner, alias: 't' } }) })).toBe(
      'SELECT c1\nFROM (\n  SELECT\n    \'a\nb\' AS c1\n) AS "t"',
    )
  })
})

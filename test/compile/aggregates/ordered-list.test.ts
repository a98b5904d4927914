import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderedList } from '../../../src/compile/aggregates/ordered-list.ts'
import { printExpression } from '../../../src/sql/print.ts'
import { column, type OrderKey, sql } from '../../../src/sql/tree.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'

const spill = mkdtempSync(join(tmpdir(), 'huntlet-lists-'))
afterAll(() => rmSync(spill, { recursive: true }))

const place: OrderKey = { expression: column('place'), direction: 'DESC', nulls: 'LAST' }
const severalKeys: readonly OrderKey[] = [
  { expression: column('few'), direction: 'ASC', nulls: 'FIRST' },
  { expression: column('text'), direction: 'DESC', nulls: 'LAST' },
  place,
]

/** Groups whose list is not the one that DuckDB makes with `ORDER BY`. */
async function countWrong(
  rows: number,
  memoryLimit: string,
  groupBy: string,
): Promise<{ wrong: number; spilled: number }> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '6',
    temp_directory: spill,
  })
  const connection = await instance.connect()
  const query = async (text: string) => (await connection.runAndReadAll(text)).getRows()
  try {
    await query(`CREATE TABLE t AS SELECT i, 'value ' || i AS value, hash(i) % 30011 AS small, hash(i) % 7 AS large,
      hash(i * 7) AS place, CASE WHEN i % 5 > 0 THEN hash(i * 3) % 4 END AS few,
      CASE WHEN i % 3 > 0 THEN chr(65 + (hash(i * 11) % 9)::INTEGER) END AS text FROM range(${rows}) r(i)`)
    const lists = [[place], severalKeys].flatMap((keys) => {
      const order = keys.map(
        ({ expression, direction, nulls }) => `${printExpression(expression)} ${direction} NULLS ${nulls}`,
      )
      return [[], [sql`few IS DISTINCT FROM 2`]].map((where) => {
        const filter = where.length > 0 ? ' FILTER (WHERE few IS DISTINCT FROM 2)' : ''
        return [
          printExpression(orderedList(column('value'), keys, where)),
          `list(value ORDER BY ${order.join(', ')})${filter}`,
        ]
      })
    })
    let wrong = 0
    let spilled = 0
    for (const [ours, plain] of lists) {
      await query(`SET memory_limit = '${memoryLimit}'`)
      await query(`CREATE OR REPLACE TABLE ours AS SELECT ${groupBy} AS g, ${ours} AS l FROM t GROUP BY g`)
      spilled += readdirSync(spill).length
      await query(`SET memory_limit = '1GB'`)
      await query(`CREATE OR REPLACE TABLE plain AS SELECT ${groupBy} AS g, ${plain} AS l FROM t GROUP BY g`)
      const [[count]] = (await query(
        'SELECT count(*)::INTEGER FROM ours FULL JOIN plain USING (g) WHERE ours.l IS DISTINCT FROM plain.l',
      )) as [[number]]
      wrong += count
    }
    return { wrong, spilled }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe('lists in order hold each value at its place', () => {
  it('in many groups and in few, worked out by several threads', async () => {
    expect(await countWrong(60_000, '1GB', 'small')).toMatchObject({ wrong: 0 })
    expect(await countWrong(60_000, '1GB', 'large')).toMatchObject({ wrong: 0 })
    expect(await countWrong(60_000, '1GB', '0')).toMatchObject({ wrong: 0 })
  }, 60_000)

  it('where rows go to disk for want of memory', async () => {
    const { wrong, spilled } = await countWrong(120_000, '60MB', 'small')
    expect(wrong).toBe(0)
    expect(spilled).toBeGreaterThan(0)
  }, 60_000)
})

describe('in KQL', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  const many = 'range x from 1 to 5000 step 1 | extend v = strcat("v", x), k = -x, g = x % 40 | sort by k asc'

  it('a condition that chance decides takes each row or leaves it, in order', async () => {
    const kql = `${many} | summarize l = make_list_if(v, rand() < 0.5), n = make_list(iff(rand() < 0.5, x, long(null))) by g`
    const lists = (await answerOf(kql, database)).flatMap(([, texts, numbers]) => [
      (texts as readonly (string | null)[]).map((text) => Number(text?.slice(1) ?? Number.NaN)),
      numbers as readonly (number | null)[],
    ])
    expect(lists.length).toBe(80)
    for (const list of lists) expect(list).toEqual([...list].sort((a, b) => b! - a!))
    expect(lists.flat()).not.toContain(null)
    expect(lists.flat()).not.toContain(Number.NaN)
  })
})

import { expect, it } from 'vitest'
import type { Udf } from '../../../../src/compile/row.ts'
import { openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { registerUdf } from '../../../../src/providers/local/engine/register-udf.ts'

async function call(udf: Udf, sql: string) {
  const database = await openDatabase({})
  const connection = await database.connect()
  try {
    registerUdf(connection, udf)
    // Another connection of the same database knows it too.
    const other = await database.connect()
    const rows = (await other.runAndReadAll(sql)).getRowsJson()
    other.closeSync()
    return rows
  } finally {
    connection.closeSync()
    database.close()
  }
}

it('lists, nulls and 64-bit integers go in and come out', async () => {
  const reverse: Udf = {
    name: 'huntlet_reverse',
    parameters: ['BIGINT[]', 'VARCHAR'],
    returns: 'BIGINT[]',
    evaluate: (list, text) => (text === null ? null : Array.isArray(list) ? list.toReversed() : []),
  }
  expect(
    await call(
      reverse,
      `SELECT huntlet_reverse([1, NULL, 9007199254740993], ''), huntlet_reverse(NULL, ''), huntlet_reverse([1], NULL)`,
    ),
  ).toEqual([[['9007199254740993', null, '1'], [], null]])
})

it('JSON and booleans arrive in their plain forms', async () => {
  const seen: unknown[] = []
  const look: Udf = {
    name: 'huntlet_look',
    parameters: ['BIGINT', 'JSON', 'BOOLEAN', 'DOUBLE'],
    returns: 'JSON',
    evaluate: (...values) => {
      seen.push(values)
      return '{"a":1}'
    },
  }
  const sql = `SELECT json_extract(huntlet_look(621355968000000000, '{"b":2}', true, 1.5), '$.a')`
  expect(await call(look, sql)).toEqual([['1']])
  expect(seen[0]).toEqual([621_355_968_000_000_000n, '{"b":2}', true, 1.5])
})

it('what it throws fails the statement', async () => {
  const fail: Udf = {
    name: 'huntlet_fail',
    parameters: ['BIGINT'],
    returns: 'BIGINT',
    evaluate: () => {
      throw new Error('no such thing')
    },
  }
  await expect(call(fail, 'SELECT huntlet_fail(1)')).rejects.toThrow('no such thing')
})

import { expect, it } from 'vitest'
import type { Udf } from '../../../../src/compile/row.ts'
import { openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { gaveWay, registerUdf } from '../../../../src/providers/local/engine/register-udf.ts'

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

it('gives way between two rows when its thread is wanted elsewhere', async () => {
  let seen = 0
  const count: Udf = {
    name: 'huntlet_count',
    parameters: ['BIGINT'],
    returns: 'BIGINT',
    evaluate: () => BigInt(++seen),
  }
  const database = await openDatabase({})
  const connection = await database.connect()
  try {
    registerUdf(connection, count, () => seen === 3)
    await expect(connection.run('SELECT max(huntlet_count(i)) FROM range(100) t(i)')).rejects.toThrow(gaveWay)
    expect(seen).toBe(3)
  } finally {
    connection.closeSync()
    database.close()
  }
})

it('is not given a text that is many times as much once it is read', async () => {
  const echo: Udf = { name: 'huntlet_echo', parameters: ['VARCHAR'], returns: 'BIGINT', evaluate: () => 1n }
  expect(await call(echo, `SELECT huntlet_echo(repeat('x', 67108864))`)).toEqual([['1']])
  await expect(call(echo, `SELECT huntlet_echo(repeat('x', 67108865))`)).rejects.toThrow('VALUE_TOO_LARGE')
})

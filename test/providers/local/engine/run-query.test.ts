import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { udfs } from '../../../../src/compile/udfs/index.ts'
import type { KqlType } from '../../../../src/lib/kql-type.ts'
import { Table } from '../../../../src/lib/table.ts'
import { type Database, openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { registerUdf } from '../../../../src/providers/local/engine/register-udf.ts'
import { runQuery, transferable } from '../../../../src/providers/local/engine/run-query.ts'

let database: Database
let connection: DuckDBConnection
const { signal } = new AbortController()

beforeAll(async () => {
  database = await openDatabase({})
  connection = await database.connect()
})

afterAll(() => {
  connection.closeSync()
  database.close()
})

async function cells(sql: string, ...types: KqlType[]) {
  const { rowCount, data } = await runQuery(connection, sql, types, 1_000_000, signal)
  return Table.fromColumns(
    types.map((type, index) => ({ name: `c${index}`, type })),
    rowCount,
    data,
  ).rows()
}

describe('a result becomes a table', () => {
  it('with the cells Kusto prints, and their nulls', async () => {
    const sql = `SELECT * FROM (VALUES
      (true, 7, 9007199254740993, 1.5::DOUBLE, 12.3400::DECIMAL(38,18), 637541716341234567, 937840050000, 'é', '{"a":[1]}'::JSON, 'a3f1c1f8-6c2e-4f7e-9a3f-2d7f4e1b0c11'::UUID),
      (NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, NULL),
      (false, -7, -9223372036854775808, 'nan', 0, 0, -1, repeat('x', 40), '5', NULL))`
    expect(
      await cells(sql, 'bool', 'int', 'long', 'real', 'decimal', 'datetime', 'timespan', 'string', 'dynamic', 'guid'),
    ).toEqual([
      [
        true,
        7,
        9007199254740993n,
        1.5,
        '12.34',
        '2021-04-16T12:07:14.1234567Z',
        '1.02:03:04.0050000',
        'é',
        { a: [1] },
        'a3f1c1f8-6c2e-4f7e-9a3f-2d7f4e1b0c11',
      ],
      [null, null, null, null, null, null, null, '', null, null],
      [
        false,
        -7,
        -9223372036854775808n,
        Number.NaN,
        '0',
        '0001-01-01T00:00:00.0000000Z',
        '-00:00:00.0000001',
        'x'.repeat(40),
        5,
        null,
      ],
    ])
  })

  it('with infinities, and with instants no datetime can be as null', async () => {
    expect(await cells(`SELECT 'inf'::DOUBLE, '-inf'::DOUBLE`, 'real', 'real')).toEqual([
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ])
    const sql = `SELECT * FROM (VALUES (-1), (3155378976000000000), (3155378975999999999))`
    expect((await cells(sql, 'datetime')).flat()).toEqual([null, null, '9999-12-31T23:59:59.9999999Z'])
  })

  it('with the words of DuckDB’s JSON that JSON does not know as strings', async () => {
    expect(await cells(`SELECT '{"a":NaN,"b":[-Infinity,"NaN"]}'::JSON`, 'dynamic')).toEqual([
      [{ a: 'NaN', b: ['-Infinity', 'NaN'] }],
    ])
  })

  it('across chunks, with nulls that begin late and texts kept once', async () => {
    const sql = `SELECT i, CASE WHEN i < 5000 THEN i END, CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END, 'u' || (i % 10) FROM range(10000) t(i) ORDER BY i`
    const { rowCount, data } = await runQuery(connection, sql, ['long', 'long', 'bool', 'string'], 1e6, signal)
    const table = Table.fromColumns(
      (['long', 'long', 'bool', 'string'] as const).map((type, index) => ({ name: `c${index}`, type })),
      rowCount,
      data,
    )
    expect([table.row(4999), table.row(5000), table.row(9999)]).toEqual([
      [4999, 4999, false, 'u9'],
      [5000, null, true, 'u0'],
      [9999, null, null, 'u9'],
    ])
    expect(data[3]).toMatchObject({ kind: 'texts', dictionary: { length: 10 } })
    expect(transferable(data).map((buffer) => buffer.byteLength)).toEqual([
      80_000, 80_000, 10_000, 10_000, 10_000, 40_000,
    ])
  })

  it('of whatever integers a statement yields', async () => {
    expect(
      await cells(`SELECT 5::INTEGER, 5::HUGEINT, 5::DECIMAL(4,2), 3::BIGINT`, 'long', 'long', 'real', 'int'),
    ).toEqual([[5, 5, 5, 3]])
    expect(await cells(`SELECT (2::HUGEINT ** 70)::HUGEINT`, 'long')).toEqual([[null]])
  })

  const many = 'SELECT i FROM range(10000) t(i)'

  it('cut at the limit, which it says', async () => {
    expect(await runQuery(connection, many, ['long'], 3000, signal)).toMatchObject({ rowCount: 3000, isCut: true })
    expect(await runQuery(connection, many, ['long'], 10_000, signal)).toMatchObject({ rowCount: 10_000, isCut: false })
    expect(await runQuery(connection, many, ['long'], 0, signal)).toMatchObject({ rowCount: 0, isCut: true })
  })

  it('and so is its size: values by their width, texts by their bytes', async () => {
    const texts = `SELECT repeat('ä', 48), i::BIGINT FROM range(10000) t(i)`
    const types = ['string', 'long'] as const
    const cutAt = (mostBytes: number) => runQuery(connection, texts, types, 9000, signal, { mostBytes })
    // 4 + 96 + 8 bytes a row
    expect(await cutAt(108 * 5000 + 107)).toMatchObject({ rowCount: 5000, isCut: true, isCutBySize: true })
    expect(await cutAt(108 * 9000)).toMatchObject({ rowCount: 9000, isCut: true })
    expect(await cutAt(108 * 9000)).not.toHaveProperty('isCutBySize')
    expect(await cutAt(0)).toMatchObject({ rowCount: 0, isCut: true, isCutBySize: true })
  })

  it('and what cannot be held is not gathered', async () => {
    const sizes = { mostBytes: 9000, holdableBytes: 800 }
    await expect(runQuery(connection, many, ['long'], 1e6, signal, sizes)).rejects.toMatchObject({
      code: 'RESULT_TOO_LARGE',
    })
    expect(
      await runQuery(connection, many, ['long'], 1e6, signal, { mostBytes: 80, holdableBytes: 800 }),
    ).toMatchObject({ rowCount: 10 })
  })

  it.each(['too large', 'cancelled'])(
    'and one that is %s leaves nothing behind that undoes what is done next',
    async (why) => {
      const isCancelled = why === 'cancelled'
      const controller = new AbortController()
      const endless = 'SELECT i::BIGINT FROM range(1000000000000) r(i)'
      const stopped = runQuery(connection, endless, ['long'], 1e12, controller.signal, {
        holdableBytes: isCancelled ? 1e12 : 800,
      })
      if (isCancelled) setTimeout(() => controller.abort(new Error('enough')), 100)
      await expect(stopped).rejects.toThrow(isCancelled ? 'enough' : 'larger')
      const udf = udfs.get(isCancelled ? 'kql_schema' : 'kql_merge_bags')!
      registerUdf(connection, udf)
      const count = `SELECT count(*) FROM duckdb_functions() WHERE function_name = '${udf.name}'`
      for (let again = 0; again < 2; again++) expect(await cells(count, 'long')).toEqual([[1]])
    },
  )
})

it('aborting interrupts the engine, and the connection is good for more', async () => {
  const controller = new AbortController()
  const endless = runQuery(
    connection,
    'SELECT count(*) FROM range(1000000000000) a(i) WHERE hash(i) = 7',
    ['long'],
    10,
    controller.signal,
  )
  setTimeout(() => controller.abort(new Error('enough')), 100)
  await expect(endless).rejects.toThrow('enough')
  expect(await cells('SELECT 1', 'long')).toEqual([[1]])
})

it('a locked database reads no files and takes no settings', async () => {
  const locked = await openDatabase({})
  const session = await locked.connect()
  await locked.lock()
  await expect(session.run(`SELECT * FROM read_text('/etc/hostname')`)).rejects.toThrow(/disabled/)
  await expect(session.run(`COPY (SELECT 1) TO 'must-not-exist.csv'`)).rejects.toThrow(/disabled/)
  await expect(session.run('SET enable_external_access = true')).rejects.toThrow()
  await expect(session.run('INSTALL httpfs')).rejects.toThrow()
  session.closeSync()
  locked.close()
})

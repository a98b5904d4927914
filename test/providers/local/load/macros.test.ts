import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatDatetime } from '../../../../src/lib/kql-time.ts'
import { type Database, openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { loadMacros } from '../../../../src/providers/local/load/macros.ts'
import { printLiteral } from '../../../../src/sql/print.ts'

let database: Database
let connection: DuckDBConnection

beforeAll(async () => {
  database = await openDatabase({})
  connection = await database.connect()
  await connection.run(loadMacros.join(';\n'))
})

afterAll(() => {
  connection.closeSync()
  database.close()
})

async function call(macro: string, text: string, ...more: string[]) {
  const sql = `SELECT ${macro}(${[printLiteral(text), ...more].join(', ')})::VARCHAR`
  return (await connection.runAndReadAll(sql)).getRowsJson()[0]![0]
}

async function instant(macro: string, text: string, ...more: string[]) {
  const ticks = await call(macro, text, ...more)
  return ticks === null ? null : formatDatetime(BigInt(String(ticks)))
}

describe('text becomes a value', () => {
  it.each([
    ['h_long', '443.0', '443'],
    ['h_long', '443.7', null],
    ['h_long', '9223372036854775807', '9223372036854775807'],
    ['h_long', '9223372036854775808', null],
    ['h_long', '0x10', null],
    ['h_long', 'abc', null],
    ['h_int', '2147483648', null],
    ['h_int', '-5', '-5'],
    ['h_bool', 'TRUE', 'true'],
    ['h_bool', '0.0', 'false'],
    ['h_bool', 'yes', null],
    ['h_real', 'NaN', 'nan'],
    ['h_real', '-Infinity', '-inf'],
    ['h_real', '1,5', null],
    ['h_guid', '{D1D8779D-38D7-4F06-91DB-9CBC8DE0176F}', 'd1d8779d-38d7-4f06-91db-9cbc8de0176f'],
    ['h_guid', 'nothing', null],
    ['h_dynamic', '{"a": 1}', '{"a":1}'],
    ['h_dynamic', 'plain', '"plain"'],
    ['h_dynamic', '{broken', '"{broken"'],
    ['h_dynamic', '', null],
    ['h_dynamic', 'null', null],
    ['h_dynamic', '"[1]"', '[1]'],
    ['h_dynamic', '"5"', '"5"'],
  ])('%s(%j) is %j', async (macro, text, expected) => {
    expect(await call(macro, text)).toBe(expected)
  })

  it.each([
    ['2021-11-03T08:15:14.789447900Z', '2021-11-03T08:15:14.7894479Z'],
    ['2021-11-03T08:15:14.1234567+02:00', '2021-11-03T06:15:14.1234567Z'],
    ['2021-11-03 08:15:14.1234567 Europe/Berlin', '2021-11-03T07:15:14.1234567Z'],
    ['1969-12-31T23:59:59.123456789Z', '1969-12-31T23:59:59.1234567Z'],
    ['1601-01-01 00:00:00.0000001', '1601-01-01T00:00:00.0000001Z'],
    ['2300-01-01T00:00:00.1234567+00:00', '2300-01-01T00:00:00.1234567Z'],
    ['2021/04/28 14:32:14.1234567', '2021-04-28T14:32:14.1234567Z'],
    ['9999-12-31T23:59:59-01:00', null],
    ['2021-11-03T08:15:14+02:00', '2021-11-03T06:15:14.0000000Z'],
    ['2021-11-03T08:15:14.5-0330', '2021-11-03T11:45:14.5000000Z'],
    ['2021-11-03 08:15:14', '2021-11-03T08:15:14.0000000Z'],
    ['2021-11-03', '2021-11-03T00:00:00.0000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.0000000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.9999999Z'],
    ['4/28/2021, 2:32:14.029 PM', '2021-04-28T14:32:14.0290000Z'],
    ['4/28/2021, 2:32:14.029\u202fPM', '2021-04-28T14:32:14.0290000Z'],
    ['4/28/2021, 12:32:14.0291234 AM', '2021-04-28T00:32:14.0291234Z'],
    ['4/28/2021 14:32', '2021-04-28T14:32:00.0000000Z'],
    ['2021/04/28 14:32:14', '2021-04-28T14:32:14.0000000Z'],
    ['Wed, 28 Apr 2021 14:32:14 GMT', '2021-04-28T14:32:14.0000000Z'],
    ['20210428T143214Z', '2021-04-28T14:32:14.0000000Z'],
    ['/Date(1619620334029)/', '2021-04-28T14:32:14.0290000Z'],
    ['28/4/2021, 2:32:14 PM', null],
    ['2021-02-31', null],
    ['0000-01-01', null],
    ['290000-01-01', null],
    ['infinity', null],
    ['epoch', null],
    ['1619620334', null],
  ])('h_datetime(%j) is %j', async (text, expected) => {
    expect(await instant('h_datetime', text, 'false')).toBe(expected)
  })

  it('with the day first, or in a zone of its own, where that is said', async () => {
    expect(await instant('h_datetime', '28/4/2021, 2:32:14 PM', 'true')).toBe('2021-04-28T14:32:14.0000000Z')
    expect(await instant('h_datetime_in', '2021-07-01T12:00:00', 'false', `'Europe/Berlin'`)).toBe(
      '2021-07-01T10:00:00.0000000Z',
    )
    expect(await instant('h_datetime_in', '2021-07-01T12:00:00Z', 'false', `'Europe/Berlin'`)).toBe(
      '2021-07-01T12:00:00.0000000Z',
    )
    expect(await instant('h_datetime_in', '2021-07-01T12:00:00.7654321', 'false', `'Europe/Berlin'`)).toBe(
      '2021-07-01T10:00:00.7654321Z',
    )
  })
})

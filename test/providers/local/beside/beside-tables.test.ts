import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { besideCatalog } from '../../../../src/providers/local/beside/beside-table.ts'
import { BesideTables, type FileRequest } from '../../../../src/providers/local/beside/beside-tables.ts'
import { makeFolder } from '../../../support/load-fixture.ts'

const folder = makeFolder({})
const path = join(folder.path, 'list.csv')
const request: FileRequest = {
  files: ['list.csv'],
  format: 'csv',
  ignoreFirstRecord: false,
  columns: [{ name: 'a', type: 'string' }],
}
const { signal } = new AbortController()
let instance: DuckDBInstance
let tables: BesideTables

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
})

beforeEach(async () => {
  const connection = await instance.connect()
  await connection.run(`DETACH DATABASE IF EXISTS ${besideCatalog}`)
  await connection.run(`ATTACH ':memory:' AS ${besideCatalog}`)
  connection.closeSync()
  tables = new BesideTables([folder.path], () => instance.connect())
  writeFileSync(path, 'first\n')
})

afterAll(() => {
  instance.closeSync()
  folder.remove()
})

async function kept(): Promise<unknown[]> {
  const connection = await instance.connect()
  const found = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables() WHERE database_name = '${besideCatalog}' ORDER BY ALL`,
  )
  connection.closeSync()
  return found.getRows().flat()
}

describe('tables of files that queries name', () => {
  it('are read once while the file stays as it is', async () => {
    const [one, two] = await Promise.all([tables.read(request, signal), tables.read(request, signal)])
    await tables.letGo(one.name)
    await tables.letGo(two.name)
    expect((await tables.read(request, signal)).name).toBe(one.name)
    expect(await kept()).toEqual([one.name])
  })

  it('are gone when the file has changed and no query reads them any more', async () => {
    for (const text of ['second, longer\n', 'third, longer still\n', 'fourth, the longest of all\n']) {
      const { name } = await tables.read(request, signal)
      await tables.letGo(name)
      writeFileSync(path, text)
    }
    const { name } = await tables.read(request, signal)
    expect(await kept()).toEqual([name])
  })

  it('stay while a query reads them, however the file changes', async () => {
    const first = await tables.read(request, signal)
    await tables.read(request, signal)
    writeFileSync(path, 'second, longer\n')
    const second = await tables.read(request, signal)
    await tables.letGo(first.name)
    expect(await kept()).toEqual([first.name, second.name])
    await tables.letGo(first.name)
    expect(await kept()).toEqual([second.name])
  })

  it('are held for nobody who has gone', async () => {
    const controller = new AbortController()
    const reading = tables.read(request, signal)
    const gone = tables.read(request, controller.signal)
    controller.abort()
    await expect(gone).rejects.toThrow()
    await tables.letGo((await reading).name)
    writeFileSync(path, 'second, longer\n')
    const { name } = await tables.read(request, signal)
    expect(await kept()).toEqual([name])
  })
})

import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { udfs } from '../../src/compile/udfs/index.ts'
import { resourceUdfs } from '../../src/compile/udfs/resource-udfs.ts'
import { invariant } from '../../src/lib/invariant.ts'
import { formatDatetime, formatTimespan } from '../../src/lib/kql-time.ts'
import type { ColumnType, KqlType } from '../../src/lib/kql-type.ts'
import { leftOutOptimizers } from '../../src/providers/local/engine/database.ts'
import { registerUdf } from '../../src/providers/local/engine/register-udf.ts'
import { userAgentRules } from '../../src/providers/local/engine/user-agent-rules.ts'

/** DuckDB in memory with our functions on it, for tests: what the product runs in a worker, here in the open. */
export interface TestDatabase {
  /** The rows of a query, cells as DuckDB gives them. */
  query(sql: string): Promise<DuckDBValue[][]>
  /** The rows of a compiled query, cells as a table gives them (see `Cell`). */
  rows(sql: string, columns: readonly ColumnType[]): Promise<unknown[][]>
  close(): void
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  await connection.run(leftOutOptimizers)
  const resources = resourceUdfs({ userAgentRules, placeOf: () => undefined })
  for (const udf of [...udfs.values(), ...resources.values()]) registerUdf(connection, udf)
  const query = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()
  return {
    query,
    async rows(sql, columns) {
      const rows = await query(sql)
      // A table without columns is a statement with one.
      return rows.map((row) => columns.map(({ type }, index) => toCell(type, row[index]!)))
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** A cell in the form of `Table.rows()`; a long stays bigint only beyond what a number holds. */
function toCell(type: KqlType, value: DuckDBValue): unknown {
  if (value === null) return null
  switch (type) {
    case 'datetime':
      invariant(typeof value === 'bigint', 'a datetime is a BIGINT')
      return formatDatetime(value)
    case 'timespan':
      invariant(typeof value === 'bigint', 'a timespan is a BIGINT')
      return formatTimespan(value)
    case 'long':
      invariant(typeof value === 'bigint', `a long is a BIGINT, not ${typeof value}`)
      return Number.isSafeInteger(Number(value)) ? Number(value) : value
    case 'int':
      invariant(typeof value === 'number', `an int is an INTEGER, not ${typeof value}`)
      return value
    case 'real':
      invariant(typeof value === 'number', `a real is a DOUBLE, not ${typeof value}`)
      return value
    case 'bool':
      invariant(typeof value === 'boolean', `a bool is a BOOLEAN, not ${typeof value}`)
      return value
    case 'dynamic':
      invariant(typeof value === 'string', 'a dynamic is JSON')
      return JSON.parse(value)
    case 'string':
      invariant(typeof value === 'string', `a string is a VARCHAR, not ${typeof value}`)
      return value
    case 'guid':
    case 'decimal':
      return String(value)
  }
}

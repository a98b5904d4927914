import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBScalarFunction,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  DuckDBVarCharType,
  HUGEINT,
  INTEGER,
  LIST,
  TIMESTAMP,
  UUID,
  VARCHAR,
} from '@duckdb/node-api'
import type { Udf, UdfValue } from '../../src/compile/row.ts'
import { udfs } from '../../src/compile/udfs/index.ts'
import { invariant } from '../../src/lib/invariant.ts'
import { formatDatetime, formatTimespan } from '../../src/lib/kql-time.ts'
import type { ColumnType, KqlType } from '../../src/lib/kql-type.ts'
import type { SqlType } from '../../src/sql/tree.ts'

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
  for (const udf of udfs.values()) register(connection, udf)
  const query = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()
  return {
    query,
    async rows(sql, columns) {
      const rows = await query(sql)
      return rows.map((row) => row.map((cell, index) => toCell(columns[index]!.type, cell)))
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
      invariant(value instanceof DuckDBTimestampValue, 'a datetime is a TIMESTAMP')
      return formatDatetime(value.micros)
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

function register(connection: DuckDBConnection, udf: Udf): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: udf.name,
      parameterTypes: udf.parameters.map(duckType),
      returnType: duckType(udf.returns),
      specialHandling: true,
      mainFunction(_info, input: DuckDBDataChunk, output) {
        for (let row = 0; row < input.rowCount; row++) {
          const args = udf.parameters.map((_, column) =>
            toUdf(input.getColumnVector(column).getItem(row) as DuckDBValue),
          )
          output.setItem(row, fromUdf(udf.evaluate(...args), udf.returns))
        }
        output.flush()
      },
    }),
  )
}

const scalarTypes: Readonly<Record<string, DuckDBType>> = {
  BOOLEAN,
  INTEGER,
  BIGINT,
  HUGEINT,
  DOUBLE,
  TIMESTAMP,
  VARCHAR,
  JSON: new DuckDBVarCharType('JSON'),
  UUID,
}

function duckType(type: SqlType): DuckDBType {
  if (type.endsWith('[]')) return LIST(duckType(type.slice(0, -2) as SqlType))
  const found = scalarTypes[type]
  invariant(found, `a function of ours takes and returns no ${type}`)
  return found
}

function toUdf(value: DuckDBValue): UdfValue {
  if (value instanceof DuckDBListValue) return value.items.map(toUdf)
  if (value instanceof DuckDBTimestampValue) return value.micros
  return value as UdfValue
}

function fromUdf(value: UdfValue, type: SqlType): DuckDBValue {
  if (value === null) return null
  if (Array.isArray(value)) {
    const item = type.slice(0, -2) as SqlType
    return new DuckDBListValue(value.map((one: UdfValue) => fromUdf(one, item)))
  }
  return type === 'TIMESTAMP' ? new DuckDBTimestampValue(value as bigint) : (value as DuckDBValue)
}

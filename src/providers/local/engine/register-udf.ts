import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  DuckDBVarCharType,
  HUGEINT,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api'
import type { Udf, UdfValue } from '../../../compile/row.ts'
import { tooLarge } from '../../../compile/too-large.ts'
import { invariant } from '../../../lib/invariant.ts'
import type { SqlType } from '../../../sql/tree.ts'

const scalars: Readonly<Partial<Record<SqlType, DuckDBType>>> = {
  BOOLEAN,
  INTEGER,
  BIGINT,
  HUGEINT,
  DOUBLE,
  VARCHAR,
  // To DuckDB, JSON is text by another name.
  JSON: new DuckDBVarCharType('JSON'),
}

function duckdbType(type: SqlType): DuckDBType {
  if (type.endsWith('[]')) return LIST(duckdbType(type.slice(0, -2) as SqlType))
  const scalar = scalars[type]
  invariant(scalar, `a function of ours takes and returns no ${type}`)
  return scalar
}

/** Characters that a function of ours is given at once; more would be many times as much once it is read. */
const mostCharacters = 64 * 2 ** 20

/** What the engine says when a function of ours let go of its work, so that a message can be read. */
export const gaveWay = 'A function gave way.'

/**
 * Makes a function of ours known to the engine, for all its connections. It is called on this thread, a chunk of rows at a time,
 * and fails with `gaveWay` between two rows when the thread is wanted elsewhere.
 */
export function registerUdf(connection: DuckDBConnection, udf: Udf, isUrgent: () => boolean = () => false): void {
  const { name, parameters, returns, evaluate } = udf
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name,
      parameterTypes: parameters.map(duckdbType),
      returnType: duckdbType(returns),
      // Nulls are for the function to answer; else DuckDB answers null without asking it.
      specialHandling: true,
      mainFunction: (_info, input, output) => {
        const vectors = parameters.map((_, index) => input.getColumnVector(index))
        const { rowCount } = input
        for (let row = 0; row < rowCount; row++) {
          if (isUrgent()) throw new Error(gaveWay)
          const values = vectors.map((vector) => fromDuckdb(vector.getItem(row)))
          if (values.some((value) => typeof value === 'string' && value.length > mostCharacters)) {
            throw tooLarge(`a value of more than ${mostCharacters / 2 ** 20} million characters, and works on it`)
          }
          const result = evaluate(...values)
          output.setItem(row, toDuckdb(result, returns))
        }
        output.flush()
      },
    }),
  )
}

function fromDuckdb(value: DuckDBValue): UdfValue {
  if (value instanceof DuckDBListValue) return value.items.map(fromDuckdb)
  return value as UdfValue
}

function toDuckdb(value: UdfValue, type: SqlType): DuckDBValue {
  if (value === null) return null
  if (Array.isArray(value)) {
    const item = type.slice(0, -2) as SqlType
    return listValue((value as readonly UdfValue[]).map((each) => toDuckdb(each, item)))
  }
  return value as DuckDBValue
}

import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api'
import { sqlTypeOf } from '../../../compile/row.ts'
import type { KqlType } from '../../../lib/kql-type.ts'
import { type ColumnData, storageOf } from '../../../lib/table.ts'
import { besideCatalog } from '../beside/beside-table.ts'
import { partsTableName } from './parts-table.ts'

/** Rows from elsewhere, as columns of these types. */
export interface Rows {
  readonly types: readonly KqlType[]
  readonly rowCount: number
  readonly data: readonly ColumnData[]
}

const chunkRows = 2048
const stored: Readonly<Record<ColumnData['kind'], DuckDBType>> = {
  numbers: DOUBLE,
  bools: BOOLEAN,
  bigints: BIGINT,
  texts: VARCHAR,
}

/** Makes the table `partsTableOf` the rows. */
export async function putParts(connection: DuckDBConnection, { types, rowCount, data }: Rows): Promise<void> {
  const kinds = [...types.map((type) => stored[storageOf(type)]), BIGINT]
  const columns = kinds.map((kind, at) => `f${at} ${kind}`)
  const raw = `${besideCatalog}.main.raw`
  await connection.run(`CREATE TABLE ${raw} (${columns.join(', ')})`)
  const appender = await connection.createAppender('raw', 'main', besideCatalog)
  try {
    for (let start = 0; start < rowCount; start += chunkRows) {
      const count = Math.min(chunkRows, rowCount - start)
      const chunk = DuckDBDataChunk.create(kinds, count)
      for (const [at, column] of data.entries()) chunk.setColumnValues(at, valuesOf(column, start, count))
      chunk.setColumnValues(
        data.length,
        Array.from({ length: count }, (_, row) => BigInt(start + row)),
      )
      appender.appendDataChunk(chunk)
    }
  } finally {
    appender.closeSync()
  }
  const typed = types.map((type, at) => `CAST(f${at} AS ${sqlTypeOf[type]}) AS p${at}`)
  const all = [...typed, `f${types.length} AS place`]
  await connection.run(`CREATE VIEW ${besideCatalog}.main.${partsTableName} AS SELECT ${all.join(', ')} FROM ${raw}`)
}

function valuesOf(column: ColumnData, start: number, count: number) {
  const valueAt = (row: number) => {
    if (column.valid?.[row] === 0) return null
    if (column.kind === 'texts') return column.dictionary[column.index[row]!]!
    return column.kind === 'bools' ? column.values[row] === 1 : column.values[row]!
  }
  return Array.from({ length: count }, (_, row) => valueAt(start + row))
}

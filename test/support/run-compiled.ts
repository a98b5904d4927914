import type { CompiledQuery } from '../../src/compile/row.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import type { TestDatabase } from './duckdb.ts'

export interface CompiledRows {
  readonly name: string | undefined
  readonly columns: readonly ColumnType[]
  readonly ordered: boolean
  readonly rows: unknown[][]
}

/** The rows of every result of a query, the tables they share made before and dropped after. */
export async function runCompiled(database: TestDatabase, compiled: CompiledQuery): Promise<CompiledRows[]> {
  const { shared = [], more = [] } = compiled
  const made: string[] = []
  try {
    for (const { name, sql } of shared) {
      await database.query(sql)
      made.push(name)
    }
    const results: CompiledRows[] = []
    for (const { name, columns, ordered, sql } of [{ ...compiled, name: compiled.name }, ...more]) {
      results.push({ name, columns, ordered, rows: await database.rows(sql, columns) })
    }
    return results
  } finally {
    for (const name of made.reverse()) await database.query(`DROP TABLE temp.${name}`)
  }
}

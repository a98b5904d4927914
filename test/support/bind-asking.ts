import type { CompileOptions } from '../../src/compile/compilation.ts'
import { compileQuery } from '../../src/compile/compile-query.ts'
import { type BoundKql, bindKql, type Schemas } from '../../src/kql/bind-kql.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import type { Cell } from '../../src/lib/table.ts'
import type { TestDatabase } from './duckdb.ts'

/** Binds a query; where columns depend on the data (`bag_unpack`, `pivot`), asks the data first. */
export async function bindAsking(
  text: string,
  schemas: Schemas,
  options: CompileOptions,
  database: TestDatabase,
): Promise<BoundKql> {
  const discovered = new Map<string, readonly ColumnType[]>()
  let bound = bindKql(text, schemas, { discovered })
  while (bound.discoveries) {
    for (const { place, query, columnsOf } of bound.discoveries) {
      const { compiled, diagnostics } = compileQuery(query, options)
      if (!compiled) return { diagnostics }
      discovered.set(place, columnsOf((await database.rows(compiled.sql, compiled.columns)) as Cell[][]))
    }
    bound = bindKql(text, schemas, { discovered })
  }
  return bound
}

import type { LetTable } from '../../kql/tree.ts'
import type { Compilation } from '../compilation.ts'
import type { Relation } from '../relation.ts'

/** A tabular `let`: computed once, however often it is used. */
export function compileLetTable(table: LetTable, compilation: Compilation): Relation {
  return compilation.compileLet(table.id, table.table, table.materialized)
}

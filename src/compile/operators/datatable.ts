import type { DataTable } from '../../kql/tree.ts'
import { column, literal, type SqlExpression } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { typedNull } from '../expressions/literal.ts'
import { scopeOf } from '../expressions/lower.ts'
import type { Relation } from '../relation.ts'

/** Rows written in the query. They keep the order they are written in, though no row function may rely on it. */
export function compileDataTable(table: DataTable, compilation: Compilation): Relation {
  if (table.rows.length === 0) {
    return {
      columns: table.columns.map((one) => ({ ...one, sql: typedNull(one.type) })),
      where: [literal(false)],
    }
  }
  const scope = scopeOf({ columns: [], where: [] }, compilation)
  const rows = table.rows.map((row, index): readonly SqlExpression[] => [
    ...row.map((cell, at) => {
      const { type } = table.columns[at]!
      const value = compilation.lower(cell, scope)
      return value.type === type ? value.sql : emitContext({ type, span: cell.span }, scope).convert(value, type)
    }),
    literal(BigInt(index)),
  ])
  const names = table.columns.map(() => compilation.nextColumn())
  const position = compilation.nextColumn()
  const from = compilation.addStep({ kind: 'values', rows }, { columns: [...names, position] })
  return {
    columns: table.columns.map((one, index) => ({ ...one, sql: column(names[index]!) })),
    from,
    where: [],
    order: {
      keys: [{ expression: column(position), direction: 'ASC', nulls: 'LAST' }],
      serialized: false,
      isPosition: true,
    },
  }
}

import { refuse, type Scope, typeOf } from '../scope.ts'
import { type ColumnSymbol, elements, type Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'

/** The table as it is, if its columns are those declared. */
export function assertSchema(node: Node<'AssertSchemaOperator'>, input: Tabular, scope: Scope): Tabular {
  const declared = elements(node.Schema.Columns).map((column) => ({
    name: column.Name.SimpleName,
    type: typeOf((column.Name.ReferencedSymbol as ColumnSymbol | null)?.Type),
  }))
  const written = (columns: Tabular['columns']) => columns.map(({ name, type }) => `${name}:${type}`).join(', ')
  if (written(declared) === written(input.columns)) return input
  const what = `The columns are not those asserted: they are (${written(input.columns)}).`
  return refuse('KQL006', scope.spanOf(node.Schema), { what })
}

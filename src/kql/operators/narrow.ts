import type { KqlType } from '../../lib/kql-type.ts'
import { treeBuilder } from '../built-tree.ts'
import { kqlTemplate } from '../kql-template.ts'
import { kqlLiteral } from '../literal.ts'
import type { Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { asDeclared, noteReading, renamed } from './plug-in-arguments.ts'

/** Types that are not written as `tostring` writes them. */
const texts: { readonly [Type in KqlType]?: (column: string) => string } = {
  datetime: (column) => `iff(isnull(${column}), "", format_datetime(${column}, "yyyy-MM-dd HH:mm:ss.fffffff"))`,
}

/** A row for each column of each row: its number, counted from 0, the column's name, the value as text. */
export function narrow(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  noteReading(node, scope, 'a null is an empty text; numbers are written as `tostring` writes them.')
  const columns = Object.fromEntries(input.columns.map((column, index) => [`v${index}`, build.column(column)]))
  const rows = renamed(input, columns, build)
  const names = kqlLiteral(
    'dynamic',
    input.columns.map((column) => column.name),
  )
  const values = rows.columns.map(({ name, type }) => texts[type]?.(name) ?? `tostring(${name})`)
  const text = `
    rows
    | serialize n = row_number(0)
    | project n, name = ${names}, text = pack_array(${values.join(', ')})
    | mv-expand name to typeof(string), text to typeof(string)`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: {} }, scope, span), build)
}

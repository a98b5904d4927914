import type { Span } from '../lib/diagnostic.ts'
import { invariant } from '../lib/invariant.ts'
import type { KqlType } from '../lib/kql-type.ts'
import { treeBuilder } from './built-tree.ts'
import { letStatement } from './let-statement.ts'
import { kqlLiteral, kqlName } from './literal.ts'
import { Names, type Scope } from './scope.ts'
import { elements, isNode, type Node } from './syntax.ts'
import { tabular } from './tabular.ts'
import type { Expression, Tabular } from './tree.ts'

/** What the names in a text of KQL stand for: tables, and expressions that read no column. */
export interface Given {
  readonly tables: Readonly<Record<string, Tabular>>
  readonly values: Readonly<Record<string, Expression>>
}

/**
 * The table that a text of KQL yields over tables and values of this query: how a plug-in is written that other operators
 * can answer. A table read more than once is computed once. All of it stands at `span`. A text that does not bind is a defect.
 */
export function kqlTemplate(text: string, { tables, values }: Given, scope: Scope, span: Span): Tabular {
  const { service } = scope.translation
  const given = [
    ...Object.entries(tables).map(([name, { columns }]) => {
      const list = columns.map((column) => `${kqlName(column.name)}:${column.type}`)
      return `let ${name} = datatable(${list.join(', ')}) [];`
    }),
    ...Object.entries(values).map(([name, { type }]) => `let ${name} = ${kqlLiteral(type, placeholder(type))};`),
  ]
  const { root, diagnostics } = service.bind([...given, text].join('\n'), service.globals([], []))
  invariant(diagnostics.length === 0, `a plug-in's KQL binds: ${diagnostics[0]?.Message}\n${text}`)
  const names = new Names()
  for (const [name, table] of Object.entries(tables)) {
    const shared = treeBuilder(span).shared(name, scope.translation.nextId(), table)
    names.define(name, { kind: 'table', table: () => shared })
  }
  for (const [name, value] of Object.entries(values)) names.define(name, { kind: 'scalar', value: () => value })
  const inner: Scope = { translation: scope.translation, names, spanOf: () => span }
  const statements = elements((root as Node<'QueryBlock'>).Statements).slice(given.length)
  for (const statement of statements.slice(0, -1)) letStatement(statement, inner)
  const last = statements.at(-1)
  invariant(last && isNode(last, 'ExpressionStatement'), 'the text of a plug-in ends with a table')
  return tabular(last.Expression, inner)
}

/** Any constant of a type: the binder looks at the type alone. */
function placeholder(type: KqlType) {
  return type === 'dynamic' ? [] : null
}

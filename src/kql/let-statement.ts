import { expression } from './expression.ts'
import { letTable } from './let-table.ts'
import { Names, once, refuse, type Scope } from './scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from './syntax.ts'
import { namedTable, tabular } from './tabular.ts'
import type { Tabular } from './tree.ts'

/** Puts what a `let` names into the scope. Nothing is translated until it is used. */
export function letStatement(statement: SyntaxNode, scope: Scope): void {
  if (!isNode(statement, 'LetStatement')) {
    refuse('KQL102', scope.spanOf(statement), { what: 'This statement in a function' })
  }
  const name = statement.Name.SimpleName
  const node = statement.Expression
  if (isNode(node, 'FunctionDeclaration')) {
    const view = viewOf(name, node, scope)
    scope.names.define(name, { kind: 'function', scope, ...(view && { view }) })
  } else if (node.ResultType?.IsTabular) scope.names.define(name, { kind: 'table', table: letTable(name, node, scope) })
  else scope.names.define(name, { kind: 'scalar', value: once(scope, () => expression(node, scope)) })
}

/** A view without parameters, as a wildcard or a search finds it. */
function viewOf(
  name: string,
  { ViewKeyword: keyword, Parameters: parameters, Body: body }: Node<'FunctionDeclaration'>,
  scope: Scope,
): (() => Tabular) | undefined {
  if (!keyword || elements(parameters.Parameters).length > 0) return undefined
  return once(scope, () => {
    const inner = { ...scope, names: new Names(scope.names) }
    for (const statement of elements(body.Statements)) letStatement(statement, inner)
    return namedTable(name, tabular(body.Expression!, inner))
  })
}

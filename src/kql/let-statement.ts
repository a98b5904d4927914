import { expression } from './expression.ts'
import { letTable } from './let-table.ts'
import { once, refuse, type Scope } from './scope.ts'
import { isNode, type SyntaxNode } from './syntax.ts'

/** Puts what a `let` names into the scope. Nothing is translated until it is used. */
export function letStatement(statement: SyntaxNode, scope: Scope): void {
  if (!isNode(statement, 'LetStatement')) {
    refuse('KQL102', scope.spanOf(statement), { what: 'This statement in a function' })
  }
  const name = statement.Name.SimpleName
  const node = statement.Expression
  if (isNode(node, 'FunctionDeclaration')) scope.names.define(name, { kind: 'function', scope })
  else if (node.ResultType?.IsTabular) scope.names.define(name, { kind: 'table', table: letTable(name, node, scope) })
  else scope.names.define(name, { kind: 'scalar', value: once(scope, () => expression(node, scope)) })
}

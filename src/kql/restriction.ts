import { readString } from './read-literal.ts'
import { refuse, type Scope } from './scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from './syntax.ts'
import { isOwnDatabase } from './this-workspace.ts'

/** What `restrict access to` leaves in sight: names of `let`, tables of the workspace, either with wildcards. */
export interface Restriction {
  allows(name: string, from: 'query' | 'workspace'): boolean
}

/** Of several statements each narrows what the ones before it left. */
export function restriction(statement: Node<'RestrictStatement'>, scope: Scope): Restriction {
  const rules = elements(statement.Expressions).map((each) => rule(each, scope))
  const { restricted: before } = scope
  // What is declared later, and what a function calls its parameters, is in sight.
  const declared = new Set(scope.names.all())
  return {
    allows: (name, from) =>
      (before?.allows(name, from) ?? true) &&
      ((from === 'query' && !declared.has(name)) ||
        rules.some((one) => (one.from === undefined || one.from === from) && one.names.test(name))),
  }
}

function rule(
  node: SyntaxNode,
  scope: Scope,
): { readonly names: RegExp; readonly from: 'query' | 'workspace' | undefined } {
  if (isNode(node, 'NameReference')) {
    const name = node.SimpleName
    // A pattern names what the query itself declares; a plain name whichever of the two there is.
    return { names: wildcard(name), from: name.includes('*') ? 'query' : undefined }
  }
  if (isNode(node, 'StarExpression')) return { names: /^/, from: 'query' }
  if (isNode(node, 'FunctionCallExpression')) {
    const [only] = elements(node.ArgumentList.Expressions)
    if (only && node.Name.SimpleName === 'table' && isNode(only, 'LiteralExpression')) {
      return { names: wildcard(readString(only.Token.Text)), from: 'workspace' }
    }
    return { names: wildcard(node.Name.SimpleName), from: undefined }
  }
  if (isNode(node, 'PathExpression') && isNode(node.Selector, 'NameReference') && isOwnDatabase(node.Expression)) {
    return { names: wildcard(node.Selector.SimpleName), from: 'workspace' }
  }
  return refuse('KQL102', scope.spanOf(node), { what: '`restrict access` to another database' })
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, 's')
}

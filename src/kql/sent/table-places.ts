import { classOf, isNode, type SyntaxNode } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'

/** Operators that say of a row which table it is from. */
export function namesSources(node: SyntaxNode): boolean {
  if (isNode(node, 'SearchOperator') || isNode(node, 'FindOperator')) return true
  if (!isNode(node, 'UnionOperator')) return false
  const parameters = parametersOf(node)
  return parameters.has('withsource') || parameters.has('with_source')
}

/** In `search in (…)` and `find in (…)`, which take names alone. */
export function isListed(node: SyntaxNode): boolean {
  return /^(Search|Find)InClause$|^FindOperator$|^SearchOperator$/.test(classOf(holderOf(node) ?? node))
}

/** Of a union, or of such a list. */
export function isMember(node: SyntaxNode): boolean {
  const holder = holderOf(node)
  return holder !== undefined && (isNode(holder, 'UnionOperator') || isListed(node))
}

/** In `restrict access to (…)`. */
export function isRestriction(node: SyntaxNode): boolean {
  const holder = holderOf(node)
  return holder !== undefined && isNode(holder, 'RestrictStatement')
}

/** What holds a node, lists and parentheses passed over. */
function holderOf(node: SyntaxNode): SyntaxNode | undefined {
  let at = node.Parent
  while (at && /^(SeparatedElement|SyntaxList|ParenthesizedExpression)$/.test(classOf(at))) at = at.Parent
  return at ?? undefined
}

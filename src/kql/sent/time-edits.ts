import { elements, isNode, type Node, nodesOf, type SyntaxNode } from '../syntax.ts'
import type { Edit } from './edits.ts'

/** `now()` and `ago(…)` as the time that is given; `usesNow`: whether the text, or `set query_now`, has any. */
export function timeEdits(root: SyntaxNode): { readonly edits: readonly Edit[]; readonly usesNow: boolean } {
  const nodes = [...nodesOf(root)]
  // The query says itself what now is.
  if (nodes.some((node) => isNode(node, 'SetOptionStatement') && /^query_now$/i.test(node.Name.SimpleName))) {
    return { edits: [], usesNow: false }
  }
  const calls = nodes.filter(isNow)
  return { edits: calls.flatMap(fixed), usesNow: calls.length > 0 }
}

/** Whether a stored function asks what time it is: its text cannot be edited. */
export function asksForNow(body: string): boolean {
  return /\b(?:now|ago)\s*\(/.test(body)
}

function isNow(node: SyntaxNode): node is Node<'FunctionCallExpression'> {
  if (!isNode(node, 'FunctionCallExpression') || !/^(now|ago)$/.test(node.Name.SimpleName)) return false
  return node.ReferencedSymbol !== null && node.GetCalledFunctionBody() === null
}

function fixed(call: Node<'FunctionCallExpression'>): Edit[] {
  const [offset] = elements(call.ArgumentList.Expressions)
  const { TextStart: start, End: end } = call
  if (!offset) return [{ start, end, by: [{ slot: 'now' }] }]
  const sign = call.Name.SimpleName === 'ago' ? '-' : '+'
  return [
    { start, end: offset.TextStart, by: ['(', { slot: 'now' }, ` ${sign} (`] },
    { start: offset.End, end, by: ['))'], needs: 'now' },
  ]
}

import { elements, isNode, type SyntaxNode } from '../syntax.ts'
import type { Edit } from './edits.ts'

/** The lists of `search in (…)` and `find in (…)`, which take names alone, without those of tables that are not there; one is left. */
export function listedEdits(
  nodes: readonly SyntaxNode[],
  text: string,
  isAbsent: (node: SyntaxNode) => boolean,
): readonly Edit[] {
  return nodes.flatMap((node): Edit[] => {
    const listed =
      isNode(node, 'SearchOperator') || isNode(node, 'FindOperator') ? elements(node.InClause?.Expressions) : []
    const kept = listed.filter((each) => !isAbsent(each))
    if (kept.length === 0 || kept.length === listed.length) return []
    const by = kept.map((each) => text.slice(each.TextStart, each.End)).join(', ')
    return [{ start: listed[0]!.TextStart, end: listed.at(-1)!.End, by: [by] }]
  })
}

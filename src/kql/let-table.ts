import { once, resultColumns, type Scope } from './scope.ts'
import { isNode, type SyntaxNode, withoutParentheses } from './syntax.ts'
import { tabular } from './tabular.ts'
import type { Tabular } from './tree.ts'

/** A named table, translated at its first use; every use shares it. */
export function letTable(name: string, node: SyntaxNode, scope: Scope): () => Tabular {
  return once(scope, () => {
    const bare = withoutParentheses(node)
    const materialized = isNode(bare, 'MaterializeExpression')
    return {
      kind: 'let-table',
      id: scope.translation.nextId(),
      name,
      materialized,
      table: tabular(materialized ? bare.Expression : bare, scope),
      columns: resultColumns(node),
      span: scope.spanOf(node),
    }
  })
}

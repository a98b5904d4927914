import { facet, fork } from './operators/fork.ts'
import type { Scope } from './scope.ts'
import { isNode, type SyntaxNode } from './syntax.ts'
import { givenName, tabular } from './tabular.ts'
import type { NamedTabular, Tabular } from './tree.ts'

/** A table that comes out of a query: with the name it was given, or of which kind it is without one. */
export interface ResultTable {
  readonly table: Tabular
  readonly name?: string
  readonly unnamed: 'PrimaryResult' | 'GenericResult'
}

/** The tables of a tabular statement: one, or those of the `fork` or `facet` it ends with. */
export function statementResults(node: SyntaxNode, scope: Scope): ResultTable[] {
  if (isNode(node, 'PipeExpression')) {
    const { Operator: last } = node
    if (isNode(last, 'ForkOperator')) return fork(last, tabular(node.Expression, scope), scope)
    if (isNode(last, 'FacetOperator')) return facet(last, tabular(node.Expression, scope), scope)
  }
  const table = tabular(node, scope)
  const name = lastName(table)
  return [{ table, unnamed: 'PrimaryResult', ...(name !== undefined && { name }) }]
}

/** The name a table was given with `as` at the end of its statement. */
function lastName(table: Tabular): string | undefined {
  return table.kind === 'render' ? lastName(table.input) : givenName(table)
}

/** The tables under the names Kusto gives them: repeated ones are counted, `GenericResult`, `GenericResult_2`. */
export function nameResults(results: readonly ResultTable[]): NamedTabular[] {
  const taken = new Set<string>()
  return results.map(({ table, name, unnamed }) => {
    const base = name ?? unnamed
    let free = base
    for (let count = 2; taken.has(free); count++) free = `${base}_${count}`
    taken.add(free)
    return { name: free, table }
  })
}

import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import type { ResultTable } from '../results.ts'
import { Names, type Scope } from '../scope.ts'
import { elements, isNode, type Node } from '../syntax.ts'
import { givenName, tabular } from '../tabular.ts'
import type { Tabular } from '../tree.ts'

/** Several queries over one table, each with a result of its own; the table is computed once. */
export function fork(node: Node<'ForkOperator'>, input: Tabular, scope: Scope): ResultTable[] {
  const source = shared(input, 'fork', scope)
  return elements(node.Expressions).map((branch) => {
    const table = tabular(branch.Expression, within(source, scope))
    const name = branch.NameEquals?.Name.SimpleName ?? givenName(table)
    return { table, unnamed: 'GenericResult', ...(name !== undefined && { name }) }
  })
}

/** What the `with` clause makes of the table, then the values of each column and how often they are. */
export function facet(node: Node<'FacetOperator'>, input: Tabular, scope: Scope): ResultTable[] {
  const source = shared(input, 'facet', scope)
  const { WithClause: clause } = node
  const body =
    clause &&
    (isNode(clause, 'FacetWithExpressionClause')
      ? clause.Expression
      : isNode(clause, 'FacetWithOperatorClause')
        ? clause.Operator
        : undefined)
  const first: ResultTable[] = body ? [{ table: tabular(body, within(source, scope)), unnamed: 'GenericResult' }] : []
  const row = { ...scope, row: source.columns }
  const facets = elements(node.Expressions).map((each): ResultTable => {
    const value = expression(each, row)
    const span = scope.spanOf(each)
    const name = value.kind === 'column' ? value.name : each.toString().trim()
    const column = { name, type: value.type }
    const count = { name: `count_${name}`, type: 'long' } as const
    const table: Tabular = {
      kind: 'summarize',
      input: source,
      by: [{ column, expression: value }],
      aggregates: [{ columns: [count], expression: treeBuilder(span).call('count', 'long') }],
      columns: [column, count],
      span,
    }
    return { table, name, unnamed: 'GenericResult' }
  })
  return [...first, ...facets]
}

/** The table all branches read. */
function shared(input: Tabular, name: string, scope: Scope): Tabular {
  const { columns, span } = input
  return { kind: 'let-table', id: scope.translation.nextId(), name, materialized: true, table: input, columns, span }
}

/** A branch: it begins with the shared table, and what it names with `as` is its own. */
function within(source: Tabular, scope: Scope): Scope {
  return { ...scope, names: new Names(scope.names), row: source.columns, source }
}

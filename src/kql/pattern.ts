import { expression } from './expression.ts'
import { letStatement } from './let-statement.ts'
import { Names, refuse, type Scope } from './scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from './syntax.ts'
import { tabular } from './tabular.ts'
import type { Expression, Tabular } from './tree.ts'

/** `declare pattern`: names queries by the constants they are asked for with. */
export function declarePattern(statement: Node<'PatternStatement'>, scope: Scope): void {
  scope.names.define(statement.Name.SimpleName, {
    kind: 'pattern',
    scope,
    ...(statement.Pattern && { declaration: statement.Pattern }),
  })
}

/** `country("Canada").Alberta`, or `country("Canada")` of a pattern without a path; undefined where the node is no such thing. */
export function patternTable(node: SyntaxNode, scope: Scope): Tabular | undefined {
  const call = isNode(node, 'PathExpression') ? node.Expression : node
  if (!isNode(call, 'FunctionCallExpression')) return undefined
  const named = scope.names.find(call.Name.SimpleName)
  if (named?.kind !== 'pattern') return undefined
  const given = elements(call.ArgumentList.Expressions).map((each) => textOf(expression(each, scope)))
  const path = isNode(node, 'PathExpression') ? pathOf(node.Selector, scope) : undefined
  const { declaration } = named
  const matches = elements(declaration?.Patterns).find((each) => {
    const wanted = elements(each.ParameterValues.Expressions).map((value) => textOf(expression(value, scope)))
    const wantedPath = each.PathValue ? textOf(expression(each.PathValue.Value, scope)) : undefined
    return wanted.length === given.length && wanted.every((value, at) => value === given[at]) && wantedPath === path
  })
  if (!declaration || !matches?.Body.Expression) {
    const what = `The pattern \`${call.Name.SimpleName}\` says nothing for ${[...given, ...(path === undefined ? [] : [path])].map((each) => `"${each}"`).join(', ')}.`
    return refuse('KQL009', scope.spanOf(node), { what, hint: 'Add it to `declare pattern`.' })
  }
  const inner: Scope = { ...named.scope, names: new Names(named.scope.names) }
  const define = (name: string, value: string) => {
    const constant: Expression = { kind: 'literal', value, type: 'string', span: scope.spanOf(node) }
    inner.names.define(name, { kind: 'scalar', value: () => constant })
  }
  for (const [at, parameter] of elements(declaration.Parameters).entries()) {
    define(parameter.Name.SimpleName, given[at] ?? '')
  }
  if (declaration.PathParameter && path !== undefined) define(declaration.PathParameter.Parameter.Name.SimpleName, path)
  for (const statement of elements(matches.Body.Statements)) letStatement(statement, inner)
  return tabular(matches.Body.Expression, inner)
}

function pathOf(selector: SyntaxNode, scope: Scope): string {
  if (isNode(selector, 'NameReference')) return selector.SimpleName
  const inner = isNode(selector, 'BracketedExpression') ? selector.Expression : selector
  return textOf(expression(inner, scope))
}

function textOf(value: Expression): string {
  if (value.kind === 'literal' && typeof value.value === 'string') return value.value
  return refuse('KQL009', value.span, { what: 'A pattern is asked for with constant texts.' })
}

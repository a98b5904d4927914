import { expression, singleValue } from './expression.ts'
import { letStatement } from './let-statement.ts'
import { diagnostic } from './messages.ts'
import { declarePattern } from './pattern.ts'
import { queryParameters, undeclared } from './query-parameters.ts'
import { restriction } from './restriction.ts'
import { type ResultTable, statementResults } from './results.ts'
import { attempt, Names, type Scope, type Translation } from './scope.ts'
import { setOption } from './settings.ts'
import { classOf, elements, isNode, type Node, type SyntaxNode } from './syntax.ts'
import { hole } from './tabular.ts'
import type { Tabular } from './tree.ts'

/** The tables that come out of the statements of a query, in their order. */
export function translateStatements(root: Node<'QueryBlock'>, translation: Translation): ResultTable[] {
  let scope: Scope = {
    translation,
    names: new Names(),
    spanOf: (node) => ({ start: node.TextStart, end: node.End }),
  }
  const results: ResultTable[] = []
  for (const statement of elements(root.Statements)) {
    if (isNode(statement, 'RestrictStatement')) scope = restricted(statement, scope)
    else results.push(...statementTables(statement, scope))
  }
  for (const name of undeclared(scope)) {
    const what = `A value is given for \`${name}\`, and the query declares no such parameter.`
    const hint = `Begin it with \`declare query_parameters(${name}:string);\`.`
    translation.diagnostics.push(diagnostic('KQL009', scope.spanOf(root), { what, hint }))
  }
  return results
}

/** What follows sees only what the statement names. */
function restricted(statement: Node<'RestrictStatement'>, scope: Scope): Scope {
  return attempt(
    scope,
    () => ({ ...scope, restricted: restriction(statement, scope) }),
    () => scope,
  )
}

function statementTables(statement: SyntaxNode, scope: Scope): ResultTable[] {
  if (isNode(statement, 'ExpressionStatement')) {
    const { Expression: node } = statement
    return node.ResultType?.IsScalar
      ? [{ table: scalarResult(node, scope), unnamed: 'PrimaryResult' }]
      : statementResults(node, scope)
  }
  if (isNode(statement, 'LetStatement')) letStatement(statement, scope)
  else if (isNode(statement, 'QueryParametersStatement')) queryParameters(statement, scope)
  else if (isNode(statement, 'SetOptionStatement')) setOption(statement, scope.translation.settings, scope)
  else if (isNode(statement, 'PatternStatement')) declarePattern(statement, scope)
  else if (!ignored.has(classOf(statement))) {
    const what = `The statement \`${statement.toString().trim().split(/\s/, 1)[0]}\``
    scope.translation.diagnostics.push(diagnostic('KQL102', scope.spanOf(statement), { what }))
  }
  return []
}

/** A query that is a single value: a table of one row and one column. */
function scalarResult(node: SyntaxNode, scope: Scope): Tabular {
  return attempt(
    scope,
    () => singleValue(expression(node, scope)),
    () => hole(node, scope),
  )
}

/** An alias of a database is resolved before the text is bound. */
const ignored: ReadonlySet<string> = new Set(['AliasStatement', 'EmptyStatement'])

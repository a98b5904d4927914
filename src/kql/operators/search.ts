import { expression } from '../expression.ts'
import { readString } from '../read-literal.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, isNode, type Node, type SyntaxNode, withoutParentheses } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'
import type { SearchCondition, Tabular } from '../tree.ts'
import { memberTables, unionMembers } from './union.ts'

export function search(node: Node<'SearchOperator'>, input: Tabular | undefined, scope: Scope): Tabular {
  const columns = resultColumns(node)
  const outer = { ...scope, row: [] }
  const tables = input
    ? [input]
    : node.InClause
      ? elements(node.InClause.Expressions).flatMap((member) => memberTables(member, outer))
      : allTables(node, scope)
  const kind = parametersOf(node).get('kind')?.Expression.toString().trim().toLowerCase()
  const within = { ...scope, row: columns }
  return {
    kind: 'search',
    members: unionMembers(tables, columns.slice(1), 'search_arg', node, scope),
    condition: searchCondition(node.Condition, within),
    caseSensitive: kind === 'case_sensitive',
    columns,
    span: scope.spanOf(node),
  }
}

/** Every table of the workspace, and every view the query declares. */
export function allTables(node: SyntaxNode, scope: Scope): Tabular[] {
  const { translation, restricted } = scope
  const views = [...new Set(scope.names.all())].flatMap((name) => {
    const named = scope.names.find(name)
    const isVisible = restricted?.allows(name, 'query') ?? true
    return named?.kind === 'function' && named.view && isVisible ? [named.view()] : []
  })
  const visible = translation.allTables.filter(({ name }) => restricted?.allows(name, 'workspace') ?? true)
  const tables = visible.map(({ name, columns }) => {
    const missing = !translation.hasTable(name)
    translation.tables.add(name)
    if (missing) translation.missing.add(name)
    return { kind: 'table', name, missing, columns, span: scope.spanOf(node) } as const
  })
  return [...tables, ...views]
}

/** What is searched for: terms, conditions, and how they are combined. */
export function searchCondition(node: SyntaxNode, scope: Scope): SearchCondition {
  const bare = withoutParentheses(node)
  const span = scope.spanOf(bare)
  if (isNode(bare, 'LiteralExpression') && !/^(true|false)$/i.test(bare.Token.Text)) {
    return { kind: 'term', text: termText(bare), span }
  }
  if (isNode(bare, 'BinaryExpression')) {
    const operator = bare.Operator.Text.toLowerCase()
    if (operator === 'and' || operator === 'or') {
      return { kind: operator, left: searchCondition(bare.Left, scope), right: searchCondition(bare.Right, scope) }
    }
    if (operator === ':') return columnTerm(bare, scope)
  }
  if (isNode(bare, 'FunctionCallExpression') && bare.Name.SimpleName === 'not') {
    const [inner] = elements(bare.ArgumentList.Expressions)
    if (inner) return { kind: 'not', condition: searchCondition(inner, scope) }
  }
  return { kind: 'expression', expression: expression(bare, scope) }
}

/** A term, with its wildcards; a number is the text it is written with. */
function termText(node: Node<'LiteralExpression'>): string {
  return /^[hH]?@?["'`~]/.test(node.Token.Text) ? readString(node.Token.Text) : node.Token.Text
}

function columnTerm(node: Node<'BinaryExpression'>, scope: Scope): SearchCondition {
  const column = expression(node.Left, scope)
  const term = withoutParentheses(node.Right)
  const span = scope.spanOf(node)
  if (isNode(term, 'LiteralExpression')) {
    const text = termText(term)
    if (column.kind === 'star') return { kind: 'term', text, span }
    if (column.kind === 'column') return { kind: 'column-term', column: column.name, value: column, text, span }
  }
  return refuse('KQL102', span, { what: '`:` with anything but a column and a constant', hint: 'Use `has`.' })
}

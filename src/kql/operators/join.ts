import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope, unexpected } from '../scope.ts'
import { columnSymbols, elements, isNode, type Node, type SyntaxNode, withoutParentheses } from '../syntax.ts'
import { parametersOf, tabular } from '../tabular.ts'
import type { ColumnReference, Expression, Join, JoinKind, Tabular } from '../tree.ts'

type JoinNode = Node<'JoinOperator' | 'LookupOperator'>

const joinKinds: Readonly<Record<string, JoinKind>> = {
  innerunique: 'innerunique',
  inner: 'inner',
  leftouter: 'leftouter',
  rightouter: 'rightouter',
  fullouter: 'fullouter',
  leftsemi: 'leftsemi',
  rightsemi: 'rightsemi',
  leftanti: 'leftanti',
  rightanti: 'rightanti',
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightantisemi: 'rightanti',
}

export function join(node: Node<'JoinOperator'>, input: Tabular, scope: Scope): Tabular {
  return joined(node, node.ConditionClause, 'innerunique', false, input, scope)
}

export function lookup(node: Node<'LookupOperator'>, input: Tabular, scope: Scope): Tabular {
  return joined(node, node.LookupClause, 'leftouter', true, input, scope)
}

function joined(
  node: JoinNode,
  clause: SyntaxNode,
  defaultKind: JoinKind,
  isLookup: boolean,
  input: Tabular,
  scope: Scope,
): Tabular {
  const kindNode = parametersOf(node).get('kind')?.Expression
  const kind = kindNode ? joinKinds[kindNode.toString().trim().toLowerCase()] : defaultKind
  if (!kind)
    return refuse('KQL102', scope.spanOf(kindNode!), { what: `A join of kind \`${kindNode!.toString().trim()}\`` })
  if (!isNode(clause, 'JoinOnClause')) {
    return refuse('KQL102', scope.spanOf(clause), { what: 'A join condition other than `on`', hint: 'Use `on`.' })
  }
  const right = tabular(node.Expression, { ...scope, row: [] })
  const on = elements(clause.Expressions).flatMap((condition) => pairs(condition, scope))
  for (const { left: key } of on) {
    if (key.type === 'dynamic') refuse('KQL011', key.span, { what: 'A dynamic can’t be a join key.', hint: dynamicKey })
  }
  const columns = resultColumns(node)
  const output = outputOf(node, kind, isLookup, on, scope)
  if (output.length !== columns.length) return refuse('KQL103', scope.spanOf(node), { what: 'the join' })
  return { kind: 'join', joinKind: kind, isLookup, input, right, on, output, columns, span: scope.spanOf(node) }
}

const dynamicKey = 'Convert it before the join: `extend key = tostring(…)`.'

function pairs(condition: SyntaxNode, scope: Scope): Join['on'][number][] {
  const bare = withoutParentheses(condition)
  if (isNode(bare, 'NameReference')) {
    const column = expression(bare, scope)
    if (column.kind !== 'column') return unexpected(scope, bare, 'join key')
    return [{ left: { ...column, side: 'left' }, right: { ...column, side: 'right' } }]
  }
  if (isNode(bare, 'BinaryExpression') && bare.Operator.Text.toLowerCase() === 'and') {
    return [...pairs(bare.Left, scope), ...pairs(bare.Right, scope)]
  }
  if (isNode(bare, 'BinaryExpression') && bare.Operator.Text === '==') {
    const [a, b] = [expression(bare.Left, scope), expression(bare.Right, scope)]
    if (isSide(a, 'left') && isSide(b, 'right')) return [{ left: a, right: b }]
    if (isSide(a, 'right') && isSide(b, 'left')) return [{ left: b, right: a }]
  }
  return refuse('KQL102', scope.spanOf(condition), {
    what: 'This join condition',
    hint: 'Write a column that both sides have, or `$left.a == $right.b`.',
  })
}

function isSide(key: Expression, side: 'left' | 'right'): key is ColumnReference {
  return key.kind === 'column' && key.side === side
}

/** Left columns, then right ones; the binder gives those of a taken name a number. A lookup leaves its right keys out. */
function outputOf(node: JoinNode, kind: JoinKind, isLookup: boolean, on: Join['on'], scope: Scope): Join['output'] {
  const left = (scope.row ?? []).map((column) => ({ side: 'left' as const, name: column.name }))
  const rightKeys = new Set(on.map((pair) => (pair.right as ColumnReference).name))
  const right = columnSymbols(node.Expression.ResultType)
    .filter((column) => !isLookup || !rightKeys.has(column.Name))
    .map((column) => ({ side: 'right' as const, name: column.Name }))
  if (kind === 'leftsemi' || kind === 'leftanti') return left
  if (kind === 'rightsemi' || kind === 'rightanti') return right
  return [...left, ...right]
}

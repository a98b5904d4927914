import type { KqlType } from '../lib/kql-type.ts'
import { callFunction } from './call.ts'
import { comparable, comparableItem, refuseDynamics } from './comparison.ts'
import { readDynamic } from './dynamic.ts'
import { diagnostic } from './messages.ts'
import { readLiteral, readString } from './read-literal.ts'
import { refuse, type Scope, typeOf, unexpected } from './scope.ts'
import {
  type BinderSymbol,
  classOf,
  elements,
  isNode,
  type Node,
  type NodeClass,
  type SyntaxNode,
  withoutParentheses,
} from './syntax.ts'
import { tabular } from './tabular.ts'
import type { BinaryOperator, Expression, Literal, Tabular } from './tree.ts'

/** A scalar expression of the bound tree as ours. */
export function expression(node: SyntaxNode, scope: Scope): Expression {
  const translate = expressions[classOf(node) as keyof typeof expressions] as
    | ((node: SyntaxNode, scope: Scope) => Expression)
    | undefined
  if (!translate) return refuse('KQL102', scope.spanOf(node), { what: `\`${node.toString().trim()}\` here` })
  return translate(node, scope)
}

const expressions: { readonly [Class in NodeClass]?: (node: Node<Class>, scope: Scope) => Expression } = {
  LiteralExpression: literal,
  CompoundStringLiteralExpression: (node, scope) =>
    text(
      elements(node.Tokens)
        .map((token) => readString(token.Text))
        .join(''),
      node,
      scope,
    ),
  TypeOfLiteralExpression: (node, scope) =>
    text(
      elements(node.Types)
        .map((type) => type.toString().trim())
        .join(),
      node,
      scope,
    ),
  DynamicExpression: (node, scope) => ({
    kind: 'dynamic',
    json: readDynamic(node.Expression, scope),
    type: 'dynamic',
    span: scope.spanOf(node),
  }),
  ParenthesizedExpression: (node, scope) => expression(node.Expression, scope),
  SimpleNamedExpression: (node, scope) => expression(node.Expression, scope),
  NameReference: nameReference,
  PrefixUnaryExpression: unary,
  BinaryExpression: binary,
  InExpression: membership,
  HasAnyExpression: (node, scope) => hasAnyOf('has-any', node, scope),
  HasAllExpression: (node, scope) => hasAnyOf('has-all', node, scope),
  BetweenExpression: (node, scope) => ({
    kind: 'between',
    negated: node.Operator.Text.startsWith('!'),
    operand: expression(node.Left, scope),
    low: expression(node.Right.First, scope),
    high: expression(node.Right.Second, scope),
    ...typed(node, scope),
  }),
  PathExpression: path,
  ElementExpression: (node, scope) => ({
    kind: 'element',
    operand: expression(node.Expression, scope),
    index: expression(node.Selector.Expression, scope),
    ...typed(node, scope),
  }),
  BracketedExpression: (node, scope) => expression(node.Expression, scope),
  FunctionCallExpression: callFunction,
  ToScalarExpression: toScalar,
  StarExpression: (node, scope) => ({ kind: 'star', type: 'string', span: scope.spanOf(node) }),
}

/** Type and place of an expression, as the binder has them. */
export function typed(node: SyntaxNode, scope: Scope) {
  return { type: typeOf(node.ResultType), span: scope.spanOf(node) } as const
}

export function text(value: string, node: SyntaxNode, scope: Scope): Literal {
  return { kind: 'literal', value, type: 'string', span: scope.spanOf(node) }
}

function literal(node: Node<'LiteralExpression'>, scope: Scope): Literal {
  const type = typeOf(node.ResultType)
  const written = node.Token.Text
  const value = readLiteral(type, written)
  const span = scope.spanOf(node)
  if (value === undefined) scope.translation.diagnostics.push(diagnostic('KQL007', span, { type, text: written }))
  return { kind: 'literal', value: value ?? null, type, span }
}

/** A minus before a number belongs to it: the two are a constant. */
function unary(node: Node<'PrefixUnaryExpression'>, scope: Scope): Expression {
  const operator = node.Operator.Text
  if (operator !== '-' && operator !== '+') return unexpected(scope, node, `prefix ${operator}`)
  const operand = expression(node.Expression, scope)
  if (operator === '-' && operand.kind === 'literal' && operand.value !== null && numbers.has(operand.type)) {
    return { ...operand, value: negated(operand.value), ...typed(node, scope) }
  }
  return { kind: 'unary', operator, operand, ...typed(node, scope) }
}

function negated(value: Exclude<Literal['value'], null>): Literal['value'] {
  if (typeof value === 'string') return value.startsWith('-') ? value.slice(1) : `-${value}`
  return typeof value === 'bigint' ? BigInt.asIntN(64, -value) : -Number(value)
}

const numbers: ReadonlySet<KqlType> = new Set(['int', 'long', 'real', 'decimal', 'timespan'])

function nameReference(node: Node<'NameReference'>, scope: Scope): Expression {
  const symbol = node.ReferencedSymbol
  const symbolClass = symbol && classOf(symbol)
  if (symbolClass === 'ColumnSymbol') return columnReference(symbol as BinderSymbol, node, scope)
  if (symbolClass === 'FunctionSymbol') return callFunction(node, scope)
  const named = scope.names.find(node.SimpleName)
  if (named?.kind === 'scalar') {
    const value = named.value()
    if (named.row && named.row !== scope.row && readsColumn(value)) {
      const what = 'A column given to a function that reads a table'
      return refuse('KQL102', value.span, { what, hint: 'Use `join` or `lookup`.' })
    }
    return value
  }
  if (named?.kind === 'step') {
    return refuse('KQL102', scope.spanOf(node), { what: 'A step of scan as a value', hint: 'Write `step.column`.' })
  }
  // A body bound for one call says itself what it does not know.
  if (!symbol)
    return refuse('KQL002', scope.spanOf(node), { name: node.SimpleName, table: undefined, suggestion: undefined })
  return unexpected(scope, node, `name ${node.SimpleName}`)
}

/** Whether the value depends on the row it is computed in. */
function readsColumn(value: object): boolean {
  if ('kind' in value && value.kind === 'column') return true
  return Object.entries(value).some(
    ([name, part]) => name !== 'table' && typeof part === 'object' && part !== null && readsColumn(part),
  )
}

function columnReference(symbol: BinderSymbol, node: SyntaxNode, scope: Scope): Expression {
  return { kind: 'column', name: symbol.Name, ...typed(node, scope) }
}

/** Obsolete spellings, and the one that stands for them. */
const operators: Readonly<Record<string, BinaryOperator>> = {
  '<>': '!=',
  containscs: 'contains_cs',
  notcontains: '!contains',
  notcontainscs: '!contains_cs',
  'matches  regex': 'matches regex',
}

const binaryOperators: ReadonlySet<string> = new Set<BinaryOperator>([
  'and',
  'or',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '=~',
  '!~',
  '+',
  '-',
  '*',
  '/',
  '%',
  'has',
  '!has',
  'has_cs',
  '!has_cs',
  'hasprefix',
  '!hasprefix',
  'hasprefix_cs',
  '!hasprefix_cs',
  'hassuffix',
  '!hassuffix',
  'hassuffix_cs',
  '!hassuffix_cs',
  'contains',
  '!contains',
  'contains_cs',
  '!contains_cs',
  'startswith',
  '!startswith',
  'startswith_cs',
  '!startswith_cs',
  'endswith',
  '!endswith',
  'endswith_cs',
  '!endswith_cs',
  'matches regex',
])

function binary(node: Node<'BinaryExpression'>, scope: Scope): Expression {
  const written = node.Operator.Text.toLowerCase()
  const operator = operators[written] ?? written
  if (!binaryOperators.has(operator)) {
    return refuse('KQL102', scope.spanOf(node.Operator), { what: `The operator \`${node.Operator.Text}\`` })
  }
  const sides = [expression(node.Left, scope), expression(node.Right, scope)] as const
  const [left, right] = /^[=!]=$/.test(operator) ? comparable(scope, ...sides, operator) : sides
  if (/^[<>]/.test(operator) && left.type === 'dynamic' && right.type === 'dynamic')
    refuseDynamics(scope, right, operator)
  return { kind: 'binary', operator: operator as BinaryOperator, left, right, ...typed(node, scope) }
}

function membership(node: Node<'InExpression'>, scope: Scope): Expression {
  const operator = node.Operator.Text.toLowerCase()
  const operand = expression(node.Left, scope)
  const common = {
    operand,
    negated: operator.startsWith('!'),
    caseSensitive: !operator.endsWith('~'),
    ...typed(node, scope),
  }
  const { items, table } = itemsOf(node, scope)
  if (table) return { kind: 'in-table', table, ...common }
  const comparableItems = items.map((item) => comparableItem(scope, operand, item, operator))
  return { kind: 'in-list', items: comparableItems, ...common }
}

function hasAnyOf(
  kind: 'has-any' | 'has-all',
  node: Node<'HasAnyExpression' | 'HasAllExpression'>,
  scope: Scope,
): Expression {
  const { items, table } = itemsOf(node, scope)
  return { kind, operand: expression(node.Left, scope), items: table ?? items, ...typed(node, scope) }
}

function itemsOf(node: Node<'InExpression' | 'HasAnyExpression' | 'HasAllExpression'>, scope: Scope) {
  const list = elements(node.Right.Expressions)
  const table = list.find((item) => item.ResultType?.IsTabular)
  if (!table) return { items: list.map((item) => expression(item, scope)) }
  if (list.length > 1) return refuse('KQL102', scope.spanOf(table), { what: 'A table among other items' })
  return { items: [], table: tabular(table, scope) }
}

/** `toscalar(table)`; of a value, the value, computed once. */
function toScalar(node: Node<'ToScalarExpression'>, scope: Scope): Expression {
  const inner = withoutParentheses(node.Expression)
  if (!inner.ResultType?.IsScalar) return scalarQuery(tabular(inner, scope), node, scope)
  const value = expression(inner, scope)
  return value.kind === 'literal' ? value : scalarQuery(singleValue(value), node, scope)
}

function scalarQuery(table: Tabular, node: SyntaxNode, scope: Scope): Expression {
  return { kind: 'scalar-query', id: scope.translation.nextId(), table, ...typed(node, scope) }
}

/** The table of one row that a single value is. */
export function singleValue(value: Expression): Tabular {
  const column = { name: 'print_0', type: value.type }
  return { kind: 'print', values: [{ column, expression: value }], columns: [column], span: value.span }
}

/** `d.name`; `$left.name` in a join condition. */
function path(node: Node<'PathExpression'>, scope: Scope): Expression {
  const { Expression: owner, Selector: selector } = node
  if (isNode(owner, 'NameReference') && isNode(selector, 'NameReference')) {
    const side = owner.SimpleName === '$left' ? 'left' : owner.SimpleName === '$right' ? 'right' : undefined
    if (side) return { kind: 'column', name: selector.SimpleName, side, ...typed(node, scope) }
    const step = owner.SimpleName
    const isStep = scope.names.find(step)?.kind === 'step' && classOf(owner.ResultType!) === 'TupleSymbol'
    if (isStep) return { kind: 'column', name: selector.SimpleName, step, ...typed(node, scope) }
  }
  const operand = expression(owner, scope)
  if (isNode(selector, 'NameReference')) {
    return { kind: 'member', operand, name: selector.SimpleName, ...typed(node, scope) }
  }
  if (isNode(selector, 'BracketedExpression')) {
    return { kind: 'element', operand, index: expression(selector.Expression, scope), ...typed(node, scope) }
  }
  return refuse('KQL102', scope.spanOf(node), { what: `\`${node.toString().trim()}\`` })
}

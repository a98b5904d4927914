import type { Span } from '../lib/diagnostic.ts'
import type { KqlType } from '../lib/kql-type.ts'
import { translateBodyDiagnostics } from './binder-diagnostics.ts'
import { expression } from './expression.ts'
import { letStatement } from './let-statement.ts'
import { letTable } from './let-table.ts'
import { readLiteral } from './read-literal.ts'
import { Names, once, refuse, type Scope, typeOf, unexpected } from './scope.ts'
import { classOf, elements, isNode, type Node, type Parameter, type SyntaxNode, withoutParentheses } from './syntax.ts'
import type { Expression, Tabular } from './tree.ts'

/** A function without parameters may be called by its name alone. */
type CallNode = Node<'FunctionCallExpression'> | Node<'NameReference'>

function calledName(call: CallNode): string {
  return isNode(call, 'FunctionCallExpression') ? call.Name.SimpleName : call.SimpleName
}

/** The scope of a function's body at one call: the names where it is declared, its parameters with this call's arguments, its own lets. */
export function functionScope(call: CallNode, body: Node<'FunctionBody'>, scope: Scope, piped?: Tabular): Scope {
  const declared = scope.names.find(calledName(call))
  const home = declared?.kind === 'function' ? declared.scope : undefined
  const names = new Names(home?.names)
  const declaration = call.ReferencedSignature?.Declaration
  const shift = home && declaration ? declaration.TextStart - body.TextStart : undefined
  const place = home ? undefined : scope.translation.functions.get(calledName(call))?.place
  const spanOf: Scope['spanOf'] =
    home && shift !== undefined
      ? (node) => home.spanOf({ TextStart: node.TextStart + shift, End: node.End + shift })
      : place
        ? (node) => ({ start: node.TextStart + place.offset, end: node.End + place.offset, source: place.source })
        : () => scope.spanOf(call)
  if (call.CalledFunctionHasErrors) {
    scope.translation.diagnostics.push(...translateBodyDiagnostics(body, scope.translation.bound, spanOf))
  }
  const { row } = scope
  const restricted = home?.restricted
  const inner: Scope = {
    translation: scope.translation,
    names,
    spanOf,
    ...(row && { row }),
    ...(restricted && { restricted }),
  }
  for (const [parameter, argument] of bindArguments(call, scope, piped !== undefined)) {
    if (argument === 'piped') names.define(parameter.Name, { kind: 'table', table: () => piped! })
    else define(parameter, argument, call, scope, names)
  }
  for (const statement of elements(body.Statements)) letStatement(statement, inner)
  return inner
}

function define(parameter: Parameter, argument: SyntaxNode | null, call: SyntaxNode, scope: Scope, names: Names): void {
  if (argument?.ResultType?.IsTabular) {
    names.define(parameter.Name, { kind: 'table', table: letTable(parameter.Name, argument, scope) })
    return
  }
  const value = once(scope, () => argumentValue(parameter, argument, call, scope))
  names.define(parameter.Name, { kind: 'scalar', value, ...(scope.row && { row: scope.row }) })
}

function argumentValue(parameter: Parameter, argument: SyntaxNode | null, call: SyntaxNode, scope: Scope): Expression {
  const span = scope.spanOf(argument ?? call)
  // A default stands in the declaration; its text is not part of the call.
  const inPlace: Scope = argument ? scope : { ...scope, spanOf: () => span }
  const node = argument ?? parameter.DefaultValue
  if (!node) return unexpected(scope, call, `missing argument ${parameter.Name}`)
  const declaredType = elements(parameter.DeclaredTypes)[0]
  const standard = argument ? undefined : defaultLiteral(node, declaredType && typeOf(declaredType), span)
  if (standard) return standard
  const operand = expression(node, inPlace)
  const type = declaredType ? typeOf(declaredType) : operand.type
  return type === operand.type ? operand : { kind: 'conversion', operand, type, span }
}

/** A default that is a constant: those of stored functions have no type of the binder's. */
function defaultLiteral(node: SyntaxNode, type: KqlType | undefined, span: Span): Expression | undefined {
  const bare = withoutParentheses(node)
  const isNegative = isNode(bare, 'PrefixUnaryExpression') && bare.Operator.Text === '-'
  const constant = isNegative ? withoutParentheses(bare.Expression) : bare
  if (!type || type === 'dynamic' || !isNode(constant, 'LiteralExpression')) return undefined
  const value = readLiteral(type, isNegative ? `-${constant.Token.Text}` : constant.Token.Text)
  return value === undefined ? undefined : { kind: 'literal', value, type, span }
}

/** Each parameter with its argument: by place, by name, the table `invoke` pipes in, or null for the default. */
function bindArguments(call: CallNode, scope: Scope, isPiped: boolean): Map<Parameter, SyntaxNode | 'piped' | null> {
  const [first, ...rest] = elements(call.ReferencedSignature?.Parameters)
  const bound = new Map<Parameter, SyntaxNode | 'piped' | null>()
  if (first) bound.set(first, isPiped ? 'piped' : null)
  for (const parameter of rest) bound.set(parameter, null)
  const parameters = first && !isPiped ? [first, ...rest] : rest
  const given = isNode(call, 'FunctionCallExpression') ? elements(call.ArgumentList.Expressions) : []
  for (const [index, argument] of given.entries()) {
    const name = isNode(argument, 'SimpleNamedExpression') ? argument.Name.SimpleName : undefined
    const parameter = name === undefined ? parameters[index] : parameters.find((each) => each.Name === name)
    if (!parameter) refuse('KQL102', scope.spanOf(argument), { what: `This ${classOf(argument)}` })
    bound.set(parameter, isNode(argument, 'SimpleNamedExpression') ? argument.Expression : argument)
  }
  return bound
}

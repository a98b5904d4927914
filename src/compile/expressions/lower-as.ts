import type { Expression } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import type { SqlExpression } from '../../sql/tree.ts'
import { emitContext } from './emit-context.ts'
import type { Scope } from './lower.ts'

/** The value of an expression as one of a type. */
export function lowerAs(type: KqlType, expression: Expression, scope: Scope): SqlExpression {
  const value = scope.compilation.lower(expression, scope)
  return emitContext({ type, span: expression.span }, scope).convert(value, type)
}

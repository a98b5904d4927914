import type { KqlType } from '../lib/kql-type.ts'
import { diagnostic } from './messages.ts'
import { readLiteral } from './read-literal.ts'
import type { Scope } from './scope.ts'
import type { Expression, Literal } from './tree.ts'

const numbers: ReadonlySet<KqlType> = new Set(['int', 'long', 'real', 'decimal'])

/**
 * The right side of `==`, `!=` or `in` as it is compared with the left: what is written as a text takes the other side's
 * type (`EventID == "4688"`), a number compared with a text becomes text, a bool compared with a number becomes one.
 * The binder lets all types meet here; those that can't be compared are refused.
 */
export function comparable(
  scope: Scope,
  left: Expression,
  right: Expression,
  operator: string,
): readonly [Expression, Expression] {
  if (left.kind === 'star' || left.type === right.type || (numbers.has(left.type) && numbers.has(right.type))) {
    if (left.type === 'dynamic') refuseDynamics(scope, right, operator)
    return [left, right]
  }
  if (left.type === 'dynamic' || right.type === 'dynamic') return [left, right]
  if (isText(right)) return [left, readAs(right, left.type)]
  if (isText(left)) return [readAs(left, right.type), right]
  if (left.type === 'string') return [left, asType(right, 'string')]
  if (right.type === 'string') return [asType(left, 'string'), right]
  if (left.type === 'bool' && numbers.has(right.type)) return [asType(left, 'long'), right]
  if (right.type === 'bool' && numbers.has(left.type)) return [left, asType(right, 'long')]
  const what = `\`${operator}\` is not defined for ${left.type} and ${right.type}.`
  scope.translation.diagnostics.push(diagnostic('KQL006', right.span, { what, hint: 'Convert one side.' }))
  return [left, right]
}

/** An item of `in` as it is compared with the operand, whose own type stays. An item that is a dynamic stands for its elements. */
export function comparableItem(scope: Scope, operand: Expression, item: Expression, operator: string): Expression {
  if (item.type === 'dynamic') return item
  if (isText(operand) && item.type !== 'string') return asType(item, 'string')
  if (operand.type === 'bool' && numbers.has(item.type)) return asType(item, 'bool')
  return comparable(scope, operand, item, operator)[1]
}

/** Two dynamics don't compare: the engine wants to be told as what. */
export function refuseDynamics(scope: Scope, right: Expression, operator: string): void {
  const what = `\`${operator}\` is not defined for two dynamics.`
  const hint = 'Convert one side, with `tostring(…)` or `tolong(…)`.'
  scope.translation.diagnostics.push(diagnostic('KQL006', right.span, { what, hint }))
}

function isText(expression: Expression): expression is Literal & { readonly value: string } {
  return expression.kind === 'literal' && expression.type === 'string'
}

/** A text constant as a value of a type; null where it is none. */
function readAs(literal: Literal & { readonly value: string }, type: KqlType): Literal {
  const value = type === 'dynamic' ? undefined : readLiteral(type, literal.value)
  return { ...literal, type, value: value ?? null }
}

function asType(operand: Expression, type: 'string' | 'long' | 'bool'): Expression {
  if (
    operand.kind === 'literal' &&
    type === 'string' &&
    typeof operand.value === 'bigint' &&
    numbers.has(operand.type)
  ) {
    return { ...operand, type, value: operand.value.toString() }
  }
  const { span } = operand
  return {
    kind: 'call',
    name: `to${type}`,
    arguments: [operand],
    type,
    span,
    nameSpan: span,
  }
}

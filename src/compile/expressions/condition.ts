import type { Expression, StringOperator } from '../../kql/tree.ts'
import { literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { allOf, anyOf } from '../select.ts'
import { betweenCondition, isDifferent, isEqual, isNeverNull, lowerSides } from './comparison.ts'
import { emitContext } from './emit-context.ts'
import { memberOfList, memberOfTable } from './in-list.ts'
import { lowerText } from './json-path.ts'
import { lower, type Scope } from './lower.ts'
import { isJoinable, isTermSearch, matchesAny, termFilter } from './text-operators.ts'

/**
 * A condition of which only one thing matters: where it is true (or, for `wanted` false, where it is false). Null needs
 * no words then, and what is left is what one would write by hand: `c1 = 5`, `c1 IN (…)`.
 */
export function condition(expression: Expression, scope: Scope, wanted = true): SqlExpression {
  switch (expression.kind) {
    case 'binary': {
      const { operator } = expression
      if (operator === 'and' || operator === 'or') {
        const operands = operandsOf(expression, operator)
        if (operator === 'or' && wanted) return anyOf(alternatives(operands, scope))
        const parts = operands.map((part) => condition(part, scope, wanted))
        return (operator === 'and') === wanted ? allOf(parts) : anyOf(parts)
      }
      if (operator === '==' || operator === '!=') {
        const sides = lowerSides(expression, scope)
        return (operator === '==') === wanted ? isEqual(sides) : isDifferent(sides)
      }
      if (wanted && isTermSearch(operator) && expression.left.kind !== 'star') {
        return termFilter(operator, lowerText(expression.left, scope), lowerText(expression.right, scope))
      }
      break
    }
    case 'call':
      if (expression.name === 'not' && expression.arguments.length === 1) {
        return condition(expression.arguments[0]!, scope, !wanted)
      }
      break
    case 'in-list':
    case 'in-table': {
      const { found, operand } =
        expression.kind === 'in-list' ? memberOfList(expression, scope) : memberOfTable(expression, scope)
      if (expression.negated !== wanted) return found
      return isNeverNull(operand) ? sql`NOT ${found}` : sql`${found} IS NOT TRUE`
    }
    case 'between':
      if (expression.negated !== wanted) return betweenCondition(expression, scope)
      break
    default:
      break
  }
  const value = emitContext(expression, scope).convert(lower(expression, scope), 'bool')
  if (wanted) return value.kind === 'cast' && value.operand.kind === 'literal' ? literal(false) : value
  return sql`NOT ${value}`
}

/** The conditions of which one must hold; those that look for the same needle in several texts are one. */
function alternatives(operands: readonly Expression[], scope: Scope): readonly SqlExpression[] {
  const searches = new Map<string, { operator: StringOperator; needle: TypedSql; texts: TypedSql[] }>()
  const others: SqlExpression[] = []
  for (const operand of operands) {
    const search = searchOf(operand, scope)
    if (!search) {
      others.push(condition(operand, scope))
      continue
    }
    const { operator, needle, text } = search
    const key = `${operator} ${String(needle.constant)}`
    const known = searches.get(key)
    if (known) known.texts.push(text)
    else searches.set(key, { operator, needle, texts: [text] })
  }
  return [
    ...others,
    ...[...searches.values()].map(({ operator, texts, needle }) => matchesAny(operator, texts, needle)),
  ]
}

/** What an operand looks for and in which text, where it looks for a constant that can be found in texts side by side. */
function searchOf(operand: Expression, scope: Scope) {
  if (operand.kind !== 'binary' || operand.left.kind === 'star' || !isJoinable(operand.operator)) return undefined
  const needle = lowerText(operand.right, scope)
  if (typeof needle.constant !== 'string') return undefined
  return { operator: operand.operator, needle, text: lowerText(operand.left, scope) }
}

/** The operands of a chain of `and` or of `or`. */
export function operandsOf(expression: Expression, operator: 'and' | 'or'): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === operator
    ? [...operandsOf(expression.left, operator), ...operandsOf(expression.right, operator)]
    : [expression]
}

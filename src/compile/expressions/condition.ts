import type { Binary, Expression } from '../../kql/tree.ts'
import { literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { allOf, anyOf } from '../select.ts'
import { betweenCondition, isDifferent, isEqual, isNeverNull, lowerSides } from './comparison.ts'
import { emitContext } from './emit-context.ts'
import { memberOfList, memberOfTable } from './in-list.ts'
import { lowerText } from './json-path.ts'
import { lower, type Scope } from './lower.ts'
import { roughCondition } from './terms.ts'

/**
 * A condition of which only one thing matters: where it is true (or, for `wanted` false, where it is false). Null needs
 * no words then, and what is left is what one would write by hand: `c1 = 5`, `c1 IN (…)`.
 */
export function condition(expression: Expression, scope: Scope, wanted = true): SqlExpression {
  switch (expression.kind) {
    case 'binary': {
      const { operator } = expression
      if (operator === 'and' || operator === 'or') {
        const parts = operandsOf(expression, operator).map((part) => condition(part, scope, wanted))
        return (operator === 'and') === wanted ? allOf(parts) : anyOf(parts)
      }
      if (operator === '==' || operator === '!=') {
        const sides = lowerSides(expression, scope)
        return (operator === '==') === wanted ? isEqual(sides) : isDifferent(sides)
      }
      if (wanted && /^has(?:prefix)?(?:_cs)?$/.test(operator) && expression.left.kind !== 'star') {
        return termFilter(expression, operator.endsWith('_cs'), scope)
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

/** A term is looked for roughly first: most rows fail that, and cheaply. */
function termFilter(expression: Binary, caseSensitive: boolean, scope: Scope): SqlExpression {
  const exact = lower(expression, scope).sql
  const rough = roughCondition(lowerText(expression.left, scope), lowerText(expression.right, scope), caseSensitive)
  return rough ? allOf([rough, exact]) : exact
}

/** The operands of a chain of `and` or of `or`. */
export function operandsOf(expression: Expression, operator: 'and' | 'or'): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === operator
    ? [...operandsOf(expression.left, operator), ...operandsOf(expression.right, operator)]
    : [expression]
}

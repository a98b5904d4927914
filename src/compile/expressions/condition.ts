import type { Binary, Expression, StringOperator } from '../../kql/tree.ts'
import { literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { allOf, anyOf } from '../select.ts'
import { betweenCondition, isDifferent, isEqual, isNeverNull, lowerSides } from './comparison.ts'
import { emitContext } from './emit-context.ts'
import { memberOfList, memberOfTable } from './in-list.ts'
import { lowerText } from './json-path.ts'
import { lower, type Scope } from './lower.ts'
import { roughCondition } from './terms.ts'
import { fewestJoined, isJoinable, matchesAny } from './text-operators.ts'

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

/** The conditions of which one must hold; those that look for the same needle in several texts are one. */
function alternatives(operands: readonly Expression[], scope: Scope): readonly SqlExpression[] {
  const searches = new Map<
    string,
    { operator: StringOperator; texts: TypedSql[]; needle: TypedSql; parts: Expression[] }
  >()
  const others: Expression[] = []
  for (const operand of operands) {
    const search = searchOf(operand, scope)
    if (!search) {
      others.push(operand)
      continue
    }
    const key = `${search.operator} ${String(search.needle.constant)}`
    const known = searches.get(key)
    if (known) {
      known.texts.push(search.text)
      known.parts.push(operand)
    } else searches.set(key, { ...search, texts: [search.text], parts: [operand] })
  }
  const joined = [...searches.values()].flatMap(({ operator, texts, needle, parts }) =>
    parts.length < fewestJoined ? parts.map((part) => condition(part, scope)) : [matchesAny(operator, texts, needle)],
  )
  return [...others.map((part) => condition(part, scope)), ...joined]
}

/** What an operand looks for and in which text, where it looks for a constant that can be found in texts side by side. */
function searchOf(operand: Expression, scope: Scope) {
  if (operand.kind !== 'binary' || operand.left.kind === 'star') return undefined
  const operator = operand.operator as StringOperator
  if (!/^(?:has|contains)/.test(operator)) return undefined
  const needle = lowerText(operand.right, scope)
  return isJoinable(operator, needle) ? { operator, needle, text: lowerText(operand.left, scope) } : undefined
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

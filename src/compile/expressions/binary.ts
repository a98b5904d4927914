import type { Binary, BinaryOperator, StringOperator } from '../../kql/tree.ts'
import { sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { type ArithmeticOperator, lowerArithmetic } from './arithmetic.ts'
import { equality, inequality, isOrder, lowerSides, ordering } from './comparison.ts'
import { emitContext } from './emit-context.ts'
import { lower, type Scope } from './lower.ts'
import { lowerTextOperator } from './text-operators.ts'

export function lowerBinary(expression: Binary, scope: Scope): TypedSql {
  const { operator, span } = expression
  if (isArithmetic(operator)) return lowerArithmetic({ ...expression, operator }, scope)
  if (operator === 'and' || operator === 'or') {
    const context = emitContext(expression, scope)
    const left = context.convert(lower(expression.left, scope), 'bool')
    const right = context.convert(lower(expression.right, scope), 'bool')
    return { sql: operator === 'and' ? sql`${left} AND ${right}` : sql`${left} OR ${right}`, type: 'bool', span }
  }
  if (isTextOperator(operator)) return lowerTextOperator(expression, operator, scope)
  const sides = lowerSides(expression, scope)
  if (isOrder(operator)) return { sql: ordering(operator, sides), type: 'bool', span }
  return { sql: operator === '==' ? equality(sides) : inequality(sides), type: 'bool', span }
}

function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return operator === '+' || operator === '-' || operator === '*' || operator === '/' || operator === '%'
}

/** Operators on text, which is never null: their result is true or false. */
function isTextOperator(operator: BinaryOperator): operator is StringOperator | '=~' | '!~' {
  return (
    operator === '=~' ||
    operator === '!~' ||
    operator === 'matches regex' ||
    /^!?(?:has|contains|startswith|endswith)/.test(operator)
  )
}

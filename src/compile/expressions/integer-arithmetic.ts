import type { Binary, Expression } from '../../kql/tree.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { holdsSubquery } from '../../sql/walk.ts'
import type { TypedSql } from '../row.ts'
import { infix, integerRemainder } from './arithmetic.ts'
import { emitContext } from './emit-context.ts'
import { lower, type Scope } from './lower.ts'

const smallest = -(2n ** 63n)
const largest = 2n ** 63n - 1n

/**
 * A sum or product under way: as DuckDB computes it, as it is computed in 128 bits when that overflows, and how far the
 * latter may reach.
 */
interface Reach {
  readonly plain: SqlExpression
  readonly wide: SqlExpression
  readonly low: bigint
  readonly high: bigint
  /** The plain form may leave 64 bits somewhere. */
  readonly mayOverflow: boolean
  readonly constant?: bigint
}

/**
 * 64-bit arithmetic that wraps around, where DuckDB's raises an error. Sums and products that might leave the range are
 * tried first and computed in 128 bits only where the trial fails, which costs nothing as long as it does not.
 * Division goes towards zero; by zero it is null.
 */
export function lowerIntegerArithmetic(expression: Binary, scope: Scope): TypedSql {
  const { operator, span } = expression
  if (operator === '/' || operator === '%') {
    const left = asLong(expression.left, expression, scope)
    const right = asLong(expression.right, expression, scope)
    return { sql: operator === '%' ? integerRemainder(left, right) : quotient(left, right), type: 'long', span }
  }
  const reach = reachOf(expression, expression, scope)
  if (reach.constant !== undefined) {
    return { sql: literal(reach.constant), type: 'long', constant: reach.constant, span }
  }
  if (!reach.mayOverflow) return { sql: reach.plain, type: 'long', span }
  const wide = cast(folded(reach), 'BIGINT')
  // `try` takes neither subqueries nor aggregates.
  if (scope.aggregates || holdsSubquery(reach.plain)) return { sql: wide, type: 'long', span }
  return { sql: call('coalesce', call('try', reach.plain), wide), type: 'long', span }
}

/** Only the smallest number divided by -1 overflows, and wraps to itself. */
function quotient(left: TypedSql, right: TypedSql): SqlExpression {
  if (right.constant !== undefined && right.constant !== -1n && right.constant !== -1) {
    return sql`${left.sql} // ${right.sql}`
  }
  const smallestByMinusOne = sql`${right.sql} = -1 AND ${left.sql} = ${literal(smallest)}`
  return caseWhen([[smallestByMinusOne, literal(smallest)]], sql`${left.sql} // ${right.sql}`)
}

function reachOf(expression: Expression, root: Binary, scope: Scope): Reach {
  if (expression.kind === 'binary' && isWhole(expression) && isSumOrProduct(expression.operator)) {
    return combined(expression.operator, reachOf(expression.left, root, scope), reachOf(expression.right, root, scope))
  }
  const value = asLong(expression, root, scope)
  if (value.constant !== undefined && value.constant !== null) {
    const constant = BigInt(value.constant)
    return { plain: value.sql, wide: value.sql, low: constant, high: constant, mayOverflow: false, constant }
  }
  const [low, high] =
    expression.type === 'int' || expression.type === 'bool' ? [-(2n ** 31n), 2n ** 31n - 1n] : [smallest, largest]
  return { plain: value.sql, wide: cast(value.sql, 'HUGEINT'), low, high, mayOverflow: false }
}

function combined(operator: '+' | '-' | '*', left: Reach, right: Reach): Reach {
  if (left.constant !== undefined && right.constant !== undefined) {
    const constant = BigInt.asIntN(64, exact(operator, left.constant, right.constant))
    const value = literal(constant)
    return { plain: value, wide: value, low: constant, high: constant, mayOverflow: false, constant }
  }
  const plain = infix(left.plain, operator, right.plain)
  const a = operator === '*' ? within64Bits(left) : left
  const b = operator === '*' ? within64Bits(right) : right
  const ends = [a.low, a.high]
    .flatMap((x) => [b.low, b.high].map((y) => exact(operator, x, y)))
    .sort((x, y) => (x < y ? -1 : 1))
  const reach: Reach = {
    plain,
    wide: infix(a.wide, operator, b.wide),
    low: ends[0]!,
    high: ends.at(-1)!,
    mayOverflow: false,
  }
  const mayOverflow = left.mayOverflow || right.mayOverflow || !fits(reach)
  // A product leaves no room in 128 bits for much more: fold it at once.
  return { ...(operator === '*' ? within64Bits(reach) : reach), plain, mayOverflow }
}

function exact(operator: '+' | '-' | '*', left: bigint, right: bigint): bigint {
  return operator === '+' ? left + right : operator === '-' ? left - right : left * right
}

function fits(reach: Reach): boolean {
  return reach.low >= smallest && reach.high <= largest
}

function within64Bits(reach: Reach): Reach {
  return fits(reach) ? reach : { ...reach, wide: folded(reach), low: smallest, high: largest }
}

/** A 128-bit number folded into 64 bits, as the processor would have left it. */
function folded(reach: Reach): SqlExpression {
  if (fits(reach)) return reach.wide
  return sql`((${reach.wide} + 9223372036854775808) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616 - 9223372036854775808`
}

function asLong(expression: Expression, root: Binary, scope: Scope): TypedSql {
  const value = lower(expression, scope)
  if (value.type === 'long') return value
  const { constant, span } = value
  const long = emitContext(root, scope).convert(value, 'long')
  // The constant of a dynamic is its JSON.
  return { sql: long, type: 'long', span, ...(constant !== undefined && value.type !== 'dynamic' && { constant }) }
}

function isWhole(expression: Binary): boolean {
  return expression.type === 'long' || expression.type === 'int'
}

function isSumOrProduct(operator: Binary['operator']): operator is '+' | '-' | '*' {
  return operator === '+' || operator === '-' || operator === '*'
}

import type { Between, Binary, Expression } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { caseWhen, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { addTimespan } from './datetime.ts'
import { emitContext } from './emit-context.ts'
import { isPath, lowerPathNumber, lowerText } from './json-path.ts'
import { lower, type Scope } from './lower.ts'

export type Order = '<' | '<=' | '>' | '>='

/** Two sides brought to one type. */
export interface Sides {
  readonly left: TypedSql
  readonly right: TypedSql
}

const numeric: readonly KqlType[] = ['bool', 'int', 'long', 'decimal', 'real']

/** The two sides of a comparison, of one type. */
export function lowerSides(expression: Binary, scope: Scope): Sides {
  const { left, right } = expression
  return comparableSides(pathAs(left, right.type, scope), pathAs(right, left.type, scope), expression, scope)
}

/** A side; a path is read with the type of what it is compared with. */
function pathAs(side: Expression, other: KqlType, scope: Scope): TypedSql {
  if (!isPath(side)) return lower(side, scope)
  if (other === 'string') return lowerText(side, scope)
  const number =
    other === 'int' || other === 'long' || other === 'real' ? lowerPathNumber(side, other, scope) : undefined
  return number ?? lower(side, scope)
}

/** Both operands, converted to the type in which KQL compares them. */
export function comparableSides(left: TypedSql, right: TypedSql, expression: Expression, scope: Scope): Sides {
  const context = emitContext(expression, scope)
  const as = (value: TypedSql, type: KqlType): TypedSql =>
    value.type === type ? value : (numberAs(value, type) ?? { ...value, sql: context.convert(value, type), type })
  if (left.type === 'dynamic' && right.type === 'dynamic') {
    return context.refuse(
      expression.span,
      'two dynamic values cannot be compared',
      'Convert one side: `tostring(…)`, `tolong(…)`.',
    )
  }
  const type = comparisonType(left.type, right.type)
  return { left: as(left, type), right: as(right, type) }
}

/** A constant number as one of another type. */
function numberAs(value: TypedSql, type: KqlType): TypedSql | undefined {
  const { constant } = value
  if (typeof constant !== 'bigint' && typeof constant !== 'number') return undefined
  if (type === 'real' && (value.type === 'long' || value.type === 'int')) {
    return { ...value, sql: literal(Number(constant)), type, constant: Number(constant) }
  }
  return type === 'long' && value.type === 'int' ? { ...value, sql: literal(BigInt(constant)), type } : undefined
}

/** A dynamic is read as what stands beside it, numbers as the wider one, a text as the datetime, timespan … it is compared with. */
export function comparisonType(left: KqlType, right: KqlType): KqlType {
  if (left === right) return left
  if (left === 'dynamic') return right
  if (right === 'dynamic') return left
  const wider = Math.max(numeric.indexOf(left), numeric.indexOf(right))
  if (numeric.includes(left) && numeric.includes(right)) return numeric[wider]!
  return left === 'string' ? right : left
}

/** `==` as KQL has it: null where both are null, false where one is. */
export function equality({ left, right }: Sides): SqlExpression {
  const same = isNeverNull(left)
    ? isNeverNull(right)
      ? sql`${left.sql} = ${right.sql}`
      : sql`coalesce(${left.sql} = ${right.sql}, FALSE)`
    : isNeverNull(right)
      ? sql`coalesce(${left.sql} = ${right.sql}, FALSE)`
      : sql`${left.sql} IS NOT DISTINCT FROM ${right.sql}`
  const equal = mayBothBeNaN(left, right) ? sql`${same} AND NOT isnan(${left.sql})` : same
  return isNeverNull(left) || isNeverNull(right) ? equal : nullWhereBothAre(left, right, equal)
}

/** `!=` as KQL has it: null where both are null, true where one is. */
export function inequality({ left, right }: Sides): SqlExpression {
  const different =
    isNeverNull(left) && isNeverNull(right)
      ? sql`${left.sql} <> ${right.sql}`
      : sql`${left.sql} IS DISTINCT FROM ${right.sql}`
  const unequal = mayBothBeNaN(left, right) ? sql`${different} OR coalesce(isnan(${left.sql}), FALSE)` : different
  return isNeverNull(left) || isNeverNull(right) ? unequal : nullWhereBothAre(left, right, unequal)
}

/** True exactly where `==` is. */
export function isEqual({ left, right }: Sides): SqlExpression {
  const equal = sql`${left.sql} = ${right.sql}`
  return mayBothBeNaN(left, right) ? sql`${equal} AND NOT isnan(${left.sql})` : equal
}

/** True exactly where `!=` is, and where `==` is false. */
export function isDifferent({ left, right }: Sides): SqlExpression {
  const different =
    isNeverNull(left) && isNeverNull(right)
      ? sql`${left.sql} <> ${right.sql}`
      : sql`${left.sql} IS DISTINCT FROM ${right.sql}`
  return mayBothBeNaN(left, right) ? sql`${different} OR isnan(${left.sql})` : different
}

function nullWhereBothAre(left: TypedSql, right: TypedSql, otherwise: SqlExpression): SqlExpression {
  return caseWhen([[sql`${left.sql} IS NULL AND ${right.sql} IS NULL`, literal(null)]], otherwise)
}

/** `< <= > >=`: null where a side is. NaN is the greatest number to DuckDB, but no comparison with it holds in KQL. */
export function ordering(operator: Order, { left, right }: Sides): SqlExpression {
  const plain = { kind: 'template', texts: ['', ` ${operator} `, ''], holes: [left.sql, right.sql] } as const
  const [less, greater] = operator === '<' || operator === '<=' ? [left, right] : [right, left]
  if (!mayBeNaN(greater)) return plain
  return isNeverNull(less)
    ? sql`${plain} AND NOT isnan(${greater.sql})`
    : sql`${plain} AND NOT (isnan(${greater.sql}) AND ${less.sql} IS NOT NULL)`
}

/** `x between (a .. b)`; after a datetime `b` may be a timespan from `a`. */
export function lowerBetween(expression: Between, scope: Scope): TypedSql {
  const inside = betweenCondition(expression, scope)
  return { sql: expression.negated ? sql`NOT ${inside}` : inside, type: 'bool', span: expression.span }
}

export function betweenCondition(expression: Between, scope: Scope): SqlExpression {
  const operand = lower(expression.operand, scope)
  const low = lower(expression.low, scope)
  const end = lower(expression.high, scope)
  const high = low.type === 'datetime' && end.type === 'timespan' ? addTimespan(low, end, 1n) : end
  const first = comparableSides(operand, low, expression, scope)
  const last = comparableSides(operand, high, expression, scope)
  if (first.left.type === last.left.type && !mayBeNaN(first.right) && !mayBeNaN(last.right)) {
    const range = sql`${first.left.sql} BETWEEN ${first.right.sql} AND ${last.right.sql}`
    // NaN is above every bound but infinity's own: only that bound lets it in.
    return last.right.constant === Number.POSITIVE_INFINITY ? sql`${range} AND NOT isnan(${first.left.sql})` : range
  }
  return sql`${ordering('>=', first)} AND ${ordering('<=', last)}`
}

/** Text is never null, nor is a constant that is not. */
export function isNeverNull(value: TypedSql): boolean {
  return value.type === 'string' || (value.constant !== undefined && value.constant !== null)
}

export function mayBeNaN(value: TypedSql): boolean {
  return value.type === 'real' && (typeof value.constant !== 'number' || Number.isNaN(value.constant))
}

function mayBothBeNaN(left: TypedSql, right: TypedSql): boolean {
  return mayBeNaN(left) && mayBeNaN(right)
}

export function isOrder(operator: Binary['operator']): operator is Order {
  return operator === '<' || operator === '<=' || operator === '>' || operator === '>='
}

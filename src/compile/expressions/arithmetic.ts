import type { Binary, Unary } from '../../kql/tree.ts'
import { call, caseWhen, cast, literal, type SqlExpression, sql, tryCast } from '../../sql/tree.ts'
import { holdsSubquery } from '../../sql/walk.ts'
import { once } from '../functions/once.ts'
import type { TypedSql } from '../row.ts'
import { addTimespan } from './datetime.ts'
import { emitContext } from './emit-context.ts'
import { lowerIntegerArithmetic } from './integer-arithmetic.ts'
import { typedNull } from './literal.ts'
import { lower, type Scope } from './lower.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'

/** `+ - * / %` on numbers, datetimes and timespans. */
export function lowerArithmetic(expression: Binary & { operator: ArithmeticOperator }, scope: Scope): TypedSql {
  const { operator, span } = expression
  const context = emitContext(expression, scope)
  const left = readDynamic(lower(expression.left, scope), expression, scope)
  const right = readDynamic(lower(expression.right, scope), expression, scope)
  const temporal = temporalArithmetic(operator, left, right)
  if (temporal) return { ...temporal, span }
  switch (expression.type) {
    case 'int':
    case 'long':
      return lowerIntegerArithmetic(expression, scope)
    case 'real':
      return {
        type: 'real',
        span,
        sql: realArithmetic(operator, context.convert(left, 'real'), context.convert(right, 'real')),
      }
    case 'decimal':
      if (operator !== '+' && operator !== '-') scope.compilation.udfs.add('kql_decimal')
      if (operator === '/') context.notice('quotients of decimals have 18 digits behind the point')
      return {
        type: 'decimal',
        span,
        sql: decimalArithmetic(operator, context.convert(left, 'decimal'), context.convert(right, 'decimal')),
      }
    default:
      return context.refuse(span, `\`${operator}\` between a ${left.type} and a ${right.type} is not supported`)
  }
}

/** `-x` and `+x`. */
export function lowerUnary(expression: Unary, scope: Scope): TypedSql {
  const { span } = expression
  const context = emitContext(expression, scope)
  const operand = lower(expression.operand, scope)
  if (operand.type === 'datetime') context.refuse(span, `\`${expression.operator}\` before a datetime is not supported`)
  const type = operand.type === 'dynamic' && expression.type === 'dynamic' ? 'real' : expression.type
  const value: TypedSql = operand.type === type ? operand : { ...operand, sql: context.convert(operand, type), type }
  if (expression.operator === '+') return { ...value, span }
  const { constant } = value
  if (typeof constant === 'bigint') {
    const negative = BigInt.asIntN(type === 'int' ? 32 : 64, -constant)
    return { sql: literal(negative), type, constant: negative, span }
  }
  if (typeof constant === 'number') {
    const negative = -constant
    return { sql: literal(type === 'real' ? negative : BigInt(negative)), type, constant: negative, span }
  }
  return { sql: negated(value), type, span }
}

/** The smallest number has no counterpart: it stays itself, as in the processor; a timespan becomes null. */
function negated({ sql: value, type }: TypedSql): SqlExpression {
  if (type === 'timespan') return tryCast(sql`-${cast(value, 'HUGEINT')}`, 'BIGINT')
  if (type !== 'long' && type !== 'int') return sql`-${value}`
  const smallest = type === 'long' ? -(2n ** 63n) : -(2n ** 31n)
  return once('number', value, (number) => caseWhen([[sql`${number} = ${literal(smallest)}`, number]], sql`-${number}`))
}

/** A dynamic operand is read as a number: the type the result has, or real. */
function readDynamic(value: TypedSql, expression: Binary, scope: Scope): TypedSql {
  if (value.type !== 'dynamic') return value
  const type = expression.type === 'dynamic' || expression.type === 'string' ? 'real' : expression.type
  // Without its constant, which is JSON.
  return { sql: emitContext(expression, scope).convert(value, type), type, span: value.span }
}

function temporalArithmetic(
  operator: ArithmeticOperator,
  left: TypedSql,
  right: TypedSql,
): Omit<TypedSql, 'span'> | undefined {
  const kinds = `${left.type} ${operator} ${right.type}`
  switch (kinds) {
    case 'datetime + timespan':
      return addTimespan(left, right, 1n)
    case 'timespan + datetime':
      return addTimespan(right, left, 1n)
    case 'datetime - timespan':
      return addTimespan(left, right, -1n)
    case 'datetime - datetime':
      return { type: 'timespan', sql: sql`${left.sql} - ${right.sql}` }
    case 'timespan + timespan':
    case 'timespan - timespan':
      return sumOfTimespans(operator as '+' | '-', left, right)
    case 'timespan / timespan':
      return { type: 'real', sql: sql`${cast(left.sql, 'DOUBLE')} / ${cast(right.sql, 'DOUBLE')}` }
    case 'timespan % timespan':
      return { type: 'timespan', sql: integerRemainder(left, right) }
    default:
      break
  }
  if (left.type === 'timespan' && isNumber(right) && (operator === '*' || operator === '/')) {
    return { type: 'timespan', sql: scaledTimespan(operator, left, right) }
  }
  if (right.type === 'timespan' && isNumber(left) && operator === '*') {
    return { type: 'timespan', sql: scaledTimespan('*', right, left) }
  }
  return undefined
}

/** Null where the sum does not fit 64 bits. */
function sumOfTimespans(operator: '+' | '-', left: TypedSql, right: TypedSql): Omit<TypedSql, 'span'> {
  if (
    left.constant !== undefined &&
    right.constant !== undefined &&
    left.constant !== null &&
    right.constant !== null
  ) {
    const sum = BigInt(left.constant) + (operator === '+' ? 1n : -1n) * BigInt(right.constant)
    if (BigInt.asIntN(64, sum) === sum) return { type: 'timespan', sql: literal(sum), constant: sum }
    return { type: 'timespan', sql: typedNull('timespan'), constant: null }
  }
  return { type: 'timespan', sql: tryCast(infix(cast(left.sql, 'HUGEINT'), operator, right.sql), 'BIGINT') }
}

/** Whole ticks, towards zero; null where they do not fit 64 bits. */
function scaledTimespan(operator: '*' | '/', span: TypedSql, factor: TypedSql): SqlExpression {
  if (factor.type === 'int' || factor.type === 'long') {
    return operator === '*'
      ? tryCast(infix(cast(span.sql, 'HUGEINT'), '*', cast(factor.sql, 'HUGEINT')), 'BIGINT')
      : sql`${span.sql} // ${factor.sql}`
  }
  return tryCast(sql`trunc(${infix(cast(span.sql, 'DOUBLE'), operator, cast(factor.sql, 'DOUBLE'))})`, 'BIGINT')
}

function isNumber(value: TypedSql): boolean {
  return value.type === 'int' || value.type === 'long' || value.type === 'real' || value.type === 'decimal'
}

/** Never negative, whatever the signs; null for a zero divisor. */
export function integerRemainder(left: TypedSql, right: TypedSql): SqlExpression {
  const plain = sql`${left.sql} % ${right.sql}`
  if (right.constant !== undefined && right.constant !== null && right.constant !== 0n && right.constant !== 0) {
    const size = BigInt(right.constant)
    const modulus = literal(size < 0n ? -size : size)
    if (size >= 2n ** 62n || size <= -(2n ** 62n)) {
      // Two remainders may not be added: the sum could leave 64 bits.
      return caseWhen([[sql`${plain} < 0`, sql`${left.sql} % ${modulus} + ${modulus}`]], plain)
    }
    return sql`(${left.sql} % ${modulus} + ${modulus}) % ${modulus}`
  }
  // Neither the remainder by -1 nor the size of the smallest number may be asked of DuckDB: both overflow.
  const byMinusOne = sql`${right.sql} = -1 AND ${left.sql} IS NOT NULL`
  const size = caseWhen([[sql`${right.sql} < 0`, sql`${plain} - ${right.sql}`]], sql`${plain} + ${right.sql}`)
  return caseWhen(
    [
      [byMinusOne, literal(0n)],
      [sql`${plain} < 0`, size],
    ],
    plain,
  )
}

function realArithmetic(operator: ArithmeticOperator, left: SqlExpression, right: SqlExpression): SqlExpression {
  if (operator !== '%') return infix(left, operator, right)
  const plain = sql`${left} % ${right}`
  return caseWhen([[sql`${plain} < 0`, sql`${plain} + abs(${right})`]], plain)
}

function decimalArithmetic(operator: ArithmeticOperator, left: SqlExpression, right: SqlExpression): SqlExpression {
  if (operator !== '+' && operator !== '-') return exactDecimal(operator, left, right)
  const sum = infix(left, operator, right)
  return holdsSubquery(sum) ? sum : call('try', sum)
}

/** DuckDB divides decimals as reals, and multiplies only those whose digits fit one another. */
function exactDecimal(operator: '*' | '/' | '%', left: SqlExpression, right: SqlExpression): SqlExpression {
  const texts = [left, right].map((value) => cast(value, 'VARCHAR'))
  return tryCast(call('kql_decimal', literal(operator), ...texts), 'DECIMAL(38,18)')
}

export function infix(left: SqlExpression, operator: string, right: SqlExpression): SqlExpression {
  return { kind: 'template', texts: ['', ` ${operator} `, ''], holes: [left, right] }
}

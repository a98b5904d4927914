import type { Expression, MakeSeries } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { type Scope, scopeOf } from '../expressions/lower.ts'
import { sqlTypeOf, type TypedSql } from '../row.ts'

/** How values of the axis fall into numbered bins. */
export interface SeriesAxis {
  readonly type: KqlType
  /** The number of the bin a row falls into. */
  readonly bin: SqlExpression
  /** Which rows are within the bounds. */
  readonly where: readonly SqlExpression[]
  /** The numbers of the first and last bin, where the bounds say. */
  readonly first?: SqlExpression
  readonly last?: SqlExpression
  /** The value of the axis at which a bin begins. */
  pointAt(bin: SqlExpression): SqlExpression
}

/**
 * Bins count from `from` where it is given; otherwise, and in the `in range` form, from the origin of `bin()`: zero, or the
 * first of January of the year one. The end is no part of the last bin, but in the `in range` form it is.
 */
export function seriesAxis(series: MakeSeries, expression: Expression, rows: Scope): SeriesAxis {
  const { compilation } = rows
  const constants = scopeOf({ columns: [], where: [] }, compilation)
  const axis = compilation.lower(expression, rows)
  const bounds = {
    from: series.from && compilation.lower(series.from, constants),
    to: series.to && compilation.lower(series.to, constants),
    step: compilation.lower(series.step, constants),
  }
  const type = axisType(axis, bounds)
  if (type === undefined) {
    return emitContext({ type: 'dynamic', span: expression.span }, rows).refuse(
      expression.span,
      `an axis of type ${axis.type} is not supported`,
    )
  }
  const as = (value: TypedSql, to: KqlType) =>
    value.type === to ? value.sql : emitContext({ type: to, span: value.span }, rows).convert(value, to)
  const step = as(bounds.step, type === 'datetime' ? 'timespan' : type)
  const isAbsolute = bounds.from === undefined || series.inclusive
  const from = bounds.from && as(bounds.from, type)
  const to = bounds.to && as(bounds.to, type)
  const binOf = (value: SqlExpression) =>
    floorDivided(isAbsolute || from === undefined ? value : sql`${value} - ${from}`, step, type)
  const value = as(axis, type)
  const last = series.inclusive
    ? to && binOf(to)
    : to && sql`${ceilingDivided(isAbsolute || from === undefined ? to : sql`${to} - ${from}`, step, type)} - 1`
  return {
    type,
    bin: binOf(value),
    where: [
      from ? sql`${value} >= ${from}` : sql`${value} IS NOT NULL`,
      ...(to ? [series.inclusive ? sql`${value} <= ${to}` : sql`${value} < ${to}`] : []),
    ],
    ...(from !== undefined && { first: series.inclusive ? binOf(from) : literal(0n) }),
    ...(last !== undefined && { last }),
    pointAt: (bin) => {
      const distance = sql`${bin} * ${step}`
      return cast(isAbsolute || from === undefined ? distance : sql`${from} + ${distance}`, sqlTypeOf[type])
    },
  }
}

function axisType(
  axis: TypedSql,
  bounds: { from?: TypedSql | undefined; to?: TypedSql | undefined; step: TypedSql },
): KqlType | undefined {
  if (axis.type === 'datetime' || axis.type === 'timespan') return axis.type
  const numbers = [axis, bounds.from, bounds.to, bounds.step].map((value) => value?.type)
  if (numbers.includes('real') || numbers.includes('decimal')) return 'real'
  return axis.type === 'int' || axis.type === 'long' ? 'long' : undefined
}

function floorDivided(value: SqlExpression, by: SqlExpression, type: KqlType): SqlExpression {
  if (type === 'real') return cast(sql`floor(${value} / ${by})`, 'BIGINT')
  return sql`${value} // ${by} - CASE WHEN ${value} % ${by} < 0 THEN 1 ELSE 0 END`
}

function ceilingDivided(value: SqlExpression, by: SqlExpression, type: KqlType): SqlExpression {
  if (type === 'real') return cast(sql`ceil(${value} / ${by})`, 'BIGINT')
  return sql`${value} // ${by} + CASE WHEN ${value} % ${by} > 0 THEN 1 ELSE 0 END`
}

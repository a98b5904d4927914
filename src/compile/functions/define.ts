import type { KqlType } from '../../lib/kql-type.ts'
import { call, literal, type SqlExpression } from '../../sql/tree.ts'
import type { EmitContext, Parity, ScalarRow, TypedSql } from '../row.ts'
import { liftSubqueries } from './once.ts'

/** The arguments of a call, read with the type a function wants of them. */
export interface Arguments {
  readonly all: readonly TypedSql[]
  readonly count: number
  readonly context: EmitContext
  readonly resultType: KqlType
  has(index: number): boolean
  typed(index: number): TypedSql
  as(index: number, type: KqlType): SqlExpression
  text(index: number): SqlExpression
  long(index: number): SqlExpression
  real(index: number): SqlExpression
  bool(index: number): SqlExpression
  datetime(index: number): SqlExpression
  /** Ticks of 100 ns. */
  timespan(index: number): SqlExpression
  json(index: number): SqlExpression
  /** A call of a function of ours, which the engine is told of. */
  udf(name: string, ...values: readonly SqlExpression[]): SqlExpression
  /** A constant text, or a refusal that says what must be one. */
  constantText(index: number, what: string): string
  /** A constant whole number, or a refusal that says what must be one. */
  constantLong(index: number, what: string): bigint
}

export function readArguments(args: readonly TypedSql[], context: EmitContext): Arguments {
  const typed = (index: number): TypedSql =>
    args[index] ?? context.refuse(context.span, `the call has ${args.length} of the ${index + 1} arguments it needs`)
  const as = (index: number, type: KqlType) => context.convert(typed(index), type)
  return {
    all: args,
    count: args.length,
    context,
    resultType: context.resultType,
    has: (index) => index < args.length,
    typed,
    as,
    text: (index) => as(index, 'string'),
    long: (index) => as(index, 'long'),
    real: (index) => as(index, 'real'),
    bool: (index) => as(index, 'bool'),
    datetime: (index) => as(index, 'datetime'),
    timespan: (index) => as(index, 'timespan'),
    json: (index) => as(index, 'dynamic'),
    udf: (name, ...values) => {
      context.useUdf(name)
      return call(name, ...values)
    },
    constantText(index, what) {
      const { constant, span } = typed(index)
      return typeof constant === 'string' ? constant : context.refuse(span, `${what} must be a constant text`)
    },
    constantLong(index, what) {
      const { constant, span } = typed(index)
      if (typeof constant === 'bigint') return constant
      if (typeof constant === 'number' && Number.isInteger(constant)) return BigInt(constant)
      return context.refuse(span, `${what} must be a constant whole number`)
    },
  }
}

/** A row as the family files write it; parity is exact where nothing else is said. */
export interface ScalarDefinition extends Omit<ScalarRow, 'emit' | 'parity'> {
  readonly parity?: Parity
  readonly sql: (args: Arguments) => SqlExpression | TypedSql
}

export function scalar({ sql, parity = 'exact', ...row }: ScalarDefinition): ScalarRow {
  return {
    ...row,
    parity,
    emit(args, context) {
      const result = sql(readArguments(args, context))
      return 'sql' in result ? { ...result, sql: liftSubqueries(result.sql) } : liftSubqueries(result)
    },
  }
}

/** A text the compiler knows: it stays a constant, so that a pattern put together by functions is still one. */
export function constantText(text: string, args: Arguments): TypedSql {
  return { sql: literal(text), type: 'string', constant: text, span: args.all[0]!.span }
}

/** The rows of a table by name and alias. A name given twice is a defect. */
export function byName<Row extends { readonly name: string; readonly aliases?: readonly string[] }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  const map = new Map<string, Row>()
  for (const row of rows) {
    for (const name of [row.name, ...(row.aliases ?? [])]) {
      if (map.has(name)) throw new TypeError(`${name} stands in the table twice`)
      map.set(name, row)
    }
  }
  return map
}

import type { OrderKey, SqlExpression } from '../../sql/tree.ts'
import { type Arguments, readArguments } from '../functions/define.ts'
import { liftSubqueries } from '../functions/once.ts'
import type { AggregateRow, Parity } from '../row.ts'

/** A row as the family files write it; parity is exact where nothing else is said. */
export interface AggregateDefinition extends Omit<AggregateRow, 'emit' | 'parity'> {
  readonly parity?: Parity
  readonly sql: (args: Arguments) => SqlExpression | readonly SqlExpression[]
}

export function aggregate({ sql, parity = 'exact', ...row }: AggregateDefinition): AggregateRow {
  return {
    ...row,
    parity,
    emit(args, context) {
      const result = sql(readArguments(args, context))
      return 'kind' in result ? liftSubqueries(result) : result.map(liftSubqueries)
    },
  }
}

export interface AggregateClauses {
  readonly distinct?: boolean
  readonly orderBy?: readonly OrderKey[]
  /** Rows that count: all of the conditions must hold. */
  readonly where?: readonly SqlExpression[]
}

/** `name(DISTINCT a, b ORDER BY …) FILTER (WHERE …)`. */
export function aggregateCall(
  name: string,
  args: readonly SqlExpression[],
  { distinct = false, orderBy = [], where = [] }: AggregateClauses = {},
): SqlExpression {
  const texts = [`${name}(${distinct ? 'DISTINCT ' : ''}`]
  const holes: SqlExpression[] = []
  const put = (hole: SqlExpression, after: string) => {
    holes.push(hole)
    texts.push(after)
  }
  const then = (text: string) => {
    texts[texts.length - 1] += text
  }
  if (args.length === 0) then('*')
  args.forEach((argument, index) => {
    put(argument, index < args.length - 1 ? ', ' : '')
  })
  orderBy.forEach((key, index) => {
    then(index === 0 ? ' ORDER BY ' : ', ')
    put(key.expression, ` ${key.direction} NULLS ${key.nulls}`)
  })
  then(')')
  where.forEach((condition, index) => {
    then(index === 0 ? ' FILTER (WHERE ' : ' AND ')
    put(condition, '')
  })
  if (where.length > 0) then(')')
  return { kind: 'template', texts, holes }
}

import type { Call } from '../../kql/tree.ts'
import { nearest } from '../../lib/diagnostic.ts'
import type { SqlExpression } from '../../sql/tree.ts'
import { aggregates } from '../aggregates/index.ts'
import { scalarFunctions } from '../functions/index.ts'
import type { TypedSql } from '../row.ts'
import { emitContext } from './emit-context.ts'
import { typedNull } from './literal.ts'
import { lower, type Scope } from './lower.ts'

/** A call of a scalar function, or of an aggregate with one result where aggregates are allowed. */
export function lowerCall(call: Call, scope: Scope): TypedSql {
  if (call.name === 'ingestion_time') {
    return { sql: scope.relation.ingestion ?? typedNull('datetime'), type: 'datetime', span: call.span }
  }
  if (scope.aggregates && aggregates.has(call.name)) return lowerAggregate(call, scope)[0]!
  const row = scalarFunctions.get(call.name)
  const context = emitContext(call, scope)
  if (!row) {
    const hint = nearest(call.name, scalarFunctions.keys())
    return context.refuse(
      call.nameSpan,
      `the function \`${call.name}\` is not supported here`,
      hint && hint !== call.name ? `Did you mean \`${hint}\`?` : undefined,
    )
  }
  if (row.parity !== 'exact') context.notice(`${call.name}: ${row.parity.approximate}`)
  const result = row.emit(
    call.arguments.map((argument) => lower(argument, scope)),
    context,
  )
  return 'sql' in result ? { ...result, span: call.span } : { sql: result, type: call.type, span: call.span }
}

/** The columns an aggregate yields: one, or several for `arg_max(t, *)` and its like. */
export function lowerAggregate(call: Call, scope: Scope): readonly TypedSql[] {
  const row = aggregates.get(call.name)
  const context = emitContext(call, scope)
  if (!row) return context.refuse(call.nameSpan, `the aggregate \`${call.name}\` is not supported here`)
  if (row.parity !== 'exact') context.notice(`${call.name}: ${row.parity.approximate}`)
  const inner: Scope = { ...scope, aggregates: false }
  const result = row.emit(
    call.arguments.map((argument) => lower(argument, inner)),
    context,
  )
  const columns: readonly SqlExpression[] = 'kind' in result ? [result] : result
  return columns.map((sql) => ({ sql, type: call.type, span: call.span }))
}

/** True for an aggregate's call. */
export function isAggregate(name: string): boolean {
  return aggregates.has(name)
}

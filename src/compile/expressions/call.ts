import type { Call } from '../../kql/tree.ts'
import { nearest } from '../../lib/diagnostic.ts'
import { literal, type SqlExpression } from '../../sql/tree.ts'
import { aggregates } from '../aggregates/index.ts'
import { scalarFunctions } from '../functions/index.ts'
import { refusedFunctions } from '../functions/refused.ts'
import type { TypedSql } from '../row.ts'
import { addTimespan } from './datetime.ts'
import { emitContext } from './emit-context.ts'
import { isPath, lowerPathNumber, lowerText } from './json-path.ts'
import { typedNull } from './literal.ts'
import { lower, type Scope } from './lower.ts'

/** A call of a scalar function, or of an aggregate with one result where aggregates are allowed. */
export function lowerCall(call: Call, scope: Scope): TypedSql {
  if (call.name === 'ingestion_time') {
    return { sql: scope.relation.ingestion ?? typedNull('datetime'), type: 'datetime', span: call.span }
  }
  const ofPath = conversionOfPath(call, scope)
  if (ofPath) return ofPath
  if (scope.aggregates && aggregates.has(call.name)) {
    const [value, ...others] = lowerAggregate(call, scope)
    if (others.length > 0) {
      return emitContext(call, scope).refuse(
        call.span,
        `\`${call.name}\` of several columns cannot be part of an expression`,
      )
    }
    return value!
  }
  const instant = instantOf(call, scope)
  if (instant) return instant
  const row = scalarFunctions.get(call.name)
  const context = emitContext(call, scope)
  if (!row) {
    const refused = refusedFunctions.get(call.name)
    const meant = nearest(call.name, scalarFunctions.keys())
    return context.refuse(
      call.nameSpan,
      `the function \`${call.name}\` is not supported here${refused ? `: ${refused.reason}` : ''}`,
      refused?.hint ?? (meant && meant !== call.name ? `Did you mean \`${meant}\`?` : undefined),
    )
  }
  if (row.parity !== 'exact') context.notice(`${call.name}: ${row.parity.approximate}`)
  const result = row.emit(
    call.arguments.map((argument) => lower(argument, scope)),
    context,
  )
  return 'sql' in result ? { ...result, span: call.span } : { sql: result, type: call.type, span: call.span }
}

const pathConversions: ReadonlyMap<string, 'string' | 'int' | 'long' | 'real'> = new Map([
  ['tostring', 'string'],
  ['toint', 'int'],
  ['tolong', 'long'],
  ['todouble', 'real'],
  ['toreal', 'real'],
])

/** `tostring(d.a)`, `toint(d.a)`: read from the JSON at once. */
function conversionOfPath(call: Call, scope: Scope): TypedSql | undefined {
  const to = pathConversions.get(call.name)
  const [path, ...more] = call.arguments
  if (!to || !path || more.length > 0 || !isPath(path)) return undefined
  const value = to === 'string' ? lowerText(path, scope) : lowerPathNumber(path, to, scope)
  return value && { ...value, span: call.span }
}

/** `now()` and `ago(…)` at a constant distance are constants: the query has one instant. */
function instantOf(call: Call, scope: Scope): TypedSql | undefined {
  if (call.name !== 'now' && call.name !== 'ago') return undefined
  const { now } = scope.compilation.options
  const instant: TypedSql = { sql: literal(now), type: 'datetime', constant: now, span: call.span }
  const [distance] = call.arguments
  if (!distance) return call.name === 'now' ? instant : undefined
  const span = lower(distance, scope)
  if (span.type !== 'timespan' || typeof span.constant !== 'bigint') return undefined
  return { ...addTimespan(instant, span, call.name === 'now' ? 1n : -1n), span: call.span }
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

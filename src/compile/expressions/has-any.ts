import type { Expression, HasAnyOf } from '../../kql/tree.ts'
import { call, column, lambda, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { allOf, anyOf, selectFrom } from '../select.ts'
import { emitContext } from './emit-context.ts'
import { lowerText } from './json-path.ts'
import { lower, type Scope } from './lower.ts'
import { computedCondition, termCondition, termPattern, wholeTerm } from './terms.ts'
import { textColumns } from './text-operators.ts'

/** `has_any` and `has_all`: `has` for one or for all of the items. Of none, any is false and all is true. */
export function lowerHasAnyOf(expression: HasAnyOf, scope: Scope): TypedSql {
  if (expression.operand.kind === 'star') {
    const columns = textColumns(scope)
    return {
      sql: anyOf(columns.map((text) => condition(expression, text, scope))),
      type: 'bool',
      span: expression.span,
    }
  }
  return {
    sql: condition(expression, lowerText(expression.operand, scope), scope),
    type: 'bool',
    span: expression.span,
  }
}

function condition(expression: HasAnyOf, text: TypedSql, scope: Scope): SqlExpression {
  const { items } = expression
  if ('kind' in items) return inTable(expression, text, scope)
  const needles = items.flatMap((item) => needlesOf(item, scope))
  const constants = needles.flatMap((needle) =>
    typeof needle.constant === 'string' && needle.type === 'string' ? [needle.constant] : [],
  )
  const computed = needles.filter((needle) => typeof needle.constant !== 'string' || needle.type !== 'string')
  const tests = computed.map((needle) => computedTest(expression, text, needle, scope))
  if (expression.kind === 'has-all') {
    const all = constants.map((needle) => termCondition(text, constant(needle, text), wholeTerm, false))
    return allOf([...all, ...tests])
  }
  if (constants.includes('')) return literal(true)
  const patterns = termPattern(constants, wholeTerm, false)
  return anyOf([...patterns.map((pattern) => call('regexp_matches', text.sql, literal(pattern))), ...tests])
}

function constant(text: string, place: TypedSql): TypedSql {
  return { sql: literal(text), type: 'string', constant: text, span: place.span }
}

/** An item as text, or the elements of a constant array. */
function needlesOf(item: Expression, scope: Scope): readonly TypedSql[] {
  const value = lower(item, scope)
  if (value.type !== 'dynamic') {
    if (value.type === 'string') return [value]
    return [{ sql: emitContext(item, scope).convert(value, 'string'), type: 'string', span: value.span }]
  }
  if (typeof value.constant !== 'string') return [value]
  const parsed: unknown = JSON.parse(value.constant)
  const elements = Array.isArray(parsed) ? parsed : [parsed]
  return elements
    .filter((element) => element !== null)
    .map((element) => constant(typeof element === 'string' ? element : JSON.stringify(element), value))
}

function computedTest(expression: HasAnyOf, text: TypedSql, needle: TypedSql, scope: Scope): SqlExpression {
  if (needle.type !== 'dynamic') return termCondition(text, needle, wholeTerm, false)
  const each = scope.compilation.nextColumn()
  const element: TypedSql = { sql: column(each), type: 'string', span: needle.span }
  const array = sql`CASE WHEN json_type(${needle.sql}) = 'ARRAY' THEN json_extract_string(${needle.sql}, '$[*]') ELSE [json_extract_string(${needle.sql}, '$')] END`
  const found = computedCondition(text, element, wholeTerm, false)
  const tests = call('list_transform', array, lambda([each], found))
  return expression.kind === 'has-any'
    ? sql`coalesce(list_bool_or(${tests}), FALSE)`
    : sql`coalesce(list_bool_and(${tests}), TRUE)`
}

/** The items are a table's first column. */
function inTable(expression: HasAnyOf, text: TypedSql, scope: Scope): SqlExpression {
  const context = emitContext(expression, scope)
  if (!('kind' in expression.items)) return literal(false)
  const relation = scope.compilation.compile(expression.items)
  const first = relation.columns[0]
  if (!first) return context.refuse(expression.span, 'the table has no column to look in')
  const needles: SqlExpression = {
    kind: 'subquery',
    query: selectFrom(relation, [
      {
        expression: call('list', context.convert({ ...first, span: expression.span }, 'string')),
        name: scope.compilation.nextColumn(),
      },
    ]),
  }
  const each = scope.compilation.nextColumn()
  const element: TypedSql = { sql: column(each), type: 'string', span: expression.span }
  const found = computedCondition(text, element, wholeTerm, false)
  const tests = call('list_transform', needles, lambda([each], found))
  return expression.kind === 'has-any'
    ? sql`coalesce(list_bool_or(${tests}), FALSE)`
    : sql`coalesce(list_bool_and(${tests}), TRUE)`
}

import type { Expression, InList, InTable } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { call, column, lambda, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { walkExpression } from '../../sql/walk.ts'
import type { TypedSql } from '../row.ts'
import { anyOf, commaList, selectFrom } from '../select.ts'
import { isRaw, parseExactly } from '../udfs/exact-json.ts'
import { comparisonType, isNeverNull } from './comparison.ts'
import { emitContext } from './emit-context.ts'
import { isPath, lowerText } from './json-path.ts'
import { lower, type Scope } from './lower.ts'
import { folded } from './text-operators.ts'

/** `in`, `in~` and their negations: true or false, never null. */
export function lowerInList(expression: InList, scope: Scope): TypedSql {
  const { found, operand } = memberOfList(expression, scope)
  return { sql: totalled(found, operand, expression.negated), type: 'bool', span: expression.span }
}

export function lowerInTable(expression: InTable, scope: Scope): TypedSql {
  const { found, operand } = memberOfTable(expression, scope)
  return { sql: totalled(found, operand, expression.negated), type: 'bool', span: expression.span }
}

/** A membership test, which SQL leaves null for null. */
export interface Membership {
  readonly found: SqlExpression
  readonly operand: TypedSql
}

function totalled(found: SqlExpression, operand: TypedSql, negated: boolean): SqlExpression {
  if (isNeverNull(operand)) return negated ? sql`NOT ${found}` : found
  return negated ? sql`${found} IS NOT TRUE` : call('coalesce', found, literal(false))
}

/** The test that the operand is one of the items; a dynamic array among them stands for its elements. */
export function memberOfList(expression: InList, scope: Scope): Membership {
  const items = expression.items.flatMap((item) => scalarItems(item, scope))
  const operand = items.some(({ type }) => type === 'string')
    ? textOfPath(expression, scope)
    : lower(expression.operand, scope)
  const type = itemType(operand, items)
  const value = comparable(operand, type, expression, scope)
  const plain = items.filter((item) => item.type !== 'dynamic')
  const lists = items.filter((item) => item.type === 'dynamic')
  const forms = plain.filter((item) => item.constant !== null).map((item) => comparable(item, type, expression, scope))
  const tests: SqlExpression[] = []
  if (forms.length > 0) tests.push(sql`${value} IN (${commaList(forms)})`)
  for (const list of lists) tests.push(elementOf(value, list, type, expression, scope))
  // An item that does not convert is null, and so is a comparison with it.
  const mayBeNull = plain.some((item) => item.type !== type)
  return { found: anyOf(tests), operand: mayBeNull ? withoutConstant(operand) : operand }

  function comparable(item: TypedSql, to: KqlType, place: Expression, within: Scope): SqlExpression {
    const converted = item.type === to ? item : { ...item, sql: emitContext(place, within).convert(item, to), type: to }
    return to === 'string' && !expression.caseSensitive ? folded(constantText(item, converted)) : converted.sql
  }
}

function withoutConstant({ sql, type, span }: TypedSql): TypedSql {
  return { sql, type, span }
}

/** The test that the operand is in a table's first column. */
export function memberOfTable(expression: InTable, scope: Scope): Membership {
  const operand = lower(expression.operand, scope)
  const context = emitContext(expression, scope)
  const relation = scope.compilation.compile(expression.table)
  if (relation.group) context.refuse(expression.span, '`in` over the rows of a group is not supported')
  const first = relation.columns[0]
  if (!first) return context.refuse(expression.span, 'the table has no column to look in')
  const member: TypedSql = { sql: first.sql, type: first.type, span: expression.span }
  const type =
    operand.type === 'dynamic' && first.type === 'dynamic' ? 'string' : comparisonType(operand.type, first.type)
  const form = (value: TypedSql) => {
    const converted: TypedSql = value.type === type ? value : { ...value, sql: context.convert(value, type), type }
    return type === 'string' && !expression.caseSensitive ? folded(converted) : converted.sql
  }
  const name = scope.compilation.nextColumn()
  const query = selectFrom(
    { ...relation, where: isNeverNull(member) ? relation.where : [...relation.where, sql`${member.sql} IS NOT NULL`] },
    [{ expression: form(member), name }],
  )
  return { found: sql`${form(operand)} IN ${{ kind: 'subquery', query }}`, operand }
}

/** The operand; a path that is compared with text is read as text at once. */
function textOfPath({ operand }: InList, scope: Scope): TypedSql {
  return isPath(operand) ? lowerText(operand, scope) : lower(operand, scope)
}

/** An item, or the elements of a constant array. */
function scalarItems(item: Expression, scope: Scope): readonly TypedSql[] {
  const value = lower(item, scope)
  if (value.type === 'dynamic' && value.constant === null) return []
  if (value.type !== 'dynamic' || typeof value.constant !== 'string') return [value]
  const parsed = parseExactly(value.constant)
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((element): TypedSql[] => {
    const { span } = value
    switch (typeof element) {
      case 'string':
        return [{ sql: literal(element), type: 'string', constant: element, span }]
      case 'boolean':
        return [{ sql: literal(element), type: 'bool', constant: element, span }]
      case 'number':
        return [numberItem(element, span)]
      default:
        if (isRaw(element)) return [numberItem(JSON.stringify(element), span)]
        // Null is in no list; arrays and bags are compared as their text.
        return element === null ? [] : [jsonText(element, span)]
    }
  })
}

/** A number, or its digits where JavaScript's would not hold them: long where it is whole and one, else real. */
function numberItem(number: number | string, span: TypedSql['span']): TypedSql {
  const whole = /^-?\d+$/.test(String(number)) ? BigInt(number) : undefined
  return whole !== undefined && BigInt.asIntN(64, whole) === whole
    ? { sql: literal(whole), type: 'long', constant: whole, span }
    : { sql: literal(Number(number)), type: 'real', constant: Number(number), span }
}

function jsonText(element: unknown, span: TypedSql['span']): TypedSql {
  const text = JSON.stringify(element)
  return { sql: literal(text), type: 'string', constant: text, span }
}

/** What all are compared as: text where one is text, else the operand's own type or a wider number. */
function itemType(operand: TypedSql, items: readonly TypedSql[]): KqlType {
  if (operand.type === 'string') return 'string'
  const types = items.map((item) => item.type).filter((type) => type !== 'dynamic')
  if (operand.type !== 'dynamic') return types.reduce<KqlType>(comparisonType, operand.type)
  if (types[0] === undefined || types.includes('string')) return 'string'
  return types.reduce<KqlType>(comparisonType, types[0])
}

function constantText(item: TypedSql, converted: TypedSql): TypedSql {
  return item.type === 'string' ? item : converted
}

/** The test against the elements of an array that is computed. */
function elementOf(
  value: SqlExpression,
  list: TypedSql,
  type: KqlType,
  expression: InList,
  scope: Scope,
): SqlExpression {
  const context = emitContext(expression, scope)
  const array = sql`CASE WHEN json_type(${list.sql}) = 'ARRAY' THEN json_extract(${list.sql}, '$[*]') ELSE [${list.sql}] END`
  const form = (element: SqlExpression) => {
    const text = context.convert({ sql: element, type: 'dynamic', span: list.span }, type)
    return type === 'string' && !expression.caseSensitive ? call('lower', text) : text
  }
  if (readsNoColumn(list.sql)) {
    // The same for every row: looked up as a table, not searched through row by row.
    const element = scope.compilation.nextColumn()
    const name = scope.compilation.nextColumn()
    const elements = {
      kind: 'select',
      columns: [{ expression: call('unnest', array), name: element }],
    } as const
    return sql`${value} IN ${{
      kind: 'subquery',
      query: {
        kind: 'select',
        columns: [{ expression: form(column(element)), name }],
        from: { kind: 'subquery', query: elements, alias: 't' },
        where: sql`json_type(${column(element)}) <> 'NULL'`,
      },
    }}`
  }
  const each = scope.compilation.nextColumn()
  return call('list_contains', call('list_transform', array, lambda([each], form(column(each)))), value)
}

function readsNoColumn(expression: SqlExpression): boolean {
  let reads = false
  walkOutside(expression, () => {
    reads = true
  })
  return !reads
}

/** Visits the columns an expression reads of its own row; those inside its subqueries are none. */
function walkOutside(expression: SqlExpression, found: () => void): void {
  if (expression.kind === 'column') found()
  else if (expression.kind === 'subquery' || expression.kind === 'exists') return
  else if (expression.kind === 'template') for (const hole of expression.holes) walkOutside(hole, found)
  else if (expression.kind === 'call') for (const argument of expression.arguments) walkOutside(argument, found)
  else if (expression.kind === 'cast') walkOutside(expression.operand, found)
  else if (expression.kind === 'list') for (const item of expression.items) walkOutside(item, found)
  else walkExpression(expression, (part) => part.kind === 'column' && found())
}

import type { KqlType } from '../lib/kql-type.ts'
import { call, type SqlExpression } from '../sql/tree.ts'

/** The list that a dynamic array is written from. It is never NULL; its elements may be, and are null in the array. */
export interface TypedList {
  readonly sql: SqlExpression
  readonly type: KqlType
}

/** A list as a dynamic array, which remembers it: what takes the array apart again need not read the JSON. */
export function arrayOfList(list: SqlExpression, type: KqlType): SqlExpression {
  return { kind: 'call', name: 'to_json', arguments: [list], elements: type }
}

/** The list of an array written by `arrayOfList`, or of one that is empty where there is no list. */
export function listWithin(expression: SqlExpression): TypedList | undefined {
  if (expression.kind !== 'call') return undefined
  const [first, other] = expression.arguments
  if (!first) return undefined
  if (expression.name === 'to_json') {
    return expression.elements ? { sql: first, type: expression.elements } : undefined
  }
  const list = expression.name === 'coalesce' && other && isEmptyArray(other) ? listWithin(first) : undefined
  return list && { ...list, sql: call('coalesce', list.sql, { kind: 'list', items: [] }) }
}

function isEmptyArray(expression: SqlExpression): boolean {
  return expression.kind === 'cast' && expression.operand.kind === 'literal' && expression.operand.value === '[]'
}

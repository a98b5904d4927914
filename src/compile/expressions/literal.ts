import type { DynamicLiteral, Literal } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { cast, literal, type SqlExpression } from '../../sql/tree.ts'
import { sqlTypeOf, type TypedSql } from '../row.ts'

/** Null of a type; the empty text for string, which has no null. */
export function typedNull(type: KqlType): SqlExpression {
  return type === 'string' ? literal('') : cast(literal(null), sqlTypeOf[type])
}

export function lowerLiteral({ type, value, span }: Literal): TypedSql {
  return { sql: sqlOf(type, value), type, constant: value === null && type === 'string' ? '' : value, span }
}

export function lowerDynamicLiteral({ type, json, span }: DynamicLiteral): TypedSql {
  if (json.trim() === 'null') return { sql: typedNull('dynamic'), type, constant: null, span }
  return { sql: cast(literal(json), 'JSON'), type, constant: json, span }
}

function sqlOf(type: KqlType, value: Literal['value']): SqlExpression {
  if (value === null) return typedNull(type)
  switch (type) {
    case 'bool':
    case 'string':
      return literal(value)
    case 'long':
    case 'timespan':
    case 'datetime':
      return literal(BigInt(value))
    case 'int':
      return cast(literal(BigInt(value)), 'INTEGER')
    case 'real':
      return literal(Number(value))
    case 'decimal':
    case 'guid':
    case 'dynamic':
      return cast(literal(String(value)), sqlTypeOf[type])
  }
}

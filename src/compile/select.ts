import { literal, type Select, type SqlExpression } from '../sql/tree.ts'
import type { Relation } from './relation.ts'

/** A SELECT over the relation's FROM and WHERE. */
export function selectFrom(
  relation: Relation,
  columns: Select['columns'],
  clauses: Partial<Omit<Select, 'kind' | 'columns' | 'from' | 'where'>> = {},
): Select {
  const where = conjunction(relation.where)
  return {
    kind: 'select',
    columns,
    ...(relation.from && { from: relation.from }),
    ...(where && { where }),
    ...clauses,
  }
}

/** All of them; undefined for none. */
function conjunction(conditions: readonly SqlExpression[]): SqlExpression | undefined {
  return conditions.length === 0 ? undefined : allOf(conditions)
}

/** True where every condition is; true for none. */
export function allOf(conditions: readonly SqlExpression[]): SqlExpression {
  return joined(conditions, ' AND ', true)
}

/** True where one of the conditions is; false for none. */
export function anyOf(conditions: readonly SqlExpression[]): SqlExpression {
  return joined(conditions, ' OR ', false)
}

function joined(conditions: readonly SqlExpression[], word: string, none: boolean): SqlExpression {
  if (conditions.length === 0) return literal(none)
  if (conditions.length === 1) return conditions[0]!
  return { kind: 'template', texts: ['', ...conditions.slice(1).map(() => word), ''], holes: conditions }
}

/** `a, b, c` inside brackets of ours. */
export function commaList(items: readonly SqlExpression[]): SqlExpression {
  return { kind: 'template', texts: ['', ...items.slice(1).map(() => ', '), ''], holes: items }
}

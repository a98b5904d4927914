import type { Sort, SortKey } from '../../kql/tree.ts'
import { call, literal, type OrderKey } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { mayBeNaN } from '../expressions/comparison.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import { isPlain, type Relation } from '../relation.ts'
import type { TypedSql } from '../row.ts'

/** The input in the order of the keys; equal rows stay in the order they had, where they had one. */
export function compileSort(sort: Sort, compilation: Compilation): Relation {
  return sorted(compilation.compile(sort.input), sort.keys, compilation)
}

export function sorted(input: Relation, sortKeys: readonly SortKey[], compilation: Compilation): Relation {
  const { relation, expressions } = openFor(
    input,
    sortKeys.map((key) => key.expression),
    compilation,
  )
  const scope = scopeOf(relation, compilation)
  const keys = sortKeys.flatMap((key, index): OrderKey[] => {
    const value = compilation.lower(expressions[index]!, scope)
    // A constant sorts nothing, and DuckDB refuses it.
    if (isPlain(value.sql) && value.sql.kind !== 'column') return []
    const { span } = key.expression
    if (value.type === 'dynamic') {
      compilation.attempt<void>(
        () =>
          emitContext({ type: 'dynamic', span }, scope).refuse(
            span,
            'rows cannot be sorted by a dynamic value',
            'Convert it: `tostring(…)`, `tolong(…)`.',
          ),
        () => {},
      )
    }
    return [
      {
        expression: sortValue(value),
        direction: key.direction === 'asc' ? 'ASC' : 'DESC',
        nulls: key.nulls === 'first' ? 'FIRST' : 'LAST',
      },
    ]
  })
  const before = areUnique(keys, relation) ? [] : (relation.order?.keys ?? [])
  return {
    ...relation,
    columns: relation.columns.slice(0, input.columns.length),
    order: { keys: [...keys, ...before], serialized: true },
  }
}

/** True where no two rows can sort alike. */
function areUnique(keys: readonly OrderKey[], { unique }: Relation): boolean {
  const names = new Set(keys.flatMap(({ expression }) => (expression.kind === 'column' ? [expression.name] : [])))
  return unique?.every((name) => names.has(name)) ?? false
}

/** NaN sorts where null does. */
function sortValue(value: TypedSql): OrderKey['expression'] {
  return mayBeNaN(value) ? call('nullif', value.sql, literal(Number.NaN)) : value.sql
}

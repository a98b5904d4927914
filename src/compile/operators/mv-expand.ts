import type { MvExpand } from '../../kql/tree.ts'
import { call, column, lambda, list, literal, type OrderKey, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { type Scope, scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import type { TypedSql } from '../row.ts'

/**
 * A row for each element. Several columns go side by side, the shorter padded with null; null counts as one element, an
 * empty array as none. DuckDB's `unnest` in a SELECT list does just that.
 */
export function compileMvExpand(expand: MvExpand, compilation: Compilation): Relation {
  const input = compilation.compile(expand.input)
  const open = openFor(
    input,
    expand.items.map((item) => item.expression),
    compilation,
  )
  const { relation, values } = withArrays(open.relation, expand, open.expressions, compilation)
  const limit = limitOf(expand, scopeOf(relation, compilation))
  const lists = values.map((value) => {
    const elements = elementsOf(value, expand.bagAs, compilation)
    return limit ? call('list_slice', elements, literal(1n), limit) : elements
  })
  const unnested = lists.map(
    (elements, index): RelationColumn => ({
      name: `\0element ${index}`,
      type: 'dynamic',
      sql: call('unnest', elements),
    }),
  )
  const positions: RelationColumn = { name: '\0index', type: 'long', sql: call('unnest', indexesOf(lists)) }
  const needsPosition = expand.indexColumn !== undefined || relation.order !== undefined
  const settled = compilation.settle({
    ...relation,
    columns: [...relation.columns, ...unnested, ...(needsPosition ? [positions] : [])],
    unique: undefined,
  })
  return named(expand, settled, compilation)
}

/** The arrays as plain columns: they are written several times each. */
function withArrays(
  input: Relation,
  expand: MvExpand,
  expressions: readonly MvExpand['items'][number]['expression'][],
  compilation: Compilation,
): { relation: Relation; values: readonly SqlExpression[] } {
  const scope = scopeOf(input, compilation)
  const values = expand.items.map((item, index) => {
    const value = compilation.lower(expressions[index]!, scope)
    if (value.type === 'dynamic') return value.sql
    return emitContext({ type: 'dynamic', span: item.expression.span }, scope).convert(value, 'dynamic')
  })
  if (values.every((value) => value.kind === 'column')) return { relation: input, values }
  const hidden = values.map((sql, index): RelationColumn => ({ name: `\0array ${index}`, type: 'dynamic', sql }))
  const relation = compilation.settle({ ...input, columns: [...input.columns, ...hidden] })
  return {
    relation: { ...relation, columns: relation.columns.slice(0, input.columns.length) },
    values: relation.columns.slice(input.columns.length).map((one) => one.sql),
  }
}

/** The elements of an array, the pairs of a bag, or the one value that is neither. */
function elementsOf(value: SqlExpression, bagAs: MvExpand['bagAs'], compilation: Compilation): SqlExpression {
  const key = compilation.nextColumn()
  const entry = call('json_extract', value, sql`'/' || replace(replace(${column(key)}, '~', '~0'), '/', '~1')`)
  const pair = call(bagAs === 'array' ? 'json_array' : 'json_object', column(key), entry)
  const pairs = call('list_transform', call('json_keys', value), lambda([key], pair))
  return sql`CASE json_type(${value}) WHEN 'ARRAY' THEN ${call('json_extract', value, literal('$[*]'))} WHEN 'OBJECT' THEN ${pairs} ELSE ${list([value])} END`
}

function indexesOf(lists: readonly SqlExpression[]): SqlExpression {
  const lengths = lists.map((elements) => call('len', elements))
  return call('range', literal(0n), lengths.length === 1 ? lengths[0]! : call('greatest', ...lengths))
}

function limitOf(expand: MvExpand, scope: Scope): SqlExpression | undefined {
  if (!expand.limit) return undefined
  const value = scope.compilation.lower(expand.limit, scope)
  return emitContext({ type: 'long', span: expand.limit.span }, scope).convert(value, 'long')
}

/** The expanded rows with the names of KQL; elements converted where a type is asked for. */
function named(expand: MvExpand, settled: Relation, compilation: Compilation): Relation {
  const scope = scopeOf(settled, compilation)
  const known = new Map(settled.columns.map((one) => [one.name, one]))
  const index = known.get('\0index')?.sql
  expand.items.forEach(({ column: { name }, expression, to }, at) => {
    // A JSON null among the elements is KQL's null.
    const element = call('nullif', known.get(`\0element ${at}`)!.sql, literal('null'))
    const value: TypedSql = { sql: element, type: 'dynamic', span: expression.span }
    const type = to ?? 'dynamic'
    const converted = to ? emitContext({ type: to, span: expression.span }, scope).convert(value, to) : element
    known.set(name, { name, type, sql: converted })
  })
  if (expand.indexColumn !== undefined && index) {
    known.set(expand.indexColumn, { name: expand.indexColumn, type: 'long', sql: index })
  }
  const keys: OrderKey[] = index ? [{ expression: index, direction: 'ASC', nulls: 'LAST' }] : []
  return {
    ...settled,
    columns: expand.columns.map(({ name }) => known.get(name)!),
    ...(settled.order && {
      order: { keys: [...settled.order.keys, ...keys], serialized: settled.order.serialized },
    }),
  }
}

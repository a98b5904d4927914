import type { MvExpand } from '../../kql/tree.ts'
import {
  call,
  caseWhen,
  cast,
  column,
  lambda,
  list,
  literal,
  type OrderKey,
  type SqlExpression,
  sql,
} from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { type Scope, scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import type { TypedSql } from '../row.ts'
import type { TypedList } from '../typed-list.ts'

/**
 * A row for each element. Several columns go side by side, the shorter padded with null; null counts as one element, an
 * empty array as none. DuckDB's `unnest` in a SELECT list does just that.
 */
export function compileMvExpand(expand: MvExpand, compilation: Compilation): Relation {
  const expanded = expandedRows(compilation.compile(expand.input), expand, compilation)
  const known = new Map(expanded.columns.map((one) => [one.name, one]))
  return { ...expanded, columns: expand.columns.map(({ name }) => known.get(name)!) }
}

/** What `mv-expand` and `mv-apply` have in common. */
export type Expansion = Pick<MvExpand, 'items' | 'bagAs' | 'indexColumn' | 'limit'>

/** The input with a row for each element: its columns, and those of the elements, in the place of any of their name. */
export function expandedRows(input: Relation, expand: Expansion, compilation: Compilation): Relation {
  const open = openFor(
    input,
    expand.items.map((item) => item.expression),
    compilation,
  )
  // An index is the longest list's: lists it is counted from become columns first, to be made once.
  const needsIndex = expand.indexColumn !== undefined || open.relation.order !== undefined
  const { relation, lists } = withLists(open.relation, expand, open.expressions, needsIndex, compilation)
  const unnested = lists.map(
    ({ sql: elements, type }, index): RelationColumn => ({
      name: `\0element ${index}`,
      type,
      sql: call('unnest', elements),
    }),
  )
  // No call, as the elements are: where nothing reads the index, it is not made.
  const positions: RelationColumn = {
    name: '\0index',
    type: 'long',
    sql: sql`unnest(${indexesOf(lists.map((one) => one.sql))})`,
  }
  const { unique: _, ...rest } = relation
  const settled = compilation.settle({
    ...rest,
    columns: [...relation.columns, ...unnested, ...(needsIndex ? [positions] : [])],
  })
  return named(expand, settled, compilation)
}

/** The elements of each item as a list of DuckDB. */
function withLists(
  input: Relation,
  expand: Expansion,
  expressions: readonly MvExpand['items'][number]['expression'][],
  areColumns: boolean,
  compilation: Compilation,
): { relation: Relation; lists: readonly TypedList[] } {
  const scope = scopeOf(input, compilation)
  const arrays = expand.items.map((item, index) => {
    const value = compilation.lower(expressions[index]!, scope)
    if (value.type === 'dynamic') return value.sql
    return emitContext({ type: 'dynamic', span: item.expression.span }, scope).convert(value, 'dynamic')
  })
  const known = arrays.map((array) => compilation.listOf(array))
  const { relation, columns } = asColumns(
    input,
    arrays.map((array, index) => known[index]?.sql ?? array),
    compilation,
  )
  const limit = limitOf(expand, scopeOf(relation, compilation))
  const lists = columns.map((array, index): TypedList => {
    const list = known[index]
      ? { ...known[index], sql: array }
      : expand.items[index]!.to === 'string'
        ? ({ sql: textsOf(array, expand.bagAs, compilation), type: 'string' } as const)
        : ({ sql: elementsOf(array, expand.bagAs, compilation), type: 'dynamic' } as const)
    return limit ? { ...list, sql: call('list_slice', list.sql, literal(1n), limit) } : list
  })
  if (!areColumns) return { relation, lists }
  const made = asColumns(
    relation,
    lists.map((list) => list.sql),
    compilation,
  )
  return { relation: made.relation, lists: lists.map((list, index) => ({ ...list, sql: made.columns[index]! })) }
}

/** Expressions as plain columns, behind those the relation shows. */
function asColumns(
  input: Relation,
  expressions: readonly SqlExpression[],
  compilation: Compilation,
): { relation: Relation; columns: readonly SqlExpression[] } {
  if (expressions.every(({ kind }) => kind === 'column')) return { relation: input, columns: expressions }
  const hidden = expressions.map((sql, index): RelationColumn => ({ name: `\0list ${index}`, type: 'dynamic', sql }))
  const relation = compilation.settle({ ...input, columns: [...input.columns, ...hidden] })
  return {
    relation: { ...relation, columns: relation.columns.slice(0, input.columns.length) },
    columns: relation.columns.slice(input.columns.length).map((one) => one.sql),
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

/** The same as texts: those of an array are read at once. Space before its bracket, which is rare, only takes the longer way. */
function textsOf(value: SqlExpression, bagAs: MvExpand['bagAs'], compilation: Compilation): SqlExpression {
  const each = compilation.nextColumn()
  const others = call(
    'list_transform',
    elementsOf(value, bagAs, compilation),
    lambda([each], call('json_extract_string', column(each), literal('$'))),
  )
  return caseWhen([[call('starts_with', value, literal('[')), cast(value, 'VARCHAR[]')]], others)
}

function indexesOf(lists: readonly SqlExpression[]): SqlExpression {
  const lengths = lists.map((elements) => call('len', elements))
  return call('range', literal(0n), lengths.length === 1 ? lengths[0]! : call('greatest', ...lengths))
}

function limitOf(expand: Expansion, scope: Scope): SqlExpression | undefined {
  if (!expand.limit) return undefined
  const value = scope.compilation.lower(expand.limit, scope)
  return emitContext({ type: 'long', span: expand.limit.span }, scope).convert(value, 'long')
}

/** The expanded rows with the names of KQL; elements converted where a type is asked for. */
function named(expand: Expansion, settled: Relation, compilation: Compilation): Relation {
  const scope = scopeOf(settled, compilation)
  const known = new Map(settled.columns.map((one) => [one.name, one]))
  const index = known.get('\0index')?.sql
  expand.items.forEach(({ column: { name }, expression, to }, at) => {
    const raw = known.get(`\0element ${at}`)!
    const type = to ?? 'dynamic'
    const { convert } = emitContext({ type, span: expression.span }, scope)
    if (raw.type === to) {
      known.set(name, { name, type, sql: to === 'string' ? call('coalesce', raw.sql, literal('')) : raw.sql })
      return
    }
    // A JSON null among the elements is KQL's null. A text converts as it does inside an array.
    const sql = raw.type === 'dynamic' ? call('nullif', raw.sql, literal('null')) : raw.sql
    const value: TypedSql = { sql, type: raw.type, span: expression.span }
    const isDirect = raw.type === 'string' || raw.type === 'dynamic' || type === 'dynamic'
    const element = isDirect ? value : { ...value, sql: convert(value, 'dynamic'), type: 'dynamic' as const }
    known.set(name, { name, type, sql: convert(element, type) })
  })
  if (expand.indexColumn !== undefined && index) {
    known.set(expand.indexColumn, { name: expand.indexColumn, type: 'long', sql: index })
  }
  const keys: OrderKey[] = index ? [{ expression: index, direction: 'ASC', nulls: 'LAST' }] : []
  return {
    ...settled,
    columns: [...known.values()].filter(({ name }) => !name.startsWith('\0')),
    ...(settled.order && {
      order: { keys: [...settled.order.keys, ...keys], serialized: settled.order.serialized },
    }),
  }
}

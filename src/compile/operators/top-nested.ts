import type { TopNested } from '../../kql/tree.ts'
import { call, column, type FromItem, literal, type OrderKey, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import { Refusal } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { allOf, selectFrom } from '../select.ts'
import { overClause } from './row-stages.ts'
import { withKeys } from './summarize.ts'

/** A level done: its rows, the keys down to it, and the aggregates of all levels so far. */
interface Level {
  readonly from: FromItem
  readonly keys: readonly string[]
  readonly values: readonly string[]
}

/** Level by level: the groups within those that were greatest before, and of these the greatest. */
export function compileTopNested(top: TopNested, compilation: Compilation): Relation {
  const { levels } = top
  const open = openFor(
    compilation.compile(top.input),
    [...levels.map(({ key }) => key.expression), ...levels.map(({ aggregate }) => aggregate.expression)],
    compilation,
  )
  if (open.relation.group) throw new Refusal(top.span, '`top-nested` inside a query over groups is not supported')
  const { relation: input, keys } = withKeys(
    open.relation,
    levels.map(({ key }) => key),
    open.expressions.slice(0, levels.length),
    compilation,
  )
  const relation = compilation.settle(input, { materialized: levels.length > 1 })
  const columns: RelationColumn[] = []
  let done: Level | undefined
  levels.forEach((level, index) => {
    const scope = scopeOf(relation, compilation, { aggregates: true })
    const value = compilation.lower(open.expressions[levels.length + index]!, scope)
    done = nextLevel(level, keys.slice(0, index + 1), value.sql, relation, done, compilation)
    columns.push({ ...keys[index]!, name: level.key.column.name })
    columns.push({ name: level.aggregate.column.name, type: value.type, sql: value.sql })
  })
  const last = done!
  return {
    columns: columns.map((one, index) => ({
      ...one,
      sql: column(index % 2 === 0 ? last.keys[index / 2]! : last.values[(index - 1) / 2]!),
    })),
    from: last.from,
    where: [],
  }
}

function nextLevel(
  level: TopNested['levels'][number],
  keys: readonly RelationColumn[],
  value: SqlExpression,
  relation: Relation,
  before: Level | undefined,
  compilation: Compilation,
): Level {
  const own = { keys: keys.map(() => compilation.nextColumn()), value: compilation.nextColumn() }
  const inherited = (before?.values ?? []).map((name) => ({ name: compilation.nextColumn(), expression: column(name) }))
  const parents = (before?.keys ?? []).map(
    (name, index) => sql`${keys[index]!.sql} IS NOT DISTINCT FROM ${column(name)}`,
  )
  const from: FromItem = before
    ? { kind: 'join', join: 'INNER', left: relation.from!, right: before.from, on: allOf(parents) }
    : relation.from!
  const grouped = compilation.addStep(
    selectFrom(
      { ...relation, from },
      [
        ...keys.map((key, index) => ({ expression: key.sql, name: own.keys[index]! })),
        ...inherited,
        { expression: value, name: own.value },
      ],
      { groupBy: [...keys.map((key) => key.sql), ...inherited.map(({ expression }) => expression)] },
    ),
  )
  const made: Level = { from: grouped, keys: own.keys, values: [...inherited.map(({ name }) => name), own.value] }
  if (!level.count) return made
  const scope = scopeOf({ columns: [], where: [] }, compilation)
  const count = emitContext({ type: 'long', span: level.count.span }, scope).convert(
    compilation.lower(level.count, scope),
    'long',
  )
  const order: OrderKey = {
    expression: column(own.value),
    direction: level.direction === 'asc' ? 'ASC' : 'DESC',
    nulls: level.direction === 'asc' ? 'FIRST' : 'LAST',
  }
  const parent = own.keys.slice(0, -1).map((name) => column(name))
  const names = [...made.keys, ...made.values]
  return {
    ...made,
    from: compilation.addStep({
      kind: 'select',
      columns: names.map((name) => ({ expression: column(name), name })),
      from: grouped,
      qualify: sql`row_number() ${overClause([order], { partition: parent })} <= ${call('greatest', count, literal(0n))}`,
    }),
  }
}

import type { TopNested } from '../../kql/tree.ts'
import {
  call,
  column,
  type FromItem,
  literal,
  type OrderKey,
  type Select,
  type SqlExpression,
  sql,
} from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { typedNull } from '../expressions/literal.ts'
import { scopeOf } from '../expressions/lower.ts'
import { lowerAs } from '../expressions/lower-as.ts'
import { openFor } from '../open.ts'
import { refuse } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import type { TypedSql } from '../row.ts'
import { allOf, selectFrom } from '../select.ts'
import { overClause } from './row-stages.ts'
import { withKeys } from './summarize.ts'

/** A level done: its rows, the keys down to it, and the aggregates of all levels so far. */
interface Level {
  readonly from: FromItem
  readonly keys: readonly string[]
  readonly values: readonly string[]
}

/**
 * Level by level: the groups within those that were greatest before, and of these the greatest. `with others` adds, for each
 * group that is kept before a level, the rows that are not kept at it; levels that do not ask for others stay empty there.
 */
export function compileTopNested(top: TopNested, compilation: Compilation): Relation {
  const { levels } = top
  const open = openFor(
    compilation.compile(top.input),
    [...levels.map(({ key }) => key.expression), ...levels.map(({ aggregate }) => aggregate.expression)],
    compilation,
  )
  const { relation: input, keys: computed } = withKeys(
    open.relation,
    levels.map(({ key }) => key),
    open.expressions.slice(0, levels.length),
    compilation,
  )
  const withOthers = levels.some(({ others }) => others !== undefined)
  // With the keys, which the input may hold no more.
  const carried = computed.map((key, index) => ({ ...key, name: `\0key ${index}` }))
  const settled = compilation.settle(
    { ...input, columns: [...input.columns, ...carried] },
    { materialized: levels.length > 1 || withOthers },
  )
  const relation = { ...settled, columns: settled.columns.slice(0, input.columns.length) }
  const own = computed.map((key, index) => ({ ...key, sql: settled.columns[input.columns.length + index]!.sql }))
  // Inside a query over groups the group is one key more, before all levels.
  const group: RelationColumn[] = relation.group ? [{ name: '\0group', type: 'long', sql: relation.group }] : []
  const keys = [...group, ...own]
  const scope = scopeOf(relation, compilation, { aggregates: true })
  const values = levels.map((_, index) => compilation.lower(open.expressions[levels.length + index]!, scope))
  for (const { type, span } of values) if (type === 'dynamic') refuse(span, 'a dynamic has no order: rank by a number')
  const done: Level[] = []
  levels.forEach((level, index) => {
    const made = nextLevel(
      level,
      keys.slice(0, group.length + index + 1),
      values[index]!.sql,
      relation,
      done.at(-1),
      compilation,
    )
    done.push(withOthers ? materialized(made, compilation) : made)
  })
  const last = done.at(-1)!
  const columns = levels.flatMap((level, index): RelationColumn[] => [
    { ...own[index]!, name: level.key.column.name, sql: column(last.keys[group.length + index]!) },
    { name: level.aggregate.column.name, type: values[index]!.type, sql: column(last.values[index]!) },
  ])
  const rest = { columns, where: [], ...(relation.group && { group: column(last.keys[0]!) }) }
  if (!withOthers) return { ...rest, from: last.from }
  const members = levels.flatMap((_, index) => othersOf(top, index, { relation, keys, values, done }, compilation))
  const names = [...last.keys, ...last.values]
  const kept: Select = {
    kind: 'select',
    columns: names.map((name) => ({ expression: column(name), name })),
    from: last.from,
  }
  return { ...rest, from: compilation.addStep({ kind: 'union-all', members: [kept, ...members] }) }
}

/** A level is read by the next one and by its others. */
function materialized(level: Level, compilation: Compilation): Level {
  const columns = [...level.keys, ...level.values].map((name) => ({ expression: column(name), name }))
  return {
    ...level,
    from: compilation.addStep({ kind: 'select', columns, from: level.from }, { materialized: true }),
  }
}

/** The rows that are within what was kept before a level and are not kept at it, as one for each group. */
function othersOf(
  top: TopNested,
  index: number,
  made: { relation: Relation; keys: readonly RelationColumn[]; values: readonly TypedSql[]; done: readonly Level[] },
  compilation: Compilation,
): Select[] {
  const { relation, keys, values, done } = made
  const last = done.at(-1)!
  const asked = top.levels.map(({ others }, at) => (at >= index ? others : undefined))
  if (top.levels[index]!.count === undefined || asked.every((others) => others === undefined)) return []
  const before = done[index - 1]
  const constants = scopeOf({ columns: [], where: [] }, compilation)
  const isSame = (names: readonly string[]) =>
    allOf(names.map((name, at) => sql`${keys[at]!.sql} IS NOT DISTINCT FROM ${column(name)}`))
  const within: FromItem = before
    ? { kind: 'join', join: 'INNER', left: relation.from!, right: before.from, on: isSame(before.keys) }
    : relation.from!
  const own = done[index]!
  const from: FromItem = { kind: 'join', join: 'ANTI', left: within, right: own.from, on: isSame(own.keys) }
  // Keys begin with the group, where there is one.
  const offset = keys.length - top.levels.length
  const keyColumns = keys.map((key, at) => {
    const others = asked[at - offset]
    const kept = before ? column(before.keys[at]!) : key.sql
    const value = others ? lowerAs(key.type, others, constants) : typedNull(key.type)
    return { expression: at < offset + index ? kept : value, name: last.keys[at]! }
  })
  const kept = before
    ? [...before.keys, ...before.values].map((name) => column(name))
    : keys.slice(0, offset).map((key) => key.sql)
  const valueColumns = values.map((value, at) => ({
    expression: at < index ? column(before!.values[at]!) : asked[at] ? value.sql : typedNull(value.type),
    name: last.values[at]!,
  }))
  return [
    selectFrom({ ...relation, from }, [...keyColumns, ...valueColumns], {
      ...(kept.length > 0 && { groupBy: kept }),
      having: sql`count(*) > 0`,
    }),
  ]
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
  const count = lowerAs('long', level.count, scope)
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

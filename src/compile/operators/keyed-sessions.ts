import type { Call, ColumnReference, Expression } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import { call as callSql, caseWhen, column, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { lower, scopeOf } from '../expressions/lower.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { allOf } from '../select.ts'
import { overClause } from './row-stages.ts'
import { sessionUdf } from './row-window-session.ts'

/** What a session's restart and the order of the rows say: sessions are those of each key, and times rise within it. */
interface Keyed {
  readonly keys: readonly SqlExpression[]
  readonly time: SqlExpression
}

/**
 * The keys of `row_window_session(t, …, …, k != prev(k))` over rows sorted by `k asc, t asc`, or by several keys before the time of
 * which any may change, and constant distances. Undefined for all others.
 */
export function keyedBy(call: Call, { columns, order }: Relation): Keyed | undefined {
  const [time, fromFirst, fromPrevious, restart] = call.arguments
  // A distance that is null makes every session null.
  const areKnown = [fromFirst, fromPrevious].every((one) => one?.kind === 'literal' && one.value !== null)
  const names = restart && changedColumns(restart)
  if (!names || !areKnown || !order?.serialized || time?.kind !== 'column' || time.type !== 'datetime') return undefined
  const keys = order.keys.slice(0, names.size)
  const named = (name: string) => columns.find((one) => one.name === name)?.sql
  const after = order.keys[names.size]
  const isTime = after?.direction === 'ASC' && isSame(after.expression, named(time.name))
  const areKeys = [...names].every((name) => keys.some(({ expression }) => isSame(expression, named(name))))
  return isTime && areKeys && keys.length === names.size
    ? { keys: keys.map(({ expression }) => expression), time: after.expression }
    : undefined
}

/** `a != prev(a) or b != prev(b)`: the columns; undefined where it is anything else. */
function changedColumns(restart: Expression): ReadonlySet<string> | undefined {
  if (restart.kind !== 'binary') return undefined
  const { operator, left, right } = restart
  if (operator === 'or') {
    const sides = [changedColumns(left), changedColumns(right)]
    return sides[0] && sides[1] && new Set([...sides[0], ...sides[1]])
  }
  if (operator !== '!=') return undefined
  const [one, before] = left.kind === 'column' ? [left, right] : [right, left]
  // A real may be NaN, which differs from itself.
  if (one.kind !== 'column' || one.type === 'real' || one.type === 'dynamic') return undefined
  if (before.kind !== 'call' || before.name !== 'prev' || before.arguments.length !== 1) return undefined
  const [argument] = before.arguments
  return argument?.kind === 'column' && argument.name === one.name ? new Set([one.name]) : undefined
}

function isSame(one: SqlExpression, other: SqlExpression | undefined): boolean {
  return one.kind === 'column' && other?.kind === 'column' && one.name === other.name
}

/**
 * The sessions of each key. Where times rise, a session begins at the last time that stood far enough from the one before; only
 * keys with a session longer than the most it may last are gone through one by one.
 */
export function withKeyedSessions(
  input: Relation,
  call: Call,
  { keys, time }: Keyed,
  target: ColumnReference,
  compilation: Compilation,
): Relation {
  const scope = scopeOf(input, compilation)
  const { convert } = emitContext(call, scope)
  const [fromFirst, fromPrevious] = [1, 2].map((at) => convert(lower(call.arguments[at]!, scope), 'timespan'))
  invariant(fromFirst && fromPrevious, 'row_window_session has three arguments')
  const partition = [...(input.group ? [input.group] : []), ...keys]
  const windows = overClause([{ expression: time, direction: 'ASC', nulls: 'FIRST' }], { partition })
  const before = withColumn(
    input,
    { name: '\0before', type: 'datetime', sql: sql`lag(${time}) ${windows}` },
    compilation,
  )
  const isFar = sql`${before.sql} IS NULL OR ${time} - ${before.sql} >= ${fromPrevious}`
  // The frame reaches to the last row of the same time, whichever of them the window before took for the first.
  const begin = withColumn(
    before.relation,
    { name: '\0begin', type: 'datetime', sql: sql`max(${caseWhen([[isFar, time]], literal(null))}) ${windows}` },
    compilation,
    { materialized: true },
  )
  const long = longSessions(begin.relation, begin.sql, partition, time, fromFirst, fromPrevious, compilation)
  const source = begin.relation
  invariant(source.from?.kind === 'name', 'steps have names')
  return compilation.settle({
    ...source,
    columns: [
      ...input.columns,
      {
        name: target.name,
        type: 'datetime',
        sql: caseWhen([[sql`${time} IS NULL`, literal(null)]], callSql('coalesce', long.session, begin.sql)),
      },
    ],
    from: {
      kind: 'join',
      join: 'LEFT',
      left: source.from,
      right: long.from,
      on: allOf([
        sql`${time} = ${long.time}`,
        ...partition.map((key, index) => sql`${key} IS NOT DISTINCT FROM ${long.keys[index]!}`),
      ]),
    },
  })
}

/** Each time of the keys that have too long a session, with the begin of its session. */
function longSessions(
  source: Relation,
  begin: SqlExpression,
  partition: readonly SqlExpression[],
  time: SqlExpression,
  fromFirst: SqlExpression,
  fromPrevious: SqlExpression,
  compilation: Compilation,
) {
  const next = () => compilation.nextColumn()
  const columnsOf = (names: readonly string[], values: readonly SqlExpression[]) =>
    values.map((expression, index) => ({ expression, name: names[index]! }))
  invariant(source.from, 'steps have names')
  const long = partition.map(next)
  const found = compilation.addStep({
    kind: 'select',
    distinct: true,
    columns: columnsOf(long, partition),
    from: source.from,
    where: sql`${time} - ${begin} >= ${fromFirst}`,
  })
  const names = { keys: partition.map(next), time: next() }
  const times = compilation.addStep({
    kind: 'select',
    distinct: true,
    columns: [...columnsOf(names.keys, partition), { expression: time, name: names.time }],
    from: {
      kind: 'join',
      join: 'SEMI',
      left: source.from,
      right: found,
      on: allOf(partition.map((key, index) => sql`${key} IS NOT DISTINCT FROM ${column(long[index]!)}`)),
    },
    where: sql`${time} IS NOT NULL`,
  })
  compilation.udfs.add(sessionUdf)
  const list = sql`list(${column(names.time)} ORDER BY ${column(names.time)})`
  const sessions = callSql(sessionUdf, list, sql`CAST([] AS BOOLEAN[])`, fromFirst, fromPrevious)
  const out = { keys: partition.map(next), time: next(), session: next() }
  const from = compilation.addStep({
    kind: 'select',
    columns: [
      ...columnsOf(
        out.keys,
        names.keys.map((name) => column(name)),
      ),
      { expression: callSql('unnest', list), name: out.time },
      { expression: callSql('unnest', sessions), name: out.session },
    ],
    from: times,
    groupBy: names.keys.map((name) => column(name)),
  })
  return { from, keys: out.keys.map((name) => column(name)), time: column(out.time), session: column(out.session) }
}

/** The relation with one more column at its end. */
function withColumn(
  relation: Relation,
  added: RelationColumn,
  compilation: Compilation,
  options: { materialized?: boolean } = {},
): { relation: Relation; sql: SqlExpression } {
  const settled = compilation.settle({ ...relation, columns: [...relation.columns, added] }, options)
  return { relation: settled, sql: settled.columns.at(-1)!.sql }
}

import type { Call, ColumnReference } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import { call as callSql, caseWhen, column as columnSql, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { lower, scopeOf } from '../expressions/lower.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { overClause } from './row-stages.ts'

/** In JavaScript: times in ticks, restarts, the two distances in ticks → the first time of each row's session. */
export const sessionUdf = 'row_window_session'

const timeName = '\0time'
const stretchName = '\0stretch'

/**
 * `row_window_session(time, most from the first, most from the one before, restart)`: the times of each stretch between
 * two restarts in a list, in which a function of ours finds the sessions; the answer is joined back by position. Exact
 * for any restart and any order of times, since a restart lets nothing of what was before reach what comes after.
 */
export function withSessions(input: Relation, call: Call, target: ColumnReference, compilation: Compilation): Relation {
  const scope = scopeOf(input, compilation)
  const context = emitContext(call, scope)
  const [time, fromFirst, fromPrevious, restart] = call.arguments.map((argument) => lower(argument, scope))
  invariant(time && fromFirst && fromPrevious, 'row_window_session has three arguments')
  compilation.udfs.add(sessionUdf)
  const position = input.order!.keys[0]!.expression
  const hidden: RelationColumn[] = [{ name: timeName, type: 'long', sql: time.sql }]
  if (restart && restart.constant !== false) {
    const flag = caseWhen([[context.convert(restart, 'bool'), literal(1n)]], literal(null))
    const stretch = sql`count(${flag}) ${overClause(input.order!.keys, { partition: input.group ? [input.group] : [], upToHere: true })}`
    hidden.push({ name: stretchName, type: 'long', sql: stretch })
  }
  const source = compilation.settle({ ...input, columns: [...input.columns, ...hidden] }, { materialized: true })
  const [times, stretch] = hidden.map(({ name }) => source.columns.find((one) => one.name === name)!.sql)
  const sessions = callSql(
    sessionUdf,
    listOf(times!, position),
    sql`CAST([] AS BOOLEAN[])`,
    context.convert(fromFirst, 'timespan'),
    context.convert(fromPrevious, 'timespan'),
  )
  const names = { position: compilation.nextColumn(), session: compilation.nextColumn() }
  const found = compilation.addStep({
    kind: 'select',
    columns: [
      { expression: callSql('unnest', listOf(position, position)), name: names.position },
      { expression: callSql('unnest', sessions), name: names.session },
    ],
    from: source.from!,
    groupBy: [source.group, stretch].filter((one) => one !== undefined),
  })
  invariant(source.from?.kind === 'name', 'steps have names')
  return compilation.settle({
    ...source,
    columns: [
      ...source.columns.filter(({ name }) => name !== timeName && name !== stretchName),
      { name: target.name, type: 'datetime', sql: columnSql(names.session) },
    ],
    from: {
      kind: 'join',
      join: 'INNER',
      left: source.from,
      right: found,
      on: sql`${position} = ${columnSql(names.position)}`,
    },
  })
}

function listOf(value: SqlExpression, position: SqlExpression): SqlExpression {
  return sql`list(${value} ORDER BY ${position})`
}

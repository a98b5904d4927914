import type { Call, ColumnReference } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import { call as callSql, column as columnSql, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { lower, scopeOf } from '../expressions/lower.ts'
import type { Relation } from '../relation.ts'

/** In JavaScript: times in ticks, restarts, the two distances in ticks → the first time of each row's session. */
const sessionUdf = 'row_window_session'

/**
 * `row_window_session(time, most from the first, most from the one before, restart)`: all times in one list, in which a
 * function of ours finds the sessions; the answer is joined back by position. Exact for any restart and any order of times.
 */
export function withSessions(input: Relation, call: Call, target: ColumnReference, compilation: Compilation): Relation {
  const scope = scopeOf(input, compilation)
  const context = emitContext(call, scope)
  const [time, fromFirst, fromPrevious, restart] = call.arguments.map((argument) => lower(argument, scope))
  invariant(time && fromFirst && fromPrevious, 'row_window_session has three arguments')
  compilation.udfs.add(sessionUdf)
  const hidden = ['\0time', '\0restart']
  const restarts = restart ? context.convert(restart, 'bool') : literal(false)
  const source = compilation.settle(
    {
      ...input,
      columns: [
        ...input.columns,
        { name: hidden[0]!, type: 'long', sql: sql`${callSql('epoch_us', time.sql)} * 10` },
        { name: hidden[1]!, type: 'bool', sql: restarts },
      ],
    },
    { materialized: true },
  )
  const position = source.order!.keys[0]!.expression
  const [times, flags] = hidden.map((name) => listOf(source.columns.find((one) => one.name === name)!.sql, position))
  const sessions = callSql(
    sessionUdf,
    times!,
    flags!,
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
  })
  invariant(source.from?.kind === 'name' && found.kind === 'name', 'steps have names')
  const session = callSql('make_timestamp', sql`${columnSql(names.session)} // 10`)
  const joined: Relation = {
    ...source,
    columns: [
      ...source.columns.filter(({ name }) => !hidden.includes(name)),
      { name: target.name, type: 'datetime', sql: session },
    ],
    from: {
      kind: 'join',
      join: 'INNER',
      left: source.from,
      right: found,
      on: sql`${position} = ${columnSql(names.position)}`,
    },
  }
  return compilation.settle(joined)
}

function listOf(value: SqlExpression, position: SqlExpression): SqlExpression {
  return sql`list(${value} ORDER BY ${position})`
}

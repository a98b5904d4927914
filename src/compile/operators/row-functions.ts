import type { Call, ColumnReference, Expression } from '../../kql/tree.ts'
import { printExpression } from '../../sql/print.ts'
import { type OrderKey, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { typedNull } from '../expressions/literal.ts'
import { lower, type Scope, scopeOf } from '../expressions/lower.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { childrenOf, mapChildren } from '../tree-walk.ts'
import { keyedBy, withKeyedSessions } from './keyed-sessions.ts'
import { overClause, type RowStages, rowFunctions, type Windows } from './row-stages.ts'
import { withSessions } from './row-window-session.ts'

const sessionFunction = 'row_window_session'
const positionName = '\0position'

/** True for functions that look at neighbouring rows of a serialized table. */
export function isRowFunction(name: string): boolean {
  return rowFunctions.has(name) || name === sessionFunction
}

/** The relation in an order that row functions may rely on: the one it has, or the one it comes in. */
export function serialized(input: Relation, compilation: Compilation): Relation {
  if (input.order) return { ...input, order: { ...input.order, serialized: true, isStorage: false } }
  const position: RelationColumn = { name: positionName, type: 'long', sql: sql`row_number() OVER ()` }
  return positioned(compilation.settle({ ...input, columns: [...input.columns, position] }))
}

/**
 * The input with a hidden column for each row function of the expressions, and the expressions reading those. Functions
 * inside the arguments of others come first; those of one level are computed side by side.
 */
export function withRowFunctions(
  input: Relation,
  expressions: readonly Expression[],
  compilation: Compilation,
): { readonly relation: Relation; readonly expressions: readonly Expression[] } {
  let { relation, expressions: remaining } = withSessionsByKey(compilation.settle(input), expressions, compilation)
  for (let calls = innermost(remaining); calls.length > 0; calls = innermost(remaining)) {
    const names = new Map<Expression, ColumnReference>(
      calls.map((call, index) => [
        call,
        { kind: 'column', name: `\0row ${relation.columns.length + index}`, type: call.type, span: call.span },
      ]),
    )
    relation = computeCalls(relation, names, compilation)
    remaining = remaining.map((expression) => replaced(expression, names))
  }
  return { relation, expressions: remaining }
}

/** Sessions of each key come first: what says that the key has changed is no row function then. */
function withSessionsByKey(
  input: Relation,
  expressions: readonly Expression[],
  compilation: Compilation,
): { relation: Relation; expressions: readonly Expression[] } {
  let relation = input
  const names = new Map<Expression, ColumnReference>()
  const look = (expression: Expression) => {
    if (expression.kind === 'call' && expression.name === sessionFunction) {
      const { type, span } = expression
      const keyed = innermost(expression.arguments.slice(0, 3)).length === 0 && keyedBy(expression, relation)
      if (!keyed) return
      const target: ColumnReference = { kind: 'column', name: `\0keyed ${relation.columns.length}`, type, span }
      relation = withKeyedSessions(relation, expression, keyed, target, compilation)
      names.set(expression, target)
    } else childrenOf(expression).forEach(look)
  }
  expressions.forEach(look)
  return { relation, expressions: expressions.map((expression) => replaced(expression, names)) }
}

/** The calls of row functions with no other inside them. */
function innermost(expressions: readonly Expression[]): readonly Call[] {
  return expressions.flatMap((expression): readonly Call[] => {
    const inside = innermost(childrenOf(expression))
    return inside.length === 0 && expression.kind === 'call' && isRowFunction(expression.name) ? [expression] : inside
  })
}

function replaced(expression: Expression, columns: ReadonlyMap<Expression, ColumnReference>): Expression {
  return columns.get(expression) ?? mapChildren(expression, (child) => replaced(child, columns))
}

/** A call on its way through its steps. */
interface Running {
  readonly column: ColumnReference
  readonly stages: RowStages | SqlExpression
  /** The column its last stage became. */
  readonly last?: SqlExpression
}

function computeCalls(
  input: Relation,
  names: ReadonlyMap<Expression, ColumnReference>,
  compilation: Compilation,
): Relation {
  let relation = input
  const windows: Windows = {
    over({ partition, upToHere = false } = {}) {
      const within = [relation.group, partition].filter((one) => one !== undefined)
      return overClause(relation.order?.keys ?? [], { partition: within, upToHere })
    },
  }
  const scope = scopeOf(input, compilation)
  let running: Running[] = []
  const sessions: [Call, ColumnReference][] = []
  for (const [expression, column] of names) {
    const call = expression as Call
    const stages = compilation.attempt(
      () => begun(call, scope, windows),
      () => typedNull(call.type),
    )
    if (stages === 'session') sessions.push([call, column])
    else running.push({ column, stages })
  }
  while (running.length > 0) {
    const step = running.map((one, index) => advanced(one, `\0stage ${relation.columns.length + index}`))
    relation = withDistinctWindows(
      relation,
      step.map(({ added }) => added),
      compilation,
    )
    const computed = new Map(relation.columns.map((column) => [column.name, column.sql]))
    running = step.flatMap(({ one, added, isDone }) => (isDone ? [] : [{ ...one, last: computed.get(added.name)! }]))
  }
  for (const [call, column] of sessions) {
    relation = withSessions(withWindows(relation, [], compilation), call, column, compilation)
  }
  return relation
}

/** The next stage of a call: the column to add, under its own name where it is the last. */
function advanced(one: Running, stageName: string): { one: Running; added: RelationColumn; isDone: boolean } {
  const { name, type } = one.column
  if ('kind' in one.stages) return { one, added: { name, type, sql: one.stages }, isDone: true }
  // The first stage takes nothing.
  const { value, done = false } = one.stages.next(one.last as SqlExpression)
  return { one, added: { name: done ? name : stageName, type, sql: value }, isDone: done }
}

/** The stages of a call; a refusal where the rows are in no order. */
function begun(call: Call, scope: Scope, windows: Windows): RowStages | SqlExpression | 'session' {
  const context = emitContext(call, scope)
  if (!scope.relation.order?.serialized) {
    context.refuse(
      call.nameSpan,
      `\`${call.name}\` needs rows in a fixed order`,
      'Put `serialize` or `sort by …` before it.',
    )
  }
  const begin = rowFunctions.get(call.name)
  const args = call.arguments.map((argument) => lower(argument, scope))
  return begin ? begin(args, windows, context) : 'session'
}

/** The columns added, each expression computed once: `prev(user)` is often written twice. */
function withDistinctWindows(relation: Relation, added: readonly RelationColumn[], compilation: Compilation): Relation {
  const firsts = new Map<string, RelationColumn>()
  for (const one of added) {
    const text = printExpression(one.sql)
    if (!firsts.has(text)) firsts.set(text, one)
  }
  const windowed = withWindows(relation, [...firsts.values()], compilation)
  const computed = new Map(windowed.columns.map((column) => [column.name, column.sql]))
  const copies = added.filter((one) => !computed.has(one.name))
  return {
    ...windowed,
    columns: [
      ...windowed.columns,
      ...copies.map((one) => ({ ...one, sql: computed.get(firsts.get(printExpression(one.sql))!.name)! })),
    ],
  }
}

/** The relation, each row with its position from 1; a step that is computed once, since it is read again and again. */
export function ranked(input: Relation, compilation: Compilation): Relation {
  const settled = compilation.settle(input)
  const position: RelationColumn = {
    name: positionName,
    type: 'long',
    sql: sql`row_number() ${overClause(settled.order?.keys ?? [])}`,
  }
  const { order: _, ...unordered } = settled
  return positioned(
    compilation.settle({ ...unordered, columns: [...settled.columns, position] }, { materialized: true }),
  )
}

/** A step that computes windows, after which the rows have a position that no two share. */
function withWindows(relation: Relation, added: readonly RelationColumn[], compilation: Compilation): Relation {
  if (relation.order?.isPosition) {
    return added.length === 0 ? relation : compilation.settle({ ...relation, columns: [...relation.columns, ...added] })
  }
  const position: RelationColumn = {
    name: positionName,
    type: 'long',
    sql: sql`row_number() ${overClause(relation.order?.keys ?? [])}`,
  }
  return positioned(
    compilation.settle({ ...relation, columns: [...relation.columns, ...added, position], order: undefined }),
  )
}

/** The relation whose hidden position becomes its order. */
function positioned(relation: Relation): Relation {
  const position = relation.columns.find(({ name }) => name === positionName)!
  const key: OrderKey = { expression: position.sql, direction: 'ASC', nulls: 'LAST' }
  return {
    ...relation,
    columns: relation.columns.filter((one) => one !== position),
    order: { keys: [key], serialized: true, isPosition: true },
  }
}

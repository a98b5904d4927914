import type { Aggregate, Expression } from '../../kql/tree.ts'
import { caseWhen, column, type FromItem, type SqlExpression, sql } from '../../sql/tree.ts'
import { aggregateCall } from '../aggregates/define.ts'
import { argExtremeOf } from '../aggregates/picks.ts'
import type { Compilation } from '../compilation.ts'
import { typedNull } from '../expressions/literal.ts'
import { lower, type Scope } from '../expressions/lower.ts'
import { type Origin, overOrigin } from '../origin.ts'
import { Refusal } from '../refusal.ts'
import type { RelationColumn } from '../relation.ts'
import type { TypedSql } from '../row.ts'

/** An aggregate that picks a row of a stored table. */
export interface PickedRow {
  readonly origin: Origin
  /** The aggregate that says which row, and its name in the grouping's step. */
  readonly rowId: { readonly expression: SqlExpression; readonly name: string }
  /** The values to be read of the row, over the stored table, with the names they get. */
  readonly columns: readonly (RelationColumn & { readonly own: string })[]
}

/**
 * `arg_max`, `arg_min` and `take_any` of several columns over rows of a stored table: only the row's number goes through the
 * grouping, which costs a tenth of carrying the values. Undefined where a value is no matter of the stored row alone.
 */
export function pickedRow({ columns }: Aggregate, expression: Expression, scope: Scope): PickedRow | undefined {
  const { compilation, relation } = scope
  const origin = relation.from && compilation.originOf(relation.from)
  if (!origin || expression.kind !== 'call' || expression.arguments.length < 2) return undefined
  const { name } = expression
  if (name !== 'arg_max' && name !== 'arg_min' && name !== 'take_any') return undefined
  const args = loweredOrNone(expression.arguments, { ...scope, aggregates: false })
  const values = args?.flatMap((value) => overOrigin(value.sql, origin) ?? [])
  if (!args || values?.length !== columns.length) return undefined
  const row =
    name === 'take_any'
      ? aggregateCall('first', [origin.carriedRowId])
      : argExtremeOf(name, origin.carriedRowId, args[0]!)
  return {
    origin,
    rowId: { expression: row, name: compilation.nextColumn() },
    columns: columns.map((one, index) => ({ ...one, sql: values[index]!, own: compilation.nextColumn() })),
  }
}

/** Undefined where something is refused: the aggregate's own translation says what. */
function loweredOrNone(args: readonly Expression[], scope: Scope): readonly TypedSql[] | undefined {
  try {
    return args.map((argument) => lower(argument, scope))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The step with the values of a picked row beside its own columns. Without keys there may be no row to pick. */
export function withPickedRow(
  from: FromItem,
  carried: readonly string[],
  { origin, rowId, columns }: PickedRow,
  hasKeys: boolean,
  compilation: Compilation,
): FromItem {
  return compilation.addStep({
    kind: 'select',
    columns: [
      ...carried.map((name) => ({ expression: column(name), name })),
      ...columns.map((one) => ({ expression: hasKeys ? one.sql : orNone(one, origin), name: one.own })),
    ],
    from: {
      kind: 'join',
      join: hasKeys ? 'INNER' : 'LEFT',
      left: from,
      right: origin.table,
      on: sql`${origin.rowId} = ${column(rowId.name)}`,
    },
  })
}

/** Null where no row was picked, and for text the empty one. */
function orNone({ sql: value, type }: RelationColumn, { rowId }: Origin): SqlExpression {
  return caseWhen([[sql`${rowId} IS NULL`, typedNull(type)]], value)
}

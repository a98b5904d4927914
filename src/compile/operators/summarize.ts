import type { Aggregate, Expression, NamedExpression, Summarize } from '../../kql/tree.ts'
import { column, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { isAggregate, lowerAggregate } from '../expressions/call.ts'
import { typedNull } from '../expressions/literal.ts'
import { lower, type Scope, scopeOf } from '../expressions/lower.ts'
import { openFor } from '../open.ts'
import { Refusal } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import type { TypedSql } from '../row.ts'
import { selectFrom } from '../select.ts'
import { refuseDynamicKey } from './dynamic-key.ts'
import { type PickedRow, pickedRow, withPickedRow } from './picked-rows.ts'

/** A row for each combination of the keys; without keys one row, also of no rows. */
export function compileSummarize(summarize: Summarize, compilation: Compilation): Relation {
  const { by, aggregates } = summarize
  const open = openFor(
    compilation.compile(summarize.input),
    [...by, ...aggregates].map((part) => part.expression),
    compilation,
  )
  const { relation, keys } = withKeys(open.relation, by, open.expressions.slice(0, by.length), compilation)
  const scope = scopeOf(orderedWithin(relation, keys), compilation, { aggregates: true })
  const groups = keys.map((key) => ({ ...key, own: compilation.nextColumn() }))
  const picked: PickedRow[] = []
  const values = aggregates.flatMap((aggregate, index) => {
    const expression = open.expressions[by.length + index]!
    const row = pickedRow(aggregate, expression, scope)
    if (row) picked.push(row)
    return row
      ? []
      : aggregateColumns(aggregate, expression, scope).map((value) => ({ ...value, own: compilation.nextColumn() }))
  })
  const order = groups.length > 0 ? firstSeen(relation, compilation) : undefined
  const group = relation.group && { expression: relation.group, name: compilation.nextColumn() }
  // The lists of `make_list` and its like, for what takes the arrays apart again.
  const lists = values.flatMap(({ sql, own }) => {
    const list = compilation.listOf(sql)
    return list ? [{ list, array: own, own: compilation.nextColumn() }] : []
  })
  const groupBy = [...groups.map(({ sql }) => sql), ...(relation.group ? [relation.group] : [])]
  const made = [
    ...[...groups, ...values].map(({ sql, own }) => ({ expression: sql, name: own })),
    ...(order ? [{ expression: order.expression, name: order.own }] : []),
    ...(group ? [group] : []),
    ...lists.map(({ list, own }) => ({ expression: list.sql, name: own })),
    ...picked.map(({ rowId }) => rowId),
  ]
  const from = picked.reduce(
    (step, row, index) => {
      const read = picked.slice(0, index).flatMap(({ columns }) => columns.map(({ own }) => own))
      return withPickedRow(step, [...made.map(({ name }) => name), ...read], row, groupBy.length > 0, compilation)
    },
    compilation.addStep(selectFrom(relation, made, { groupBy })),
  )
  const all = [...groups, ...values, ...picked.flatMap(({ columns }) => columns)]
  const known = new Map(all.map(({ name, type, own }) => [name, { name, type, sql: column(own) }]))
  const listed = new Map(lists.map(({ list, array, own }) => [array, { ...list, sql: column(own) }]))
  for (const { own, name } of values) {
    const list = listed.get(own)
    if (list) compilation.hasList(known.get(name)!.sql, list)
  }
  return {
    columns: summarize.columns.map(({ name }) => known.get(name)!),
    from,
    where: [],
    ...(group && { group: column(group.name) }),
    ...(groups.length > 0 && !group && { unique: groups.map(({ own }) => own) }),
    ...(order && {
      order: {
        keys: [{ expression: column(order.own), direction: 'ASC', nulls: 'LAST' }],
        serialized: false,
        isPosition: true,
        ...(relation.order?.isStorage && { isStorage: true }),
      },
    }),
  }
}

/** Groups stand in the order in which they were first seen, which decides ties where they are sorted; unread, it costs nothing. */
function firstSeen(input: Relation, compilation: Compilation): { expression: SqlExpression; own: string } | undefined {
  const position = input.order?.isPosition ? input.order.keys[0] : undefined
  return position && { expression: sql`min(${position.expression})`, own: compilation.nextColumn() }
}

/** Rows of one group agree in what they are grouped by: lists need not be put in that order, nor keep it for each row. */
function orderedWithin(relation: Relation, groups: readonly RelationColumn[]): Relation {
  const { order } = relation
  const grouped = new Set(groups.flatMap(({ sql }) => (sql.kind === 'column' ? [sql.name] : [])))
  const keys = order?.keys.filter(({ expression }) => expression.kind !== 'column' || !grouped.has(expression.name))
  return order && keys && keys.length > 0 ? { ...relation, order: { ...order, keys } } : relation
}

/** The input with its keys as plain columns, so that the grouping can name them. */
export function withKeys(
  input: Relation,
  by: readonly NamedExpression[],
  expressions: readonly Expression[],
  compilation: Compilation,
): { readonly relation: Relation; readonly keys: readonly RelationColumn[] } {
  const scope = scopeOf(input, compilation)
  const keys = by.map(({ column: { name } }, index) => {
    const value = compilation.lower(expressions[index]!, scope)
    refuseDynamicKey(value, name, 'grouped', scope)
    return { name, type: value.type, sql: value.sql }
  })
  if (keys.every(({ sql }) => sql.kind === 'column')) return { relation: input, keys }
  // Hidden names: a key may have the name of a column of the input that aggregates read.
  const hidden = keys.map((key, index) => ({ ...key, name: `\0key ${index}` }))
  const relation = compilation.settle({ ...input, columns: [...input.columns, ...hidden] })
  const settled = relation.columns.slice(input.columns.length)
  return {
    relation: { ...relation, columns: relation.columns.slice(0, input.columns.length) },
    keys: keys.map((key, index) => ({ ...key, sql: settled[index]!.sql })),
  }
}

/** The columns of one aggregate: its own, or those of an expression over aggregates. */
function aggregateColumns(aggregate: Aggregate, expression: Expression, scope: Scope): readonly RelationColumn[] {
  const { columns } = aggregate
  const values = scope.compilation.attempt(
    (): readonly TypedSql[] =>
      expression.kind === 'call' && isAggregate(expression.name)
        ? lowerAggregate(expression, scope)
        : [lower(expression, scope)],
    () => columns.map(({ type }) => ({ sql: typedNull(type), type, span: expression.span })),
  )
  if (values.length < columns.length) {
    throw new Refusal(
      expression.span,
      'a function that gives several columns cannot stand over aggregates',
      'Summarize first, then `extend` it.',
    )
  }
  return columns.map(({ name, type }, index) => ({
    name,
    type: columns.length === 1 ? values[index]!.type : type,
    sql: values[index]!.sql satisfies SqlExpression,
  }))
}

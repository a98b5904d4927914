import type { Span } from '../lib/diagnostic.ts'
import type { ColumnType, KqlType } from '../lib/kql-type.ts'
import type { Call, ColumnReference, Expression, NamedExpression, Tabular } from './tree.ts'

/** Pieces of a tree that no text says: what a plug-in amounts to. All stand where the plug-in does. */
export function treeBuilder(span: Span) {
  const text = (value: string): Expression => ({ kind: 'literal', value, type: 'string', span })
  const number = (value: bigint): Expression => ({ kind: 'literal', value, type: 'long', span })
  const column = ({ name, type }: ColumnType): ColumnReference => ({ kind: 'column', name, type, span })
  const call = (name: string, type: KqlType, ...args: readonly Expression[]): Call => ({
    kind: 'call',
    name,
    arguments: args,
    type,
    span,
    nameSpan: span,
  })
  const element = (operand: Expression, index: string | bigint): Expression => ({
    kind: 'element',
    operand,
    index: typeof index === 'string' ? text(index) : number(index),
    type: 'dynamic',
    span,
  })
  const compare = (operator: '==' | '!=' | 'and', left: Expression, right: Expression): Expression => ({
    kind: 'binary',
    operator,
    left,
    right,
    type: 'bool',
    span,
  })
  const convert = (to: KqlType, operand: Expression) => (operand.type === to ? operand : call(`to${to}`, to, operand))
  const project = (input: Tabular, values: readonly NamedExpression[]): Tabular => ({
    kind: 'project',
    input,
    values,
    columns: values.map((value) => value.column),
    span,
  })
  const where = (input: Tabular, condition: Expression): Tabular => ({
    kind: 'where',
    input,
    condition,
    columns: input.columns,
    span,
  })
  const extend = (input: Tabular, values: readonly NamedExpression[]): Tabular => ({
    kind: 'extend',
    input,
    values,
    columns: [...input.columns, ...values.map((value) => value.column)],
    span,
  })
  const distinct = (input: Tabular, values: readonly NamedExpression[]): Tabular => ({
    kind: 'distinct',
    input,
    values,
    columns: values.map((value) => value.column),
    span,
  })
  const shared = (name: string, id: number, table: Tabular): Tabular => ({
    kind: 'let-table',
    id,
    name,
    materialized: false,
    table,
    columns: table.columns,
    span,
  })
  /** `on`: columns of the left and the right side; `left` and `right`: those that come out. */
  const join = (
    joinKind: 'inner' | 'leftouter',
    input: Tabular,
    table: Tabular,
    on: readonly (readonly [ColumnType, ColumnType])[],
    left: readonly ColumnType[],
    right: readonly ColumnType[],
  ): Tabular => ({
    kind: 'join',
    joinKind,
    isLookup: false,
    input,
    right: table,
    on: on.map(([from, to]) => ({ left: { ...column(from), side: 'left' }, right: { ...column(to), side: 'right' } })),
    output: [
      ...left.map(({ name }) => ({ side: 'left' as const, name })),
      ...right.map(({ name }) => ({ side: 'right' as const, name })),
    ],
    columns: [...left, ...right],
    span,
  })
  return { text, number, column, call, element, compare, convert, project, where, extend, distinct, shared, join }
}

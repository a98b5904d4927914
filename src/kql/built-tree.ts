import type { Span } from '../lib/diagnostic.ts'
import type { ColumnType, KqlType } from '../lib/kql-type.ts'
import type { Call, Expression, NamedExpression, Tabular } from './tree.ts'

/** Pieces of a tree that no text says: what a plug-in amounts to. All stand where the plug-in does. */
export function treeBuilder(span: Span) {
  const text = (value: string): Expression => ({ kind: 'literal', value, type: 'string', span })
  const column = (of: ColumnType): Expression => ({ kind: 'column', ...of, span })
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
    index: typeof index === 'string' ? text(index) : { kind: 'literal', value: index, type: 'long', span },
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
  return { text, column, call, element, compare, convert, project, where }
}

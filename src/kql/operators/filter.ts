import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import type { Node, SyntaxNode } from '../syntax.ts'
import type { Tabular } from '../tree.ts'

export function where(node: Node<'FilterOperator'>, input: Tabular, scope: Scope): Tabular {
  const condition = expression(node.Condition, scope)
  return { kind: 'where', input, condition, columns: resultColumns(node), span: scope.spanOf(node) }
}

export function count(node: SyntaxNode, input: Tabular, scope: Scope): Tabular {
  return { kind: 'count', input, columns: resultColumns(node), span: scope.spanOf(node) }
}

/** Nothing comes out of it, no column either. */
export function consume(node: SyntaxNode, input: Tabular, scope: Scope): Tabular {
  return { kind: 'consume', input, columns: [], span: scope.spanOf(node) }
}

export function getSchema(node: Node<'GetSchemaOperator'>, input: Tabular, scope: Scope): Tabular {
  if (node.KindParameter) refuse('KQL102', scope.spanOf(node.KindParameter), { what: 'A kind of getschema' })
  return { kind: 'getschema', input, columns: resultColumns(node), span: scope.spanOf(node) }
}

export function render(node: Node<'RenderOperator'>, input: Tabular, scope: Scope): Tabular {
  const chart = node.ChartType.Text
  return { kind: 'render', input, chart, columns: input.columns, span: scope.spanOf(node) }
}

/** The name also stands for the table from here on: later uses share it. */
export function as(node: Node<'AsOperator'>, input: Tabular, scope: Scope): Tabular {
  const name = node.Name.SimpleName
  const columns = resultColumns(node)
  const span = scope.spanOf(node)
  const table: Tabular = {
    kind: 'let-table',
    id: scope.translation.nextId(),
    name,
    materialized: false,
    table: { kind: 'as', input, name, columns, span },
    columns,
    span,
  }
  scope.names.define(name, { kind: 'table', table: () => table })
  return table
}

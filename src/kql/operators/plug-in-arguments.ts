import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import type { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { diagnostic } from '../messages.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, isNode, type Node, type SyntaxNode } from '../syntax.ts'
import type { ColumnReference, Expression, Tabular } from '../tree.ts'

/** The arguments of a plug-in as they are written. */
export function argumentsOf(node: Node<'EvaluateOperator'>): readonly SyntaxNode[] {
  return elements(node.FunctionCall.ArgumentList.Expressions)
}

/** A column of what the plug-in reads; anything else is refused. */
export function columnArgument(node: SyntaxNode, scope: Scope): ColumnReference {
  const column = expression(node, scope)
  return column.kind === 'column'
    ? column
    : refuse('KQL006', scope.spanOf(node), { what: 'The name of a column is expected here.', hint: undefined })
}

/** `true`, or `name = true`; undefined for what is no flag. */
export function flagOf(node: SyntaxNode): boolean | undefined {
  const value = isNode(node, 'SimpleNamedExpression') ? node.Expression : node
  return isNode(value, 'LiteralExpression') && value.ResultType?.Name === 'bool'
    ? value.Token.Text.toLowerCase() === 'true'
    : undefined
}

/** The texts of a constant array; numbers in it as they are written. */
export function constantTexts(node: SyntaxNode, scope: Scope): readonly string[] {
  const value = expression(node, scope)
  const list: unknown = value.kind === 'dynamic' ? JSON.parse(value.json) : undefined
  if (!Array.isArray(list) || list.length === 0) {
    return refuse('KQL006', scope.spanOf(node), {
      what: 'An array with the values written out is expected here.',
      hint: "Write `dynamic(['a', 'b'])`.",
    })
  }
  return list.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
}

type Builder = ReturnType<typeof treeBuilder>

/** The columns a text of KQL reads, by the names it knows them by. */
export function renamed(input: Tabular, columns: Readonly<Record<string, Expression>>, build: Builder): Tabular {
  return build.project(
    input,
    Object.entries(columns).map(([name, expression]) => ({ column: { name, type: expression.type }, expression })),
  )
}

/** The columns that a result is told apart by, as `d0`, `d1` … */
export interface Dimensions {
  readonly columns: Readonly<Record<string, Expression>>
  readonly names: readonly string[]
  /** `a, d0, d1`: what groups are made by. */
  by(...others: readonly string[]): string
  /** A text that no two combinations of values share. */
  readonly slice: string
}

export function dimensionsOf(nodes: readonly SyntaxNode[], scope: Scope): Dimensions {
  const columns = Object.fromEntries(nodes.map((node, index) => [`d${index}`, columnArgument(node, scope)]))
  const names = Object.keys(columns)
  const slice = names.length > 0 ? `tostring(pack_array(${names.join(', ')}))` : '""'
  return { columns, names, by: (...others) => [...others, ...names].join(', '), slice }
}

/** `| project c0 = …, c1 = …` */
export function projection(...values: readonly string[]): string {
  return `| project ${values.map((value, index) => `c${index} = ${value}`).join(', ')}`
}

/** The table under the names and types the binder gives the plug-in's columns, one by one. */
export function asDeclared(node: Node<'EvaluateOperator'>, table: Tabular, build: Builder): Tabular {
  const values = resultColumns(node).map((column, index) => {
    const from: ColumnType = table.columns[index]!
    return { column, expression: build.convert(column.type, build.column(from)) }
  })
  return build.project(table, values)
}

/** Says of a plug-in what its documentation leaves open, and how it is read here. */
export function noteReading(node: Node<'EvaluateOperator'>, scope: Scope, reading: string): void {
  const name = node.FunctionCall.Name.SimpleName
  scope.translation.diagnostics.push(diagnostic('KQL210', scope.spanOf(node.FunctionCall), { name, reading }))
}

export function isNumber(type: KqlType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal'
}

import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import { treeBuilder } from '../built-tree.ts'
import { discovered } from '../discovery.ts'
import { pivotArguments } from '../evaluated-columns.ts'
import { expression } from '../expression.ts'
import { columnTypes, refuse, resultColumns, type Scope, typeOf } from '../scope.ts'
import { columnSymbols, elements, type Node } from '../syntax.ts'
import type { Expression, Tabular } from '../tree.ts'

/** The aggregates, and how they look at the rows of one value only: where a group lacks it they are what they are of no rows. */
const conditional: Readonly<Record<string, string>> = {
  any: 'take_anyif',
  avg: 'avgif',
  count: 'countif',
  dcount: 'dcountif',
  make_bag: 'make_bag_if',
  make_list: 'make_list_if',
  make_set: 'make_set_if',
  max: 'maxif',
  min: 'minif',
  stdev: 'stdevif',
  sum: 'sumif',
  take_any: 'take_anyif',
  variance: 'varianceif',
}

/** A column for each value of a column: a summarize, once the values are known. */
export function pivot(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const { column, aggregate } = pivotArguments(node.FunctionCall)
  if (!column) return refuse('KQL005', span, { what: '`pivot` needs a column.' })
  const name = aggregate?.ReferencedSymbol?.Name ?? 'count'
  const only = conditional[name]
  if (!only) {
    const hint = `Use ${Object.keys(conditional).join(', ')}.`
    return refuse('KQL102', scope.spanOf(aggregate ?? node), { what: `The aggregate \`${name}\` in pivot`, hint })
  }
  const build = treeBuilder(span)
  const key = build.convert('string', expression(column, scope))
  const type = aggregate ? typeOf(aggregate.ResultType) : 'long'
  const groups = columnTypes(columnSymbols(node.FunctionCall.ResultType))
  const values = node.Schema
    ? declaredValues(node, groups, type, scope)
    : discovered(node, scope, () => ({
        table: valuesOf(input, key),
        columnsOf: (rows) => rows.map(([value]) => ({ name: String(value), type })),
      }))
  if (values.some((value) => value.name === '')) refuse('KQL102', span, { what: 'An empty value in pivot' })
  const [argument, ...others] = elements(aggregate?.ArgumentList.Expressions).map((each) => expression(each, scope))
  const single = name === 'any' || name === 'take_any'
  if (single && others.length > 0) {
    return refuse('KQL102', scope.spanOf(aggregate ?? node), { what: `\`${name}\` of several columns in pivot` })
  }
  const by = groups.map((each) => ({ column: each, expression: build.column(each) }))
  const aggregates = values.map((value) => {
    const isValue = build.compare('==', key, build.text(value.name))
    const args = name === 'count' || !argument ? [isValue] : [argument, isValue, ...others]
    return { columns: [value], expression: build.call(only, value.type, ...args) }
  })
  return { kind: 'summarize', input, by, aggregates, columns: resultColumns(node), span }
}

/** `: (Group:string, Value:long)`: what is declared besides the groups are values. */
function declaredValues(
  node: Node<'EvaluateOperator'>,
  groups: readonly ColumnType[],
  type: KqlType,
  scope: Scope,
): readonly ColumnType[] {
  const declared = resultColumns(node)
  const values = declared.slice(groups.length)
  const agrees =
    groups.every((group, at) => group.name === declared[at]?.name && group.type === declared[at]?.type) &&
    values.every((value) => value.type === type)
  if (agrees) return values
  const list = [...groups.map(({ name, type: of }) => `${name}:${of}`), `Value:${type}`].join(', ')
  return refuse('KQL102', scope.spanOf(node.Schema!), { what: 'This schema of pivot', hint: `Write \`(${list})\`.` })
}

/** The values, in the order in which they appear. */
function valuesOf(input: Tabular, key: Expression): Tabular {
  const { span } = key
  const build = treeBuilder(span)
  const name: ColumnType = { name: 'Name', type: 'string' }
  const row: ColumnType = { name: 'Row', type: 'long' }
  const first: ColumnType = { name: 'First', type: 'long' }
  const keys = build.project(input, [{ column: name, expression: key }])
  const values = [{ column: row, expression: build.call('row_number', 'long') }]
  const numbered: Tabular = { kind: 'serialize', input: keys, values, columns: [name, row], span }
  const summarized: Tabular = {
    kind: 'summarize',
    input: numbered,
    by: [{ column: name, expression: build.column(name) }],
    aggregates: [{ columns: [first], expression: build.call('min', 'long', build.column(row)) }],
    columns: [name, first],
    span,
  }
  const byFirst = { expression: build.column(first), direction: 'asc', nulls: 'first' } as const
  const sorted: Tabular = { kind: 'sort', input: summarized, keys: [byFirst], columns: summarized.columns, span }
  return build.project(sorted, [{ column: name, expression: build.column(name) }])
}

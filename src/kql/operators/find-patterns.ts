import type { ColumnType, KqlType } from '../../lib/kql-type.ts'
import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import { elements, type Node } from '../syntax.ts'
import type { Expression, FindPatterns, Literal, Tabular } from '../tree.ts'

type PlugIn = (node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope) => Tabular

/** `basket(threshold, weight, dimensions, wildcards …)` */
export const basket: PlugIn = (node, input, scope) => {
  const [threshold, weight, dimensions, ...wildcards] = argumentsOf(node, scope)
  return patterns(node, input, scope, {
    method: 'basket',
    threshold: number(threshold, 0.05, [0.015, 1]),
    dimensions: number(dimensions, 5),
    sizeWeight: 0,
    ...weightOf(weight),
    wildcards: wildcardsOf(wildcards),
  })
}

/** `autocluster(size weight, weight, seeds, wildcards …)`: all patterns are looked at, so the seeds do not matter. */
export const autocluster: PlugIn = (node, input, scope) => {
  const [sizeWeight, weight, seeds, ...wildcards] = argumentsOf(node, scope)
  number(seeds, 25)
  return patterns(node, input, scope, {
    method: 'autocluster',
    threshold: 0.05,
    dimensions: 1000,
    sizeWeight: number(sizeWeight, 0.5, [0, 1]),
    ...weightOf(weight),
    wildcards: wildcardsOf(wildcards),
  })
}

/** `diffpatterns(split, a, b, weight, threshold, dimensions, wildcards …)` */
export const diffpatterns: PlugIn = (node, input, scope) => {
  const [split, a, b, weight, threshold, dimensions, ...wildcards] = argumentsOf(node, scope)
  if (split?.kind !== 'column' || !a || !b) {
    return refuse('KQL005', scope.spanOf(node), { what: '`diffpatterns` needs a column and two of its values.' })
  }
  const build = treeBuilder(split.span)
  const sets = [a, b].map((value) => build.compare('==', build.convert('string', split), textOf(value)))
  return patterns(node, input, scope, {
    method: 'diffpatterns',
    threshold: number(threshold, 0.05, [0.015, 1]),
    dimensions: number(dimensions, 1000),
    sizeWeight: 0,
    ...weightOf(weight),
    split: { column: split.name, a: sets[0]!, b: sets[1]! },
    wildcards: wildcardsOf(wildcards),
  })
}

function patterns(
  node: Node<'EvaluateOperator'>,
  input: Tabular,
  scope: Scope,
  how: Omit<FindPatterns, 'kind' | 'input' | 'columns' | 'span' | 'dimensionColumns'>,
): Tabular {
  const columns = resultColumns(node)
  const span = scope.spanOf(node)
  const row = scope.row ?? []
  const added = how.method === 'diffpatterns' ? 6 : 3
  const agrees =
    columns.length === added + row.length && row.every(({ name }, at) => name === columns[added + at]!.name)
  // A column of the input that is called as one of the answer's own gets another name.
  if (!agrees) return refuse('KQL103', span, { what: `the columns of \`${how.method}\`` })
  const weight = how.weight?.kind === 'column' ? how.weight.name : undefined
  const dimensionColumns = row.filter(({ name }: ColumnType) => name !== weight && name !== how.split?.column)
  return { kind: 'find-patterns', input, ...how, dimensionColumns, columns, span }
}

function argumentsOf(node: Node<'EvaluateOperator'>, scope: Scope): Expression[] {
  return elements(node.FunctionCall.ArgumentList.Expressions).map((each) => expression(each, scope))
}

/** `'~'` stands for the default. */
function isDefault(value: Expression | undefined): boolean {
  return value === undefined || (value.kind === 'literal' && value.value === '~')
}

function number(
  value: Expression | undefined,
  otherwise: number,
  [low, high]: readonly [number, number] = [1, Number.POSITIVE_INFINITY],
): number {
  if (!value || isDefault(value)) return otherwise
  const constant = value.kind === 'literal' ? Number(value.value) : Number.NaN
  if (constant >= low && constant <= high) return constant
  const range = high === Number.POSITIVE_INFINITY ? `of at least ${low}` : `from ${low} to ${high}`
  return refuse('KQL009', value.span, { what: `This must be a constant number ${range}, or '~'.` })
}

function weightOf(value: Expression | undefined): Pick<FindPatterns, 'weight'> {
  if (!value || isDefault(value)) return {}
  if (value.kind === 'column' && ['int', 'long', 'real'].includes(value.type)) return { weight: value }
  return refuse('KQL009', value.span, { what: "The weight must be a column of numbers, or '~'." })
}

function textOf(value: Expression): Expression {
  if (value.kind !== 'literal') return refuse('KQL009', value.span, { what: 'This must be a constant.' })
  return treeBuilder(value.span).convert('string', value)
}

function wildcardsOf(values: readonly Expression[]): FindPatterns['wildcards'] {
  const wildcards = new Map<KqlType, Literal>()
  for (const value of values) {
    if (isDefault(value)) continue
    if (value.kind !== 'literal') return refuse('KQL009', value.span, { what: 'A wildcard must be a constant.' })
    wildcards.set(value.type, value)
  }
  return wildcards
}

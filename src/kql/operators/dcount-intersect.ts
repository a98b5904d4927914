import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { refuse, resultColumns, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Expression, Tabular } from '../tree.ts'
import { argumentsOf } from './plug-in-arguments.ts'

/** How many different values the first sketch holds, then the first two in common, the first three … */
export function dcountIntersect(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const sketches = argumentsOf(node).map((each) => expression(each, scope))
  if (sketches.length < 2 || sketches.length > 16) {
    refuse('KQL005', scope.spanOf(node.FunctionCall), {
      what: `\`dcount_intersect\` takes 2 to 16 sketches, not ${sketches.length}.`,
      hint: undefined,
    })
  }
  // A sketch holds its values under this name.
  const inCommon = (some: readonly Expression[]) =>
    build.call('set_intersect', 'dynamic', ...some.map((each) => build.element(each, '$hll')))
  const columns = resultColumns(node)
  const counts = columns.slice(input.columns.length)
  const values = [
    ...input.columns.map((column) => ({ column, expression: build.column(column) })),
    ...counts.map((column, index) => ({
      column,
      expression: build.call('array_length', 'long', inCommon(sketches.slice(0, index + 1))),
    })),
  ]
  return { kind: 'project', input, values, columns, span }
}

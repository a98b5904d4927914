import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { kqlTemplate } from '../kql-template.ts'
import type { Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { argumentsOf, asDeclared, columnArgument, dimensionsOf, projection, renamed } from './plug-in-arguments.ts'
import { timelineOf } from './timeline.ts'

/**
 * A percentile of the values of so many bins, for each bin that ends such a window with a value in it, up to the last bin
 * there is.
 */
export function rollingPercentile(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [value, percentile, column, step, count, ...rest] = argumentsOf(node)
  const timeline = timelineOf(column!, { instants: {}, lengths: { step: step! } }, scope, build)
  const dimensions = dimensionsOf(rest, scope)
  const v = columnArgument(value!, scope)
  const rows = renamed(input, { v, t: timeline.column, ...dimensions.columns }, build)
  const values = {
    ...timeline.values,
    percent: expression(percentile!, scope),
    bins: build.convert('long', expression(count!, scope)),
  }
  const text = `
    let binned = rows | extend b = bin(t, step) | where isnotnull(b);
    let top_bin = toscalar(binned | summarize max(b));
    binned
    | extend one = 1
    | join kind=inner (range n from 0 to bins - 1 step 1 | extend one = 1) on one
    | extend b = b + n * step
    | where b <= top_bin
    | summarize p = percentile(v, percent) by ${dimensions.by('b')}
    ${projection('b', ...dimensions.names, 'p')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values }, scope, span), build)
}

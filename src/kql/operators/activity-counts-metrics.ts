import { treeBuilder } from '../built-tree.ts'
import { kqlTemplate } from '../kql-template.ts'
import type { Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import {
  argumentsOf,
  asDeclared,
  columnArgument,
  dimensionsOf,
  noteReading,
  projection,
  renamed,
} from './plug-in-arguments.ts'
import { timelineOf } from './timeline.ts'

/** Rows, users, users never seen before and users seen so far, for each period. */
export function activityCountsMetrics(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, step, ...rest] = argumentsOf(node)
  const given = { instants: { start: start!, end: end! }, lengths: { step: step! } }
  const timeline = timelineOf(column!, given, scope, build, 'step')
  const dimensions = dimensionsOf(rest, scope)
  const rows = renamed(input, { id: columnArgument(id!, scope), t: timeline.column, ...dimensions.columns }, build)
  const period = timeline.periods('step')
  const by = dimensions.by('k')
  noteReading(node, scope, 'a period without activity has no row; the documentation does not say whether it has one.')
  const text = `
    let bins = rows | where t between (start .. end) | extend k = ${period.of('t')} | project ${dimensions.by('id', 'k')};
    let firsts = bins | summarize k = min(k) by ${dimensions.by('id')} | summarize news = dcount(id) by ${by};
    bins
    | summarize n = count(), users = dcount(id) by ${by}
    | lookup kind=leftouter firsts on ${by}
    | extend news = coalesce(news, 0), slice = ${dimensions.slice}
    | sort by slice asc, k asc
    | extend total = row_cumsum(news, prev(slice) != slice)
    ${projection(period.at('k'), ...dimensions.names, 'n', 'users', 'news', 'total')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}

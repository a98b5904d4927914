import { treeBuilder } from '../built-tree.ts'
import { kqlTemplate } from '../kql-template.ts'
import { refuse, type Scope } from '../scope.ts'
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

/** Users, users that the period before had not, and how many of that period's came back, for each period. */
export function activityMetrics(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, step, ...rest] = argumentsOf(node)
  if (!step) {
    return refuse('KQL102', scope.spanOf(node.FunctionCall), {
      what: '`activity_metrics` without a start and an end',
      hint: 'Give both: where the periods begin without them is not documented.',
    })
  }
  const given = { instants: { start: start!, end: end! }, lengths: { step } }
  const timeline = timelineOf(column!, given, scope, build, 'step')
  const dimensions = dimensionsOf(rest, scope)
  const rows = renamed(input, { id: columnArgument(id!, scope), t: timeline.column, ...dimensions.columns }, build)
  const period = timeline.periods('step')
  const by = dimensions.by('k')
  const user = dimensions.by('id', 'k')
  noteReading(node, scope, 'a period without activity has no row; the documentation does not say whether it has one.')
  const text = `
    let bins = rows | where t between (start .. end) | extend k = ${period.of('t')} | distinct ${user};
    bins
    | join kind=leftouter (bins | extend k = k + 1, was = true) on ${user}
    | summarize users = dcount(id), news = dcountif(id, isnull(was)) by ${by}
    | lookup kind=leftouter (bins | extend k = k + 1 | summarize before = dcount(id) by ${by}) on ${by}
    | extend retention = toreal(users - news) / toreal(coalesce(before, 0))
    ${projection(period.at('k'), ...dimensions.names, 'users', 'news', 'retention', '1.0 - retention')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}

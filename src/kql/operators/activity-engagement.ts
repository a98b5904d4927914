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
import { stretched } from './sliding-window-counts.ts'
import { timelineOf } from './timeline.ts'

/** Users of each inner period, users of the outer one that ends with it, and their ratio. */
export function activityEngagement(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, step, outer, ...rest] = argumentsOf(node)
  if (!step || !outer) {
    return refuse('KQL102', scope.spanOf(node.FunctionCall), {
      what: '`activity_engagement` without a start and an end',
      hint: 'Give both: where the periods begin without them is not documented.',
    })
  }
  const given = { instants: { start: start!, end: end! }, lengths: { step, lookback: outer } }
  const timeline = timelineOf(column!, given, scope, build)
  const dimensions = dimensionsOf(rest, scope)
  const rows = renamed(input, { id: columnArgument(id!, scope), t: timeline.column, ...dimensions.columns }, build)
  const period = timeline.periods('step')
  noteReading(
    node,
    scope,
    'rows before the start count for the outer windows, and a period without activity has a row where its outer window has some; the documentation leaves both open.',
  )
  const text = `
    ${stretched(timeline, `| distinct ${dimensions.by('id', 'k')}`)}
    | summarize inside = dcountif(id, j == k), outside = dcount(id) by ${dimensions.by('j')}
    ${projection(period.at('j'), ...dimensions.names, 'inside', 'outside', 'toreal(inside) / toreal(outside)')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}

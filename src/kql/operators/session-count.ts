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

/** Sessions that begin in each period: appearances of an id that has not appeared within the lookback before. */
export function sessionCount(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, step, lookback, ...rest] = argumentsOf(node)
  const given = { instants: { start: start!, end: end! }, lengths: { step: step!, lookback: lookback! } }
  const timeline = timelineOf(column!, given, scope, build, 'step')
  const dimensions = dimensionsOf(rest, scope)
  const rows = renamed(input, { id: columnArgument(id!, scope), t: timeline.column, ...dimensions.columns }, build)
  const period = timeline.periods('step')
  noteReading(
    node,
    scope,
    'sessions are counted where they begin, and an id that was seen the whole lookback ago goes on with its session; the documentation leaves both open.',
  )
  const text = `
    rows
    | where t >= start - lookback and t <= end
    | extend who = tostring(pack_array(${dimensions.by('id')}))
    | sort by who asc, t asc
    | extend begins = prev(who) != who or t - prev(t) > lookback
    | where begins and t >= start
    | summarize n = count() by ${dimensions.by(`k = ${period.of('t')}`)}
    ${projection(period.at('k'), ...dimensions.names, 'n')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}

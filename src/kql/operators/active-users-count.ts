import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
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

/**
 * Users that appeared in enough periods of the lookback that ends with an appearance of theirs (and begins right after its
 * far end). Of a period before that appearance the newest row decides whether it counts; its own always does.
 */
export function activeUsersCount(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, lookback, once, enough, step, ...rest] = argumentsOf(node)
  const given = {
    instants: { start: start!, end: end! },
    lengths: { step: step!, lookback: lookback!, once: once! },
  }
  const timeline = timelineOf(column!, given, scope, build, 'step')
  const dimensions = dimensionsOf(rest, scope)
  const rows = renamed(input, { id: columnArgument(id!, scope), t: timeline.column, ...dimensions.columns }, build)
  const period = timeline.periods('step')
  const user = dimensions.by('id')
  const values = { ...timeline.values, enough: build.convert('long', expression(enough!, scope)) }
  noteReading(
    node,
    scope,
    'what is exactly the lookback ago lies outside it, as in the example of the documentation; its words leave it open.',
  )
  const text = `
    let near = rows
      | where t > start - lookback and t <= end
      | extend p = ${timeline.periods('once').of('t')}, k = ${period.of('t')};
    let periods = near | summarize newest = max(t) by ${user}, q = p;
    near
    | where t >= start
    | summarize t = min(t) by ${user}, p, k
    | join kind=inner periods on ${user}
    | summarize before = dcountif(q, q < p and newest > t - lookback) by ${user}, p, k
    | where before + 1 >= enough
    | summarize users = dcount(id) by ${dimensions.by('k')}
    ${projection(period.at('k'), ...dimensions.names, 'users')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values }, scope, span), build)
}

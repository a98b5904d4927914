import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { kqlTemplate } from '../kql-template.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { argumentsOf, asDeclared, columnArgument, dimensionsOf, projection, renamed } from './plug-in-arguments.ts'
import { type Periods, timelineOf } from './timeline.ts'

/** Rows and users of a window that ends with each period. */
export function slidingWindowCounts(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, lookback, step, ...rest] = argumentsOf(node)
  if (expression(step!, scope).type === 'string') {
    refuse('KQL102', scope.spanOf(step!), {
      what: 'A window over weeks, months or years of the calendar',
      hint: 'Give the period as a timespan: how many months a lookback holds is not documented.',
    })
  }
  const given = { instants: { start: start!, end: end! }, lengths: { step: step!, lookback: lookback! } }
  const timeline = timelineOf(column!, given, scope, build)
  const dimensions = dimensionsOf(rest, scope)
  const rows = renamed(input, { id: columnArgument(id!, scope), t: timeline.column, ...dimensions.columns }, build)
  const period = timeline.periods('step')
  const text = `
    ${stretched(period, `| summarize n = count() by ${dimensions.with('id', 'k')}`)}
    | summarize n = sum(n), users = dcount(id) by ${dimensions.with('j')}
    ${projection(period.at('j'), ...dimensions.names, 'n', 'users')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}

/**
 * Each row of period `k` in every period `j` whose window holds it: the window is the lookback, rounded down to whole
 * periods. Rows before the start are there for the windows of the first periods; the last period is a whole one.
 */
export function stretched(period: Periods, reduce: string): string {
  return `
    let width = max_of(tolong(floor(round(toreal(lookback / step), 9), 1)), 1);
    let top_bin = ${period.of('end')};
    rows
    | extend k = ${period.of('t')}
    | where k > -width and k <= top_bin
    ${reduce}
    | mv-expand j = range(max_of(k, 0), min_of(k + width - 1, top_bin), 1) to typeof(long)`
}

import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { kqlTemplate } from '../kql-template.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { argumentsOf, asDeclared, columnArgument, dimensionsOf, projection, renamed } from './plug-in-arguments.ts'
import { type Timeline, timelineOf } from './timeline.ts'

/** Rows and users of a window that ends with each period. */
export function slidingWindowCounts(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, lookback, step, ...rest] = argumentsOf(node)
  const length = expression(step!, scope)
  if (length.kind === 'literal' && /^(month|year)$/i.test(String(length.value))) {
    refuse('KQL102', scope.spanOf(step!), {
      what: 'A window over months or years of the calendar',
      hint: 'Give the period as a timespan: how many months a lookback holds is not documented.',
    })
  }
  const given = { instants: { start: start!, end: end! }, lengths: { step: step!, lookback: lookback! } }
  const timeline = timelineOf(column!, given, scope, build, 'step')
  const dimensions = dimensionsOf(rest, scope)
  const rows = renamed(input, { id: columnArgument(id!, scope), t: timeline.column, ...dimensions.columns }, build)
  const period = timeline.periods('step')
  const text = `
    ${stretched(timeline, `| summarize rows_here = count() by ${dimensions.by('id', 'k')}`)}
    | summarize total = sum(rows_here), users = dcount(id) by ${dimensions.by('j')}
    ${projection(period.at('j'), ...dimensions.names, 'total', 'users')}`
  return asDeclared(node, kqlTemplate(text, { tables: { rows }, values: timeline.values }, scope, span), build)
}

/**
 * Each row of period `k` in every period `j` whose window holds it: the window is the lookback, rounded down to whole
 * periods. Rows before the start are there for the windows of the first periods; the last period is a whole one.
 */
export function stretched(timeline: Timeline, reduce: string): string {
  const period = timeline.periods('step')
  return `
    let width = toscalar(print max_of(${timeline.lengthsIn('lookback', 'step')}, 1));
    let top_bin = toscalar(print ${period.of('end')});
    rows
    | extend k = ${period.of('t')}
    | where k > -width and k <= top_bin
    ${reduce}
    | extend one = 1
    | join kind=inner (range n from 0 to width - 1 step 1 | extend one = 1) on one
    | extend j = k + n
    | where j between (0 .. top_bin)`
}

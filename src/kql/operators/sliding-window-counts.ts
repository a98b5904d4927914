import { expression } from '../expression.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node, SyntaxNode } from '../syntax.ts'
import type { Tabular } from '../tree.ts'
import { overTimeline } from './over-timeline.ts'
import { argumentsOf, projection } from './plug-in-arguments.ts'
import type { Timeline } from './timeline.ts'

const windows = overTimeline({
  signature: { id: 'column', t: 'timeline', start: 'instant', end: 'instant', lookback: 'length', step: 'period' },
  kql: ({ timeline, period, dimensions: { by, names } }) => `
    ${stretched(timeline, `| summarize rows_here = count() by ${by('id', 'k')}`)}
    | summarize total = sum(rows_here), users = dcount(id) by ${by('j')}
    ${projection(period.at('j'), ...names, 'total', 'users')}`,
})

/** Rows and users of a window that ends with each period. */
export function slidingWindowCounts(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const [, , , , , step] = argumentsOf(node)
  if (step) refuseMonths(step, scope)
  return windows(node, input, scope)
}

function refuseMonths(step: SyntaxNode, scope: Scope): void {
  const length = expression(step, scope)
  if (length.kind !== 'literal' || !/^(month|year)$/i.test(String(length.value))) return
  refuse('KQL102', scope.spanOf(step), {
    what: 'A window over months or years of the calendar',
    hint: 'Give the period as a timespan: how many months a lookback holds is not documented.',
  })
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

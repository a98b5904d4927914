import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { kqlTemplate } from '../kql-template.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node, SyntaxNode } from '../syntax.ts'
import { tabular } from '../tabular.ts'
import type { Expression, Tabular } from '../tree.ts'
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
 * What became of the users first seen in each period: for every pair of a period and one not before it, how many were seen
 * again. Ids of the lookback table are new in no period.
 */
export function newActivityMetrics(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const span = scope.spanOf(node)
  const build = treeBuilder(span)
  const [id, column, start, end, step, ...rest] = argumentsOf(node)
  const { cohort, dimensionNodes, lookback } = optional(rest, scope)
  const instants = { start: start!, end: end!, ...(cohort && { cohort }) }
  const timeline = timelineOf(column!, { instants, lengths: { step: step! } }, scope, build, 'step')
  const dimensions = dimensionsOf(dimensionNodes, scope)
  const user = columnArgument(id!, scope)
  const rows = renamed(input, { id: user, t: timeline.column, ...dimensions.columns }, build)
  const seen = lookback && seenBefore(lookback, user, scope, build)
  const period = timeline.periods('step')
  const { by } = dimensions
  noteReading(
    node,
    scope,
    'a period in which nobody is new has rows, with rates that are not numbers; the documentation does not say whether it has.',
  )
  const text = `
    let bins = rows
      | where t between (start .. end)
      ${seen ? '| join kind=leftanti seen on id' : ''}
      | extend k = ${period.of('t')}
      | distinct ${by('id', 'k')};
    let firsts = bins | summarize f = min(k) by ${by('id')};
    let news = firsts | summarize size = dcount(id) by ${by('f')};
    let again = bins | lookup kind=inner firsts on ${by('id')} | summarize r = dcount(id) by ${by('f', 'k')};
    let periods = range k from 0 to ${period.of('end')} step 1 | extend one = 1;
    let slices = bins | distinct ${by('one = 1')};
    periods
    | project f = k, one
    | join kind=inner periods on one
    | where k >= f
    | join kind=inner slices on one
    | lookup kind=leftouter again on ${by('f', 'k')}
    | lookup kind=leftouter news on ${by('f')}
    | extend r = coalesce(r, 0), size = coalesce(size, 0), slice = ${dimensions.slice}
    | sort by slice asc, k asc, f desc
    | extend since = row_cumsum(r, prev(slice) != slice or prev(k) != k)
    ${cohort ? `| where ${period.at('f')} == cohort` : ''}
    ${projection(
      period.at('f'),
      period.at('k'),
      ...dimensions.names,
      'iff(f == k, r, since - r)',
      'r',
      'size - r',
      'toreal(r) / toreal(size)',
      'toreal(size - r) / toreal(size)',
    )}`
  const tables = { rows, ...(seen && { seen }) }
  return asDeclared(node, kqlTemplate(text, { tables, values: timeline.values }, scope, span), build)
}

/** `[Cohort] [, dimensions] [, Lookback]`: a column is a dimension, a table the lookback. */
function optional(nodes: readonly SyntaxNode[], scope: Scope) {
  const last = nodes.at(-1)
  const lookback = last?.ResultType?.IsTabular ? last : undefined
  const values = lookback ? nodes.slice(0, -1) : nodes
  const [first, ...others] = values
  const isCohort = first !== undefined && expression(first, scope).kind !== 'column'
  const dimensionNodes = isCohort ? others : values
  if (lookback && dimensionNodes.length > 0) {
    refuse('KQL102', scope.spanOf(lookback), {
      what: 'A lookback beside dimensions',
      hint: 'How its ids meet the dimensions is not documented: run it for each value.',
    })
  }
  return { cohort: isCohort ? first : undefined, dimensionNodes, lookback }
}

function seenBefore(
  node: SyntaxNode,
  id: Expression & { readonly kind: 'column' },
  scope: Scope,
  build: ReturnType<typeof treeBuilder>,
): Tabular {
  const table = tabular(node, { ...scope, row: [] })
  const column = table.columns.find((each) => each.name === id.name)
  if (!column || column.type !== id.type) {
    return refuse('KQL006', scope.spanOf(node), {
      what: `The lookback needs a column \`${id.name}\` of type ${id.type}, as the ids are.`,
      hint: undefined,
    })
  }
  return build.distinct(table, [{ column: { name: 'id', type: column.type }, expression: build.column(column) }])
}

import { treeBuilder } from '../built-tree.ts'
import { expression } from '../expression.ts'
import { refuse, type Scope } from '../scope.ts'
import type { Node, SyntaxNode } from '../syntax.ts'
import { tabular } from '../tabular.ts'
import type { Tabular } from '../tree.ts'
import { overTimeline } from './over-timeline.ts'
import { argumentsOf, columnArgument, projection } from './plug-in-arguments.ts'

/**
 * What became of the users first seen in each period: for every pair of a period and one not before it, how many were seen
 * again. Ids of the lookback table are new in no period.
 */
export function newActivityMetrics(node: Node<'EvaluateOperator'>, input: Tabular, scope: Scope): Tabular {
  const [id, , , , , ...rest] = argumentsOf(node)
  const { hasCohort, dimensions, lookback } = optional(rest, scope)
  return overTimeline({
    signature: {
      id: 'column',
      t: 'timeline',
      start: 'instant',
      end: 'instant',
      step: 'period',
      ...(hasCohort && { cohort: 'instant' }),
    },
    dimensions,
    reading:
      'a period in which nobody is new has rows, with rates that are not numbers; the documentation does not say whether it has.',
    ...(lookback && { tables: { seen: seenBefore(lookback, id!, node, scope) } }),
    kql: ({ period, dimensions: { by, names, slice } }) => `
      let bins = rows
        | where t between (start .. end)
        ${lookback ? '| join kind=leftanti seen on id' : ''}
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
      | extend r = coalesce(r, 0), size = coalesce(size, 0), slice = ${slice}
      | sort by slice asc, k asc, f desc
      | extend since = row_cumsum(r, prev(slice) != slice or prev(k) != k)
      ${hasCohort ? `| where ${period.at('f')} == cohort` : ''}
      ${projection(
        period.at('f'),
        period.at('k'),
        ...names,
        'iff(f == k, r, since - r)',
        'r',
        'size - r',
        'toreal(r) / toreal(size)',
        'toreal(size - r) / toreal(size)',
      )}`,
  })(node, input, scope)
}

/** `[Cohort] [, dimensions] [, Lookback]`: a column is a dimension, a table the lookback. */
function optional(nodes: readonly SyntaxNode[], scope: Scope) {
  const last = nodes.at(-1)
  const lookback = last?.ResultType?.IsTabular ? last : undefined
  const values = lookback ? nodes.slice(0, -1) : nodes
  const [first, ...others] = values
  const hasCohort = first !== undefined && expression(first, scope).kind !== 'column'
  const dimensions = hasCohort ? others : values
  if (lookback && dimensions.length > 0) {
    refuse('KQL102', scope.spanOf(lookback), {
      what: 'A lookback beside dimensions',
      hint: 'How its ids meet the dimensions is not documented: run it for each value.',
    })
  }
  return { hasCohort, dimensions, lookback }
}

/** The ids of the lookback table. */
function seenBefore(table: SyntaxNode, idNode: SyntaxNode, node: Node<'EvaluateOperator'>, scope: Scope): Tabular {
  const id = columnArgument(idNode, scope)
  const seen = tabular(table, { ...scope, row: [] })
  const column = seen.columns.find((each) => each.name === id.name)
  if (!column || column.type !== id.type) {
    return refuse('KQL006', scope.spanOf(table), {
      what: `The lookback needs a column \`${id.name}\` of type ${id.type}, as the ids are.`,
      hint: undefined,
    })
  }
  const build = treeBuilder(scope.spanOf(node))
  return build.distinct(seen, [{ column: { name: 'id', type: column.type }, expression: build.column(column) }])
}

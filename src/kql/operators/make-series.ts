import { expression } from '../expression.ts'
import { checkPlaced, columnOf, none, type Placed, Placement } from '../projection.ts'
import { refuse, resultColumns, type Scope, unexpected } from '../scope.ts'
import { columnSymbols, elements, isNode, type Node } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'
import type { MakeSeries, NamedExpression, Tabular } from '../tree.ts'
import { namedValues } from './project.ts'

export function makeSeries(node: Node<'MakeSeriesOperator'>, input: Tabular, scope: Scope): Tabular {
  const projection = {
    rule: 'project' as const,
    before: [],
    isKnown: none,
    output: columnSymbols(node.ResultType),
  }
  const placement = new Placement(projection, scope)
  const by = elements(node.ByClause?.Expressions).flatMap((each) => namedValues(placement.add(each), scope))
  const aggregates = elements(node.Aggregates).map((each) => ({
    ...single(placement.add(each.Expression), scope),
    ...(each.DefaultExpression && { default: expression(each.DefaultExpression.Expression, scope) }),
  }))
  const axis = single(placement.add(node.OnClause.Expression), scope)
  checkPlaced(placement, projection, node, scope)
  const kind = parametersOf(node).get('kind')?.Expression.toString().trim().toLowerCase()
  return {
    kind: 'make-series',
    input,
    aggregates,
    axis,
    ...bounds(node, scope),
    by,
    nonEmpty: kind === 'nonempty',
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

function single(placed: Placed, scope: Scope): NamedExpression {
  const [column, ...more] = placed.columns
  if (!column || more.length > 0) {
    return refuse('KQL102', scope.spanOf(placed.node), { what: 'An aggregate of several columns in make-series' })
  }
  return { column: columnOf(column), expression: expression(placed.node, scope) }
}

function bounds(
  node: Node<'MakeSeriesOperator'>,
  scope: Scope,
): Pick<MakeSeries, 'from' | 'to' | 'step' | 'inclusive'> {
  const clause = node.RangeClause
  if (isNode(clause, 'MakeSeriesFromToStepClause')) {
    const { MakeSeriesFromClause: from, MakeSeriesToClause: to, MakeSeriesStepClause: step } = clause
    return {
      ...(from && { from: expression(from.Expression, scope) }),
      ...(to && { to: expression(to.Expression, scope) }),
      step: expression(step.Expression, scope),
      inclusive: false,
    }
  }
  if (!isNode(clause, 'MakeSeriesInRangeClause')) return unexpected(scope, node, 'range of make-series')
  const [from, to, step] = elements(clause.Arguments.Expressions).map((each) => expression(each, scope))
  if (!from || !to || !step) return unexpected(scope, node, 'range of make-series')
  return { from, to, step, inclusive: true }
}

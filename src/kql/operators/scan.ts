import { columnTypes } from '../column-types.ts'
import { expression } from '../expression.ts'
import { Names, refuse, resultColumns, type Scope } from '../scope.ts'
import { type ColumnSymbol, elements, type Node } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'
import type { NamedExpression, Tabular } from '../tree.ts'

export function scan(node: Node<'ScanOperator'>, input: Tabular, scope: Scope): Tabular {
  const step = onlyStep(node, scope)
  const name = step.Name.SimpleName
  const names = new Names(scope.names)
  names.define(name, { kind: 'step' })
  const variables = elements(node.DeclareClause?.Declarations).map((each) => variable(each, input, scope))
  const inside: Scope = { ...scope, names }
  const assignments = elements(step.ComputationClause?.Assignments).map((each) => ({
    name: assigned(each, variables, scope),
    expression: expression(each.Expression, inside),
  }))
  return {
    kind: 'scan',
    input,
    step: name,
    variables,
    condition: expression(step.Condition, inside),
    assignments,
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

/** Refuses what follows several states at once. */
function onlyStep(node: Node<'ScanOperator'>, scope: Scope): Node<'ScanStep'> {
  const [step, second] = elements(node.Steps)
  if (!step) return refuse('KQL102', scope.spanOf(node), { what: 'scan without a step' })
  if (second) {
    const hint = 'Use `sort` with `prev`, `row_cumsum` or `row_window_session`.'
    return refuse('KQL102', scope.spanOf(second), { what: 'A second step of scan', hint })
  }
  const clause = node.PartitionByClause ?? node.OrderByClause ?? parametersOf(node).get('with_match_id')
  if (clause) return refuse('KQL102', scope.spanOf(clause), { what: `\`${clause.toString().trim()}\` in scan` })
  const { OptionalKeyword: optional, ScanStepOutput: output } = step
  if (optional) return refuse('KQL102', scope.spanOf(optional), { what: 'An optional step of scan' })
  if (output && !/^output\s*=\s*all$/i.test(output.toString().trim())) {
    return refuse('KQL102', scope.spanOf(output), { what: `\`${output.toString().trim()}\` in scan` })
  }
  return step
}

/** One without a default is null, or an empty text. */
function variable(declared: Node<'FunctionParameter'>, input: Tabular, scope: Scope): NamedExpression {
  const { Name: name } = declared.NameAndType
  const span = scope.spanOf(declared)
  if (input.columns.some((column) => column.name === name.SimpleName)) {
    const what = `A variable of scan with the name of a column, \`${name.SimpleName}\`,`
    return refuse('KQL102', span, { what, hint: 'Give it another name.' })
  }
  const [column] = columnTypes([name.ReferencedSymbol as ColumnSymbol])
  const { type } = column!
  const value = declared.DefaultValue
  return {
    column: column!,
    expression: value
      ? expression(value.Value, scope)
      : { kind: 'literal', value: type === 'string' ? '' : null, type, span },
  }
}

function assigned(node: Node<'ScanAssignment'>, variables: readonly NamedExpression[], scope: Scope): string {
  const name = node.Name.SimpleName
  if (variables.some((each) => each.column.name === name)) return name
  return refuse('KQL102', scope.spanOf(node.Name), {
    what: `Assigning to \`${name}\``,
    hint: 'Declare it: `scan declare (name:type)`.',
  })
}

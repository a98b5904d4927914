import { columnTypes } from '../column-types.ts'
import { expression } from '../expression.ts'
import { Names, refuse, resultColumns, type Scope } from '../scope.ts'
import { type ColumnSymbol, elements, type Node } from '../syntax.ts'
import { parametersOf } from '../tabular.ts'
import type { ColumnReference, NamedExpression, ScanStep, Tabular } from '../tree.ts'

export function scan(node: Node<'ScanOperator'>, input: Tabular, scope: Scope): Tabular {
  const clause = node.PartitionByClause ?? node.OrderByClause
  if (clause) return refuse('KQL102', scope.spanOf(clause), { what: `\`${clause.toString().trim()}\` in scan` })
  const matchId = parametersOf(node).get('with_match_id')?.Expression.toString().trim()
  const variables = elements(node.DeclareClause?.Declarations).map((each) => variable(each, input, scope))
  const names = new Names(scope.names)
  const stepNames = elements(node.Steps).map((each) => each.Name.SimpleName)
  for (const { Name: declared } of elements(node.Steps)) {
    const name = declared.SimpleName
    if (names.find(name)?.kind === 'step') refuse('KQL008', scope.spanOf(declared), { name })
    names.define(name, { kind: 'step' })
  }
  const steps = elements(node.Steps).map((each, index) => {
    const made = step(each, variables, { ...scope, names })
    refuseLaterSteps(made, stepNames.slice(index + 1))
    return made
  })
  if (steps.length === 0) return refuse('KQL102', scope.spanOf(node), { what: 'scan without a step' })
  return {
    kind: 'scan',
    input,
    variables,
    steps,
    ...(matchId !== undefined && { matchId }),
    columns: resultColumns(node),
    span: scope.spanOf(node),
  }
}

const outputs: readonly ScanStep['output'][] = ['all', 'last', 'none']

function step(node: Node<'ScanStep'>, variables: readonly NamedExpression[], scope: Scope): ScanStep {
  const { OptionalKeyword: optional, ScanStepOutput: clause } = node
  if (optional) return refuse('KQL102', scope.spanOf(optional), { what: 'An optional step of scan' })
  const written = clause ? /^output\s*=\s*(\w+)$/i.exec(clause.toString().trim())?.[1]?.toLowerCase() : 'all'
  const output = outputs.find((each) => each === written)
  if (!output) return refuse('KQL102', scope.spanOf(clause!), { what: `\`${clause!.toString().trim()}\` in scan` })
  return {
    name: node.Name.SimpleName,
    output,
    condition: expression(node.Condition, scope),
    assignments: elements(node.ComputationClause?.Assignments).map((each) => ({
      name: assigned(each, variables, scope),
      expression: expression(each.Expression, scope),
    })),
  }
}

/** The state of a step knows that step and those before it. */
function refuseLaterSteps(part: object, later: readonly string[]): void {
  const column = part as Partial<ColumnReference>
  if (column.kind === 'column' && column.step !== undefined && later.includes(column.step)) {
    const hint = 'A step knows itself and the steps before it.'
    refuse('KQL102', column.span!, { what: `The value of a later step, \`${column.step}.${column.name}\`,`, hint })
  }
  for (const each of Object.values(part)) {
    if (typeof each === 'object' && each !== null) refuseLaterSteps(each, later)
  }
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

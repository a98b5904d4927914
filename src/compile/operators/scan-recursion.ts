import type { ColumnReference, Expression, Scan, ScanStep } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import { caseWhen, column, type FromItem, literal, type Select, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { condition } from '../expressions/condition.ts'
import { typedNull } from '../expressions/literal.ts'
import { type Scope, scopeOf } from '../expressions/lower.ts'
import { lowerAs } from '../expressions/lower-as.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { sqlTypeOf } from '../row.ts'
import { walkExpressions } from '../tree-walk.ts'
import { positionOf, rowsFound } from './scan-rows.ts'

/** A value of the state: a variable, or a column of the input that an expression reads from it. */
interface StateValue extends RelationColumn {
  /** Its column in the recursive step. */
  readonly own: string
  /** What it is before the first row. */
  readonly initial: SqlExpression
}

/**
 * `scan` of one step in SQL alone, for what the machine can't compute: a recursive step goes from row to row and carries the
 * state along. One row at a time, it is slow beyond some ten thousand rows.
 */
export function recursiveScan(scan: Scan, step: ScanStep, rows: Relation, compilation: Compilation): Relation {
  const parts = [step.condition, ...step.assignments.map(({ expression }) => expression)]
  const state = stateOf(scan, parts, rows, compilation)
  const names = { position: compilation.nextColumn(), matched: compilation.nextColumn() }
  const recursion = recursiveStep(step, rows, state, names, compilation)
  invariant(rows.from?.kind === 'name' && recursion.kind === 'name', 'steps have names')
  const values = state.variables.map((value) => ({ ...value, sql: column(value.own) }))
  return compilation.settle({
    ...rowsFound(scan, rows, { from: recursion, position: column(names.position), values }),
    where: [column(names.matched)],
  })
}

interface State {
  readonly variables: readonly StateValue[]
  readonly columns: readonly StateValue[]
}

function stateOf(scan: Scan, parts: readonly Expression[], rows: Relation, compilation: Compilation): State {
  const constants = scopeOf({ columns: [], where: [] }, compilation)
  const variables = scan.variables.map(({ column: { name, type }, expression }): StateValue => {
    const initial = lowerAs(type, expression, constants)
    return { name, type, sql: initial, initial, own: compilation.nextColumn() }
  })
  const read = new Set<string>()
  for (const part of parts) {
    walkExpressions(part, (expression) => {
      if (expression.kind === 'column' && expression.step !== undefined) read.add(expression.name)
    })
  }
  const columns = rows.columns
    .filter(({ name }) => read.has(name) && !variables.some((variable) => variable.name === name))
    .map((one): StateValue => ({ ...one, initial: typedNull(one.type), own: compilation.nextColumn() }))
  return { variables, columns }
}

/** The state after each row: first the one before any, then one row further with each round. */
function recursiveStep(
  step: ScanStep,
  rows: Relation,
  state: State,
  names: { position: string; matched: string },
  compilation: Compilation,
): FromItem {
  const values = [...state.variables, ...state.columns]
  const scope = scanScope(rows, state, compilation)
  const holds = compilation.attempt(
    () => condition(step.condition, scope),
    () => literal(true),
  )
  const next = values.map((value): SqlExpression => {
    const assigned = step.assignments.find(({ name }) => name === value.name)
    const unassigned = state.variables.includes(value) ? value.initial : value.sql
    return caseWhen(
      [[holds, assigned ? lowerAs(value.type, assigned.expression, scope) : unassigned]],
      column(value.own),
    )
  })
  const first: Select = {
    kind: 'select',
    columns: [
      { expression: literal(0n), name: names.position },
      { expression: literal(false), name: names.matched },
      ...values.map((value) => ({
        expression: { kind: 'cast', operand: value.initial, to: sqlTypeOf[value.type], try: false } as const,
        name: value.own,
      })),
    ],
  }
  return compilation.addStep(
    (self) => ({
      kind: 'union-all',
      members: [
        first,
        {
          kind: 'select',
          columns: [
            { expression: positionOf(rows), name: names.position },
            { expression: sql`coalesce(${holds}, FALSE)`, name: names.matched },
            ...values.map((value, index) => ({
              expression: { kind: 'cast', operand: next[index]!, to: sqlTypeOf[value.type], try: false } as const,
              name: value.own,
            })),
          ],
          from: {
            kind: 'join',
            join: 'INNER',
            left: self,
            right: rows.from!,
            on: sql`${positionOf(rows)} = ${column(names.position)} + 1`,
          },
        },
      ],
    }),
    { columns: [names.position, names.matched, ...values.map(({ own }) => own)] },
  )
}

/** A bare name is the row's own, and of a variable the default; after `step.` it is the state's. */
function scanScope(rows: Relation, state: State, compilation: Compilation): Scope {
  const own = scopeOf(rows, compilation)
  return {
    ...own,
    resolve(reference: ColumnReference) {
      const { name, step, span } = reference
      const variable = state.variables.find((one) => one.name === name)
      const value = variable ?? state.columns.find((one) => one.name === name)
      if (step !== undefined && value) return { sql: column(value.own), type: value.type, span }
      return variable ? { sql: variable.initial, type: variable.type, span } : own.resolve(reference)
    },
  }
}

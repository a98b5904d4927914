import type { ColumnReference, Expression, Scan } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import type { ScanKind, ScanNode, ScanProgram } from '../scan-program.ts'
import { mapChildren, walkExpressions } from '../tree-walk.ts'
import { isNull, operationOf, scanKinds, Unplanned } from './scan-operation.ts'

/** An expression that reads one row alone: a list of its values, one for each row. */
export interface HoistedList {
  readonly expression: Expression
  /** Read at a row a step matched: the list ends with the value it has where none did. */
  readonly ofMatch: boolean
  /** One value, the same for all rows. */
  readonly isSingle: boolean
}

export interface ScanPlan {
  readonly program: ScanProgram
  readonly lists: Readonly<Record<ScanKind, readonly HoistedList[]>>
}

/** Conditions and assignments as a program, and what is to be computed for it in SQL. Throws `Unplanned`. */
export function planScan(scan: Scan): ScanPlan {
  // The first list of whole numbers is taken: the positions.
  const lists: Record<ScanKind, HoistedList[]> = { flag: [], whole: [], real: [], text: [] }
  const known = new Map<string, number>()
  const hoist = (expression: Expression, kind: ScanKind, how: Omit<HoistedList, 'expression'>): number => {
    const key = `${kind} ${JSON.stringify([expression, how], withoutPlaces)}`
    const index = known.get(key) ?? lists[kind].push({ expression, ...how }) - 1 + (kind === 'whole' ? 1 : 0)
    known.set(key, index)
    return index
  }
  const variableIndex = (name: string) => scan.variables.findIndex((one) => one.column.name === name)
  const stepIndex = (reference: ColumnReference) => scan.steps.findIndex((step) => step.name === reference.step)

  function node(expression: Expression): ScanNode {
    const literal = constantNode(expression)
    if (literal) return literal
    const reads = readsOf(expression)
    const kind = scanKinds[expression.type]
    if (expression.kind === 'literal')
      return ['first', kind, hoist(expression, kind, { ofMatch: false, isSingle: true })]
    if (reads.steps.size === 0) return ['row', kind, hoist(expression, kind, { ofMatch: false, isSingle: false })]
    if (expression.kind === 'column' && variableIndex(expression.name) >= 0) {
      return ['variable', stepIndex(expression), variableIndex(expression.name)]
    }
    const [step] = reads.steps.values()
    if (reads.steps.size === 1 && !reads.readsRow && !reads.readsVariable && !reads.isVolatile) {
      const list = hoist(ofOwnRow(expression), kind, { ofMatch: true, isSingle: false })
      return ['at', scan.steps.findIndex(({ name }) => name === step), kind, list]
    }
    return operationOf(expression, as)
  }

  /** What an expression reads: the row under way, steps, variables. */
  function readsOf(expression: Expression) {
    const steps = new Set<string>()
    const reads = { steps, readsRow: false, readsVariable: false, isVolatile: false }
    walkExpressions(expression, (part) => {
      if (part.kind === 'call' && volatile.has(part.name)) reads.isVolatile = true
      if (part.kind === 'star') reads.readsRow = true
      if (part.kind !== 'column') return
      if (part.step === undefined) reads.readsRow ||= variableIndex(part.name) < 0
      else {
        steps.add(part.step)
        reads.readsVariable ||= variableIndex(part.name) >= 0
      }
    })
    return reads
  }

  /** A value as another type, as KQL implies it. */
  function as(expression: Expression, type: KqlType): ScanNode {
    const from = expression.type
    if (from === type || (from === 'int' && type === 'long')) return node(expression)
    if (type === 'real' && (from === 'int' || from === 'long')) return ['call', 'to real', node(expression)]
    if (from === 'long' && type === 'int') return ['call', 'to int', node(expression)]
    if (isNull(expression)) return ['null']
    if (readsOf(expression).steps.size === 0) {
      return node({ kind: 'conversion', operand: expression, type, span: expression.span })
    }
    throw new Unplanned(`a ${from} of the state as a ${type}`, expression.span)
  }

  const defaults = scan.variables.map(({ column, expression }): ScanNode => {
    const kind = scanKinds[column.type]
    const literal = expression.type === column.type ? constantNode(expression) : undefined
    if (literal) return literal
    const value: Expression =
      expression.type === column.type
        ? expression
        : { kind: 'conversion', operand: expression, type: column.type, span: expression.span }
    return ['first', kind, hoist(value, kind, { ofMatch: false, isSingle: true })]
  })
  const steps = scan.steps.map(({ output, condition, assignments }) => ({
    output,
    condition: as(condition, 'bool'),
    values: scan.variables.map(({ column }, index) => {
      const assigned = assignments.find(({ name }) => name === column.name)
      return assigned ? as(assigned.expression, column.type) : defaults[index]!
    }),
  }))
  return { program: { variables: defaults, steps }, lists }
}

/** Functions that do not give the same twice. */
const volatile: ReadonlySet<string> = new Set(['rand', 'new_guid'])

function withoutPlaces(key: string, value: unknown): unknown {
  if (key === 'span' || key === 'nameSpan') return undefined
  return typeof value === 'bigint' ? `${value}n` : value
}

function ofOwnRow(expression: Expression): Expression {
  if (expression.kind !== 'column') return mapChildren(expression, ofOwnRow)
  const { step: _, ...own } = expression
  return own
}

function constantNode(expression: Expression): ScanNode | undefined {
  if (expression.kind !== 'literal') return undefined
  const { type, value } = expression
  if (value === null) return type === 'string' ? ['text', ''] : ['null']
  switch (type) {
    case 'bool':
      return ['flag', value as boolean]
    case 'int':
    case 'long':
    case 'timespan':
      return ['whole', String(value)]
    case 'real':
      // JSON knows neither NaN nor infinity.
      return Number.isFinite(value) && !Object.is(value, -0) ? ['real', value as number] : undefined
    case 'string':
      return ['text', value as string]
    default:
      return undefined
  }
}

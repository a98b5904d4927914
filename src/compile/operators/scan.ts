import type { ColumnReference, Expression, Scan } from '../../kql/tree.ts'
import { invariant } from '../../lib/invariant.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { call, cast, column, list, literal, type OrderKey, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { typedNull } from '../expressions/literal.ts'
import { type Scope, scopeOf } from '../expressions/lower.ts'
import { lowerAs } from '../expressions/lower-as.ts'
import { Refusal } from '../refusal.ts'
import type { Relation, RelationColumn } from '../relation.ts'
import { sqlTypeOf } from '../row.ts'
import type { ScanKind } from '../scan-program.ts'
import { walkExpressions } from '../tree-walk.ts'
import { isRowFunction, ranked } from './row-functions.ts'
import { scanKinds, Unplanned } from './scan-operation.ts'
import { type HoistedList, planScan, type ScanPlan } from './scan-plan.ts'
import { recursiveScan } from './scan-recursion.ts'
import { positionOf, rowsFound } from './scan-rows.ts'

/**
 * `scan`: what a condition or an assignment reads of one row alone is computed in SQL, for all rows at once; the rest is a
 * program for a machine of ours (`udfs/scan-machine.ts`), which is given those values as lists, goes once over the rows and
 * says which rows match, in which sequence, with which variables. The answer is joined back by position.
 */
export function compileScan(scan: Scan, compilation: Compilation): Relation {
  refuseRowFunctions(scan)
  const input = compilation.compile(scan.input)
  if (!input.order?.serialized) {
    throw new Refusal(scan.span, '`scan` needs rows in a fixed order', 'Put `serialize` or `sort by …` before it.')
  }
  const rows = ranked(input, compilation)
  try {
    return machineScan(scan, planScan(scan), rows, compilation)
  } catch (error) {
    if (!(error instanceof Unplanned)) throw error
    const [step, ...more] = scan.steps
    const isSimple = step && more.length === 0 && step.output === 'all' && scan.matchId === undefined && !rows.group
    if (isSimple) return recursiveScan(scan, step, rows, compilation)
    throw new Refusal(
      error.span,
      `${error.message} is not supported in \`scan\``,
      'Compute it before, with `extend`, as far as it reads one row only.',
    )
  }
}

function refuseRowFunctions(scan: Scan): void {
  const parts = scan.steps.flatMap((step) => [step.condition, ...step.assignments.map((one) => one.expression)])
  for (const part of parts) {
    walkExpressions(part, (expression) => {
      if (expression.kind !== 'call' || !isRowFunction(expression.name)) return
      throw new Refusal(
        expression.nameSpan,
        `\`${expression.name}\` cannot be used inside \`scan\``,
        'Compute it before, with `extend`.',
      )
    })
  }
}

const functions: Readonly<Record<ScanKind, string>> = {
  flag: 'kql_scan_whole',
  whole: 'kql_scan_whole',
  real: 'kql_scan_real',
  text: 'kql_scan_text',
}

/** The places before those of the variables: position, order, sequence. */
const fixedPlaces = 3

function machineScan(scan: Scan, plan: ScanPlan, rows: Relation, compilation: Compilation): Relation {
  invariant(rows.from?.kind === 'name', 'steps have names')
  const lists = sqlLists(scan, plan, rows, compilation)
  const program = literal(JSON.stringify(plan.program))
  // A function gives back values of one type: the machine runs once for each it is asked for.
  const answers = new Map<string, string>([['kql_scan_whole', compilation.nextColumn()]])
  for (const { column: one } of scan.variables) {
    const name = functions[scanKinds[one.type]]
    if (!answers.has(name)) answers.set(name, compilation.nextColumn())
  }
  for (const name of answers.keys()) compilation.udfs.add(name)
  const machine = compilation.addStep(
    {
      kind: 'select',
      columns: [...answers].map(([name, own]) => ({
        expression: call(name, program, lists.flag, lists.whole, lists.real, lists.text),
        name: own,
      })),
      from: rows.from,
      ...(rows.group && { groupBy: [rows.group] }),
    },
    { materialized: true },
  )
  const unnested: { name: string; expression: SqlExpression }[] = []
  const unnest = (name: string, place: number): SqlExpression => {
    const own = compilation.nextColumn()
    const values = sql`${column(answers.get(name)!)}[${literal(BigInt(place))}]`
    unnested.push({ name: own, expression: call('unnest', values) })
    return column(own)
  }
  const found = unnest('kql_scan_whole', 1)
  const order = unnest('kql_scan_whole', 2)
  const id = unnest('kql_scan_whole', fixedPlaces)
  const variables = scan.variables.map(({ column: { name, type } }, index): RelationColumn => {
    const machineFunction = functions[scanKinds[type]]
    const before = machineFunction === 'kql_scan_whole' ? fixedPlaces : 0
    return { name, type, sql: fromMachine(unnest(machineFunction, before + index + 1), type) }
  })
  const matches = compilation.addStep({ kind: 'select', columns: unnested, from: machine })
  const matchId: RelationColumn[] = scan.matchId === undefined ? [] : [{ name: scan.matchId, type: 'long', sql: id }]
  const keys = [positionOf(rows), ...(scan.steps.length > 1 ? [order] : [])].map(
    (expression): OrderKey => ({ expression, direction: 'ASC', nulls: 'LAST' }),
  )
  return compilation.settle({
    ...rowsFound(scan, rows, { from: matches, position: found, values: [...variables, ...matchId] }),
    order: { keys, serialized: true, isPosition: keys.length === 1 },
  })
}

const emptyLists: Readonly<Record<ScanKind, SqlExpression>> = {
  flag: cast(list([]), 'BOOLEAN[][]'),
  whole: cast(list([]), 'BIGINT[][]'),
  real: cast(list([]), 'DOUBLE[][]'),
  text: cast(list([]), 'VARCHAR[][]'),
}

function sqlLists(
  scan: Scan,
  plan: ScanPlan,
  rows: Relation,
  compilation: Compilation,
): Readonly<Record<ScanKind, SqlExpression>> {
  const position = positionOf(rows)
  const scopes = {
    row: scanScope(scan, rows, compilation),
    none: scanScope(scan, withoutRow(rows), compilation),
    constants: scopeOf({ columns: [], where: [] }, compilation),
  }
  const listOf = ({ expression, ofMatch, isSingle }: HoistedList): SqlExpression => {
    if (isSingle) return list([toMachine(expression, scopes.constants)])
    const values = sql`list(${toMachine(expression, scopes.row)} ORDER BY ${position})`
    return ofMatch ? call('list_append', values, toMachine(expression, scopes.none)) : values
  }
  const positions = sql`list(${position} ORDER BY ${position})`
  const all = (kind: ScanKind, ...before: SqlExpression[]) => {
    const items = [...before, ...plan.lists[kind].map(listOf)]
    return items.length === 0 ? emptyLists[kind] : list(items)
  }
  return { flag: all('flag'), whole: all('whole', positions), real: all('real'), text: all('text') }
}

/** The columns as they are where there is no row. */
function withoutRow(rows: Relation): Relation {
  return { ...rows, columns: rows.columns.map((one) => ({ ...one, sql: typedNull(one.type) })) }
}

/** A bare name is the row's own, and of a variable the default. */
function scanScope(scan: Scan, rows: Relation, compilation: Compilation): Scope {
  const own = scopeOf(rows, compilation)
  const constants = scopeOf({ columns: [], where: [] }, compilation)
  return {
    ...own,
    resolve(reference: ColumnReference) {
      const variable = scan.variables.find((one) => one.column.name === reference.name)
      if (!variable) return own.resolve(reference)
      const { type } = variable.column
      return { sql: lowerAs(type, variable.expression, constants), type, span: reference.span }
    },
  }
}

/** A value in the form the machine takes: see `ScanKind`. */
function toMachine(expression: Expression, scope: Scope): SqlExpression {
  const { type } = expression
  const converted = lowerAs(type, expression, scope)
  switch (type) {
    case 'int':
      return cast(converted, 'BIGINT')
    case 'guid':
    case 'decimal':
    case 'dynamic':
      return cast(converted, 'VARCHAR')
    default:
      return sqlTypeOf[type] === 'BOOLEAN' || isUntypedNull(converted) ? cast(converted, sqlTypeOf[type]) : converted
  }
}

function isUntypedNull(value: SqlExpression): boolean {
  return value.kind === 'literal' && value.value === null
}

function fromMachine(value: SqlExpression, type: KqlType): SqlExpression {
  switch (type) {
    case 'bool':
      return sql`${value} = 1`
    case 'string':
      return call('coalesce', value, literal(''))
    case 'int':
    case 'guid':
    case 'decimal':
    case 'dynamic':
      return cast(value, sqlTypeOf[type])
    default:
      return value
  }
}

import type { Binary, Call, ColumnReference, Expression, Scan } from '../../kql/tree.ts'
import type { Span } from '../../lib/diagnostic.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import type { ScanKind, ScanNode, ScanOperation, ScanProgram } from '../scan-program.ts'
import { mapChildren, walkExpressions } from '../tree-walk.ts'

/** How the machine holds a value of each type. */
export const scanKinds: Readonly<Record<KqlType, ScanKind>> = {
  bool: 'flag',
  int: 'whole',
  long: 'whole',
  timespan: 'whole',
  datetime: 'whole',
  real: 'real',
  string: 'text',
  guid: 'text',
  decimal: 'text',
  dynamic: 'text',
}

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

/** Thrown for what the machine can't compute of the state. */
export class Unplanned extends Error {
  readonly span: Span

  constructor(what: string, span: Span) {
    super(what)
    this.span = span
  }
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

function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null
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

type As = (expression: Expression, type: KqlType) => ScanNode

const call = (operation: ScanOperation, ...nodes: ScanNode[]): ScanNode => ['call', operation, ...nodes]

function operationOf(expression: Expression, as: As): ScanNode {
  switch (expression.kind) {
    case 'binary':
      return binaryOf(expression, as)
    case 'unary': {
      const operand = as(expression.operand, expression.type)
      if (expression.type === 'decimal' || expression.type === 'dynamic') break
      return expression.operator === '-' ? call('negate', operand) : operand
    }
    case 'between': {
      const { operand, low, high, span } = expression
      const type = 'bool'
      const from = binaryOf({ kind: 'binary', operator: '>=', left: operand, right: low, type, span }, as)
      const end: Expression =
        low.type === 'datetime' && high.type === 'timespan'
          ? { kind: 'binary', operator: '+', left: low, right: high, type: 'datetime', span }
          : high
      const to = binaryOf({ kind: 'binary', operator: '<=', left: operand, right: end, type, span }, as)
      const inside = call('and', from, to)
      return expression.negated ? call('not', inside) : inside
    }
    case 'in-list': {
      const { operand, items, caseSensitive, negated } = expression
      if (operand.type !== 'string' || items.some((item) => item.type !== 'string')) break
      const equal = caseSensitive ? 'equal' : 'equal but for case'
      const found = items
        .map((item) => call(equal, as(operand, 'string'), as(item, 'string')))
        .reduce((left, right) => call('or', left, right), ['flag', false])
      return negated ? call('not', found) : found
    }
    case 'conversion':
      return as(expression.operand, expression.type)
    case 'call':
      return callOf(expression, as)
    default:
      break
  }
  throw new Unplanned('this expression over values of the state', expression.span)
}

const textOperations: Readonly<Record<string, ScanOperation>> = {
  '=~': 'equal but for case',
  contains: 'contains',
  contains_cs: 'contains exactly',
  startswith: 'starts with',
  startswith_cs: 'starts exactly with',
  endswith: 'ends with',
  endswith_cs: 'ends exactly with',
  has: 'has',
  has_cs: 'has exactly',
}

function binaryOf(expression: Binary, as: As): ScanNode {
  const { operator, left, right } = expression
  switch (operator) {
    case 'and':
    case 'or':
      return call(operator, as(left, 'bool'), as(right, 'bool'))
    case '==':
    case '!=': {
      const type = comparedType(expression)
      return call(operator === '==' ? 'equal' : 'unequal', as(left, type), as(right, type))
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const type = comparedType(expression)
      if (scanKinds[type] === 'text' || type === 'bool') throw unplanned(expression)
      const sides = [as(left, type), as(right, type)]
      if (operator.startsWith('>')) sides.reverse()
      return call(operator.endsWith('=') ? 'less or equal' : 'less', ...sides)
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmeticOf(expression, operator, as)
    default: {
      const negated = operator.startsWith('!')
      const positive = operator === '!~' ? '=~' : negated ? operator.slice(1) : operator
      const operation = textOperations[positive]
      if (!operation || left.kind === 'star') throw unplanned(expression)
      const found = call(operation, as(left, 'string'), as(right, 'string'))
      return negated ? call('not', found) : found
    }
  }
}

const numbers: readonly KqlType[] = ['int', 'long', 'real']

/** The type two sides are compared in; texts stand for dynamic and decimal, which have no order and many spellings. */
function comparedType({ left, right, ...expression }: Binary): KqlType {
  const { type } = left
  if (isNull(left)) return right.type
  if (isNull(right)) return type
  if (numbers.includes(type) && numbers.includes(right.type)) {
    return type === 'real' || right.type === 'real' ? 'real' : 'long'
  }
  if (type !== right.type || type === 'dynamic' || type === 'decimal') throw unplanned({ left, right, ...expression })
  return type
}

const arithmetic: Readonly<Record<'+' | '-' | '*' | '/' | '%', ScanOperation>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'remainder',
}

function arithmeticOf(expression: Binary, operator: '+' | '-' | '*' | '/' | '%', as: As): ScanNode {
  const { left, right, type } = expression
  const operation = arithmetic[operator]
  const plain = () => call(operation, as(left, left.type), as(right, right.type))
  switch (`${left.type} ${operator} ${right.type}`) {
    case 'datetime + timespan':
    case 'timespan + datetime':
    case 'datetime - timespan':
      return call('as instant', plain())
    case 'datetime - datetime':
    case 'timespan + timespan':
    case 'timespan - timespan':
    case 'timespan % timespan':
      return plain()
    case 'timespan / timespan':
      return call('divide', call('to real', as(left, 'timespan')), call('to real', as(right, 'timespan')))
    default:
      break
  }
  if (type === 'timespan') return scaled(expression, operator, as)
  const isNumeric = [left.type, right.type].every((each) => numbers.includes(each))
  if (!isNumeric || (type !== 'int' && type !== 'long' && type !== 'real')) throw unplanned(expression)
  const common = type === 'int' ? 'long' : type
  return call(operation, as(left, common), as(right, common))
}

function scaled(expression: Binary, operator: string, as: As): ScanNode {
  const [span, factor] =
    expression.left.type === 'timespan' ? [expression.left, expression.right] : [expression.right, expression.left]
  const isDivided = operator === '/' && span === expression.left
  if ((operator !== '*' && !isDivided) || !numbers.includes(factor.type)) throw unplanned(expression)
  if (factor.type === 'real') {
    const real = call('to real', as(span, 'timespan'))
    return call('truncate', call(isDivided ? 'divide' : 'multiply', real, as(factor, 'real')))
  }
  return call(isDivided ? 'divide' : 'scale', as(span, 'timespan'), as(factor, 'long'))
}

/** Calls whose arguments have the type of the result. */
const sameType: Readonly<Record<string, ScanOperation>> = { max_of: 'greatest', min_of: 'least', abs: 'absolute' }

const ofAnyType: Readonly<Record<string, readonly [ScanOperation, negated: boolean]>> = {
  isnull: ['is null', false],
  isnotnull: ['is null', true],
  notnull: ['is null', true],
  isempty: ['is empty', false],
  isnotempty: ['is empty', true],
  notempty: ['is empty', true],
}

const ticksPerSecond = 10_000_000n
/** In ticks. */
const periods: Readonly<Record<string, bigint>> = {
  microsecond: 10n,
  millisecond: 10_000n,
  second: ticksPerSecond,
  minute: 60n * ticksPerSecond,
  hour: 3_600n * ticksPerSecond,
  day: 86_400n * ticksPerSecond,
}

function callOf(expression: Call, as: As): ScanNode {
  const { name, arguments: args, type } = expression
  const own = (each: Expression) => as(each, each.type)
  const presence = ofAnyType[name]
  if (presence && args[0]!.type !== 'dynamic') {
    const found = call(presence[0], own(args[0]!))
    return presence[1] ? call('not', found) : found
  }
  const same = sameType[name]
  if (same && scanKinds[type] !== 'text' && type !== 'bool') return call(same, ...args.map((each) => as(each, type)))
  switch (name) {
    case 'not':
      return call('not', as(args[0]!, 'bool'))
    case 'iff':
    case 'iif':
      return call('iff', as(args[0]!, 'bool'), as(args[1]!, type), as(args[2]!, type))
    case 'case': {
      let otherwise = as(args.at(-1)!, type)
      for (let at = args.length - 3; at >= 0; at -= 2) {
        otherwise = call('iff', as(args[at]!, 'bool'), as(args[at + 1]!, type), otherwise)
      }
      return otherwise
    }
    case 'coalesce':
      return call(type === 'string' ? 'first not empty' : 'first not null', ...args.map((each) => as(each, type)))
    case 'toint':
    case 'tolong':
    case 'toreal':
    case 'todouble':
      if (numbers.includes(args[0]!.type) && args[0]!.type !== 'real') return as(args[0]!, type)
      break
    case 'tostring':
    case 'strcat':
      if (args.every((each) => ['string', 'bool', 'int', 'long'].includes(each.type))) {
        return call(name === 'strcat' ? 'join texts' : 'to text', ...args.map(own))
      }
      break
    case 'datetime_diff': {
      const [part, later, earlier] = args as [Expression, Expression, Expression]
      const period = part.kind === 'literal' ? periods[String(part.value).toLowerCase()] : undefined
      if (!period || later.type !== 'datetime' || earlier.type !== 'datetime') break
      return call('boundaries', own(later), own(earlier), ['whole', String(period)])
    }
    default:
      break
  }
  throw new Unplanned(`\`${name}\` of values of the state`, expression.nameSpan)
}

function unplanned(expression: Binary): Unplanned {
  const { operator, left, right } = expression
  return new Unplanned(`\`${operator}\` of a ${left.type} and a ${right.type} of the state`, expression.span)
}

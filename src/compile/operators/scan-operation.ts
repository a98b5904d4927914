import type { Binary, Call, Expression } from '../../kql/tree.ts'
import type { Span } from '../../lib/diagnostic.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import type { ScanKind, ScanNode, ScanOperation } from '../scan-program.ts'

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

/** Thrown for what the machine can't compute of the state. */
export class Unplanned extends Error {
  readonly span: Span

  constructor(what: string, span: Span) {
    super(what)
    this.span = span
  }
}

export function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null
}

/** The node of an expression, as a value of a type. */
type As = (expression: Expression, type: KqlType) => ScanNode

const call = (operation: ScanOperation, ...nodes: ScanNode[]): ScanNode => ['call', operation, ...nodes]

/** An expression over values of the state as an operation of the machine. Throws `Unplanned` where it has none. */
export function operationOf(expression: Expression, as: As): ScanNode {
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

import type { ScanOperation, ScanValue } from '../scan-program.ts'

/** Ticks of the last instant KQL knows, counted from the first. */
const lastInstant = 3_155_378_975_999_999_999n

type Compare = (left: bigint | number, right: bigint | number) => boolean

function comparison(holds: Compare) {
  return (left: ScanValue, right: ScanValue): ScanValue =>
    left === null || right === null ? null : holds(left as number, right as number)
}

function arithmetic(
  ofWhole: (left: bigint, right: bigint) => ScanValue,
  ofReal: (left: number, right: number) => number,
) {
  return (left: ScanValue, right: ScanValue): ScanValue => {
    if (left === null || right === null) return null
    return typeof left === 'bigint' ? ofWhole(left, right as bigint) : ofReal(left as number, right as number)
  }
}

const wrapped = (value: bigint) => BigInt.asIntN(64, value)

/** Never negative, as `%` of KQL is. */
function wholeRemainder(left: bigint, right: bigint): ScanValue {
  if (right === 0n) return null
  const remainder = left % right
  return remainder < 0n ? remainder + (right < 0n ? -right : right) : remainder
}

function realRemainder(left: number, right: number): number {
  const remainder = left % right
  return remainder < 0 ? remainder + Math.abs(right) : remainder
}

function divided(left: bigint, right: bigint): ScanValue {
  return right === 0n ? null : wrapped(left / right)
}

function asLong(value: bigint): ScanValue {
  return wrapped(value) === value ? value : null
}

/** NaN counts as greater than every number. */
function extreme(isGreatest: boolean) {
  return (...values: ScanValue[]): ScanValue => {
    let found: ScanValue = null
    for (const value of values) {
      if (value === null) continue
      if (found === null) found = value
      else if (isGreatest ? isGreater(value, found) : isGreater(found, value)) found = value
    }
    return found
  }
}

function isGreater(left: ScanValue, right: ScanValue): boolean {
  if (Number.isNaN(left)) return !Number.isNaN(right)
  return (left as number) > (right as number)
}

function textOf(value: ScanValue): string {
  if (value === null) return ''
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
}

/** Each letter by itself in lower case, as the engine's `lower` has it: one letter stays one. */
function lowerCase(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
  let lower = ''
  for (const letter of text) lower += String.fromCodePoint(letter.toLowerCase().codePointAt(0)!)
  return lower
}

function ofTexts(holds: (text: string, other: string) => boolean, fold?: typeof lowerCase) {
  return (text: ScanValue, other: ScanValue): ScanValue =>
    fold ? holds(fold(text as string), fold(other as string)) : holds(text as string, other as string)
}

/** The needle as a term: a run of letters and digits is not to go on beyond it, where it begins or ends with one. */
function termSearch(flags: 'u' | 'iu') {
  return (text: ScanValue, needle: ScanValue): ScanValue => {
    const term = needle as string
    if (term === '') return true
    const before = /^[\p{L}\p{N}]/u.test(term) ? '(?:^|[^\\p{L}\\p{N}])' : ''
    const after = /[\p{L}\p{N}]$/u.test(term) ? '(?:$|[^\\p{L}\\p{N}])' : ''
    const pattern = before + term.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') + after
    return new RegExp(pattern, flags).test(text as string)
  }
}

/** How many beginnings of a period lie between two instants, the first less the second. */
function boundaries(later: ScanValue, earlier: ScanValue, period: ScanValue): ScanValue {
  if (later === null || earlier === null) return null
  return (later as bigint) / (period as bigint) - (earlier as bigint) / (period as bigint)
}

/** `and`, `or` and `iff` stop where the rest does not matter: `scan-machine.ts` does them. */
export const scanOperations: Readonly<
  Record<Exclude<ScanOperation, 'and' | 'or' | 'iff'>, (...values: ScanValue[]) => ScanValue>
> = {
  not: (value) => (value === null ? null : !value),
  equal: (left, right) => (left === null || right === null ? (left === right ? null : false) : left === right),
  unequal: (left, right) => (left === null || right === null ? (left === right ? null : true) : left !== right),
  less: comparison((left, right) => left < right),
  'less or equal': comparison((left, right) => left <= right),
  'is null': (value) => value === null,
  'is empty': (value) => value === null || value === '',
  'first not null': (...values) => values.find((value) => value !== null) ?? null,
  'first not empty': (...values) => values.find((value) => value !== '' && value !== null) ?? '',
  greatest: extreme(true),
  least: extreme(false),
  'to real': (value) => (value === null ? null : Number(value)),
  // A long too large for an int loses its upper bits.
  'to int': (value) => (value === null ? null : BigInt.asIntN(32, value as bigint)),
  'to text': textOf,
  'join texts': (...values) => values.map(textOf).join(''),
  add: arithmetic(
    (left, right) => wrapped(left + right),
    (left, right) => left + right,
  ),
  subtract: arithmetic(
    (left, right) => wrapped(left - right),
    (left, right) => left - right,
  ),
  multiply: arithmetic(
    (left, right) => wrapped(left * right),
    (left, right) => left * right,
  ),
  divide: arithmetic(divided, (left, right) => left / right),
  remainder: arithmetic(wholeRemainder, realRemainder),
  negate: (value) => (value === null ? null : typeof value === 'bigint' ? wrapped(-value) : -(value as number)),
  absolute: (value) => {
    if (value === null) return null
    return typeof value === 'bigint' ? (value < 0n ? wrapped(-value) : value) : Math.abs(value as number)
  },
  'as instant': (value) => (typeof value === 'bigint' && value >= 0n && value <= lastInstant ? value : null),
  scale: (span, factor) => (span === null || factor === null ? null : asLong((span as bigint) * (factor as bigint))),
  truncate: (value) => (typeof value === 'number' && Number.isFinite(value) ? asLong(BigInt(Math.trunc(value))) : null),
  boundaries: boundaries as (...values: ScanValue[]) => ScanValue,
  'equal but for case': ofTexts((text, other) => text === other, lowerCase),
  contains: ofTexts((text, needle) => text.includes(needle), lowerCase),
  'contains exactly': ofTexts((text, needle) => text.includes(needle)),
  'starts with': ofTexts((text, start) => text.startsWith(start), lowerCase),
  'starts exactly with': ofTexts((text, start) => text.startsWith(start)),
  'ends with': ofTexts((text, end) => text.endsWith(end), lowerCase),
  'ends exactly with': ofTexts((text, end) => text.endsWith(end)),
  has: termSearch('iu'),
  'has exactly': termSearch('u'),
}

/**
 * KQL's semantics written down plainly, one value at a time: what the compiled query is held against. Nothing here is
 * shared with the compiler. long, datetime and timespan are bigint (the latter two in ticks of 100 ns).
 */
export type Value = null | boolean | number | bigint | string

export type PlainType = 'long' | 'real' | 'string' | 'bool' | 'datetime' | 'timespan'

const ticksPerDay = 864_000_000_000n
const unixEpoch = 621_355_968_000_000_000n
/** 9999-12-31T23:59:59.9999999 */
export const lastTick = 3_155_378_975_999_999_999n

/** `2021-04-16T12:07:14.1234567Z` */
export function instantText(ticks: bigint): string {
  const seconds = floorDivide(ticks - unixEpoch, 10_000_000n)
  const fraction = ticks - unixEpoch - seconds * 10_000_000n
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction.toString().padStart(7, '0')}Z`
}

/** `[-][d.]hh:mm:ss[.fffffff]` */
export function spanText(ticks: bigint): string {
  const absolute = ticks < 0n ? -ticks : ticks
  const days = absolute / ticksPerDay
  const two = (value: bigint) => value.toString().padStart(2, '0')
  const clock = [absolute / 36_000_000_000n, absolute / 600_000_000n, absolute / 10_000_000n]
  const [hours, minutes, seconds] = [clock[0]! % 24n, clock[1]! % 60n, clock[2]! % 60n]
  const fraction = absolute % 10_000_000n
  return `${ticks < 0n ? '-' : ''}${days > 0n ? `${days}.` : ''}${two(hours)}:${two(minutes)}:${two(seconds)}${fraction > 0n ? `.${fraction.toString().padStart(7, '0')}` : ''}`
}

export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by !== 0n && value < 0n !== by < 0n ? quotient - 1n : quotient
}

/** Nulls make null; whatever else is computed is given. */
export function strict<Operand extends NonNullable<Value>>(
  compute: (left: Operand, right: Operand) => Value,
): (left: Value, right: Value) => Value {
  return (left, right) => (left === null || right === null ? null : compute(left as Operand, right as Operand))
}

/** 64 bits, wrapping around. */
export const long = (value: bigint): bigint => BigInt.asIntN(64, value)

export const equal = (left: Value, right: Value): Value => {
  if (left === null && right === null) return null
  return left !== null && right !== null && left === right
}

export const unequal = (left: Value, right: Value): Value => {
  const same = equal(left, right)
  return same === null ? null : !same
}

export const and = (left: Value, right: Value): Value =>
  left === false || right === false ? false : left === null || right === null ? null : true

export const or = (left: Value, right: Value): Value =>
  left === true || right === true ? true : left === null || right === null ? null : false

export const not = (value: Value): Value => (value === null ? null : !value)

/** Truncated; null where the divisor is zero. */
export const divideLongs = strict<bigint>((left, right) => (right === 0n ? null : long(left / right)))

/** Never negative; null where the divisor is zero. */
export const remainderOfLongs = strict<bigint>((left, right) => {
  if (right === 0n) return null
  const size = right < 0n ? -right : right
  return ((left % size) + size) % size
})

/** Null outside the years 1 to 9999. */
export const addSpan = strict<bigint>((instant, span) => {
  const sum = instant + span
  return sum < 0n || sum > lastTick ? null : sum
})

/** The multiple at or below. */
export const binTicks = strict<bigint>((value, size) => floorDivide(value, size) * size)

const isTermCharacter = (character: string) => /[\p{L}\p{N}]/u.test(character)

/** Maximal runs of letters and digits. */
export function termsOf(text: string): string[] {
  const terms = ['']
  for (const character of text) {
    if (isTermCharacter(character)) terms[terms.length - 1] += character
    else if (terms.at(-1) !== '') terms.push('')
  }
  return terms.filter((term) => term !== '')
}

/** `has` of a needle that is one term. */
export const has = (text: string, term: string): boolean => termsOf(text.toLowerCase()).includes(term.toLowerCase())

/** Texts by code point. */
export function compareTexts(left: string, right: string): number {
  const [a, b] = [[...left], [...right]]
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = a[at]!.codePointAt(0)! - b[at]!.codePointAt(0)!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Values of one type in order; nulls are not among them. */
export function compare(left: NonNullable<Value>, right: NonNullable<Value>): number {
  if (typeof left === 'string') return compareTexts(left, right as string)
  return left < right ? -1 : left > right ? 1 : 0
}

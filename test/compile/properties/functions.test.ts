import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { kqlLiteral } from '../../../src/kql/literal.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'
import { expectSame } from './expect-same.ts'
import { cell } from './expressions.ts'
import { and, compareTexts, floorDivide, lastTick, long, type PlainType, termsOf, type Value } from './plain.ts'

const ticksPerDay = 864_000_000_000n
const ticksPerSecond = 10_000_000n
const unixEpoch = 621_355_968_000_000_000n

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'É', 'é', '1', '_', ' ', '.', '🎈'), maxLength: 9 })
const term = fc.constantFrom('a', 'B', 'ab', 'é1', 'bb', 'É', '1')
const small = fc.option(fc.bigInt(-6n, 9n), { nil: null })
const whole = fc.option(fc.oneof(fc.bigInt(-50n, 50n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)), { nil: null })
const size = fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(-2n, 2n ** 63n - 1n))
const flag = fc.option(fc.boolean(), { nil: null })
/** Quarters: sums and multiples of them are exact. */
const real = fc.option(
  fc.integer({ min: -4000, max: 4000 }).map((value) => value / 4),
  { nil: null },
)
/** From 1900 to 2100, to the tick. */
const instant = fc.option(fc.bigInt(599_266_080_000_000_000n, 662_380_416_000_000_000n), { nil: null })
const span = fc.option(fc.oneof(fc.bigInt(-40n, 40n), fc.bigInt(-90n * ticksPerDay, 90n * ticksPerDay)), { nil: null })

type Input = PlainType | 'term'
const inputs: Readonly<Record<Input, fc.Arbitrary<Value>>> = {
  string: text,
  term,
  long: small,
  bool: flag,
  real,
  datetime: instant,
  timespan: span,
}

/** KQL with `$0`, `$1` for its arguments, what they are, what comes out, and the same in plain words. */
interface Case {
  readonly kql: string
  readonly of: readonly (Input | { readonly type: PlainType; readonly from: fc.Arbitrary<Value> })[]
  readonly type: PlainType
  // biome-ignore lint/suspicious/noExplicitAny: each case knows the types of its own arguments
  readonly plain: (...values: any[]) => Value
}

const lower = (value: string) => value.toLowerCase()
const wide = { type: 'long', from: whole } as const
const bin = { type: 'long', from: size } as const

/** Null as soon as one argument is. */
const strictly =
  <Given extends NonNullable<Value>>(compute: (...values: Given[]) => Value) =>
  (...values: (Given | null)[]): Value =>
    values.includes(null) ? null : compute(...(values as Given[]))

const fits = (value: bigint) => (long(value) === value ? value : null)
const within = (ticks: bigint) => (ticks < 0n || ticks > lastTick ? null : ticks)

/** Milliseconds since 1970, and the ticks they leave. */
const dateOf = (ticks: bigint) => new Date(Number(floorDivide(ticks - unixEpoch, 10_000n)))
const ticksOf = (year: number, month: number, day = 1) => {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return BigInt(date.getTime()) * 10_000n + unixEpoch
}
const startOf: Readonly<Record<string, (at: bigint, offset: bigint) => bigint>> = {
  day: (at, offset) => (at / ticksPerDay + offset) * ticksPerDay,
  // 0001-01-01 is a Monday, and weeks begin on Sunday.
  week: (at, offset) => (((at / ticksPerDay + 1n) / 7n + offset) * 7n - 1n) * ticksPerDay,
  month: (at, offset) => ticksOf(dateOf(at).getUTCFullYear(), dateOf(at).getUTCMonth() + Number(offset)),
  year: (at, offset) => ticksOf(dateOf(at).getUTCFullYear() + Number(offset), 0),
}
const addMonths = (at: bigint, months: bigint) => {
  const date = dateOf(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + Number(months)]
  const lastDay = dateOf(ticksOf(year, month + 1, 1) - 1n).getUTCDate()
  return ticksOf(year, month, Math.min(date.getUTCDate(), lastDay)) + (at % ticksPerDay)
}
const monthIndex = (at: bigint) => BigInt(dateOf(at).getUTCFullYear() * 12 + dateOf(at).getUTCMonth())

function timespanText(ticks: bigint): string {
  const positive = ticks < 0n ? -ticks : ticks
  const two = (value: bigint) => String(value).padStart(2, '0')
  const seconds = positive / ticksPerSecond
  const clock = `${two((seconds / 3600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  const milliseconds = String((positive / 10_000n) % 1000n).padStart(3, '0')
  return `${ticks < 0n ? '-' : ''}${positive / ticksPerDay}.${clock}.${milliseconds}`
}

const cases: readonly Case[] = [
  {
    kql: '$0 in~ ($1, $2)',
    of: ['string', 'string', 'term'],
    type: 'bool',
    plain: (a: string, b: string, c: string) => [lower(b), lower(c)].includes(lower(a)),
  },
  { kql: '$0 !has $1', of: ['string', 'term'], type: 'bool', plain: (a, b) => !termsOf(lower(a)).includes(lower(b)) },
  { kql: '$0 has_cs $1', of: ['string', 'term'], type: 'bool', plain: (a, b) => termsOf(a).includes(b) },
  {
    kql: '$0 hasprefix $1',
    of: ['string', 'term'],
    type: 'bool',
    plain: (a, b) => termsOf(lower(a)).some((each) => each.startsWith(lower(b))),
  },
  {
    kql: '$0 hassuffix_cs $1',
    of: ['string', 'term'],
    type: 'bool',
    plain: (a, b) => termsOf(a).some((each) => each.endsWith(b)),
  },
  {
    kql: '$0 has_any ($1, $2)',
    of: ['string', 'term', 'term'],
    type: 'bool',
    plain: (a, ...terms) => terms.some((each) => termsOf(lower(a)).includes(lower(each))),
  },
  {
    kql: '$0 has_all ($1, $2)',
    of: ['string', 'term', 'term'],
    type: 'bool',
    plain: (a, ...terms) => terms.every((each) => termsOf(lower(a)).includes(lower(each))),
  },
  { kql: '$0 !contains $1', of: ['string', 'string'], type: 'bool', plain: (a, b) => !lower(a).includes(lower(b)) },
  { kql: '$0 endswith $1', of: ['string', 'string'], type: 'bool', plain: (a, b) => lower(a).endsWith(lower(b)) },
  {
    kql: '$0 between ($1 .. $2)',
    of: [wide, wide, wide],
    type: 'bool',
    plain: (a, b, c) => and(a === null || b === null ? null : a >= b, a === null || c === null ? null : a <= c),
  },
  {
    kql: 'case($0 > 1, "p", $1, "q", "r")',
    of: ['long', 'bool'],
    type: 'string',
    plain: (a, b) => (a !== null && a > 1n ? 'p' : b === true ? 'q' : 'r'),
  },
  {
    kql: 'substring($0, $1, $2)',
    of: ['string', { type: 'long', from: fc.bigInt(-12n, 12n) }, { type: 'long', from: fc.bigInt(-2n, 12n) }],
    type: 'string',
    plain: (a: string, b: bigint, c: bigint) => {
      const characters = [...a]
      const from = b < 0n ? Math.max(characters.length + Number(b), 0) : Number(b)
      return characters.slice(from, from + Math.max(Number(c), 0)).join('')
    },
  },
  {
    kql: 'strcat_array(split($0, $1), "|")',
    of: ['string', 'term'],
    type: 'string',
    plain: (a: string, b: string) => a.split(b).join('|'),
  },
  {
    kql: 'replace_string($0, $1, $2)',
    of: ['string', 'term', 'string'],
    type: 'string',
    plain: (a: string, b: string, c: string) => a.split(b).join(c),
  },
  {
    kql: 'indexof($0, $1, $2)',
    of: ['string', 'term', { type: 'long', from: fc.bigInt(-12n, 12n) }],
    type: 'long',
    plain: (a: string, b: string, c: bigint) => {
      const characters = [...a]
      const from = c < 0n ? Math.max(characters.length + Number(c), 0) : Number(c)
      const place = characters.findIndex((_, at) => at >= from && characters.slice(at).join('').startsWith(b))
      return BigInt(place)
    },
  },
  {
    kql: 'countof($0, $1)',
    of: ['string', 'term'],
    type: 'long',
    plain: (a: string, b: string) => BigInt([...a.matchAll(new RegExp(`(?=${b})`, 'gu'))].length),
  },
  { kql: 'reverse($0)', of: ['string'], type: 'string', plain: (a: string) => [...a].reverse().join('') },
  {
    kql: 'strcmp($0, $1)',
    of: ['string', 'string'],
    type: 'long',
    plain: (a, b) => BigInt(Math.sign(compareTexts(a, b))),
  },
  {
    kql: 'extract("b([0-9]+)", 1, $0, typeof(long))',
    of: ['string'],
    type: 'long',
    plain: (a: string) => {
      const found = /b([0-9]+)/.exec(a)?.[1]
      return found === undefined ? null : BigInt(found)
    },
  },
  {
    kql: 'tostring(todecimal($0) + todecimal($1))',
    of: ['real', 'real'],
    type: 'string',
    plain: (a, b) => (a === null || b === null ? '' : String(a + b)),
  },
  {
    kql: 'tostring(todecimal($0) * todecimal($1))',
    of: ['real', 'real'],
    type: 'string',
    plain: (a, b) => (a === null || b === null ? '' : String(a * b || 0)),
  },
  {
    kql: 'tostring(todecimal($0) % todecimal($1))',
    of: ['real', 'real'],
    type: 'string',
    plain: (a, b) => (a === null || b === null || b === 0 ? '' : String(((a % b) + Math.abs(b)) % Math.abs(b) || 0)),
  },
  { kql: 'toint($0) * toint($1)', of: ['long', 'long'], type: 'long', plain: strictly<bigint>((a, b) => a! * b!) },
  { kql: '-$0', of: [wide], type: 'long', plain: strictly<bigint>((a) => long(-a!)) },
  { kql: 'abs($0)', of: [wide], type: 'long', plain: strictly<bigint>((a) => long(a! < 0n ? -a! : a!)) },
  {
    kql: 'bin($0, $1)',
    of: [wide, bin],
    type: 'long',
    plain: strictly<bigint>((a, b) => (b! > 0n ? fits(floorDivide(a!, b!) * b!) : null)),
  },
  {
    kql: 'bin($0, $1)',
    of: ['real', { type: 'real', from: fc.constantFrom(0.25, 0.5, 2, -1, 0) }],
    type: 'real',
    plain: strictly<number>((a, b) => (b! > 0 ? Math.floor(a! / b!) * b! : null)),
  },
  {
    kql: 'bin($0, $1)',
    of: ['timespan', 'timespan'],
    type: 'timespan',
    plain: strictly<bigint>((a, b) => (b! > 0n ? floorDivide(a!, b!) * b! : null)),
  },
  {
    kql: 'bin($0, $1)',
    of: ['datetime', 'timespan'],
    type: 'datetime',
    plain: strictly<bigint>((a, b) => (b! > 0n ? a! - (a! % b!) : null)),
  },
  {
    kql: 'bin_at($0, $1, $2)',
    of: ['timespan', 'timespan', 'timespan'],
    type: 'timespan',
    plain: strictly<bigint>((a, b, c) => (b! > 0n ? c! + floorDivide(a! - c!, b!) * b! : null)),
  },
  {
    kql: 'datetime_diff("day", $0, $1)',
    of: ['datetime', 'datetime'],
    type: 'long',
    plain: strictly<bigint>((a, b) => a! / ticksPerDay - b! / ticksPerDay),
  },
  {
    kql: 'toint(datetime_diff("week", $0, $1))',
    of: ['datetime', 'datetime'],
    type: 'long',
    plain: strictly<bigint>((a, b) => (startOf.week!(a!, 0n) - startOf.week!(b!, 0n)) / (7n * ticksPerDay)),
  },
  {
    kql: 'datetime_diff("quarter", $0, $1)',
    of: ['datetime', 'datetime'],
    type: 'long',
    plain: strictly<bigint>((a, b) => monthIndex(a!) / 3n - monthIndex(b!) / 3n),
  },
  {
    kql: 'datetime_diff("millisecond", $0, $1)',
    of: ['datetime', 'datetime'],
    type: 'long',
    plain: strictly<bigint>((a, b) => a! / 10_000n - b! / 10_000n),
  },
  {
    kql: 'datetime_add("month", $0, $1)',
    of: ['long', 'datetime'],
    type: 'datetime',
    plain: strictly<bigint>((a, b) => addMonths(b!, a!)),
  },
  {
    kql: 'datetime_add("year", $0, $1)',
    of: ['long', 'datetime'],
    type: 'datetime',
    plain: strictly<bigint>((a, b) => addMonths(b!, 12n * a!)),
  },
  {
    kql: 'datetime_add("week", $0, $1)',
    of: [wide, 'datetime'],
    type: 'datetime',
    plain: strictly<bigint>((a, b) => within(b! + a! * 7n * ticksPerDay)),
  },
  ...(['day', 'week', 'month', 'year'] as const).flatMap((period): Case[] => [
    {
      kql: `startof${period}($0, $1)`,
      of: ['datetime', 'long'],
      type: 'datetime',
      plain: strictly<bigint>((a, b) => startOf[period]!(a!, b!)),
    },
    {
      kql: `endof${period}($0)`,
      of: ['datetime'],
      type: 'datetime',
      plain: strictly<bigint>((a) => startOf[period]!(a!, 1n) - 1n),
    },
  ]),
  {
    kql: 'datetime_part("quarter", $0)',
    of: ['datetime'],
    type: 'long',
    plain: strictly<bigint>((a) => (monthIndex(a!) % 12n) / 3n + 1n),
  },
  {
    kql: 'dayofyear($0)',
    of: ['datetime'],
    type: 'long',
    plain: strictly<bigint>((a) => (a! - startOf.year!(a!, 0n)) / ticksPerDay + 1n),
  },
  {
    kql: 'dayofweek($0)',
    of: ['datetime'],
    type: 'timespan',
    plain: strictly<bigint>((a) => BigInt(dateOf(a!).getUTCDay()) * ticksPerDay),
  },
  {
    kql: 'format_timespan($0, "d.hh:mm:ss.fff")',
    of: ['timespan'],
    type: 'string',
    plain: (a) => (a === null ? '' : timespanText(a)),
  },
  {
    kql: 'tolong(parse_json(strcat("{\\"a\\":", $0, "}")).a)',
    of: [{ type: 'string', from: fc.constantFrom('1', '"2"', '3.75', '-3.75', 'true', 'null', '[1]', '{}', '"x"') }],
    type: 'long',
    plain: (a: string) => ({ 1: 1n, '"2"': 2n, 3.75: 3n, '-3.75': -3n, true: 1n })[a] ?? null,
  },
  {
    kql: 'tostring(bag_pack("a", pack_array($0, $1)).a[1])',
    of: ['long', 'string'],
    type: 'string',
    plain: (_, b) => b,
  },
]

const settings = { numRuns: 15, seed: 20_260_101 }

describe('a compiled function gives what plain evaluation gives', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  it.each(cases.map((each) => [`${each.kql} of ${each.of.map(typeOf).join(', ')}`, each] as const))(
    '%s',
    async (_, { kql, of, type, plain }) => {
      const row = fc.tuple(...of.map((each) => (typeof each === 'string' ? inputs[each] : each.from)))
      // What is constant takes another way through the compiler than what comes from a column.
      const constants = fc.array(fc.boolean(), { minLength: of.length, maxLength: of.length })
      const property = fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        constants,
        async (rows, fixed) => {
          const value = (values: readonly Value[], at: number) => (fixed[at] ? rows[0]![at]! : values[at]!)
          const names = of.map((each, at) => `a${at}:${typeOf(each)}`)
          const cells = rows.flatMap((values, i) => [
            String(i),
            ...values.map((_value, at) => literalOf(of[at]!, value(values, at))),
          ])
          const call = kql.replace(/\$(\d)/g, (_match, at: string) =>
            fixed[Number(at)] ? literalOf(of[Number(at)]!, rows[0]![Number(at)]!) : `a${at}`,
          )
          const query = `datatable(i:long, ${names.join(', ')}) [${cells.join(', ')}] | extend x = ${call} | sort by i asc | project x`
          const expected = rows.map((values) => [cell(plain(...values.map((_value, at) => value(values, at))), type)])
          expectSame(await answerOf(query, database), expected, query)
        },
      )
      await fc.assert(property, settings)
    },
    60_000,
  )
})

function typeOf(input: Case['of'][number]): PlainType {
  if (typeof input !== 'string') return input.type
  return input === 'term' ? 'string' : input
}

function literalOf(input: Case['of'][number], value: Value): string {
  return kqlLiteral(typeOf(input), value)
}

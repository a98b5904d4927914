import fc from 'fast-check'
import {
  addSpan,
  and,
  binTicks,
  compare,
  divideLongs,
  equal,
  has,
  instantText,
  lastTick,
  long,
  not,
  or,
  type PlainType,
  remainderOfLongs,
  spanText,
  strict,
  unequal,
  type Value,
} from './plain.ts'

export type Row = Readonly<Record<string, Value>>

/** An expression as KQL text, and what it means. */
export interface Expression {
  readonly type: PlainType
  readonly kql: string
  run(row: Row): Value
}

/** The columns of every random table: name, type and the values it may hold. */
export const columns = {
  n: { type: 'long', values: fc.option(fc.bigInt({ min: -5n, max: 5n }), { freq: 6 }) },
  big: {
    type: 'long',
    values: fc.constantFrom<Value>(
      null,
      0n,
      1n,
      -1n,
      9_223_372_036_854_775_807n,
      -9_223_372_036_854_775_807n,
      2n ** 53n + 1n,
    ),
  },
  r: {
    type: 'real',
    values: fc.constantFrom<Value>(
      null,
      0,
      1.5,
      -2.25,
      1e300,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ),
  },
  s: {
    type: 'string',
    values: fc.constantFrom<Value>(
      '',
      'a',
      'A',
      'ab',
      'Ab cd',
      'cd_ab',
      'ÄÖ ab',
      'äö',
      "it's",
      '"q"',
      'x\\y',
      'a-b.c',
      '日本 ab',
      '🎈',
      '7 ab7',
    ),
  },
  k: { type: 'string', values: fc.constantFrom<Value>('x', 'X', 'y', '') },
  b: { type: 'bool', values: fc.constantFrom<Value>(true, false, null) },
  t: {
    type: 'datetime',
    values: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.bigInt({ min: 0n, max: 400n }).map((step) => 637_134_336_000_000_000n + step * 3_000_000_001n),
      },
      { weight: 1, arbitrary: fc.constantFrom<Value>(null, 0n, lastTick, 621_355_967_999_999_999n) },
    ),
  },
} as const satisfies Readonly<Record<string, { readonly type: PlainType; readonly values: fc.Arbitrary<Value> }>>

/** Up to so many rows; `i` numbers them. */
export function rows(most = 12): fc.Arbitrary<readonly Row[]> {
  const row = fc.record(Object.fromEntries(Object.entries(columns).map(([name, { values }]) => [name, values])))
  return fc.array(row, { maxLength: most }).map((all) => all.map((each, at) => ({ i: BigInt(at), ...each }) as Row))
}

/** The rows as a `datatable`. */
export function datatable(table: readonly Row[]): string {
  const types: Readonly<Record<string, PlainType>> = {
    i: 'long',
    ...Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type])),
  }
  const header = Object.entries(types).map(([name, type]) => `${name}:${type}`)
  const cells = table.flatMap((row) => Object.entries(types).map(([name, type]) => literal(row[name]!, type)))
  return `datatable(${header.join(', ')}) [${cells.join(', ')}]`
}

export function literal(value: Value, type: PlainType): string {
  if (value === null) return `${type}(null)`
  switch (type) {
    case 'long':
      return `long(${value})`
    case 'real':
      return `real(${Number.isNaN(value) ? 'nan' : value === Infinity ? '+inf' : value === -Infinity ? '-inf' : value})`
    case 'string':
      return JSON.stringify(value)
    case 'bool':
      return String(value)
    case 'datetime':
      return `datetime(${instantText(value as bigint).slice(0, -1)})`
    case 'timespan':
      return `timespan(${spanText(value as bigint)})`
  }
}

/** How a value comes back from the engine. */
export function cell(value: Value, type: PlainType): unknown {
  if (value === null) return null
  if (type === 'datetime') return instantText(value as bigint)
  if (type === 'timespan') return spanText(value as bigint)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return value
}

const constants: Readonly<Record<PlainType, fc.Arbitrary<Value>>> = {
  long: fc.constantFrom<Value>(null, 0n, 1n, 2n, -3n, 7n),
  real: fc.constantFrom<Value>(null, 0, 1.5, -2.25, Number.NaN),
  string: fc.constantFrom<Value>('', 'a', 'AB', 'äö', "it's", 'ab cd'),
  bool: fc.constantFrom<Value>(true, false, null),
  datetime: fc.constantFrom<Value>(null, 637_134_336_000_000_000n, 637_134_336_600_000_007n),
  timespan: fc.constantFrom<Value>(null, 0n, 1n, 36_000_000_000n, -864_000_000_001n),
}

function leaf(type: PlainType): fc.Arbitrary<Expression> {
  const constant = constants[type].map((value): Expression => ({ type, kql: literal(value, type), run: () => value }))
  const names = Object.entries(columns).flatMap(([name, column]) => (column.type === type ? [name] : []))
  if (names.length === 0) return constant
  const column = fc.constantFrom(...names).map((name): Expression => ({ type, kql: name, run: (row) => row[name]! }))
  return fc.oneof({ weight: 3, arbitrary: column }, { weight: 1, arbitrary: constant })
}

type Tie = (type: PlainType) => fc.Arbitrary<Expression>

function binary(
  type: PlainType,
  operands: PlainType,
  operators: Readonly<Record<string, (left: Value, right: Value) => Value>>,
  tie: Tie,
): fc.Arbitrary<Expression> {
  return fc
    .tuple(fc.constantFrom(...Object.entries(operators)), tie(operands), tie(operands))
    .map(([[operator, run], left, right]) => ({
      type,
      kql: `(${left.kql} ${operator} ${right.kql})`,
      run: (row) => run(left.run(row), right.run(row)),
    }))
}

function choice(type: PlainType, tie: Tie): fc.Arbitrary<Expression> {
  return fc.tuple(tie('bool'), tie(type), tie(type)).map(([condition, yes, no]) => ({
    type,
    kql: `iff(${condition.kql}, ${yes.kql}, ${no.kql})`,
    run: (row) => (condition.run(row) === true ? yes.run(row) : no.run(row)),
  }))
}

function coalesce(type: PlainType, tie: Tie): fc.Arbitrary<Expression> {
  return fc.tuple(tie(type), tie(type)).map(([first, second]) => ({
    type,
    kql: `coalesce(${first.kql}, ${second.kql})`,
    run: (row) => {
      const value = first.run(row)
      return value === null || value === '' ? second.run(row) : value
    },
  }))
}

const order = {
  '<': strict((left, right) => compare(left, right) < 0),
  '<=': strict((left, right) => compare(left, right) <= 0),
  '>': strict((left, right) => compare(left, right) > 0),
  '>=': strict((left, right) => compare(left, right) >= 0),
}

/** NaN is in no order with anything. */
const realOrder = {
  '<': strict<number>((left, right) => left < right),
  '<=': strict<number>((left, right) => left <= right),
  '>': strict<number>((left, right) => left > right),
  '>=': strict<number>((left, right) => left >= right),
}

const fold = (value: Value) => (value as string).toLowerCase()

const textOperators = {
  '=~': (left: Value, right: Value) => fold(left) === fold(right),
  '!~': (left: Value, right: Value) => fold(left) !== fold(right),
  contains: (left: Value, right: Value) => fold(left).includes(fold(right)),
  '!contains': (left: Value, right: Value) => !fold(left).includes(fold(right)),
  contains_cs: (left: Value, right: Value) => (left as string).includes(right as string),
  startswith: (left: Value, right: Value) => fold(left).startsWith(fold(right)),
  endswith: (left: Value, right: Value) => fold(left).endsWith(fold(right)),
  startswith_cs: (left: Value, right: Value) => (left as string).startsWith(right as string),
  endswith_cs: (left: Value, right: Value) => (left as string).endsWith(right as string),
}

const terms = ['ab', 'AB', 'cd', 'äö', '7', '日本', 'q']

function conditions(tie: Tie): fc.Arbitrary<Expression> {
  const comparable: readonly PlainType[] = ['long', 'string', 'bool', 'datetime', 'timespan']
  return fc.oneof(
    ...comparable.map((type) => binary('bool', type, { '==': equal, '!=': unequal }, tie)),
    binary('bool', 'real', { '==': equal, '!=': unequal }, tie),
    ...(['long', 'datetime', 'timespan'] as const).map((type) => binary('bool', type, order, tie)),
    binary('bool', 'real', realOrder, tie),
    binary('bool', 'string', textOperators, tie),
    binary('bool', 'bool', { and, or }, tie),
    tie('bool').map((of): Expression => ({ type: 'bool', kql: `not(${of.kql})`, run: (row) => not(of.run(row)) })),
    fc.tuple(tie('string'), fc.constantFrom(...terms)).map(
      ([text, term]): Expression => ({
        type: 'bool',
        kql: `(${text.kql} has ${JSON.stringify(term)})`,
        run: (row) => has(text.run(row) as string, term),
      }),
    ),
    fc
      .tuple(
        tie('long'),
        fc.array(
          constants.long.filter((value) => value !== null),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(
        ([of, items]): Expression => ({
          type: 'bool',
          kql: `(${of.kql} in (${items.map((item) => literal(item, 'long')).join(', ')}))`,
          run: (row) => (items as readonly Value[]).includes(of.run(row)),
        }),
      ),
    ...(['long', 'real', 'datetime', 'bool'] as const).map((type) =>
      tie(type).map(
        (of): Expression => ({ type: 'bool', kql: `isnull(${of.kql})`, run: (row) => of.run(row) === null }),
      ),
    ),
    tie('string').map(
      (of): Expression => ({ type: 'bool', kql: `isempty(${of.kql})`, run: (row) => of.run(row) === '' }),
    ),
  )
}

const spanLiterals = [1n, 600_000_000n, 36_000_000_000n, 6_048_000_000_000n]

/** Expressions of a type, a few operators deep, over the columns of the random tables. */
export const expressions: Readonly<Record<PlainType, fc.Arbitrary<Expression>>> = fc.letrec<
  Record<PlainType, Expression>
>((tied) => {
  const tie: Tie = (type) => tied(type)
  const of = (type: PlainType, ...deeper: readonly fc.Arbitrary<Expression>[]) =>
    fc.oneof({ maxDepth: 3, depthIdentifier: 'expression' }, leaf(type), ...deeper)
  return {
    long: of(
      'long',
      binary(
        'long',
        'long',
        {
          '+': strict<bigint>((a, b) => long(a + b)),
          '-': strict<bigint>((a, b) => long(a - b)),
          '*': strict<bigint>((a, b) => long(a * b)),
          '/': divideLongs,
          '%': remainderOfLongs,
        },
        tie,
      ),
      choice('long', tie),
      coalesce('long', tie),
      tie('string').map(
        (text): Expression => ({
          type: 'long',
          kql: `strlen(${text.kql})`,
          run: (row) => BigInt([...(text.run(row) as string)].length),
        }),
      ),
    ),
    real: of(
      'real',
      binary(
        'real',
        'real',
        {
          '+': strict<number>((a, b) => a + b),
          '-': strict<number>((a, b) => a - b),
          '*': strict<number>((a, b) => a * b),
          '/': strict<number>((a, b) => a / b),
        },
        tie,
      ),
      choice('real', tie),
      coalesce('real', tie),
    ),
    string: of(
      'string',
      fc.tuple(tie('string'), tie('string')).map(
        ([a, b]): Expression => ({
          type: 'string',
          kql: `strcat(${a.kql}, ${b.kql})`,
          run: (row) => `${a.run(row)}${b.run(row)}`,
        }),
      ),
      choice('string', tie),
      tie('string').map(
        (a): Expression => ({ type: 'string', kql: `tolower(${a.kql})`, run: (row) => fold(a.run(row)) }),
      ),
      tie('long').map(
        (a): Expression => ({
          type: 'string',
          kql: `tostring(${a.kql})`,
          run: (row) => String(a.run(row) ?? ''),
        }),
      ),
      tie('datetime').map(
        (a): Expression => ({
          type: 'string',
          kql: `tostring(${a.kql})`,
          run: (row) => {
            const value = a.run(row) as bigint | null
            return value === null ? '' : instantText(value)
          },
        }),
      ),
    ),
    bool: of('bool', conditions(tie)),
    datetime: of(
      'datetime',
      fc.tuple(tie('datetime'), tie('timespan')).map(
        ([at, by]): Expression => ({
          type: 'datetime',
          kql: `(${at.kql} + ${by.kql})`,
          run: (row) => addSpan(at.run(row), by.run(row)),
        }),
      ),
      fc.tuple(tie('datetime'), fc.constantFrom(...spanLiterals)).map(
        ([at, size]): Expression => ({
          type: 'datetime',
          kql: `bin(${at.kql}, ${literal(size, 'timespan')})`,
          run: (row) => binTicks(at.run(row), size),
        }),
      ),
      choice('datetime', tie),
    ),
    timespan: of(
      'timespan',
      binary('timespan', 'datetime', { '-': strict<bigint>((a, b) => a - b) }, tie),
      choice('timespan', tie),
    ),
  }
})

import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'
import { answerOf } from '../../support/run-kql.ts'
import { expectSame, expectSameRows } from './expect-same.ts'
import { cell, columns, datatable, expressions, literal, type Row, rows } from './expressions.ts'
import { compare, instantText, type PlainType, type Value } from './plain.ts'

const settings = { numRuns: 120, seed: 20_260_101 }

type Name = keyof typeof columns

const typeOf = (name: string): PlainType => (name === 'i' ? 'long' : columns[name as Name].type)

describe('a compiled operator gives what plain evaluation gives', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase()
  })
  afterAll(() => database.close())

  const holds = async <Given extends [unknown, ...unknown[]]>(
    ...[given, check]: [{ [At in keyof Given]: fc.Arbitrary<Given[At]> }, (...given: Given) => Promise<void>]
  ) => fc.assert(fc.asyncProperty(...given, check), settings)

  it('sort', async () => {
    const key = fc.record({
      name: fc.constantFrom<Name>('n', 'big', 's', 'k', 'b', 't'),
      direction: fc.constantFrom<'asc' | 'desc' | ''>('asc', 'desc', ''),
      nulls: fc.constantFrom<'first' | 'last' | ''>('first', 'last', ''),
    })
    await holds([rows(), fc.array(key, { minLength: 1, maxLength: 3 })], async (table, keys) => {
      const by = keys.map(({ name, direction, nulls }) => `${name} ${direction} ${nulls && `nulls ${nulls}`}`)
      const kql = `${datatable(table)} | sort by ${by.join(', ')}, i asc | project i`
      const sorted = [...table].sort((left, right) => {
        for (const { name, direction, nulls } of keys) {
          const [a, b] = [left[name]!, right[name]!]
          const ascending = direction === 'asc'
          const nullsFirst = nulls === '' ? ascending : nulls === 'first'
          if (a === null || b === null) {
            if (a !== b) return (a === null) === nullsFirst ? -1 : 1
          } else if (compare(a, b) !== 0) return ascending ? compare(a, b) : -compare(a, b)
        }
        return compare(left.i!, right.i!)
      })
      expectSame(
        await answerOf(kql, database),
        sorted.map(({ i }) => [cell(i!, 'long')]),
        kql,
      )
    })
  }, 120_000)

  it('summarize', async () => {
    const keys = fc.uniqueArray(fc.constantFrom<Name>('n', 'k', 's', 'b', 't'), { maxLength: 2 })
    await holds([rows(), keys, expressions.bool], async (table, by, condition) => {
      const aggregates = aggregatesOver(condition.kql)
      const kql = `${datatable(table)} | summarize ${aggregates.map(({ kql }, at) => `a${at} = ${kql}`).join(', ')}${by.length > 0 ? ` by ${by.join(', ')}` : ''}`
      const groups = by.length > 0 ? [...Map.groupBy(table, (row) => keyText(row, by)).values()] : [table]
      const expected = groups.map((group) => [
        ...by.map((name) => cell(group[0]![name]!, typeOf(name))),
        ...aggregates.map(({ type, run }) =>
          cell(
            run(group, (row) => condition.run(row) === true),
            type,
          ),
        ),
      ])
      expectSameRows(await answerOf(kql, database), expected, kql)
    })
  }, 120_000)

  it('join', async () => {
    const kinds = [
      'inner',
      'leftouter',
      'rightouter',
      'fullouter',
      'leftsemi',
      'rightsemi',
      'leftanti',
      'rightanti',
    ] as const
    const keys = fc.uniqueArray(fc.constantFrom<Name>('n', 'k', 'b', 't'), { minLength: 1, maxLength: 2 })
    await holds([rows(8), rows(8), fc.constantFrom(...kinds), keys], async (left, right, kind, on) => {
      const names = ['i', ...on]
      const side = (table: readonly Row[]) => `${datatable(table)} | project ${names.join(', ')}`
      const kql = `${side(left)} | join kind=${kind} (${side(right)}) on ${on.join(', ')}`
      const cells = (row: Row | undefined) =>
        names.map((name) => (row ? cell(row[name]!, typeOf(name)) : typeOf(name) === 'string' ? '' : null))
      const meets = (one: Row, other: Row) => keyText(one, on) === keyText(other, on)
      const pairs = left.flatMap((one) =>
        right.filter((other) => meets(one, other)).map((other) => [one, other] as const),
      )
      const lonely = (these: readonly Row[], those: readonly Row[]) =>
        these.filter((one) => !those.some((other) => meets(one, other)))
      const [onlyLeft, onlyRight] = [lonely(left, right), lonely(right, left)]
      const both = pairs.map(([one, other]) => [...cells(one), ...cells(other)])
      const lefts = onlyLeft.map((one) => [...cells(one), ...cells(undefined)])
      const rights = onlyRight.map((other) => [...cells(undefined), ...cells(other)])
      const expected = {
        inner: () => both,
        leftouter: () => [...both, ...lefts],
        rightouter: () => [...both, ...rights],
        fullouter: () => [...both, ...lefts, ...rights],
        leftsemi: () => left.filter((one) => !onlyLeft.includes(one)).map(cells),
        rightsemi: () => right.filter((other) => !onlyRight.includes(other)).map(cells),
        leftanti: () => onlyLeft.map(cells),
        rightanti: () => onlyRight.map(cells),
      }[kind]()
      expectSameRows(await answerOf(kql, database), expected, kql)
    })
  }, 120_000)

  it('row_window_session', async () => {
    const spans = fc.constantFrom(1n, 3_000_000_001n, 36_000_000_000n, 864_000_000_000n)
    await holds([rows(20), spans, spans, fc.boolean()], async (table, longest, gap, restarts) => {
      const restart = restarts ? ', k != prev(k)' : ''
      const kql = `${datatable(table)} | sort by t asc, i asc | extend s = row_window_session(t, ${literal(longest, 'timespan')}, ${literal(gap, 'timespan')}${restart}) | project i, s`
      const sorted = [...table].sort((left, right) => byTime(left, right) || compare(left.i!, right.i!))
      let first: bigint | null = null
      let before: bigint | null = null
      const expected = sorted.map((row, at) => {
        const time = row.t as bigint | null
        const isNew = restarts && at > 0 && row.k !== sorted[at - 1]!.k
        if (time === null) first = null
        else if (first === null || before === null || isNew || time >= first + longest || time >= before + gap)
          first = time
        before = time
        return [cell(row.i!, 'long'), cell(first, 'datetime')]
      })
      expectSame(await answerOf(kql, database), expected, kql)
    })
  }, 120_000)

  it('make-series', async () => {
    const [from, to] = [637_134_336_000_000_000n, 637_134_348_000_000_050n]
    const steps = fc.constantFrom(3_000_000_001n, 600_000_000_0n, 36_000_000_000n)
    await holds([rows(20), steps, fc.boolean()], async (table, step, isGrouped) => {
      const kql = `${datatable(table)} | make-series c = count(), total = sum(n), top = max(n) default=long(-9) on t from ${literal(from, 'datetime')} to ${literal(to, 'datetime')} step ${literal(step, 'timespan')}${isGrouped ? ' by k' : ''}`
      const inside = table.filter(({ t }) => t !== null && (t as bigint) >= from && (t as bigint) < to)
      const groups = isGrouped ? [...Map.groupBy(inside, ({ k }) => k).values()] : inside.length > 0 ? [inside] : []
      const points = Number((to - from + step - 1n) / step)
      const expected = groups.map((group) => {
        const bins = Array.from({ length: points }, (_, at) =>
          group.filter(({ t }) => ((t as bigint) - from) / step === BigInt(at)),
        )
        const numbers = (bin: readonly Row[]) => bin.flatMap(({ n }) => (n === null ? [] : [Number(n)]))
        return [
          ...(isGrouped ? [group[0]!.k] : []),
          bins.map((bin) => bin.length),
          bins.map((bin) => numbers(bin).reduce((sum, each) => sum + each, 0)),
          bins.map((bin) => (bin.length === 0 ? -9 : numbers(bin).length === 0 ? null : Math.max(...numbers(bin)))),
          bins.map((_, at) => instantText(from + BigInt(at) * step)),
        ]
      })
      expectSameRows(await answerOf(kql, database), expected, kql)
    })
  }, 120_000)
})

/** Values that are one key are the same text; nulls are one key. */
function keyText(row: Row, names: readonly Name[]): string {
  return JSON.stringify(names.map((name) => (typeof row[name] === 'bigint' ? `${row[name]}` : row[name])))
}

/** Nulls first. */
function byTime(left: Row, right: Row): number {
  if (left.t === null || right.t === null) return left.t === right.t ? 0 : left.t === null ? -1 : 1
  return compare(left.t!, right.t!)
}

interface PlainAggregate {
  readonly type: PlainType
  readonly kql: string
  run(rows: readonly Row[], where: (row: Row) => boolean): Value
}

function aggregatesOver(condition: string): readonly PlainAggregate[] {
  const longs = (group: readonly Row[]) => group.flatMap(({ n }) => (n === null ? [] : [n as bigint]))
  const sum = (values: readonly bigint[]) => values.reduce((total, each) => total + each, 0n)
  const least = (values: readonly Value[]) =>
    values.filter((value) => value !== null).reduce<Value>((a, b) => (a === null || compare(b!, a) < 0 ? b : a), null)
  const greatest = (values: readonly Value[]) =>
    values.filter((value) => value !== null).reduce<Value>((a, b) => (a === null || compare(b!, a) > 0 ? b : a), null)
  return [
    { type: 'long', kql: 'count()', run: (group) => BigInt(group.length) },
    { type: 'long', kql: `countif(${condition})`, run: (group, where) => BigInt(group.filter(where).length) },
    { type: 'long', kql: 'sum(n)', run: (group) => sum(longs(group)) },
    { type: 'long', kql: `sumif(n, ${condition})`, run: (group, where) => sum(longs(group.filter(where))) },
    {
      type: 'real',
      kql: 'avg(n)',
      run: (group) => Number(sum(longs(group))) / longs(group).length,
    },
    { type: 'long', kql: 'min(big)', run: (group) => least(group.map(({ big }) => big!)) },
    { type: 'long', kql: 'max(big)', run: (group) => greatest(group.map(({ big }) => big!)) },
    { type: 'datetime', kql: 'min(t)', run: (group) => least(group.map(({ t }) => t!)) },
    { type: 'datetime', kql: 'max(t)', run: (group) => greatest(group.map(({ t }) => t!)) },
    { type: 'string', kql: 'max(s)', run: (group) => greatest(group.map(({ s }) => s!)) ?? '' },
    { type: 'long', kql: 'dcount(s)', run: (group) => BigInt(new Set(group.map(({ s }) => s)).size) },
    {
      type: 'real',
      kql: 'stdev(n)',
      run: (group) => {
        const values = longs(group).map(Number)
        const mean = values.reduce((total, each) => total + each, 0) / values.length
        const squares = values.reduce((total, each) => total + (each - mean) ** 2, 0)
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1))
      },
    },
    {
      type: 'long',
      kql: 'percentile(n, 50)',
      run: (group) => {
        const sorted = longs(group).sort((a, b) => compare(a, b))
        return sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)] ?? null
      },
    },
  ]
}

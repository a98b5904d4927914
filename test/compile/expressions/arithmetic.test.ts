import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileQuery } from '../../../src/compile/compile-query.ts'
import { bindKql } from '../../../src/kql/bind-kql.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

async function evaluate(expression: string, rows: readonly (readonly bigint[])[]): Promise<unknown[]> {
  const cells = rows.flat().map((value) => `long(${value})`)
  const bound = bindKql(`datatable(a:long, b:long, c:long)[${cells.join(', ')}] | project ${expression}`, {
    tables: [],
  })
  const { compiled } = compileQuery(bound.query!, { tables: () => undefined, now: 0n })
  return (await database.query(compiled!.sql)).map((row) => row[0])
}

const edges = [0n, 1n, -1n, 2n, -7n, 1000n, 2n ** 31n, 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n) + 1n]
const longs = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
const triples = fc.sample(fc.tuple(longs, longs, longs), { numRuns: 300, seed: 5 })

const wrap = (value: bigint) => BigInt.asIntN(64, value)

describe('64-bit arithmetic', () => {
  it.each<[string, (a: bigint, b: bigint, c: bigint) => bigint | null]>([
    ['a + b', (a, b) => wrap(a + b)],
    ['a - b - c', (a, b, c) => wrap(a - b - c)],
    ['a * b', (a, b) => wrap(a * b)],
    ['a * b + c * 1000', (a, b, c) => wrap(a * b + c * 1000n)],
    ['(a + b) * (b - c) - a * c', (a, b, c) => wrap((a + b) * (b - c) - a * c)],
    ['a * b * c', (a, b, c) => wrap(a * b * c)],
    ['a / b', (a, b) => (b === 0n ? null : wrap(a / b))],
    ['a % b', (a, b) => (b === 0n ? null : wrap(((a % b) + (b < 0n ? -b : b)) % (b < 0n ? -b : b)))],
    ['a % 7', (a) => ((a % 7n) + 7n) % 7n],
    ['a / -1', (a) => wrap(-a)],
  ])('%s wraps around as the processor does', async (expression, expected) => {
    const got = await evaluate(expression, triples)
    const wrong = triples
      .map(([a, b, c], index) => ({ a, b, c, got: got[index], want: expected(a, b, c) }))
      .filter(({ got, want }) => got !== want)
    expect(wrong.slice(0, 3)).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bindKql } from '../../src/kql/bind-kql.ts'
import { keywords } from '../../src/kql/keywords.ts'
import { kqlLiteral, kqlName } from '../../src/kql/literal.ts'
import type { Expression } from '../../src/kql/tree.ts'
import { unspeakable } from '../../src/kql/unspeakable.ts'
import { lastInstant } from '../../src/lib/kql-time.ts'
import type { KqlType } from '../../src/lib/kql-type.ts'
import type { Json } from '../../src/lib/table.ts'

/** The value that KQL reads where the literal stands, between other things. */
function readBack(literal: string): Expression {
  const { query, diagnostics } = bindKql(`print before = "|", x = ${literal}, after = 1 // ${'"'}`, { tables: [] })
  if (query?.table.kind !== 'print')
    throw new Error(`${literal}\n${diagnostics.map((each) => each.message).join('\n')}`)
  expect(query.table.columns.map((column) => column.name)).toEqual(['before', 'x', 'after'])
  return query.table.values[1]!.expression
}

function expectSame(type: KqlType, value: Json | bigint): void {
  expect(readBack(kqlLiteral(type, value))).toMatchObject({ kind: 'literal', type, value })
}

describe('kqlLiteral', () => {
  test.each<[KqlType, Json | bigint, string]>([
    ['string', 'plain', '"plain"'],
    ['string', `it's "quoted"`, `"it's \\"quoted\\""`],
    ['string', 'a\\b\nc\td | // x', '"a\\\\b\\nc\\td | // x"'],
    ['string', '\u2028\ud800\x00', '"\\u2028\\ud800\\u0000"'],
    ['string', '😀', '"😀"'],
    ['string', null, '""'],
    ['long', 5n, '5'],
    ['long', -5, 'long(-5)'],
    ['long', 9007199254740993n, '9007199254740993'],
    ['long', null, 'long(null)'],
    ['int', 5, 'int(5)'],
    ['real', 5, '5.0'],
    ['real', -0.5, 'real(-0.5)'],
    ['real', Number.NaN, 'real(nan)'],
    ['real', Number.NEGATIVE_INFINITY, 'real(-inf)'],
    ['real', 1e21, '1e+21'],
    ['bool', false, 'false'],
    ['decimal', '1.50', 'decimal(1.50)'],
    ['guid', '74BE27DE-1E4E-49D9-B579-FE0B331D3642', 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)'],
    ['datetime', 0n, 'datetime(0001-01-01T00:00:00.0000000Z)'],
    ['datetime', '2026-02-01T10:00:00+02:00', 'datetime(2026-02-01T08:00:00.0000000Z)'],
    ['timespan', 12_000_000_000n, '20m'],
    ['timespan', '7d', '7d'],
    ['timespan', -1n, 'time(-00:00:00.0000001)'],
    ['dynamic', { a: ['"', 1, null] }, 'dynamic({"a":["\\"",1,null]})'],
    ['dynamic', null, 'dynamic(null)'],
  ])('%s %s', (type, value, literal) => {
    expect(kqlLiteral(type, value)).toBe(literal)
  })

  test.each<[KqlType, Json | bigint]>([
    ['string', 5],
    ['long', 1.5],
    ['long', 2n ** 63n],
    ['long', 2 ** 60],
    ['int', 2 ** 31],
    ['real', '1'],
    ['bool', 'true'],
    ['decimal', '1e5'],
    ['guid', "x') | take 1"],
    ['datetime', 'yesterday'],
    ['datetime', 3_155_378_976_000_000_000n],
    ['timespan', '5 parsecs'],
    ['dynamic', [Number.NaN]],
  ])('refuses %s %s', (type, value) => {
    expect(() => kqlLiteral(type, value)).toThrow(expect.objectContaining({ code: 'NOT_A_VALUE' }))
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)))
      .map((units) => units.join('')),
    fc.stringMatching(/^[-"'\\|/@`~\n\r\t(){}; ]{0,12}$/),
  )

  test('any text is read back as it is', () => {
    fc.assert(
      fc.property(anyText, (value) => expectSame('string', value)),
      { seed: 1, numRuns: 300 },
    )
  })

  test('a text of 100,000 characters is read back', () => {
    expectSame('string', `"'\\\n|//\ud83d`.repeat(12_500))
  })

  test('any long, int, real, timespan, datetime is read back', () => {
    const long = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n })
    const datetime = fc.bigInt({ min: 0n, max: lastInstant })
    fc.assert(
      fc.property(long, fc.maxSafeInteger(), fc.double(), datetime, (big, small, real, instant) => {
        expectSame('long', big)
        expect(readBack(kqlLiteral('int', small % 2 ** 31))).toMatchObject({
          type: 'int',
          value: BigInt(small % 2 ** 31),
        })
        expectSame('real', real)
        expectSame('timespan', big)
        expectSame('datetime', instant)
      }),
      { seed: 2, numRuns: 100 },
    )
  })

  test('any JSON is read back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const read = readBack(kqlLiteral('dynamic', value as Json))
        if (read.kind !== 'dynamic') throw new Error(`a ${read.kind}`)
        expect(JSON.parse(read.json)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 3, numRuns: 200 },
    )
  })
})

describe('kqlName', () => {
  test.each([
    ['Account', 'Account'],
    ['_ResourceId', '_ResourceId'],
    ['Table_CL', 'Table_CL'],
    ['kind', "['kind']"],
    ['Ünïcode', "['Ünïcode']"],
    ['1st', "['1st']"],
    ['a b', "['a b']"],
    ["it's \\ odd", "['it\\'s \\\\ odd']"],
    ['$table', "['$table']"],
    ["x'] | take 1 //", "['x\\'] | take 1 //']"],
  ])('%s', (name, text) => {
    expect(kqlName(name)).toBe(text)
  })

  test.each(['', ' ', 'a\nb', 'a\x00', '\ud800', 'a'.repeat(1025)])('refuses %j', (name) => {
    expect(() => kqlName(name)).toThrow(expect.objectContaining({ code: 'NOT_A_NAME' }))
  })

  test('any name is read back as it is, keywords included', () => {
    const names = fc.oneof(fc.constantFrom(...keywords), fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }))
    fc.assert(
      fc.property(names, (name) => {
        fc.pre(
          name.trim() !== '' &&
            !unspeakable.has(name) &&
            name.isWellFormed() &&
            !/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(name),
        )
        const table = { name, columns: [{ name, type: 'string' as const }] }
        const text = kqlName(name)
        const { query, diagnostics } = bindKql(`${text} | where ${text} == "a" | summarize count() by ${text}`, {
          tables: [table],
        })
        expect(diagnostics).toEqual([])
        expect(query?.tables).toEqual([name])
        expect(query?.table.columns[0]?.name).toBe(name)
      }),
      { seed: 4, numRuns: 200 },
    )
  })
})

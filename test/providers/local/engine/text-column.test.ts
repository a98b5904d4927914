import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../../src/providers/local/engine/database.ts'
import { runQuery } from '../../../../src/providers/local/engine/run-query.ts'
import { TextIndex } from '../../../../src/providers/local/engine/text-index.ts'
import { printLiteral } from '../../../../src/sql/print.ts'

let database: Database
let connection: DuckDBConnection

beforeAll(async () => {
  database = await openDatabase({})
  connection = await database.connect()
})

afterAll(() => {
  connection.closeSync()
  database.close()
})

/** What the engine gives for texts: the dictionary, and the text of each row or null. */
async function read(sql: string): Promise<{ dictionary: readonly string[]; rows: (string | null)[] }> {
  const { data, rowCount } = await runQuery(connection, sql, ['string'], 1_000_000, new AbortController().signal)
  const column = data[0]!
  if (column.kind !== 'texts') throw new Error('texts are kept as texts')
  const { dictionary, index, valid } = column
  const rows = Array.from({ length: rowCount }, (_, row) => (valid?.[row] === 0 ? null : dictionary[index[row]!]!))
  return { dictionary, rows }
}

describe('texts', () => {
  it('come back as they are, each held once, whatever their lengths and letters', async () => {
    const letter = fc.constantFrom('a', 'b', 'é', '漢', '😀', '\uFEFF', '\u0001', ' ', '"')
    const text = fc.string({ unit: letter, maxLength: 20 })
    const texts = fc.array(
      fc.oneof(
        text,
        text.map((each) => each.repeat(100)),
        fc.constant(null),
      ),
      { maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const values = all.map((each, row) => `(${row}, ${each === null ? 'NULL' : printLiteral(each)})`)
        const sql = `SELECT t FROM (VALUES (-1, NULL::VARCHAR), ${[...values, `(${all.length}, 'last')`].join(', ')}) v(n, t) ORDER BY n`
        const { dictionary, rows } = await read(sql)
        expect(rows).toEqual([null, ...all, 'last'])
        expect(new Set(dictionary).size).toBe(dictionary.length)
      }),
      { numRuns: 60 },
    )
  })

  it('that differ in one byte, at an end or by length are different', async () => {
    const all = [
      '',
      'a',
      'aa',
      'a'.repeat(11),
      'a'.repeat(12),
      'a'.repeat(13),
      'a'.repeat(14),
      'a'.repeat(1024),
    ].flatMap((each) => [each, `${each}b`, `b${each}`, `${each}\u0000`])
    const { rows, dictionary } = await read(
      `SELECT unnest([${[...all, ...all].map((each) => (each.includes('\u0000') ? `${printLiteral(each.slice(0, -1))} || chr(0)` : printLiteral(each))).join(', ')}])`,
    )
    expect(rows).toEqual([...all, ...all])
    expect(dictionary).toHaveLength(new Set(all).size)
  })

  it.for([
    ['short', `'u' || (i % 5000)`, 5000],
    ['long', `'somebody with a long name, number ' || (i % 5000)`, 5000],
    ['very long', `repeat('x', 1500) || (i % 50)`, 50],
    ['all different', `'somebody with a long name, number ' || i`, 100_000],
  ] as const)('of many rows are held once each: %s', async ([, sql, distinct]) => {
    const { dictionary, rows } = await read(`SELECT ${sql} FROM range(100000) r(i)`)
    expect(dictionary).toHaveLength(distinct)
    const same = await connection.runAndReadAll(`SELECT ${sql} AS t FROM range(100000) r(i) WHERE i % 9973 = 0`)
    expect(rows.filter((_, row) => row % 9973 === 0)).toEqual(same.getRows().map(([text]) => text))
  })

  it('of a stored table are read past its blocks of memory', async () => {
    await connection.run(
      `CREATE TABLE stored AS SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'name ' || repeat('y', (i % 90)::INT) || i END AS t FROM range(300000) r(i)`,
    )
    const { rows } = await read('SELECT t FROM stored ORDER BY i')
    const wrong = rows.findIndex((text, i) => text !== (i % 7 === 0 ? null : `name ${'y'.repeat(i % 90)}${i}`))
    expect(wrong).toBe(-1)
  })
})

describe('an index of texts', () => {
  it('knows what was added by its words and its length, and nothing else', () => {
    const index = new TextIndex()
    const write = (words: readonly number[]) => {
      index.begin(words.length * 4)
      for (const word of words) index.word(word)
      return index.find()
    }
    const all = Array.from({ length: 20_000 }, (_, n) => [n >>> 8, n & 255, 7].slice(0, 1 + (n % 3)))
    const known = new Map<string, number>()
    for (const words of all) {
      const expected = known.get(words.join()) ?? -1
      expect(write(words)).toBe(expected)
      if (expected < 0 && index.add(known.size)) known.set(words.join(), known.size)
    }
    expect(known.size).toBeGreaterThan(10_000)
    for (const [words, number] of known) expect(write(words.split(',').map(Number))).toBe(number)
  })
})

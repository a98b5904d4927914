import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  escapePattern,
  prefixTerm,
  suffixTerm,
  type TermEdges,
  termPattern,
  wholeTerm,
} from '../../../src/compile/expressions/terms.ts'
import { printLiteral } from '../../../src/sql/print.ts'
import { openTestDatabase, type TestDatabase } from '../../support/duckdb.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** A needle stands in a text where letters and digits do not go on beyond it, on the sides that matter. */
function holds(text: string, needle: string, edges: TermEdges): boolean {
  const inTerm = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)
  const characters = [...text.toLowerCase()]
  const wanted = [...needle.toLowerCase()]
  return characters.some((_, at) => {
    if (!wanted.every((character, index) => characters[at + index] === character)) return false
    const isCutBefore = edges.start && inTerm(wanted[0]) && inTerm(characters[at - 1])
    const isCutAfter = edges.end && inTerm(wanted.at(-1)) && inTerm(characters[at + wanted.length])
    return !isCutBefore && !isCutAfter
  })
}

const alphabet = fc.string({
  unit: fc.constantFrom('a', 'b', 'B', 'é', 'É', '9', '_', '-', '.', ' ', '(', '\\', '语'),
  maxLength: 12,
})
const needles = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '9', '_', '.', '(', '语'),
  minLength: 1,
  maxLength: 3,
})

describe('termPattern', () => {
  it.each([
    ['whole terms', wholeTerm],
    ['starts of terms', prefixTerm],
    ['ends of terms', suffixTerm],
  ])('finds %s as they are defined', async (_, edges) => {
    const samples = fc.sample(fc.tuple(alphabet, needles), { numRuns: 400, seed: 11 })
    const rows = samples.map(([text, needle]) => {
      const [pattern] = termPattern([needle], edges, false)
      return `(regexp_matches(${printLiteral(text)}, ${printLiteral(pattern!)}))`
    })
    const found = await database.query(`SELECT * FROM (VALUES ${rows.join(', ')})`)
    const wrong = samples.filter(([text, needle], index) => found[index]![0] !== holds(text, needle, edges))
    expect(wrong).toEqual([])
  })

  it('makes one pattern of needles with the same boundaries', () => {
    expect(termPattern(['net', 'user'], wholeTerm, true)).toEqual([
      String.raw`(?:^|[^\p{L}\p{N}])(?:net|user)(?:[^\p{L}\p{N}]|$)`,
    ])
    expect(termPattern(['net', '-enc'], wholeTerm, true)).toHaveLength(2)
  })
})

describe('escapePattern', () => {
  it('makes a pattern that matches just the text', async () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), { numRuns: 300, seed: 3 })
    const rows = texts.map((text) => `(regexp_full_match(${printLiteral(text)}, ${printLiteral(escapePattern(text))}))`)
    const found = await database.query(`SELECT * FROM (VALUES ${rows.join(', ')})`)
    expect(texts.filter((_, index) => found[index]![0] !== true)).toEqual([])
  })
})

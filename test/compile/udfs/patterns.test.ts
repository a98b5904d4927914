import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closedPatterns } from '../../../src/compile/udfs/closed-patterns.ts'
import { findPatterns, patternTable } from '../../../src/compile/udfs/patterns.ts'

/** Every combination of values that enough rows share, kept where no further value is shared by all of them. */
function closedByTrying(columns: readonly (readonly string[])[], least: number): string[] {
  const rows = columns[0]!.map((_, row) => row)
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (chosen: readonly (string | undefined)[]) => {
    const key = JSON.stringify(chosen)
    if (seen.has(key)) return
    seen.add(key)
    const having = rows.filter((row) => chosen.every((value, at) => value === undefined || columns[at]![row] === value))
    if (having.length < least) return
    const shared = columns.map((values) => {
      const first = values[having[0]!]
      return having.every((row) => values[row] === first) ? first : null
    })
    if (shared.some((value) => value !== null)) found.add(JSON.stringify([shared, having.length]))
    chosen.forEach((value, at) => {
      if (value !== undefined) return
      for (const other of new Set(columns[at])) visit(chosen.map((each, place) => (place === at ? other : each)))
    })
  }
  visit(columns.map(() => undefined))
  return [...found].sort()
}

describe('closed patterns', () => {
  test('are those that trying every combination finds, each once', () => {
    const letter = fc.constantFrom('a', 'b', 'c')
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(letter, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
      )
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 4 }), (rows, least) => {
        const columns = rows[0]!.map((_, at) => rows.map((row) => row[at]!))
        const made = patternTable(
          rows.map(() => 1),
          rows.map(() => 0),
          columns,
        )
        const found = closedPatterns(made, (having) => having.length >= least, 100).map(({ items, rows: having }) => {
          const shared = columns.map((values, dimension) =>
            items.some((item) => made.items[item]!.dimension === dimension) ? values[having[0]!] : null,
          )
          return JSON.stringify([shared, having.length])
        })
        expect(found.sort()).toEqual(closedByTrying(columns, least))
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})

const options = { threshold: 0.1, dimensions: 5, sizeWeight: 0.5 }

describe('patterns are chosen', () => {
  // Ten rows: six of x and p, two of x and q, one of y and q, one of z and r.
  const table = patternTable(
    [6, 2, 1, 1],
    [0, 0, 0, 0],
    [
      ['x', 'x', 'y', 'z'],
      ['p', 'q', 'q', 'r'],
    ],
  )

  test('basket has all of them, by rows times values', () => {
    const [, counts, percents, first, second] = findPatterns(table, { ...options, method: 'basket' })
    // x and p: 6 rows · 2; x: 8 · 1; x and q: 2 · 2; q: 3 · 1; y and q, z and r: 1 · 2.
    expect(counts).toEqual([6, 8, 2, 3, 1, 1])
    expect(percents).toEqual([60, 80, 20, 30, 10, 10])
    expect(first).toEqual([1, 1, 2, null, 3, 4])
    expect(second).toEqual([1, null, 2, 2, 3, 4])
  })

  test('autocluster has few, each of other rows', () => {
    const [, counts] = findPatterns(table, { ...options, method: 'autocluster' })
    // By the root of share times half the values: x and p 0.77, x 0.63, x and q 0.45, q 0.39, y and q 0.32, z and r 0.32.
    // x is a part of the first; x and q has nothing in common with it but tells all of its own rows; q and
    // y and q are alike to others.
    expect(counts).toEqual([6, 2, 1, 1])
  })

  test('of two sets the greatest difference comes first', () => {
    const sets = patternTable([8, 1, 1], [1, 1, 8], [['x', 'y', 'z']])
    expect(findPatterns(sets, { ...options, method: 'diffpatterns' })).toEqual([
      [0, 1],
      [8, 1],
      [1, 8],
      [80, 10],
      [10, 80],
      [70, 70],
      [1, 3],
    ])
  })
})

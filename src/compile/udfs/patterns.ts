import type { Udf } from '../row.ts'
import { type ClosedPattern, closedPatterns, type PatternTable, weightOf } from './closed-patterns.ts'
import { isList } from './is-list.ts'

/** How `autocluster`, `basket` and `diffpatterns` choose among the closed patterns. */
export interface PatternOptions {
  readonly method: 'basket' | 'autocluster' | 'diffpatterns'
  /** The least share of the rows, or difference of shares. */
  readonly threshold: number
  readonly dimensions: number
  /** Of `autocluster`: what size weighs against the number of values shared. */
  readonly sizeWeight: number
}

/** Every frequent pattern; those that say the most of the most rows first. */
function basket(patterns: readonly ClosedPattern[]): ClosedPattern[] {
  const rank = (pattern: ClosedPattern) => pattern.weight * pattern.items.length
  return [...patterns].sort((left, right) => rank(right) - rank(left))
}

/** Patterns that one of the others includes, in either direction, tell of the same. */
function isAlike(left: ClosedPattern, right: ClosedPattern): boolean {
  const [few, many] = left.items.length < right.items.length ? [left, right] : [right, left]
  const all = new Set(many.items)
  return few.items.every((item) => all.has(item))
}

/** The best by score, then the best of what tells of other rows, as long as it scores at least `least`. */
function chosen(
  patterns: readonly ClosedPattern[],
  score: (pattern: ClosedPattern) => number,
  isNew: (pattern: ClosedPattern, covered: ReadonlySet<number>) => boolean,
  least: number,
): ClosedPattern[] {
  const found: ClosedPattern[] = []
  const covered = new Set<number>()
  const scored = patterns
    .map((pattern) => ({ pattern, score: score(pattern) }))
    .sort((left, right) => right.score - left.score)
  for (const { pattern, score: own } of scored) {
    if (own < least) break
    if (found.some((other) => isAlike(pattern, other)) || !isNew(pattern, covered)) continue
    found.push(pattern)
    for (const row of pattern.rows) covered.add(row)
  }
  return found
}

/** A score below this share of the best one's is no finding any more. */
const nearness = 0.1

function autocluster(
  table: PatternTable,
  patterns: readonly ClosedPattern[],
  options: PatternOptions,
): ClosedPattern[] {
  const total = weightOf(table, table.rows, 'a')
  const { sizeWeight } = options
  const score = ({ weight, items }: ClosedPattern) =>
    (weight / total) ** sizeWeight * (items.length / table.dimensions) ** (1 - sizeWeight)
  const isNew = (pattern: ClosedPattern, covered: ReadonlySet<number>) =>
    weightOf(table, uncovered(pattern, covered), 'a') * 2 >= pattern.weight
  const best = patterns.reduce((most, pattern) => Math.max(most, score(pattern)), 0)
  return chosen(patterns, score, isNew, best * nearness)
}

function diffpatterns(
  table: PatternTable,
  patterns: readonly ClosedPattern[],
  options: PatternOptions,
): ClosedPattern[] {
  const difference = (rows: readonly number[]) => Math.abs(share(table, rows, 'a') - share(table, rows, 'b'))
  const isNew = (pattern: ClosedPattern, covered: ReadonlySet<number>) =>
    difference(uncovered(pattern, covered)) >= options.threshold
  return chosen(patterns, (pattern) => difference(pattern.rows), isNew, options.threshold)
}

function uncovered({ rows }: ClosedPattern, covered: ReadonlySet<number>): number[] {
  return rows.filter((row) => !covered.has(row))
}

function share(table: PatternTable, rows: readonly number[], set: 'a' | 'b'): number {
  const total = weightOf(table, table.rows, set)
  return total === 0 ? 0 : weightOf(table, rows, set) / total
}

const percent = (part: number) => Math.round(part * 10_000) / 100

/** A list for each column of the answer: number, counts, shares in percent, then for each column the row that has its value. */
export function findPatterns(table: PatternTable, options: PatternOptions): (number | null)[][] {
  const { method, threshold } = options
  const isFrequent =
    method === 'diffpatterns'
      ? (rows: readonly number[]) => share(table, rows, 'a') >= threshold || share(table, rows, 'b') >= threshold
      : (rows: readonly number[]) => share(table, rows, 'a') >= threshold
  const patterns = closedPatterns(table, isFrequent, options.dimensions)
  const found =
    method === 'basket'
      ? basket(patterns)
      : method === 'autocluster'
        ? autocluster(table, patterns, options)
        : diffpatterns(table, patterns, options)
  const counts =
    method === 'diffpatterns'
      ? [
          found.map(({ rows }) => weightOf(table, rows, 'a')),
          found.map(({ rows }) => weightOf(table, rows, 'b')),
          found.map(({ rows }) => percent(share(table, rows, 'a'))),
          found.map(({ rows }) => percent(share(table, rows, 'b'))),
          found.map(({ rows }) => percent(Math.abs(share(table, rows, 'a') - share(table, rows, 'b')))),
        ]
      : [found.map(({ weight }) => weight), found.map(({ rows }) => share(table, rows, 'a') * 100)]
  const values = Array.from({ length: table.dimensions }, (_, dimension) =>
    found.map(({ items, rows }) => {
      const holds = items.some((item) => table.items[item]!.dimension === dimension)
      // Counted from 1, as lists of the engine are.
      return holds ? rows[0]! + 1 : null
    }),
  )
  return [found.map((_, index) => index), ...counts, ...values]
}

export const patternUdfs: readonly Udf[] = [
  {
    // Options as JSON; of each row its weight in either set, and for each column its value, null where it is rare.
    name: 'kql_patterns',
    parameters: ['VARCHAR', 'DOUBLE[]', 'DOUBLE[]', 'VARCHAR[][]'],
    returns: 'DOUBLE[][]',
    evaluate(options, a, b, columns) {
      if (typeof options !== 'string' || !isList(a) || !isList(b) || !isList(columns)) return null
      const table = patternTable(a as number[], b as number[], columns as (string | null)[][])
      return findPatterns(table, JSON.parse(options) as PatternOptions)
    },
  },
]

export function patternTable(
  a: readonly number[],
  b: readonly number[],
  columns: readonly (readonly (string | null)[])[],
): PatternTable {
  const rows = a.map((_, row) => row)
  const items: PatternTable['items'][number][] = []
  columns.forEach((values, dimension) => {
    const places = new Map<string, number[]>()
    values.forEach((value, row) => {
      if (value === null) return
      const known = places.get(value)
      if (known) known.push(row)
      else places.set(value, [row])
    })
    for (const having of places.values()) items.push({ dimension, rows: having })
  })
  return { a, b, rows, items, dimensions: columns.length }
}

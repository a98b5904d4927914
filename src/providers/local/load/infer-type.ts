import type { KqlType } from '../../../lib/kql-type.ts'
import type { StagedColumn } from './staged.ts'
import { kqlTypeOf, presentSql, textSql } from './value-sql.ts'

/** `perhaps datetime`: every value looks like a time, and whether all are is still to be seen. */
export type Inference = KqlType | 'perhaps datetime' | undefined

/**
 * The type of a column that no schema knows, from its values:
 *
 * - JSON: all true and false → bool; whole numbers → long; other numbers → real; objects and arrays, if only in one row →
 *   dynamic; texts that are all ISO times → datetime; everything else → string. A text is not looked into: `"3"` is a string.
 * - CSV: all `true` and `false` → bool; whole numbers without leading zeros → long; other numbers → real; times → datetime;
 *   JSON objects and arrays → dynamic; everything else, GUIDs among it (Log Analytics keeps them as strings) → string.
 * - Parquet: its own types.
 *
 * Whole numbers beyond 64 bits are strings: as reals they would lose digits.
 */
export interface TypeEvidence {
  /** Aggregates over all values, of which it matters how much they are. */
  readonly whole: readonly string[]
  /** Counts of which it matters only whether they are zero. */
  readonly counts: readonly string[]
  /** The type from the values of `whole` and `counts`; undefined where the column holds nothing. */
  typeFrom(whole: readonly number[], counts: readonly number[]): Inference
}

const isoTime = `'^\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d.*)?$'`
const anyTime = `'^(\\d{4}-\\d\\d-\\d\\d|\\d{1,2}/\\d{1,2}/\\d{4}|\\d{4}/\\d\\d/\\d\\d|[A-Z][a-z]{2} \\d{1,2}, \\d{4})([T ,]|$)'`

export function typeEvidence(column: StagedColumn): TypeEvidence {
  const { form, type } = column
  // A timespan in JSON is text, and stays that.
  if (type !== undefined) return { ...none, typeFrom: () => (type === 'timespan' ? 'string' : type) }
  switch (form.kind) {
    case 'typed':
      return { ...none, typeFrom: () => form.kql ?? kqlTypeOf(form.duckdb) }
    case 'json':
      return jsonEvidence(column)
    case 'text':
      return textEvidence(column)
  }
}

const none = { whole: [], counts: [] }

const kinds = { nested: 1, bool: 2, whole: 4, fraction: 8, text: 16 } as const

const code = (character: string) => character.charCodeAt(0)

function jsonEvidence(column: StagedColumn): TypeEvidence {
  const { sql } = column
  const text = textSql(column)
  // The first character tells what a JSON value is, at a fraction of what json_type costs.
  const written = `${sql}::VARCHAR`
  const kind = `CASE ascii(${written}) WHEN ${code('"')} THEN CASE WHEN ${written} = '""' THEN 0 ELSE ${kinds.text} END
    WHEN ${code('{')} THEN ${kinds.nested} WHEN ${code('[')} THEN ${kinds.nested}
    WHEN ${code('t')} THEN ${kinds.bool} WHEN ${code('f')} THEN ${kinds.bool} WHEN ${code('n')} THEN 0
    ELSE CASE WHEN ${written} IS NULL THEN 0 WHEN regexp_matches(${written}, '[.eE]') THEN ${kinds.fraction} ELSE ${kinds.whole} END END`
  return {
    whole: [`bit_or(${kind})`],
    counts: [
      `count(*) FILTER (ascii(${written}) = ${code('"')} AND ${written} <> '""' AND NOT regexp_matches(${text}, ${isoTime}))`,
      `count(*) FILTER (strlen(${written}) > 18 AND regexp_full_match(${written}, '-?\\d+') AND TRY_CAST(${written} AS BIGINT) IS NULL)`,
    ],
    typeFrom([found = 0], [noTimes = 0, tooLong = 0]) {
      if (found === 0) return undefined
      if (found & kinds.nested) return 'dynamic'
      if (found === kinds.bool) return 'bool'
      if (found === kinds.text) return noTimes === 0 ? 'perhaps datetime' : 'string'
      if (found & (kinds.text | kinds.bool) || tooLong > 0) return 'string'
      return found === kinds.whole ? 'long' : 'real'
    },
  }
}

function textEvidence(column: StagedColumn): TypeEvidence {
  const text = textSql(column)
  const present = presentSql(column, 'string')
  const failing = (condition: string) => `count(*) FILTER (${present} AND NOT coalesce(${condition}, false))`
  return {
    whole: [],
    counts: [
      `count(*) FILTER (${present})`,
      failing(`lower(${text}) IN ('true', 'false')`),
      failing(`regexp_full_match(${text}, '-?(0|[1-9]\\d{0,18})') AND TRY_CAST(${text} AS BIGINT) IS NOT NULL`),
      failing(`regexp_full_match(${text}, '-?(0|[1-9]\\d{0,14})(\\.\\d+)?([eE][-+]?\\d{1,3})?')`),
      failing(`regexp_matches(${text}, ${anyTime})`),
      failing(`h_holds_json(${text})`),
    ],
    typeFrom(_, [values = 0, ...failures]) {
      if (values === 0) return undefined
      const at = failures.indexOf(0)
      return at < 0 ? 'string' : textTypes[at]
    },
  }
}

/** What the text is where none fails, in the order of the aggregates. */
const textTypes: readonly Inference[] = ['bool', 'long', 'real', 'perhaps datetime', 'dynamic']

/** The type that holds the values of both, for a column that several files have. */
export function commonType(a: KqlType | undefined, b: KqlType | undefined): KqlType | undefined {
  if (a === undefined || a === b) return b
  if (b === undefined) return a
  if (a === 'dynamic' || b === 'dynamic') return 'dynamic'
  const numbers: readonly KqlType[] = ['int', 'long', 'real']
  const wider = Math.max(numbers.indexOf(a), numbers.indexOf(b))
  return numbers.includes(a) && numbers.includes(b) ? numbers[wider]! : 'string'
}

import { call, caseWhen, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'

/** Which ends of the needle must be ends of a term. */
export interface TermEdges {
  readonly start: boolean
  readonly end: boolean
}

export const wholeTerm: TermEdges = { start: true, end: true }
export const prefixTerm: TermEdges = { start: true, end: false }
export const suffixTerm: TermEdges = { start: false, end: true }

/**
 * A term is a run of letters and digits of any script; everything else parts terms, the underscore too. A needle that
 * itself begins or ends with such a separator needs no boundary there.
 */
const letterOrDigit = String.raw`[\p{L}\p{N}]`
const boundaryBefore = String.raw`(?:^|[^\p{L}\p{N}])`
const boundaryAfter = String.raw`(?:[^\p{L}\p{N}]|$)`

/** The condition that a needle stands in a text as a term, or at the start or end of one. */
export function termCondition(
  text: TypedSql,
  needle: TypedSql,
  edges: TermEdges,
  caseSensitive: boolean,
): SqlExpression {
  if (typeof needle.constant !== 'string') return computedCondition(text, needle, edges, caseSensitive)
  if (needle.constant === '') return literal(true)
  return call('regexp_matches', text.sql, literal(termPattern([needle.constant], edges, caseSensitive)[0]!))
}

/**
 * The same of a needle that is computed; an empty one is found in every text. A pattern that differs by row is made for each row, which takes a
 * millisecond where all letters of all scripts are in it: hence the plain needle first, and only plain letters where the text has no others.
 */
export function computedCondition(
  text: TypedSql,
  needle: TypedSql,
  edges: TermEdges,
  caseSensitive: boolean,
): SqlExpression {
  const found = (pattern: SqlExpression) => call('regexp_matches', text.sql, pattern)
  const flags = literal(caseSensitive ? '' : '(?i)')
  const plain = found(sql`${flags} || regexp_escape(${needle.sql})`)
  const within = (before: string, after: string) => {
    const start = edges.start ? boundaryIf(needle.sql, literal(`^${letterOrDigit}`), before) : literal('')
    const end = edges.end ? boundaryIf(needle.sql, literal(`${letterOrDigit}$`), after) : literal('')
    return found(sql`${flags} || ${start} || regexp_escape(${needle.sql}) || ${end}`)
  }
  const isAscii = sql`${call('strlen', text.sql)} = ${call('length', text.sql)}`
  return caseWhen(
    [
      [sql`NOT ${plain}`, literal(false)],
      [isAscii, within('(?:^|[^A-Za-z0-9])', '(?:[^A-Za-z0-9]|$)')],
    ],
    within(boundaryBefore, boundaryAfter),
  )
}

/**
 * The needle anywhere in the text: implied by `has` and its kin, and found several times faster than a term, since the
 * pattern begins with plain letters. Undefined where it says no less than the term's own pattern.
 */
export function roughCondition(text: TypedSql, needle: TypedSql, caseSensitive: boolean): SqlExpression | undefined {
  const { constant } = needle
  if (typeof constant !== 'string' || !startsWithinTerm(constant)) return undefined
  return call('regexp_matches', text.sql, literal(`${caseSensitive ? '' : '(?i)'}${escapePattern(constant)}`))
}

/**
 * RE2 patterns for a list of needles of which one must be found: one pattern for all needles with the same boundaries, so
 * that a text is read once however long the list is.
 */
export function termPattern(needles: readonly string[], edges: TermEdges, caseSensitive: boolean): readonly string[] {
  const groups = new Map<string, string[]>()
  for (const needle of needles) {
    const before = edges.start && startsWithinTerm(needle) ? boundaryBefore : ''
    const after = edges.end && endsWithinTerm(needle) ? boundaryAfter : ''
    const key = `${before}|${after}`
    groups.set(key, [...(groups.get(key) ?? []), `${before}\0${after}\0${escapePattern(needle)}`])
  }
  return [...groups.values()].map((group) => {
    const [before, after] = group[0]!.split('\0') as [string, string]
    const bodies = group.map((one) => one.split('\0')[2]!)
    const body = bodies.length === 1 ? bodies[0]! : `(?:${bodies.join('|')})`
    return `${caseSensitive ? '' : '(?i)'}${before}${body}${after}`
  })
}

function startsWithinTerm(needle: string): boolean {
  return new RegExp(`^${letterOrDigit}`, 'u').test(needle)
}

function endsWithinTerm(needle: string): boolean {
  return new RegExp(`${letterOrDigit}$`, 'u').test(needle)
}

/** Text as an RE2 pattern that matches just it. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&').replaceAll('\0', '\\x00')
}

function boundaryIf(needle: SqlExpression, edge: SqlExpression, boundary: string): SqlExpression {
  return caseWhen([[call('regexp_matches', needle, edge), literal(boundary)]], literal(''))
}

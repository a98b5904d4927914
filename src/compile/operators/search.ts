import type { Search, SearchCondition } from '../../kql/tree.ts'
import type { Span } from '../../lib/diagnostic.ts'
import { invariant } from '../../lib/invariant.ts'
import { call, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import { condition } from '../expressions/condition.ts'
import { emitContext } from '../expressions/emit-context.ts'
import { type Scope, scopeOf } from '../expressions/lower.ts'
import { escapePattern } from '../expressions/terms.ts'
import { matchesAny, textColumns } from '../expressions/text-operators.ts'
import type { Relation } from '../relation.ts'
import type { TypedSql } from '../row.ts'
import { allOf, anyOf } from '../select.ts'
import { stacked } from './union.ts'

/** The rows of the tables for which the condition holds; `$table` says from which they are. */
export function compileSearch(search: Search, compilation: Compilation): Relation {
  const relation = stacked(search, '$table', compilation)
  // The name of the table is no text that is searched.
  const scope = scopeOf({ ...relation, columns: relation.columns.filter(({ name }) => name !== '$table') }, compilation)
  const filter = compilation.attempt(
    () => searchCondition(search.condition, search.caseSensitive, scope),
    () => literal(true),
  )
  return { ...relation, where: [...relation.where, filter] }
}

function searchCondition(search: SearchCondition, caseSensitive: boolean, scope: Scope): SqlExpression {
  switch (search.kind) {
    case 'and':
      return allOf([search.left, search.right].map((part) => searchCondition(part, caseSensitive, scope)))
    case 'or':
      return anyOf([search.left, search.right].map((part) => searchCondition(part, caseSensitive, scope)))
    case 'not':
      return sql`${searchCondition(search.condition, caseSensitive, scope)} IS NOT TRUE`
    case 'term':
      return holdTerm(textColumns(scope), search.text, caseSensitive, search.span)
    case 'column-term': {
      const found = scope.relation.columns.find(({ name }) => name === search.column)
      invariant(found, `the searched tables have a column ${search.column}`)
      const value: TypedSql = { sql: found.sql, type: found.type, span: search.span }
      const text = emitContext({ type: 'string', span: search.span }, scope).convert(value, 'string')
      return holdTerm([{ sql: text, type: 'string', span: search.span }], search.text, caseSensitive, search.span)
    }
    case 'expression':
      return condition(search.expression, scope)
  }
}

/** `term` whole, `term*` and `*term` at an end of one, `*term*` anywhere, `a*b` with anything between: in one of the texts. */
function holdTerm(texts: readonly TypedSql[], term: string, caseSensitive: boolean, span: Span): SqlExpression {
  const bare = term.replace(/^\*+|\*+$/g, '')
  if (bare === '') return anyOf(texts.map((text) => (term === '' ? literal(true) : sql`${text.sql} <> ''`)))
  if (bare.includes('*')) return anyOf(texts.map((text) => wildcards(text, term, caseSensitive)))
  const needle: TypedSql = { sql: literal(bare), type: 'string', constant: bare, span }
  const operator = termOperator(term.startsWith('*'), term.endsWith('*'))
  return matchesAny(caseSensitive ? `${operator}_cs` : operator, texts, needle)
}

function termOperator(before: boolean, after: boolean) {
  if (before && after) return 'contains'
  return before ? 'hassuffix' : after ? 'hasprefix' : 'has'
}

function wildcards(text: TypedSql, term: string, caseSensitive: boolean): SqlExpression {
  const pieces = term.split(/\*+/).map(escapePattern).join('.*')
  const start = term.startsWith('*') ? '' : String.raw`(?:^|[^\p{L}\p{N}])`
  const end = term.endsWith('*') ? '' : String.raw`(?:[^\p{L}\p{N}]|$)`
  return call('regexp_matches', text.sql, literal(`(?s${caseSensitive ? '' : 'i'})${start}${pieces}${end}`))
}

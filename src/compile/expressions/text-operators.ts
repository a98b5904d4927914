import type { Binary, StringOperator } from '../../kql/tree.ts'
import { call, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import { constantPattern } from '../functions/regex.ts'
import { refuse } from '../refusal.ts'
import type { TypedSql } from '../row.ts'
import { allOf, anyOf } from '../select.ts'
import { emitContext } from './emit-context.ts'
import { lowerText } from './json-path.ts'
import type { Scope } from './lower.ts'
import { prefixTerm, roughCondition, suffixTerm, termCondition, wholeTerm } from './terms.ts'

type TextOperator = StringOperator | '=~' | '!~'

/** `has`, `contains`, `startswith`, `=~`, `matches regex` and their kin; `*` on the left means any column of text. */
export function lowerTextOperator(expression: Binary, operator: TextOperator, scope: Scope): TypedSql {
  const needle = lowerText(expression.right, scope)
  const negated = operator.startsWith('!')
  const positive = (negated ? operator.slice(1).replace(/^~$/, '=~') : operator) as TextOperator
  const found =
    expression.left.kind === 'star'
      ? matchesAny(positive, textColumns(scope), needle)
      : matches(positive, lowerText(expression.left, scope), needle)
  return { sql: negated ? sql`NOT ${found}` : found, type: 'bool', span: expression.span }
}

/** The columns a search over text looks at, as text: those of type string, dynamic and guid. */
export function textColumns(scope: Scope): readonly TypedSql[] {
  const span = { start: 0, end: 0 }
  const context = emitContext({ type: 'string', span }, scope)
  return scope.relation.columns
    .filter(({ type }) => type === 'string' || type === 'dynamic' || type === 'guid')
    .map(({ sql: value, type }) => ({
      sql: context.convert({ sql: value, type, span }, 'string'),
      type: 'string',
      span,
    }))
}

/** Operators that find a needle in one of several texts just where they find it in all of them side by side. */
const joinable: ReadonlySet<string> = new Set<TextOperator>([
  'has',
  'has_cs',
  'hasprefix',
  'hasprefix_cs',
  'hassuffix',
  'hassuffix_cs',
  'contains',
  'contains_cs',
])

export function isJoinable(operator: string): operator is StringOperator {
  return joinable.has(operator)
}

/** Parts texts that stand side by side: an end of a term, and in no needle that anybody looks for. */
const unitSeparator = '\u001f'

/** Of fewer texts, one condition each is as fast. */
const fewestJoined = 4

/**
 * Many texts side by side, in which a constant is looked for at once: DuckDB plans hundreds of conditions for a second. Undefined
 * for few texts, and where the needle could be found across two of them.
 */
function joinedTexts(texts: readonly TypedSql[], { constant, span }: TypedSql): TypedSql | undefined {
  const isApart = typeof constant === 'string' && constant !== '' && !constant.includes(unitSeparator)
  if (texts.length < fewestJoined || !isApart) return undefined
  return { sql: call('concat_ws', sql`chr(31)`, ...texts.map((text) => text.sql)), type: 'string', span }
}

/** The condition that an operator (in its positive form) holds for one of some texts. */
export function matchesAny(operator: TextOperator, texts: readonly TypedSql[], needle: TypedSql): SqlExpression {
  const joined = isJoinable(operator) ? joinedTexts(texts, needle) : undefined
  const parts = joined ? [joined] : texts
  return anyOf(
    parts.map((text) =>
      isTermSearch(operator) ? termFilter(operator, text, needle) : matches(operator, text, needle),
    ),
  )
}

/** Operators that look for a term from its first letter on. */
export function isTermSearch(operator: string): operator is 'has' | 'has_cs' | 'hasprefix' | 'hasprefix_cs' {
  return /^has(?:prefix)?(?:_cs)?$/.test(operator)
}

/** As `matches`; a term is looked for roughly first: most rows fail that, and cheaply. */
export function termFilter(
  operator: 'has' | 'has_cs' | 'hasprefix' | 'hasprefix_cs',
  text: TypedSql,
  needle: TypedSql,
): SqlExpression {
  const exact = matches(operator, text, needle)
  const rough = roughCondition(text, needle, operator.endsWith('_cs'))
  return rough ? allOf([rough, exact]) : exact
}

/** The condition that an operator (in its positive form) holds between two texts. */
function matches(operator: TextOperator, text: TypedSql, needle: TypedSql): SqlExpression {
  switch (operator) {
    case '=~':
      return sql`${foldedFor(needle, text)} = ${folded(needle)}`
    case 'contains':
      return call('contains', foldedFor(needle, text), folded(needle))
    case 'contains_cs':
      return call('contains', text.sql, needle.sql)
    case 'startswith':
      return call('starts_with', foldedFor(needle, text), folded(needle))
    case 'startswith_cs':
      return call('starts_with', text.sql, needle.sql)
    case 'endswith':
      return call('ends_with', foldedFor(needle, text), folded(needle))
    case 'endswith_cs':
      return call('ends_with', text.sql, needle.sql)
    case 'has':
    case 'has_cs':
      return termCondition(text, needle, wholeTerm, operator === 'has_cs')
    case 'hasprefix':
    case 'hasprefix_cs':
      return termCondition(text, needle, prefixTerm, operator === 'hasprefix_cs')
    case 'hassuffix':
    case 'hassuffix_cs':
      return termCondition(text, needle, suffixTerm, operator === 'hassuffix_cs')
    default:
      return call(
        'regexp_matches',
        text.sql,
        typeof needle.constant === 'string' ? literal(constantPattern(needle, { refuse })) : needle.sql,
      )
  }
}

/** Text in which a needle is looked for: as it is where the needle has no letters, for no letter becomes a digit or a sign. */
function foldedFor({ constant }: TypedSql, text: TypedSql): SqlExpression {
  return typeof constant === 'string' && /^[\x00-@[-`{-\x7f]*$/.test(constant) ? text.sql : folded(text)
}

/** Text with the case taken out; a constant of plain letters is folded here. */
export function folded(text: TypedSql): SqlExpression {
  return typeof text.constant === 'string' && /^[\x00-\x7f]*$/.test(text.constant)
    ? literal(text.constant.toLowerCase())
    : call('lower', text.sql)
}

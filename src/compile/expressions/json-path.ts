import type { Element, Expression, Member, Part } from '../../kql/tree.ts'
import { call, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { TypedSql } from '../row.ts'
import { emitContext } from './emit-context.ts'
import { lower, type Scope } from './lower.ts'

/**
 * `d.a`, `d["a"]`, `d[0]`, `d[-1]`: what is not there is null, and so is a JSON null. A chain of constant steps is one
 * path, so that the JSON is read once.
 */
export function lowerPath(expression: Member | Element, scope: Scope): TypedSql {
  const { root, path } = jsonPath(expression, scope)
  return { sql: withoutJsonNull(call('json_extract', root, path)), type: 'dynamic', span: expression.span }
}

/** An expression as text. That of a path is taken from the JSON at once: the empty text for null. */
export function lowerText(expression: Expression, scope: Scope): TypedSql {
  if (isPath(expression)) {
    const piece = pieceOfTexts(expression, scope)
    if (piece) return { sql: piece, type: 'string', span: expression.span }
    const { root, path } = jsonPath(expression, scope)
    const text = call('coalesce', call('json_extract_string', root, path), literal(''))
    return { sql: text, type: 'string', span: expression.span }
  }
  const value = lower(expression, scope)
  if (value.type === 'string') return value
  const text = emitContext(expression, scope).convert(value, 'string')
  const constant = value.type === 'long' && typeof value.constant === 'bigint' ? String(value.constant) : undefined
  return { sql: text, type: 'string', span: expression.span, ...(constant !== undefined && { constant }) }
}

/** One of the texts that an array was just made of, without the JSON between: `tostring(split(name, '.')[0])`. */
function pieceOfTexts(expression: Member | Element, scope: Scope): SqlExpression | undefined {
  if (expression.kind !== 'element' || isPath(expression.operand)) return undefined
  const { constant, type } = lower(expression.index, scope)
  if ((type !== 'long' && type !== 'int') || (typeof constant !== 'number' && typeof constant !== 'bigint'))
    return undefined
  const list = scope.compilation.listOf(lower(expression.operand, scope).sql)
  if (list?.type !== 'string') return undefined
  const place = constant < 0 ? BigInt(constant) : BigInt(constant) + 1n
  return sql`coalesce(${list.sql}[${literal(place)}], '')`
}

/** A path as a number. Undefined where the JSON is itself computed, and would be so several times. */
export function lowerPathNumber(
  expression: Member | Element,
  type: 'int' | 'long' | 'real',
  scope: Scope,
): TypedSql | undefined {
  const { root, path } = jsonPath(expression, scope)
  if (root.kind !== 'column' || path.kind !== 'literal') return undefined
  const json = withoutJsonNull(call('json_extract', root, path))
  const value: TypedSql = { sql: json, type: 'dynamic', span: expression.span }
  return { sql: emitContext({ type, span: expression.span }, scope).convert(value, type), type, span: expression.span }
}

export function isPath(expression: Expression): expression is Member | Element {
  return expression.kind === 'member' || expression.kind === 'element'
}

/** KQL's null is SQL NULL; a JSON null stands only inside arrays and bags. */
function withoutJsonNull(json: SqlExpression): SqlExpression {
  return call('nullif', json, literal('null'))
}

function jsonPath(expression: Member | Element, scope: Scope): { root: SqlExpression; path: SqlExpression } {
  const steps: string[] = []
  let at: Expression = expression
  while (isPath(at)) {
    const step = constantStep(at, scope)
    if (step === undefined) break
    steps.unshift(step)
    at = at.operand
  }
  if (steps.length > 0) return { root: rootOf(at, scope), path: literal(`$${steps.join('')}`) }
  return { root: rootOf(expression.operand, scope), path: computedPath(expression, scope) }
}

function rootOf(expression: Expression, scope: Scope): SqlExpression {
  const root = lower(expression, scope)
  return root.type === 'dynamic' ? root.sql : emitContext(expression, scope).convert(root, 'dynamic')
}

function constantStep(expression: Member | Element, scope: Scope): string | undefined {
  if (expression.kind === 'member') return nameStep(expression.name)
  const { constant, type } = lower(expression.index, scope)
  if (type === 'string' && typeof constant === 'string') return nameStep(constant)
  if ((type === 'long' || type === 'int') && (typeof constant === 'number' || typeof constant === 'bigint')) {
    return constant < 0 ? `[#${constant}]` : `[${constant}]`
  }
  return undefined
}

/** Undefined for names a path cannot spell: `*` matches every key there. */
function nameStep(name: string): string | undefined {
  return name === '' || /[*\\\0]/.test(name) ? undefined : `."${name.replaceAll('"', '\\"')}"`
}

/** A name or an index computed per row, or one that only a JSON pointer can spell. */
function computedPath(expression: Member | Element, scope: Scope): SqlExpression {
  if (expression.kind === 'member') return pointer(literal(expression.name))
  const context = emitContext(expression, scope)
  const index = lower(expression.index, scope)
  switch (index.type) {
    case 'string':
      return pointer(index.sql)
    case 'dynamic':
      return pointer(context.convert(index, 'string'))
    case 'int':
    case 'long':
      return sql`CASE WHEN ${index.sql} < 0 THEN '$[#' ELSE '$[' END || ${index.sql} || ']'`
    default:
      return context.refuse(index.span, `a ${index.type} cannot be an index`)
  }
}

/** `/name`, with the two characters escaped that mean something in a pointer. */
function pointer(name: SqlExpression): SqlExpression {
  return sql`'/' || replace(replace(${name}, '~', '~0'), '/', '~1')`
}

/** One value of a function that yields several, which is one array of them all in SQL. */
export function lowerPart(part: Part, scope: Scope): TypedSql {
  const all = lower(part.operand, scope)
  const json = withoutJsonNull(call('json_extract', all.sql, literal(`$[${part.index}]`)))
  const value: TypedSql = { sql: json, type: 'dynamic', span: part.span }
  return { sql: emitContext(part, scope).convert(value, part.type), type: part.type, span: part.span }
}

import { kqlLiteral, kqlName } from '../kql/literal.ts'
import { type Diagnostic, HuntletError, nearest, type Span } from '../lib/diagnostic.ts'
import { invariant } from '../lib/invariant.ts'
import { wouldMerge } from './kql-lexis.ts'
import { type ParameterValue, parseParameter, type ScalarValue } from './parameter.ts'
import type { Query } from './query-definition.ts'
import { builtInParameters } from './template.ts'
import type { Piece } from './template-reader.ts'

/** KQL ready to run, and where each part of it came from. */
export interface RenderedQuery {
  readonly kql: string
  readonly query: Query
  readonly parts: readonly RenderedPart[]
}

interface RenderedPart {
  readonly start: number
  readonly end: number
  readonly piece: Piece
}

/** Values as written, by name → values of the declared types, defaults put in. Throws `UNKNOWN_PARAMETER`, `MISSING_PARAMETER`, `INVALID_PARAMETER`. */
export function bindParameters(
  query: Query,
  written: Readonly<Record<string, unknown>>,
): Readonly<Record<string, ParameterValue>> {
  const declared = { ...query.parameters, ...builtInParameters }
  for (const name of Object.keys(written)) {
    if (Object.hasOwn(declared, name)) continue
    const close = nearest(name, Object.keys(query.parameters))
    throw new HuntletError('UNKNOWN_PARAMETER', `Query \`${query.id}\` has no parameter \`${name}\`.`, {
      hint: close
        ? `Did you mean \`${close}\`?`
        : `Its parameters: ${Object.keys(query.parameters).join(', ') || 'none'}.`,
    })
  }
  const values: Record<string, ParameterValue> = {}
  for (const [name, parameter] of Object.entries(declared)) {
    const given = Object.hasOwn(written, name) ? written[name] : parameter.default
    if (given === undefined) {
      throw new HuntletError('MISSING_PARAMETER', `Query \`${query.id}\` needs the parameter \`${name}\`.`, {
        hint: parameter.text,
      })
    }
    const parsed = parseParameter(parameter, given)
    if ('problem' in parsed) {
      throw new HuntletError('INVALID_PARAMETER', `Parameter \`${name}\` of \`${query.id}\` ${parsed.problem}.`)
    }
    values[name] = parsed.value
  }
  return values
}

/** The KQL of a query with its values in it. Values become literals of their declared type, tables and columns become names. */
export function renderQuery(query: Query, values: Readonly<Record<string, ParameterValue>>): RenderedQuery {
  const { template } = query
  const put: { readonly piece: Piece; readonly text: string }[] = []
  const numbers = template.plan(values, (piece, value) => {
    put.push({ piece: template.pieces[piece]!, text: printed(query, template.pieces[piece]!, value) })
    return template.pieces.length + put.length - 1
  })
  const parts: RenderedPart[] = []
  let kql = ''
  for (const number of numbers) {
    const piece = template.pieces[number] ?? put[number - template.pieces.length]?.piece
    invariant(piece, `the plan of ${query.id} names pieces there are`)
    const text = piece.kind === 'text' ? piece.text : put[number - template.pieces.length]!.text
    if (text === '') continue
    const last = parts.at(-1)?.piece
    if (last && !mayTouch(last, kql.at(-1), piece, text[0])) throw touching(query, piece.kind === 'text' ? last : piece)
    parts.push({ start: kql.length, end: kql.length + text.length, piece })
    kql += text
  }
  return { kql, query, parts }
}

/** Where a span of the rendered KQL stands in the template: text in its own place, a value at its placeholder. */
export function templateSpan(rendered: RenderedQuery, span: Span): Span {
  return { start: templateOffset(rendered, span.start, 'start'), end: templateOffset(rendered, span.end, 'end') }
}

/** Diagnostics of the rendered KQL, placed in the YAML file. */
export function placeDiagnostics(rendered: RenderedQuery, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((each) => ({
    ...each,
    span: templateSpan(rendered, each.span),
    source: rendered.query.template.source,
  }))
}

function templateOffset(rendered: RenderedQuery, offset: number, edge: 'start' | 'end'): number {
  const part = rendered.parts.find(({ start, end }) =>
    edge === 'start' ? offset >= start && offset < end : offset > start && offset <= end,
  )
  if (!part) return offset <= 0 ? 0 : rendered.query.template.source.text.trimEnd().length
  const { span, kind } = part.piece
  return kind === 'text' ? span.start + (offset - part.start) : span[edge]
}

function printed(query: Query, piece: Piece, value: unknown): string {
  invariant(piece.kind !== 'text', 'only values are put')
  if (piece.kind === 'list') {
    const items = value as readonly ScalarValue[]
    // `in ()` is no KQL; nothing is in an empty array.
    return items.length === 0 ? 'dynamic([])' : items.map((item) => kqlLiteral(piece.items, item)).join(', ')
  }
  if (piece.type !== 'table' && piece.type !== 'column') return kqlLiteral(piece.type, value as ScalarValue)
  try {
    return kqlName(value as string)
  } catch (cause) {
    const message = `Query \`${query.id}\`: ${JSON.stringify(value)} can't be the name of a ${piece.type}.`
    throw new HuntletError('INVALID_PARAMETER', message, { cause })
  }
}

/** Two texts that meet where a tag stood, or a value and its neighbour, must stay two words. */
function mayTouch(left: Piece, last: string | undefined, right: Piece, first: string | undefined): boolean {
  if (left.kind !== 'text') return !wouldMerge(first)
  if (right.kind !== 'text') return !wouldMerge(last)
  return !(/[/@'"`~\\]/.test(last ?? '') && /[/'"`~]/.test(first ?? ''))
}

function touching(query: Query, piece: Piece): HuntletError {
  const { source } = query.template
  const diagnostic: Diagnostic = {
    code: 'QRY007',
    severity: 'error',
    message: 'What stands here grows together with its neighbour.',
    span: piece.span,
    source,
    hint: 'Put a space or an operator between.',
  }
  return new HuntletError('INVALID_QUERY', `Query \`${query.id}\`: ${diagnostic.message}`, {
    diagnostics: [diagnostic],
  })
}

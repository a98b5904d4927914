import type { Diagnostic } from '../../lib/diagnostic.ts'
import type { Json, Table } from '../../lib/table.ts'
import { type Failure, fromFailure, toFailure } from '../local/failure.ts'
import type { Completeness, NamedTable, QueryPiece, QueryTable } from '../workspace.ts'
import { withoutSecrets } from './kql-texts.ts'
import { members, readTable, tableLines } from './table-lines.ts'

/** What a question was answered with: tables, or why there are none. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: QueryTable }
  | { readonly kind: 'failure'; readonly error: Error }

/** What is kept of an answer beside its rows. */
interface AnswerHead {
  readonly completeness: Completeness
  readonly durationMs: number
  readonly chart?: string
  readonly name?: string
  readonly pieces?: readonly QueryPiece[]
  /** The tables after the first. */
  readonly more: readonly { readonly name: string; readonly chart?: string }[]
}

/** An outcome as lines of JSON, without the secrets named and without tokens. */
export function* outcomeLines(outcome: Outcome, secrets: readonly string[]): Generator<Json> {
  if (outcome.kind === 'failure') {
    yield clean({ failure: failureOf(outcome.error) }, secrets)
    return
  }
  const { table, more = [], completeness, durationMs, chart, name, pieces } = outcome.answer
  const head: AnswerHead = {
    completeness,
    durationMs,
    ...(chart !== undefined && { chart }),
    ...(name !== undefined && { name }),
    ...(pieces && { pieces }),
    more: more.map((each) => ({ name: each.name, ...(each.chart !== undefined && { chart: each.chart }) })),
  }
  yield clean({ answer: head }, secrets)
  yield* tableLines(table)
  for (const each of more) yield* tableLines(each.table)
}

/** What lies behind an error is left out: it may name places of this machine, and headers of requests. */
function failureOf(error: Error): Failure {
  const { cause: _, ...failure } = toFailure(error)
  return failure
}

/** The same as JSON, its texts without the secrets named and without what looks like a token. */
export function clean(json: object, secrets: readonly string[]): Json {
  return JSON.parse(
    JSON.stringify(json, (_, value: unknown) => (typeof value === 'string' ? withoutSecrets(value, secrets) : value)),
  ) as Json
}

/** Reads back what `outcomeLines` wrote. Throws an Error that says in words what a line is not. */
export async function readOutcome(next: () => Promise<Json>): Promise<Outcome> {
  const { answer, failure } = members(await next())
  if (failure !== undefined) return { kind: 'failure', error: fromFailure(readFailure(failure)) }
  const { more, ...head } = readHead(answer ?? null)
  const table = await readTable(next)
  const others: NamedTable[] = []
  for (const each of more) others.push({ ...each, table: await readTable(next) })
  return { kind: 'answer', answer: { table, ...head, ...(others.length > 0 && { more: others }) } }
}

function readHead(json: Json): AnswerHead {
  const { completeness, durationMs, chart, name, pieces, more } = members(json)
  if (typeof durationMs !== 'number') throw new Error('no time it took')
  return {
    completeness: readCompleteness(completeness ?? null),
    durationMs,
    ...(typeof chart === 'string' && { chart }),
    ...(typeof name === 'string' && { name }),
    ...(Array.isArray(pieces) && { pieces: pieces.map(readPiece) }),
    more: list(more ?? null).map((each) => {
      const { name, chart } = members(each)
      return { name: text(name), ...(typeof chart === 'string' && { chart }) }
    }),
  }
}

function readCompleteness(json: Json): Completeness {
  const { status, notices } = members(json)
  return { status: oneOf(status, ['complete', 'partial', 'truncated']), notices: list(notices ?? null).map(text) }
}

function readPiece(json: Json): QueryPiece {
  const { start, end, status, rowCount, durationMs, message, workspace } = members(json)
  if (typeof rowCount !== 'number' || typeof durationMs !== 'number') throw new Error('no piece')
  return {
    start: text(start),
    end: text(end),
    status: oneOf(status, ['complete', 'truncated', 'failed']),
    rowCount,
    durationMs,
    ...(typeof message === 'string' && { message }),
    ...(typeof workspace === 'string' && { workspace }),
  }
}

function readFailure(json: Json): Failure {
  const { kind, code, message, hint, diagnostics } = members(json)
  return {
    kind: oneOf(kind, ['kql', 'huntlet']),
    code: text(code),
    message: text(message),
    ...(typeof hint === 'string' && { hint }),
    ...(Array.isArray(diagnostics) && { diagnostics: diagnostics.map(readDiagnostic) }),
  }
}

function readDiagnostic(json: Json): Diagnostic {
  const { code, severity, message, span, hint, source } = members(json)
  const { start, end, source: beneath } = members(span ?? null)
  if (typeof start !== 'number' || typeof end !== 'number') throw new Error('no place of a diagnostic')
  return {
    code: text(code),
    severity: oneOf(severity, ['error', 'warning', 'notice']),
    message: text(message),
    span: { start, end, ...(beneath !== undefined && { source: readSource(beneath) }) },
    ...(typeof hint === 'string' && { hint }),
    ...(source !== undefined && { source: readSource(source) }),
  }
}

function readSource(json: Json): NonNullable<Diagnostic['source']> {
  const { name, text: content, firstLine, indent } = members(json)
  return {
    name: text(name),
    text: text(content),
    ...(typeof firstLine === 'number' && { firstLine }),
    ...(typeof indent === 'number' && { indent }),
  }
}

export function text(json: Json | undefined): string {
  if (typeof json !== 'string') throw new Error('no text where one should be')
  return json
}

export function list(json: Json): readonly Json[] {
  if (!Array.isArray(json)) throw new Error('no list where one should be')
  return json
}

export function oneOf<Word extends string>(json: Json | undefined, words: readonly Word[]): Word {
  const found = words.find((word) => word === json)
  if (found === undefined) throw new Error(`none of ${words.join(', ')}`)
  return found
}

/** Bytes that the rows of an answer take in memory, as far as they can be told without decoding them. */
export function bytesOf({ table, more = [] }: QueryTable): number {
  return [table, ...more.map((each) => each.table)].reduce((sum, each) => sum + bytesOfTable(each), 0)
}

function bytesOfTable({ data }: Table): number {
  return data.reduce((sum, column) => {
    if (column.kind !== 'texts') return sum + column.values.byteLength
    return sum + column.index.byteLength + column.dictionary.reduce((length, each) => length + each.length, 0)
  }, 0)
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileQuery } from '../../src/compile/compile-query.ts'
import type { Schemas } from '../../src/kql/bind-kql.ts'
import type { Diagnostic } from '../../src/lib/diagnostic.ts'
import { parseDatetime } from '../../src/lib/kql-time.ts'
import type { ColumnType } from '../../src/lib/kql-type.ts'
import { bindAsking } from './bind-asking.ts'
import { differenceOf } from './case-difference.ts'
import type { TestDatabase } from './duckdb.ts'
import { runCompiled } from './run-compiled.ts'

/** Recorded answers of the real engine stand beside the project where they are at hand. */
export const casesFolder = join(import.meta.dirname, '../../../shared/kql-cases')
export const hasCases = existsSync(casesFolder)

/** One recorded question: what the engine answered, or that it refused. */
export interface KqlCase {
  /** The file and the case's own id; ids repeat, so later ones carry their number. */
  readonly key: string
  readonly query: string
  readonly ordered: boolean
  readonly volatile: boolean
  readonly truncated: boolean
  readonly expected: Expectation | undefined
}

export type Expectation =
  | { readonly kind: 'error' }
  | {
      readonly kind: 'rows'
      readonly columns: readonly { readonly name: string; readonly type: string }[]
      readonly rows: readonly (readonly unknown[])[]
      readonly complete: boolean
    }
  /** Rows as tuples of text. */
  | {
      readonly kind: 'tuples'
      readonly columns: readonly { readonly name: string }[]
      readonly rows: readonly string[]
    }
  /** A table as printed on a page: everything is text, rounded. */
  | { readonly kind: 'printed'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }

export type Outcome =
  | { readonly status: 'pass' }
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'wrong'; readonly difference: string; readonly sql: string }
  /** The engine refuses it, we do not. */
  | { readonly status: 'lax' }

const files = { core: 'recorded-core', samples: 'recorded-samples', documentation: 'documentation' } as const

/** All cases that have an answer to compare with. */
export function readCases(): readonly KqlCase[] {
  return Object.entries(files).flatMap(([name, file]) => {
    const seen = new Map<string, number>()
    const lines = readFileSync(join(casesFolder, `${file}.jsonl`), 'utf8')
      .trim()
      .split('\n')
    return lines.map((line) => {
      const raw = JSON.parse(line) as RawCase
      const count = (seen.get(raw.id) ?? 0) + 1
      seen.set(raw.id, count)
      return {
        key: `${name}/${raw.id}${count > 1 ? `~${count}` : ''}`,
        query: raw.query,
        ordered: raw.ordered ?? false,
        volatile: raw.volatile,
        truncated: raw.truncated ?? false,
        expected: expectationOf(raw),
      }
    })
  })
}

interface RawCase {
  readonly id: string
  readonly query: string
  readonly ordered?: boolean
  readonly volatile: boolean
  readonly truncated?: boolean
  readonly expected?: {
    readonly columns: readonly { readonly name: string; readonly type: string }[]
    readonly rows: readonly (readonly unknown[])[] | null
    readonly complete: boolean
  } | null
  readonly expected_error?: string
  readonly expected_text?: readonly string[]
  readonly expected_table?: {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly string[])[]
  } | null
}

function expectationOf(raw: RawCase): Expectation | undefined {
  if (raw.expected_error !== undefined) return { kind: 'error' }
  if (raw.expected_text && raw.expected)
    return { kind: 'tuples', columns: raw.expected.columns, rows: raw.expected_text }
  if (raw.expected?.rows) return { kind: 'rows', ...raw.expected, rows: raw.expected.rows }
  return raw.expected_table ? { kind: 'printed', ...raw.expected_table } : undefined
}

const noTables: Schemas = { tables: [] }

/** Binds, compiles and runs a case, and compares. */
export async function runCase(one: KqlCase, database: TestDatabase): Promise<Outcome> {
  const answer = await answerOf(one.query, database)
  if ('reason' in answer) {
    return one.expected?.kind === 'error' ? { status: 'pass' } : { status: 'refused', reason: answer.reason }
  }
  if (!one.expected) return { status: 'refused', reason: 'no recorded answer to compare with' }
  if (one.expected.kind === 'error') return { status: 'lax' }
  const difference = differenceOf(one, one.expected, answer)
  return difference === undefined ? { status: 'pass' } : { status: 'wrong', difference, sql: answer.sql }
}

export interface Answer {
  readonly columns: readonly ColumnType[]
  readonly rows: readonly (readonly unknown[])[]
  readonly sql: string
}

async function answerOf(query: string, database: TestDatabase): Promise<Answer | { readonly reason: string }> {
  try {
    const bound = await bindAsking(query, noTables, options, database)
    if (!bound.query) return { reason: reasonOf(bound.diagnostics) }
    const { compiled, diagnostics } = compileQuery(bound.query, options)
    if (!compiled) return { reason: reasonOf(diagnostics) }
    return { columns: compiled.columns, rows: (await runCompiled(database, compiled))[0]!.rows, sql: compiled.sql }
  } catch (error) {
    return {
      reason: `fails when run: ${String((error as Error).message)
        .split('\n')[0]!
        .slice(0, 120)}`,
    }
  }
}

/** 2026-01-01; cases that read the clock are volatile, and not compared. */
const options = { tables: () => undefined, now: parseDatetime('2026-01-01')! }

/** What is missing, in our words: the binder's own are not ours to keep. */
function reasonOf(diagnostics: readonly Diagnostic[]): string {
  const first = diagnostics.find(({ severity }) => severity === 'error')
  if (!first) return 'no query'
  return first.code.startsWith('KQL0') ? `does not bind (${first.code})` : first.message
}

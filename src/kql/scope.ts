import type { Diagnostic, Span } from '../lib/diagnostic.ts'
import type { ColumnType, TableSchema } from '../lib/kql-type.ts'
import type { BoundText } from './binder-diagnostics.ts'
import { columnTypes } from './column-types.ts'
import type { Question } from './discovery.ts'
import type { Discovered } from './evaluated-columns.ts'
import type { FunctionSchema, LanguageService } from './language-service.ts'
import { diagnostic, type KqlCode, type KqlParameters } from './messages.ts'
import type { Restriction } from './restriction.ts'
import type { Settings } from './settings.ts'
import { columnSymbols, type Node, type SyntaxNode } from './syntax.ts'
import type { Expression, Tabular } from './tree.ts'

export { columnTypes, typeOf } from './column-types.ts'

/** What one translation of a query gathers. */
export interface Translation {
  readonly bound: BoundText
  readonly service: LanguageService
  readonly diagnostics: Diagnostic[]
  /** Every table a query could name. */
  readonly allTables: readonly TableSchema[]
  /** Whether the workspace has a table of this name. */
  hasTable(name: string): boolean
  /** Functions stored in the workspace, by name. */
  readonly functions: ReadonlyMap<string, FunctionSchema>
  readonly tables: Set<string>
  readonly missing: Set<string>
  /** Names that were looked for and found to be of no table. */
  readonly unknownTables: string[]
  /** Members of fuzzy unions by place, and whether any use of the place has the table it names. */
  readonly members: Map<string, { readonly span: Span; readonly present: boolean }>
  /** What was found out about plug-ins whose columns depend on the data; undefined where nobody asks. */
  readonly discovered: Discovered | undefined
  readonly questions: Question[]
  /** Places of plug-ins whose columns depend on the data. */
  readonly asked: Set<string>
  /** Tables whose columns wait for an answer. */
  readonly waiting: WeakSet<object>
  /** Values given for `declare query_parameters`, as text. */
  readonly parameters: ReadonlyMap<string, string> | undefined
  readonly declaredParameters: Set<string>
  /** What `set` said so far. */
  readonly settings: Settings
  /** A number no other `LetTable` of the query has. */
  nextId(): number
}

/** What a name of a `let`, a parameter or an `as` stands for. Evaluated when first used: an unused `let` costs and refuses nothing. */
export type Named =
  /** `row`: of a parameter, the row its argument may read: the one of the call. */
  | { readonly kind: 'scalar'; readonly value: () => Expression; readonly row?: Scope['row'] }
  | { readonly kind: 'table'; readonly table: () => Tabular }
  /** A step of `scan`, before a column. */
  | { readonly kind: 'step' }
  /** Of `declare pattern`; without a declaration it says nothing for any text. */
  | { readonly kind: 'pattern'; readonly scope: Scope; readonly declaration?: Node<'PatternDeclaration'> }
  /** Declared in `scope`; its body, bound for a call, is the binder's. `view`: what it is to a wildcard. */
  | { readonly kind: 'function'; readonly scope: Scope; readonly view?: () => Tabular }

/** Names in sight, innermost first. */
export class Names {
  readonly #own = new Map<string, Named>()
  readonly #outer: Names | undefined

  constructor(outer?: Names) {
    this.#outer = outer
  }

  define(name: string, named: Named): void {
    this.#own.set(name, named)
  }

  find(name: string): Named | undefined {
    return this.#own.get(name) ?? this.#outer?.find(name)
  }

  *all(): Generator<string> {
    yield* this.#own.keys()
    if (this.#outer) yield* this.#outer.all()
  }
}

/** Where an expression or operator stands. */
export interface Scope {
  readonly translation: Translation
  readonly names: Names
  /** Where a node stands in the query's text; inside a stored function, where it was called. */
  readonly spanOf: (node: { readonly TextStart: number; readonly End: number }) => Span
  /** The columns of the row an expression is evaluated over. */
  readonly row?: readonly ColumnType[]
  /** What `restrict access to` left in sight. */
  readonly restricted?: Restriction
  /** What the first operator of a subquery reads, of `mv-apply` say. */
  readonly source?: Tabular
}

/** Stops the translation of one operator; the others go on, so that one run shows all that is refused. */
class Refusal extends Error {
  readonly diagnostic: Diagnostic

  constructor(refused: Diagnostic) {
    super(refused.message)
    this.diagnostic = refused
  }
}

export function refuse<Code extends KqlCode>(code: Code, span: Span, parameters: KqlParameters<Code>): never {
  throw new Refusal(diagnostic(code, span, parameters))
}

/** Runs a step; what it refuses is noted, and `otherwise` stands in for it (the query is not given out then). */
export function attempt<T>(scope: Scope, step: () => T, otherwise: () => T): T {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    scope.translation.diagnostics.push(error.diagnostic)
    return otherwise()
  }
}

/**
 * Keeps the value of a step for later uses, unless something was refused in it: then each use says so again, in case the
 * first one was dropped with its diagnostics (a member of a fuzzy union).
 */
export function once<T>(scope: Scope, step: () => T): () => T {
  let kept: { readonly value: T } | undefined
  return () => {
    if (kept) return kept.value
    const { diagnostics } = scope.translation
    const before = diagnostics.length
    const value = step()
    if (diagnostics.length === before) kept = { value }
    return value
  }
}

/** The columns an operator or a table expression yields. */
export function resultColumns(node: SyntaxNode): ColumnType[] {
  return columnTypes(columnSymbols(node.ResultType))
}

/** Refuses a tree that is not as the binder is known to build it. */
export function unexpected(scope: Scope, node: SyntaxNode, what: string): never {
  return refuse('KQL103', scope.spanOf(node), { what })
}

import type { Diagnostic, Span } from '../../lib/diagnostic.ts'
import type { TableSchema } from '../../lib/kql-type.ts'
import { bindKql, type Schemas, withoutQuery } from '../bind-kql.ts'
import { type BoundCode, type LanguageService, languageService } from '../language-service.ts'
import { globalsFor } from '../schemas.ts'
import { wordsIn } from '../stored-functions.ts'
import { columnSymbols, elements, isNode, nodesOf, type SyntaxNode } from '../syntax.ts'
import { withoutThisWorkspace } from '../this-workspace.ts'
import type { BoundQuery } from '../tree.ts'
import { unspeakable } from '../unspeakable.ts'
import { type Edit, writeEdits } from './edits.ts'
import { limitEdits } from './limit-edit.ts'
import { parameterEdits } from './parameter-edits.ts'
import { certainErrors } from './sent-diagnostics.ts'
import { type TableNames, tableEdits } from './table-edits.ts'
import { asksForNow, timeEdits } from './time-edits.ts'

export interface SentSchemas extends Schemas {
  /** As `tables`, with their columns of time. */
  readonly timed: TableNames['has']
  /** There may be more than is known. */
  readonly isPartial: boolean
}

/** A query as a service is to be asked, with places left for the range of time, the limit and now. */
export interface SentQuery {
  /** What `edits` are done to: as long as the query's own text, so that places in it are places in that. */
  readonly text: string
  readonly edits: readonly Edit[]
  /** What reads tables in a way that the text cannot narrow, in words. */
  readonly wide: readonly string[]
  /** Tables it names itself, and those that the workspace lacks. */
  readonly tables: readonly string[]
  readonly missing: readonly string[]
  readonly usesNow: boolean
  /** Stored functions it calls; those of them that ask for now can't be told what it is. */
  readonly functions: readonly string[]
  readonly functionsOfNow: readonly string[]
  readonly readsWatchlists: boolean
  /** Operators of `join find search externaldata` that it has. */
  readonly operators: readonly string[]
  /** In huntlet's own tree, where it understands the query. */
  readonly bound?: BoundQuery
  /** The statement that gives the table, where there is one. */
  readonly result: Span | undefined
  /** The `let` statement of a name, where there is one. */
  readonly letOf: (name: string) => Span | undefined
  /** Where the arguments of a call stand in the text. */
  readonly argumentsOf: (call: Span) => readonly Span[] | undefined
}

export interface SentResult {
  /** Absent where a diagnostic is an error: then the service need not be asked. */
  readonly query?: SentQuery
  readonly diagnostics: readonly Diagnostic[]
}

/** Binds a query that a service is to answer. What only huntlet's own engine refuses is let pass. */
export function sentQuery(given: string, schemas: SentSchemas, parameters: ReadonlyMap<string, string>): SentResult {
  const service = languageService()
  const functions = schemas.functions ?? []
  const isFunction = (name: string) => functions.some((each) => each.name === name)
  const parse = (part: string) => service.parse(part).root
  const text = withoutThisWorkspace(given, parse, schemas.names ?? [], isFunction) ?? given
  const code = bound(text, schemas, service)
  const root = code?.root ?? service.parse(text).root
  const none = withoutQuery(root)
  if (none.length > 0) return { diagnostics: none }
  const { diagnostics: faults, edits: declared } = parameterEdits(root, parameters)
  const tableNames = [...schemas.tables.map((each) => each.name), ...(schemas.known?.keys() ?? [])]
  const watchlists = schemas.watchlists?.map((each) => each.alias)
  const about = { text, root, tableNames, watchlists, workspaceNames: schemas.names, service }
  const errors = [...(code ? certainErrors(code.diagnostics, about, schemas.isPartial) : []), ...faults]
  if (errors.length > 0) return { diagnostics: errors.toSorted((a, b) => a.span.start - b.span.start) }
  const lacks = (name: string): TableSchema | undefined =>
    schemas.isPartial || schemas.timed(name) ? undefined : schemas.known?.get(name)
  const found = tableEdits(root, text, { has: schemas.timed, lacks, functions, isPartial: schemas.isPartial })
  const time = timeEdits(root)
  const { query: own, diagnostics } = bindKql(given, schemas, { parameters })
  const query: SentQuery = {
    text,
    ...checked(text, { ...found, edits: [...declared, ...found.edits, ...time.edits] }, limitEdits(root), (written) =>
      code === undefined ? undefined : resultOf(written, schemas, service),
    ),
    tables: found.tables,
    missing: own?.missing ?? found.missing,
    usesNow: time.usesNow,
    functions: found.functions.map((each) => each.name),
    functionsOfNow: found.functions.filter((each) => asksForNow(each.body)).map((each) => each.name),
    readsWatchlists: found.readsWatchlists,
    operators: found.operators,
    ...(own && { bound: own }),
    result: onlySpan(elements(root.Statements).filter((each) => isNode(each, 'ExpressionStatement'))),
    letOf: (name) =>
      onlySpan(
        elements(root.Statements).filter((each) => isNode(each, 'LetStatement') && each.Name.SimpleName === name),
      ),
    argumentsOf: ({ start, end }) => argumentsAt(root, start, end),
  }
  return { query, diagnostics: diagnostics.filter((each) => own && each.code === 'KQL201') }
}

function onlySpan([only, ...more]: readonly SyntaxNode[]): Span | undefined {
  return only && more.length === 0 ? { start: only.TextStart, end: only.End } : undefined
}

function argumentsAt(root: SyntaxNode, start: number, end: number): readonly Span[] | undefined {
  for (const node of nodesOf(root)) {
    if (!isNode(node, 'FunctionCallExpression') || node.TextStart !== start || node.End !== end) continue
    return elements(node.ArgumentList.Expressions).map((each) => ({ start: each.TextStart, end: each.End }))
  }
  return undefined
}

/** A text the binder breaks down over is sent as it is. */
function bound(text: string, schemas: Schemas, service: LanguageService): BoundCode | undefined {
  if (wordsIn(text).some((word) => unspeakable.has(word))) return undefined
  try {
    return service.bind(text, globalsFor(schemas, text, service).globals)
  } catch {
    return undefined
  }
}

/** The columns of all results, by name and type; undefined where something is wrong. */
function resultOf(text: string, schemas: Schemas, service: LanguageService): string | undefined {
  const code = bound(text, schemas, service)
  if (!code) return undefined
  const results = elements(code.root.Statements).filter((each) => isNode(each, 'ExpressionStatement'))
  const types = results.map((each) => (each as SyntaxNode & { readonly Expression: SyntaxNode }).Expression.ResultType)
  return JSON.stringify(types.map((type) => columnSymbols(type).map((column) => [column.Name, column.Type.Name])))
}

/**
 * The edits, if the text with them still has the columns it had: where it has not, the text is left as it was, and the service has
 * to keep to the range by itself.
 */
function checked(
  text: string,
  { edits, wide }: { readonly edits: readonly Edit[]; readonly wide: readonly string[] },
  limits: readonly Edit[],
  columnsOf: (text: string) => string | undefined,
): Pick<SentQuery, 'edits' | 'wide'> {
  const instant = 'datetime(2000-01-01)'
  const written = writeEdits(text, [...edits, ...limits], { start: instant, end: instant, now: instant, limit: '1' })
  const before = columnsOf(text)
  if (before !== undefined && columnsOf(written.kql) === before) return { edits: [...edits, ...limits], wide }
  const isTimed = ({ by, needs }: Edit) => needs === 'start' || by.some((part) => typeof part !== 'string')
  return { edits: edits.filter((edit) => !isTimed(edit)), wide: [...wide, 'a part that is not understood'] }
}

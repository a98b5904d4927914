import type { Diagnostic, Span } from '../lib/diagnostic.ts'
import type { TableSchema } from '../lib/kql-type.ts'
import { translateDiagnostics } from './binder-diagnostics.ts'
import type { Discovery } from './discovery.ts'
import type { Discovered } from './evaluated-columns.ts'
import {
  type BoundCode,
  type FunctionSchema,
  type LanguageService,
  languageService,
  type WatchlistSchema,
} from './language-service.ts'
import { diagnostic } from './messages.ts'
import { nameResults } from './results.ts'
import { absentTable, globalsFor } from './schemas.ts'
import type { Translation } from './scope.ts'
import { querySettings } from './settings.ts'
import { translateStatements } from './statements.ts'
import { checkFunction, reachable } from './stored-functions.ts'
import { classOf, elements, isNode, nodesOf, type SyntaxNode } from './syntax.ts'
import { withoutThisWorkspace } from './this-workspace.ts'
import type { BoundQuery, Tabular } from './tree.ts'
import { unspeakable } from './unspeakable.ts'
import { unsupportedOperators } from './unsupported.ts'

/** What a query can name. Pass the same objects again: what is made of them is kept. */
export interface Schemas {
  /** The tables of the workspace. */
  readonly tables: readonly TableSchema[]
  /** Schemas of tables the workspace may lack, by name: they bind, and are marked as missing. */
  readonly known?: Pick<ReadonlyMap<string, TableSchema>, 'get'> & { keys(): Iterable<string> }
  /** Functions stored in the workspace. */
  readonly functions?: readonly FunctionSchema[]
  /** Lists that `_GetWatchlist` gives; without them it gives the workspace's table of the alias. */
  readonly watchlists?: readonly WatchlistSchema[]
  /** What the workspace goes by: `workspace("…")` and `database("…")` of such a name are this one. */
  readonly names?: readonly string[]
}

export interface BindOptions {
  /**
   * What was found out about plug-ins whose columns depend on the data (`bag_unpack`, `pivot`), by place. Where it is given,
   * be it empty, what is not found yet comes back as `discoveries`; without it such a plug-in is refused.
   */
  readonly discovered?: Discovered
  /** Values of `declare query_parameters` by name, as one writes them: `7d`, `2026-09-30`, a text without quotes. */
  readonly parameters?: ReadonlyMap<string, string>
}

export interface BoundKql {
  /** Absent where a diagnostic is an error. */
  readonly query?: BoundQuery
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  /** To be asked first: then bind again with what they say. No query comes with them. */
  readonly discoveries?: readonly Discovery[]
}

/**
 * Parses and binds KQL against schemas and turns it into huntlet's own tree. Never throws for what a query holds: all that
 * is wrong or refused comes back as diagnostics, whose spans are offsets into `text` unless they name a source of their own.
 */
export function bindKql(text: string, schemas: Schemas, options: BindOptions = {}): BoundKql {
  const service = languageService()
  const isFunction = (name: string) => schemas.functions?.some((each) => each.name === name) ?? false
  const parse = (part: string) => service.parse(part).root
  const local = withoutThisWorkspace(text, parse, schemas.names ?? [], isFunction) ?? text
  const functions = reachable(local, schemas.functions ?? []).map((each) =>
    checkFunction(each, service, schemas.names ?? [], isFunction),
  )
  const faults = functions.flatMap((each) => each.faults)
  if (faults.length > 0) return { diagnostics: faults }
  const usable = { ...schemas, functions: functions.map((each) => each.usable) }
  const { result, absent } = bindText(local, usable, options)
  if (absent.length === 0) return result
  // The binder lets an absent member of a fuzzy union have any column: bound without it, the union has the columns it has.
  const within = {
    ...usable,
    functions: usable.functions.map((each) => ({ ...each, body: withoutMembers(each.body, membersOf(each, absent)) })),
  }
  const own = absent.filter((span) => !span.source)
  const again = bindText(withoutMembers(local, own), within, options, [absentTable]).result
  const warnings = result.diagnostics.filter((each) => each.code === 'KQL201')
  return { ...again, diagnostics: unique([...warnings, ...again.diagnostics]).sort(byPlace) }
}

/** Those of the spans that lie in the function's body, as offsets into it. */
function membersOf({ place }: FunctionSchema, spans: readonly Span[]): Span[] {
  if (!place) return []
  return spans.flatMap(({ source, start, end }) =>
    source === place.source ? [{ start: start - place.offset, end: end - place.offset }] : [],
  )
}

/** The same text with the name of a table that has nothing in the place of each member: what follows keeps its offsets. */
function withoutMembers(text: string, members: readonly Span[]): string {
  return members.reduce((blanked, { start, end }) => {
    const nothing = absentTable.name.padEnd(end - start)
    return blanked.slice(0, start) + nothing + blanked.slice(end)
  }, text)
}

/** `find … project pack_all()` as the binder writes it, in the same place; undefined where nothing is to be changed. */
function withPackedColumns(text: string, found: readonly { readonly Code: string; readonly Start: number }[]) {
  const places = found.filter((each) => each.Code === 'KS117').map((each) => each.Start)
  const changed = places.reduce((whole, at) => {
    const call = /^pack_all\s*\(\s*\)/.exec(whole.slice(at))?.[0]
    return call === undefined
      ? whole
      : whole.slice(0, at) + 'pack(*)'.padEnd(call.length) + whole.slice(at + call.length)
  }, text)
  return changed === text ? undefined : changed
}

function bindText(
  text: string,
  schemas: Schemas,
  options: BindOptions,
  extra: readonly TableSchema[] = [],
): { readonly result: BoundKql; readonly absent: readonly Span[] } {
  const service = languageService()
  const { globals, tableNames, allTables } = globalsFor(schemas, text, service, extra)
  const unspoken = [...unspeakable].find((name) => new RegExp(`\\b${name}\\b`).test(text))
  if (unspoken) return { result: { diagnostics: [refusedName(text, unspoken)] }, absent: [] }
  let code: BoundCode
  try {
    code = service.bind(text, globals, options.discovered)
  } catch (error) {
    return { result: { diagnostics: [unreadable(text, service, error)] }, absent: [] }
  }
  const { root, diagnostics: found } = code
  const packed = withPackedColumns(text, found)
  if (packed !== undefined) return bindText(packed, schemas, options, extra)
  const bound = {
    text,
    root,
    tableNames: [...tableNames, ...(schemas.known?.keys() ?? [])],
    watchlists: schemas.watchlists?.filter((each) => !each.isImplied).map((each) => each.alias),
    workspaceNames: schemas.names,
    service,
  }
  const diagnostics = translateDiagnostics(found, bound)
  if (diagnostics.length === 0) diagnostics.push(...withoutQuery(root))
  if (diagnostics.some((each) => each.severity === 'error')) {
    return { result: { diagnostics: unique([...diagnostics, ...unsupportedIn(root)]).sort(byPlace) }, absent: [] }
  }
  const translation: Translation = {
    bound,
    service,
    diagnostics: [],
    allTables,
    hasTable: (name) => tableNames.has(name),
    functions: new Map(schemas.functions?.map((each) => [each.name, each])),
    tables: new Set(),
    missing: new Set(),
    unknownTables: [],
    members: new Map(),
    discovered: options.discovered,
    questions: [],
    asked: new Set(),
    waiting: new WeakSet(),
    parameters: options.parameters,
    declaredParameters: new Set(),
    settings: {},
    nextId: counter(),
  }
  const results = translateStatements(root, translation)
  const all = unique([...diagnostics, ...translation.diagnostics]).sort(byPlace)
  const discoveries = questionsOf(translation)
  if (discoveries.length > 0) return { result: { diagnostics: [], discoveries }, absent: [] }
  const absent = [...translation.members.values()].filter((member) => !member.present).map((member) => member.span)
  const [first, ...more] = nameResults(results)
  if (!first || all.some((each) => each.severity === 'error')) return { result: { diagnostics: all }, absent }
  const settings = querySettings(translation.settings)
  const isNamed = more.length > 0 || results[0]?.name !== undefined
  const query: BoundQuery = {
    table: first.table,
    ...(isNamed && { name: first.name }),
    ...(more.length > 0 && { more }),
    tables: [...translation.tables],
    missing: [...translation.missing],
    ...(settings && { settings }),
  }
  return { result: { query, diagnostics: all }, absent }
}

/**
 * What the binder breaks down over instead of saying what is wrong: a value where it wants a name, `datetime_part(1tick, t)`.
 * The innermost call that it cannot read alone is the one.
 */
function unreadable(text: string, service: LanguageService, error: unknown): Diagnostic {
  const globals = service.globals([], [])
  const calls = [...nodesOf(service.parse(text).root)].filter((node) => isNode(node, 'FunctionCallExpression'))
  const shortestFirst = calls.sort((left, right) => left.End - left.TextStart - (right.End - right.TextStart))
  const culprit = shortestFirst.find((call) => {
    try {
      service.bind(`print ${text.slice(call.TextStart, call.End)}`, globals)
      return false
    } catch {
      return true
    }
  })
  if (!culprit) {
    const said = error instanceof Error ? error.message : String(error)
    return diagnostic('KQL001', { start: 0, end: text.length }, { what: `The query cannot be read: ${said}.` })
  }
  const what = `\`${culprit.Name.SimpleName}\` wants another constant than one of those it is given.`
  return diagnostic('KQL006', { start: culprit.TextStart, end: culprit.End }, { what })
}

function questionsOf({ questions, tables, missing }: Translation): Discovery[] {
  const query = (table: Tabular) => ({ table, tables: [...tables], missing: [...missing] })
  return questions.map(({ place, table, columnsOf }) => ({ place, query: query(table), columnsOf }))
}

function refusedName(text: string, name: string): Diagnostic {
  const start = text.indexOf(name)
  return diagnostic('KQL102', { start, end: start + name.length }, { what: `The name \`${name}\`` })
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start
}

/** What would be refused besides, once the query is right. */
function unsupportedIn(root: SyntaxNode): Diagnostic[] {
  return [...nodesOf(root)].flatMap((node) => {
    const unsupported = unsupportedOperators[classOf(node)]
    const end = node.TextStart + (unsupported?.operator.length ?? 0)
    return unsupported ? [diagnostic('KQL100', { start: node.TextStart, end }, unsupported)] : []
  })
}

/** An empty text, or a command, is no query; the binder says nothing of that. */
export function withoutQuery(root: SyntaxNode): Diagnostic[] {
  const span = { start: root.TextStart, end: root.End }
  if (!isNode(root, 'QueryBlock')) return [diagnostic('KQL102', span, { what: 'A management command' })]
  const hasResult = elements(root.Statements).some((each) => isNode(each, 'ExpressionStatement'))
  return hasResult ? [] : [diagnostic('KQL013', span, {})]
}

function counter(): () => number {
  let last = 0
  return () => ++last
}

/** One diagnostic for each place: the first, which says most. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const places = new Map<string, Diagnostic>()
  for (const each of diagnostics) {
    const place = `${each.span.start} ${each.span.end} ${each.source?.name ?? ''}`
    if (!places.has(place)) places.set(place, each)
  }
  return [...places.values()]
}

/** Loads the language service and builds its grammar, half a second, before the first query needs it. */
export function warmUp(): void {
  languageService()
}

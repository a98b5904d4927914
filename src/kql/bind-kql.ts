import type { Diagnostic, Span } from '../lib/diagnostic.ts'
import type { TableSchema } from '../lib/kql-type.ts'
import { translateDiagnostics } from './binder-diagnostics.ts'
import type { Discovery } from './discovery.ts'
import type { Discovered } from './evaluated-columns.ts'
import { expression, singleValue } from './expression.ts'
import { type FunctionSchema, languageService, unspeakable } from './language-service.ts'
import { letStatement } from './let-statement.ts'
import { diagnostic } from './messages.ts'
import { absentTable, globalsFor } from './schemas.ts'
import { attempt, Names, once, type Scope, type Translation } from './scope.ts'
import { classOf, elements, isNode, type Node, nodesOf, type SyntaxNode } from './syntax.ts'
import { hole, tabular } from './tabular.ts'
import type { BoundQuery, Literal, Tabular } from './tree.ts'
import { unsupportedOperators } from './unsupported.ts'

/** What a query can name. Pass the same objects again: what is made of them is kept. */
export interface Schemas {
  /** The tables of the workspace. */
  readonly tables: readonly TableSchema[]
  /** Schemas of tables the workspace may lack, by name: they bind, and are marked as missing. */
  readonly known?: Pick<ReadonlyMap<string, TableSchema>, 'get'> & { keys(): Iterable<string> }
  /** Functions stored in the workspace. */
  readonly functions?: readonly FunctionSchema[]
}

export interface BindOptions {
  /**
   * What was found out about plug-ins whose columns depend on the data (`bag_unpack`, `pivot`), by place. Where it is given,
   * be it empty, what is not found yet comes back as `discoveries`; without it such a plug-in is refused.
   */
  readonly discovered?: Discovered
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
 * is wrong or refused comes back as diagnostics, whose spans are offsets into `text`.
 */
export function bindKql(text: string, schemas: Schemas, options: BindOptions = {}): BoundKql {
  const { result, absent } = bindText(text, schemas, options)
  if (absent.length === 0) return result
  // The binder lets an absent member of a fuzzy union have any column: bound without it, the union has the columns it has.
  const again = bindText(withoutMembers(text, absent), schemas, options, [absentTable]).result
  const warnings = result.diagnostics.filter((each) => each.code === 'KQL201')
  return { ...again, diagnostics: unique([...warnings, ...again.diagnostics]).sort(byPlace) }
}

/** The same text with the name of a table that has nothing in the place of each member: what follows keeps its offsets. */
function withoutMembers(text: string, members: readonly Span[]): string {
  return members.reduce((blanked, { start, end }) => {
    const nothing = absentTable.name.padEnd(end - start)
    return blanked.slice(0, start) + nothing + blanked.slice(end)
  }, text)
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
  const { root, diagnostics: found } = service.bind(text, globals, options.discovered)
  const bound = { text, root, tableNames: [...tableNames, ...(schemas.known?.keys() ?? [])], service }
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
    tables: new Set(),
    missing: new Set(),
    members: new Map(),
    discovered: options.discovered,
    questions: [],
    asked: new Set(),
    waiting: new WeakSet(),
    nextId: counter(),
  }
  const table = translateQuery(root, translation, diagnostics)
  const all = unique([...diagnostics, ...translation.diagnostics]).sort(byPlace)
  const discoveries = questionsOf(translation)
  if (discoveries.length > 0) return { result: { diagnostics: [], discoveries }, absent: [] }
  const absent = [...translation.members.values()].filter((member) => !member.present).map((member) => member.span)
  if (!table || all.some((each) => each.severity === 'error')) return { result: { diagnostics: all }, absent }
  const query = { table, tables: [...translation.tables], missing: [...translation.missing] }
  return { result: { query, diagnostics: all }, absent }
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
function withoutQuery(root: SyntaxNode): Diagnostic[] {
  const span = { start: root.TextStart, end: root.End }
  if (!isNode(root, 'QueryBlock')) return [diagnostic('KQL102', span, { what: 'A management command' })]
  const hasResult = elements(root.Statements).some((each) => isNode(each, 'ExpressionStatement'))
  return hasResult ? [] : [diagnostic('KQL013', span, {})]
}

function counter(): () => number {
  let last = 0
  return () => ++last
}

function translateQuery(
  root: Node<'QueryBlock'>,
  translation: Translation,
  diagnostics: Diagnostic[],
): Tabular | undefined {
  const scope: Scope = {
    translation,
    names: new Names(),
    spanOf: (node) => ({ start: node.TextStart, end: node.End }),
  }
  let table: Tabular | undefined
  for (const statement of elements(root.Statements)) {
    const result = statementTable(statement, scope)
    if (!result) continue
    if (table) diagnostics.push(diagnostic('KQL102', scope.spanOf(statement), secondResult))
    table = result
  }
  return table
}

const secondResult = { what: 'A second result', hint: 'Run it as its own query, or use `union`.' }

function statementTable(statement: SyntaxNode, scope: Scope): Tabular | undefined {
  if (isNode(statement, 'ExpressionStatement')) {
    const { Expression: node } = statement
    return node.ResultType?.IsScalar ? scalarResult(node, scope) : tabular(node, scope)
  }
  if (isNode(statement, 'LetStatement')) letStatement(statement, scope)
  else if (isNode(statement, 'QueryParametersStatement')) queryParameters(statement, scope)
  else if (!ignored.has(classOf(statement))) {
    const what = `The statement \`${statement.toString().trim().split(/\s/, 1)[0]}\``
    scope.translation.diagnostics.push(diagnostic('KQL102', scope.spanOf(statement), { what }))
  }
  return undefined
}

/** `declare query_parameters`: nobody sets them, so each needs its default. */
function queryParameters(statement: Node<'QueryParametersStatement'>, scope: Scope): void {
  for (const parameter of elements(statement.Parameters)) {
    const { SimpleName: name } = parameter.NameAndType.Name
    const value = parameter.DefaultValue?.Value
    if (value) scope.names.define(name, { kind: 'scalar', value: once(scope, () => expression(value, scope)) })
    else {
      const none: Literal = { kind: 'literal', value: null, type: 'dynamic', span: scope.spanOf(parameter) }
      scope.names.define(name, { kind: 'scalar', value: () => none })
      const what = `The query parameter \`${name}\` without a default`
      scope.translation.diagnostics.push(
        diagnostic('KQL102', scope.spanOf(parameter), { what, hint: 'Write `= value`.' }),
      )
    }
  }
}

/** A query that is a single value: a table of one row and one column. */
function scalarResult(node: SyntaxNode, scope: Scope): Tabular {
  return attempt(
    scope,
    () => singleValue(expression(node, scope)),
    () => hole(node, scope),
  )
}

/** `set` changes how the service runs a query, not what it yields. */
const ignored: ReadonlySet<string> = new Set(['SetOptionStatement', 'EmptyStatement'])

/** One diagnostic for each place: the first, which says most. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const places = new Map<string, Diagnostic>()
  for (const each of diagnostics) {
    const place = `${each.span.start} ${each.span.end}`
    if (!places.has(place)) places.set(place, each)
  }
  return [...places.values()]
}

/** Loads the language service and builds its grammar, half a second, before the first query needs it. */
export function warmUp(): void {
  languageService()
}

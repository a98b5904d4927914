import { nearest } from '../lib/diagnostic.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { treeBuilder } from './built-tree.ts'
import { functionScope } from './function-scope.ts'
import { watchlistDatabase } from './language-service.ts'
import { operators } from './operators/operators.ts'
import { patternTable } from './pattern.ts'
import { attempt, columnTypes, type Named, refuse, resultColumns, type Scope, unexpected } from './scope.ts'
import { serviceFunctionHint } from './service-functions.ts'
import { type BinderSymbol, classOf, columnSymbols, elements, isNode, type Node, type SyntaxNode } from './syntax.ts'
import { isOwnDatabase } from './this-workspace.ts'
import type { Tabular } from './tree.ts'
import { unsupportedOperators } from './unsupported.ts'

/** What an operator reads: the table, and its columns as the binder knows them. */
export interface Input {
  readonly table: Tabular
  readonly columns: readonly BinderSymbol[]
}

/** A table expression of the bound tree as ours. */
export function tabular(node: SyntaxNode, scope: Scope): Tabular {
  if (isNode(node, 'PipeExpression')) {
    const input = tabular(node.Expression, scope)
    return operator(node.Operator, scope, input)
  }
  if (isNode(node, 'ParenthesizedExpression') || isNode(node, 'MaterializeExpression'))
    return tabular(node.Expression, scope)
  if (isNode(node, 'NameReference'))
    return attempt(
      scope,
      () => tableReference(node, scope),
      () => hole(node, scope),
    )
  if (isNode(node, 'FunctionCallExpression'))
    return attempt(
      scope,
      () => tableFunction(node, scope),
      () => hole(node, scope),
    )
  if (isNode(node, 'PathExpression'))
    return attempt(
      scope,
      () => pathTable(node, scope),
      () => hole(node, scope),
    )
  return operator(node, scope, scope.source)
}

/** A case of a pattern, or a table of this workspace's database, or of its watchlists. */
function pathTable(node: Node<'PathExpression'>, scope: Scope): Tabular {
  const pattern = patternTable(node, scope)
  if (pattern) return pattern
  const { Expression: head, Selector: selector } = node
  const database = head.ResultType
  const isDatabase = database && classOf(database) === 'DatabaseSymbol'
  const table = selector.ResultType
  if (isDatabase && table && classOf(table) === 'TableSymbol') {
    if (database.Name === watchlistDatabase) return watchlist(table, node, scope)
    if (isNode(selector, 'NameReference') && isOwnDatabase(head)) return workspaceTable(table, selector, scope)
  }
  if (isNode(selector, 'FunctionCallExpression') && isOwnDatabase(head)) return tableFunction(selector, scope)
  const first = firstCall(head)
  const name = first?.Name.SimpleName
  const hint = name && serviceFunctionHint(name, scope.translation.bound)
  if (first && name && hint) return refuse('KQL101', scope.spanOf(first.Name), { name, hint })
  return refuse('KQL102', scope.spanOf(node), { what: `\`${node.toString().trim()}\` here` })
}

function firstCall(node: SyntaxNode): Node<'FunctionCallExpression'> | undefined {
  if (isNode(node, 'PathExpression')) return firstCall(node.Expression)
  return isNode(node, 'FunctionCallExpression') ? node : undefined
}

/** What a watchlist is called among the tables of the engine: no table of the workspace has such a name. */
export function watchlistTable(alias: string): string {
  return `_GetWatchlist('${alias}')`
}

function watchlist(symbol: BinderSymbol, node: SyntaxNode, scope: Scope): Tabular {
  const name = watchlistTable(symbol.Name)
  scope.translation.tables.add(name)
  const columns = columnTypes(columnSymbols(symbol))
  const span = scope.spanOf(node)
  // The engine has every column as text.
  const texts = columns.map((column) => ({ name: column.name, type: 'string' as const }))
  const table: Tabular = { kind: 'table', name, missing: false, columns: texts, span }
  if (columns.every(({ type }) => type === 'string')) return table
  const build = treeBuilder(span)
  const values = columns.map((column, index) => ({
    column,
    expression: build.convert(column.type, build.column(texts[index]!)),
  }))
  return build.project(table, values)
}

/** An operator over its input; for those that begin a query, without. What is refused leaves a hole, and the others go on. */
function operator(node: SyntaxNode, scope: Scope, input: Tabular | undefined): Tabular {
  const nodeClass = classOf(node)
  return attempt(
    scope,
    () => {
      const translate = operators[nodeClass as keyof typeof operators] as
        | ((node: SyntaxNode, input: Tabular | undefined, scope: Scope) => Tabular)
        | undefined
      if (translate) return translate(node, input, inside(scope, rowBefore(node, scope)))
      const unsupported = unsupportedOperators[nodeClass]
      if (unsupported) return refuse('KQL100', keywordSpan(node, scope), unsupported)
      const hint = severalTables.has(nodeClass) ? 'It gives several tables: it can only end a statement.' : undefined
      return refuse('KQL102', scope.spanOf(node), { what: `\`${node.toString().trim()}\` here`, hint })
    },
    () => hole(node, scope),
  )
}

const severalTables: ReadonlySet<string> = new Set(['FacetOperator', 'ForkOperator'])

/** The columns that flow into an operator. */
function rowBefore(node: SyntaxNode, scope: Scope): readonly ColumnType[] {
  const pipe = node.Parent
  const isPiped = pipe && isNode(pipe, 'PipeExpression') && pipe.Operator === node
  return isPiped ? resultColumns(pipe.Expression) : (scope.source?.columns ?? [])
}

/** The scope of what an operator holds: over its row, and with no subquery's source in reach. */
function inside({ source: _, ...scope }: Scope, row: readonly ColumnType[]): Scope {
  return { ...scope, row }
}

/** The first word of an operator. */
function keywordSpan(node: SyntaxNode, scope: Scope) {
  let word = node
  while (!word.IsToken) {
    const first = word.GetChild(0)
    if (!first) break
    word = first
  }
  return scope.spanOf(word)
}

/** Stands where something was refused; never leaves the facade. */
export function hole(node: SyntaxNode, scope: Scope): Tabular {
  return { kind: 'datatable', rows: [], columns: resultColumns(node), span: scope.spanOf(node) }
}

function tableReference(node: Node<'NameReference'>, scope: Scope): Tabular {
  const symbol = node.ReferencedSymbol
  const body = node.GetCalledFunctionBody()
  if (isRestricted(node, scope)) return unknownTable(node.SimpleName, node, scope)
  if (body) {
    const table = functionTable(node, body, scope)
    return symbol?.IsView ? namedTable(symbol.Name, table) : table
  }
  if (symbol && classOf(symbol) === 'TableSymbol') return workspaceTable(symbol, node, scope)
  const named: Named | undefined = scope.names.find(node.SimpleName)
  if (named?.kind === 'table') return named.table()
  return unknownTable(node.SimpleName, node, scope)
}

/** Whether `restrict access to` hides what a name or a call means. */
function isRestricted(node: Node<'NameReference'> | Node<'FunctionCallExpression'>, scope: Scope): boolean {
  const name = isNode(node, 'NameReference') ? node.SimpleName : node.Name.SimpleName
  return !(scope.restricted?.allows(name, scope.names.find(name) ? 'query' : 'workspace') ?? true)
}

/** A table under a name of its own, for `withsource`. */
export function namedTable(name: string, input: Tabular): Tabular {
  return { kind: 'as', input, name, columns: input.columns, span: input.span }
}

/** The name a table was given with `as`; that of a view is no such name. */
export function givenName(table: Tabular): string | undefined {
  return table.kind === 'let-table' && table.table.kind === 'as' ? table.table.name : undefined
}

/** The binder lets names pass in places (`table(name)` in a function, a fuzzy union) where it can't see them. */
function unknownTable(name: string, node: SyntaxNode, scope: Scope): never {
  scope.translation.unknownTables.push(name)
  const hidden =
    scope.restricted && (scope.names.find(name) || scope.translation.allTables.some((each) => each.name === name))
  if (hidden) {
    const hint = '`restrict access to` before it leaves it out.'
    return refuse('KQL003', scope.spanOf(node), { name, suggestion: undefined, hint })
  }
  const hint = serviceFunctionHint(name, scope.translation.bound)
  if (hint) return refuse('KQL003', scope.spanOf(node), { name, suggestion: undefined, hint })
  const tables = scope.translation.allTables.map((table) => table.name)
  const known = [...scope.names.all().filter((each) => scope.names.find(each)?.kind !== 'scalar'), ...tables]
  return refuse('KQL003', scope.spanOf(node), { name, suggestion: nearest(name, known) })
}

export function workspaceTable(symbol: BinderSymbol, node: SyntaxNode, scope: Scope): Tabular {
  const { translation } = scope
  const isVisible = scope.restricted?.allows(symbol.Name, 'workspace') ?? true
  const isThere = translation.allTables.some((table) => table.name === symbol.Name)
  if (!isThere || !isVisible) return unknownTable(symbol.Name, node, scope)
  const missing = !translation.hasTable(symbol.Name)
  translation.tables.add(symbol.Name)
  if (missing) translation.missing.add(symbol.Name)
  const columns = columnTypes(columnSymbols(symbol))
  return { kind: 'table', name: symbol.Name, missing, columns, span: scope.spanOf(node) }
}

function tableFunction(node: Node<'FunctionCallExpression'>, scope: Scope): Tabular {
  const pattern = patternTable(node, scope)
  if (pattern) return pattern
  const body = node.GetCalledFunctionBody()
  if (body && isRestricted(node, scope)) return unknownTable(node.Name.SimpleName, node, scope)
  if (body) return functionTable(node, body, scope)
  const name = node.ReferencedSymbol?.Name ?? node.Name.SimpleName
  const table = node.ResultType
  if (name === 'table' && table && classOf(table) === 'TableSymbol' && table.Name)
    return workspaceTable(table, node, scope)
  // A fuzzy union goes without it.
  if (!node.ReferencedSymbol) return unknownTable(name, node, scope)
  return refuse('KQL101', scope.spanOf(node.Name), { name, hint: 'Name a table of this workspace.' })
}

/** A function's body in the place of its call; `piped` is what `invoke` gives to its first parameter. */
export function functionTable(
  node: Node<'FunctionCallExpression'> | Node<'NameReference'>,
  body: Node<'FunctionBody'>,
  scope: Scope,
  piped?: Tabular,
): Tabular {
  if (!body.Expression) return unexpected(scope, node, 'function without a value')
  return tabular(body.Expression, functionScope(node, body, scope, piped))
}

/** Named parameters of an operator, by lower-case name. */
export function parametersOf(
  node: SyntaxNode & { readonly Parameters?: unknown },
): Map<string, Node<'NamedParameter'>> {
  const list = elements((node as { Parameters?: Parameters<typeof elements<Node<'NamedParameter'>>>[0] }).Parameters)
  return new Map(list.map((parameter) => [parameter.Name.SimpleName.toLowerCase(), parameter]))
}

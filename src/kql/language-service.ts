import { createRequire } from 'node:module'
import { HuntletError, type Source } from '../lib/diagnostic.ts'
import type { ColumnType, TableSchema } from '../lib/kql-type.ts'
import { type CorrectedBinder, correctColumns, correctedFunctions, findColumns } from './binder-corrections.ts'
import type { Discovered } from './evaluated-columns.ts'
import {
  type BinderDiagnostic,
  type BinderSymbol,
  classOf,
  columnSymbols,
  elements,
  isNode,
  type Node,
  nodesOf,
  type Signature,
  type SymbolList,
  type SyntaxNode,
} from './syntax.ts'
import { unspeakable } from './unspeakable.ts'

/** A function of the workspace, as it is stored: `(x:string, n:long=5)` and `{ T | where A == x }`. */
export interface FunctionSchema {
  readonly name: string
  readonly parameters: string
  readonly body: string
  /** The text the body is from, and where in it the body begins: what is wrong in it is shown there. */
  readonly place?: { readonly source: Source; readonly offset: number }
  /** Why it cannot be used; queries that do not name it go on. */
  readonly fault?: string
}

/** A list beside the tables, as `_GetWatchlist` gives it: only by its alias, and no wildcard finds it. */
export interface WatchlistSchema {
  readonly alias: string
  readonly columns: readonly ColumnType[]
  /** Nobody put it there: it is empty, and not among the lists one is told of. */
  readonly isImplied?: boolean
}

/** The schema a query is bound against, in the binder's own form. */
export interface Globals {
  readonly database: object
}

export interface BoundCode {
  readonly root: Node<'QueryBlock'>
  readonly diagnostics: readonly BinderDiagnostic[]
}

/** What is used of Microsoft's language service: the one place that knows the names it generates. */
export interface LanguageService {
  globals(
    tables: readonly TableSchema[],
    functions: readonly FunctionSchema[],
    watchlists?: readonly WatchlistSchema[],
  ): Globals
  /** The tree of a text before names are looked up, and what is wrong with its syntax. */
  parse(text: string): BoundCode
  /** `discovered`: the columns of plug-ins that depend on the data. */
  bind(text: string, globals: Globals, discovered?: Discovered): BoundCode
  /** The name an unnamed expression gives its column, or null where a default such as `Column1` is used. */
  resultName(expression: SyntaxNode, row: BinderSymbol | null): string | null
  /** The ways a built-in may be called, such as `prev(column, [offset], [default_value])`; none for an unknown name. */
  signatures(name: string): readonly string[]
  /** Names of the built-in scalar functions, aggregates and plug-ins. */
  readonly builtIns: {
    readonly functions: readonly string[]
    readonly aggregates: readonly string[]
    readonly plugIns: readonly string[]
  }
}

/** The database the binder finds watchlists in. */
export const watchlistDatabase = 'watchlists of this workspace'

let loaded: LanguageService | undefined

/** The package's scripts, in the order in which they are run. */
const scripts = [
  '@kusto/language-service-next/bridge.min.js',
  '@kusto/language-service-next/Kusto.Language.Bridge.min.js',
] as const

/** Runs one of the package's scripts: its name as a module, and its position among `languageServiceScripts`. */
export type RunScript = (name: string, position: number) => void

/** The files of the package's scripts. Throws where it is not installed. */
export function languageServiceScripts(): string[] {
  const require = createRequire(import.meta.url)
  return scripts.map((name) => require.resolve(name))
}

/**
 * The language service, loaded at the first call: 5 MB of JavaScript and about half a second for the grammar. `run`: for
 * where modules cannot be loaded. Throws HuntletError `LANGUAGE_SERVICE` when the installed package is not the one this
 * was written for.
 */
export function languageService(run?: RunScript): LanguageService {
  loaded ??= load(run)
  return loaded
}

interface GlobalState {
  WithCluster(cluster: object): GlobalState
  WithDatabase(database: object): Globals
  WithFunctions(functions: readonly object[]): GlobalState
}

/** The generated names. `$ctorN` counts the overloads of a constructor, and changes with the version. */
type KustoLanguage = CorrectedBinder & {
  readonly Symbols: {
    readonly ColumnSymbol: new (name: string, type: unknown) => object
    readonly TableSymbol: { readonly $ctor4: new (name: string, columns: readonly object[]) => object }
    readonly FunctionSymbol: {
      readonly $ctor16: new (name: string, parameters: string, body: string, description: null) => object
    }
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object }
    readonly ClusterSymbol: { readonly $ctor1: new (name: string, databases: readonly object[]) => object }
    readonly ScalarTypes: { GetSymbol(name: string): unknown }
  }
  readonly GlobalState: { readonly Default: GlobalState }
  readonly KustoCode: {
    Parse(text: string): { Syntax: SyntaxNode; GetSyntaxDiagnostics(): SymbolList<BinderDiagnostic> }
    ParseAndAnalyze(
      text: string,
      globals: Globals,
    ): { Syntax: SyntaxNode; GetDiagnostics(): SymbolList<BinderDiagnostic> }
  }
  readonly KustoFacts: {
    GetExpressionResultName(node: SyntaxNode, otherwise: null, row: BinderSymbol | null): string | null
  }
  readonly Aggregates: { readonly All: readonly BinderSymbol[] }
  readonly PlugIns: { readonly All: readonly BinderSymbol[] }
}

function load(run: RunScript = createRequire(import.meta.url)): LanguageService {
  try {
    scripts.forEach((name, position) => {
      run(name, position)
    })
    // The package puts itself into global variables.
    const kusto = (globalThis as unknown as { Kusto: { Language: KustoLanguage } }).Kusto.Language
    correctColumns(kusto)
    const service = face(kusto)
    selfTest(service)
    return service
  } catch (cause) {
    throw new HuntletError('LANGUAGE_SERVICE', 'The KQL language service could not be loaded.', {
      hint: 'Reinstall huntlet: it needs the exact version of @kusto/language-service-next it was published with.',
      cause,
    })
  }
}

function face(kusto: KustoLanguage): LanguageService {
  const foundColumns = findColumns(kusto)
  const { Symbols } = kusto
  const tableSymbols = new WeakMap<TableSchema, object>()
  const tableSymbol = (table: TableSchema) => {
    let symbol = tableSymbols.get(table)
    if (!symbol) {
      const columns = table.columns
        .filter((column) => !unspeakable.has(column.name))
        .map((column) => new Symbols.ColumnSymbol(column.name, Symbols.ScalarTypes.GetSymbol(column.type)))
      symbol = new Symbols.TableSymbol.$ctor4(table.name, columns)
      tableSymbols.set(table, symbol)
    }
    return symbol
  }
  const defaults = kusto.GlobalState.Default.WithFunctions(correctedFunctions(kusto))
  const names = (symbols: readonly BinderSymbol[]) =>
    symbols.filter((symbol) => !symbol.IsHidden && !symbol.IsObsolete).map((symbol) => symbol.Name)
  return {
    globals(tables, functions, watchlists = []) {
      const members = [
        ...tables.map(tableSymbol),
        ...functions.map(
          ({ name, parameters, body }) => new Symbols.FunctionSymbol.$ctor16(name, parameters, body, null),
        ),
      ]
      const workspace = new Symbols.DatabaseSymbol.ctor('workspace', members)
      if (watchlists.length === 0) return defaults.WithDatabase(workspace)
      // Lists stand in a database of their own, so that no wildcard and no search finds them.
      const lists = watchlists.map(({ alias, columns }) => tableSymbol({ name: alias, columns }))
      const beside = new Symbols.DatabaseSymbol.ctor(watchlistDatabase, lists)
      return defaults
        .WithCluster(new Symbols.ClusterSymbol.$ctor1('local', [workspace, beside]))
        .WithDatabase(workspace)
    },
    parse(text) {
      const code = kusto.KustoCode.Parse(text)
      return { root: code.Syntax as Node<'QueryBlock'>, diagnostics: elements(code.GetSyntaxDiagnostics()) }
    },
    bind(text, globals, discovered) {
      const code = foundColumns.during(discovered, () => kusto.KustoCode.ParseAndAnalyze(text, globals))
      return { root: code.Syntax as Node<'QueryBlock'>, diagnostics: elements(code.GetDiagnostics()) }
    },
    resultName: (expression, row) => kusto.KustoFacts.GetExpressionResultName(expression, null, row),
    signatures: (name) =>
      [kusto.Functions.All, kusto.Aggregates.All, kusto.PlugIns.All]
        .flat()
        .filter((symbol) => symbol.Name === name)
        .flatMap((symbol) => elements((symbol as FunctionSymbol).Signatures).map(signatureText(name))),
    builtIns: {
      functions: names(kusto.Functions.All),
      aggregates: names(kusto.Aggregates.All),
      plugIns: names(kusto.PlugIns.All),
    },
  }
}

interface FunctionSymbol extends BinderSymbol {
  readonly Signatures: SymbolList<Pick<Signature, 'Parameters'>>
}

function signatureText(name: string): (signature: Pick<Signature, 'Parameters'>) => string {
  return ({ Parameters: parameters }) => {
    const texts = elements(parameters).map((parameter) => {
      const text = parameter.IsRepeatable ? `${parameter.Name}, …` : parameter.Name
      return parameter.IsOptional ? `[${text}]` : text
    })
    return `${name}(${texts.join(', ')})`
  }
}

/** Binds one query that uses what the facade relies on; throws with the first thing that is not as expected. */
function selfTest(service: LanguageService): void {
  const expect = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`@kusto/language-service-next has changed: ${what}`)
  }
  const table = { name: 'T', columns: [{ name: 'a', type: 'string' as const }] }
  const stored = { name: 'F', parameters: '(x:string)', body: '{ strcat(x, "!") }' }
  const globals = service.globals([table], [stored])
  const { root, diagnostics } = service.bind('T | extend F(a), b = a', globals)
  expect(diagnostics.length === 0, 'a table and a function of the workspace are known')
  const statement = elements(root.Statements)[0]
  expect(statement !== undefined && isNode(statement, 'ExpressionStatement'), 'statements')
  const pipe = (statement as Node<'ExpressionStatement'>).Expression
  expect(isNode(pipe, 'PipeExpression') && isNode(pipe.Operator, 'ExtendOperator'), 'operators')
  const operator = (pipe as Node<'PipeExpression'>).Operator as Node<'ExtendOperator'>
  const columns = columnSymbols(operator.ResultType).map((column) => `${column.Name}:${column.Type.Name}`)
  expect(columns.join() === 'a:string,Column1:string,b:string', 'columns of an operator')
  const [call, named] = elements(operator.Expressions)
  expect(call !== undefined && isNode(call, 'FunctionCallExpression') && call.TextStart === 11, 'calls and offsets')
  const body = call!.GetCalledFunctionBody()
  expect(body !== null && isNode(body.Expression!, 'FunctionCallExpression'), 'bodies of called functions')
  expect(call!.ReferencedSignature?.Parameters.getItem(0).Name === 'x', 'parameters')
  expect(named !== undefined && service.resultName(named, null) === 'b', 'names of expressions')
  expect(
    classOf(elements((call as Node<'FunctionCallExpression'>).ArgumentList.Expressions)[0]!.ReferencedSymbol!) ===
      'ColumnSymbol',
    'symbols',
  )
  const list = { alias: 'l', columns: table.columns }
  const lookUp = { name: 'G', parameters: '(l:string)', body: `{ database("${watchlistDatabase}").table(l) }` }
  const beside = service.bind('G("l")', service.globals([table], [lookUp], [list])).root
  const found = [...nodesOf(beside)].find((node) => isNode(node, 'ExpressionStatement'))
  const given = (found as Node<'ExpressionStatement'> | undefined)?.Expression.ResultType
  expect(columnSymbols(given)[0]?.Name === 'a', 'tables of a second database')
  const corrected = service.bind('T | parse a with "x" a:long | getschema', globals).root
  const tables = [...nodesOf(corrected)].filter((node) => isNode(node, 'PipeExpression')).map((node) => node.ResultType)
  const types = tables.flatMap(columnSymbols).map((column) => column.Type.Name)
  expect(types.join() === 'string,int,string,string,long', 'columns of parse and getschema')
}

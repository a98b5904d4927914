import type { KqlType } from '../lib/kql-type.ts'
import { ownEntry } from '../lib/own-entry.ts'
import { columnTypes } from './column-types.ts'
import { type Discovered, evaluatedColumns, placeOf } from './evaluated-columns.ts'
import {
  type BinderSymbol,
  type ColumnSymbol,
  classOf,
  columnSymbols,
  elements,
  isNode,
  type Node,
  type Signature,
  type SymbolList,
  type SyntaxNode,
} from './syntax.ts'

/** What is changed in the package when it is loaded: generated names, as in `language-service.ts`. */
export interface CorrectedBinder {
  readonly Symbols: {
    readonly FunctionSymbol: {
      readonly $ctor5: new (name: string, type: unknown, parameters: readonly object[]) => object
    }
    readonly ColumnSymbol: new (name: string, type: unknown) => ColumnSymbol
    readonly ScalarTypes: { GetSymbol(name: string): unknown }
  }
  readonly Functions: { readonly All: readonly BuiltIn[] }
  readonly PlugIns: { readonly All: BinderSymbol[]; readonly SchemaMerge: BinderSymbol }
  readonly Binding: {
    readonly Binder: {
      GetFunctionResultName(
        call: Node<'FunctionCallExpression'>,
        otherwise: string | null,
        row: BinderSymbol | null,
      ): string | null
      GetExpressionResultName(node: SyntaxNode, otherwise: null, row: BinderSymbol | null): string | null
      UnifyColumnsWithSameNameAndType(columns: ColumnList): void
      GetResultType$1(node: SyntaxNode): BinderSymbol | null
      readonly prototype: BinderPrototype
      readonly NodeBinder: { readonly prototype: NodeBinder }
      readonly TreeBinder: { readonly prototype: TreeBinder }
    }
  }
}

/** A list of the package's own, changed in place. */
interface ColumnList extends SymbolList<ColumnSymbol> {
  clear(): void
  add(column: ColumnSymbol): void
}

interface BuiltIn extends BinderSymbol {
  readonly Signatures: SymbolList<Signature>
}

interface BinderPrototype {
  AddTables(symbol: BinderSymbol | null, tables: object): void
  readonly _globals: object
}

interface ViewSymbol extends BinderSymbol {
  GetReturnType(globals: object): BinderSymbol | null
}

interface TreeBinder {
  VisitScanOperator(node: Node<'ScanOperator'>): void
}

interface NodeBinder {
  ParseVisitCommon(...args: unknown[]): SemanticInfo
  VisitGetSchemaOperator(...args: unknown[]): SemanticInfo
  VisitParseKvOperator(...args: unknown[]): SemanticInfo
  VisitScanOperator(node: Node<'ScanOperator'>): SemanticInfo
  VisitEvaluateOperator(node: Node<'EvaluateOperator'>): SemanticInfo
  VisitUnionOperator(node: Node<'UnionOperator'>): SemanticInfo
  readonly RowScopeOrEmpty: BinderSymbol
}

/** What the binder found out about a node. */
interface SemanticInfo {
  readonly ResultType: TableType | null
  WithResultType(type: TableType): SemanticInfo
}

interface TableType extends BinderSymbol {
  WithIsOpen(isOpen: boolean): TableType
  WithColumns(columns: readonly ColumnSymbol[]): TableType
}

interface TypedColumn extends ColumnSymbol {
  WithType(type: unknown): ColumnSymbol
}

/** Functions whose result has another type in the engine than in the package. */
const resultTypes: Readonly<Record<string, KqlType>> = {
  datetime_part: 'long',
  hourofday: 'long',
  jaccard_index: 'real',
  monthofyear: 'long',
}

/** The built-in functions, with the result types the engine gives them. */
export function correctedFunctions(kusto: CorrectedBinder): readonly object[] {
  const { FunctionSymbol, ScalarTypes } = kusto.Symbols
  return kusto.Functions.All.map((builtIn) => {
    const type = resultTypes[builtIn.Name]
    if (!type) return builtIn
    const parameters = elements(elements(builtIn.Signatures)[0]?.Parameters)
    return new FunctionSymbol.$ctor5(builtIn.Name, ScalarTypes.GetSymbol(type), parameters)
  })
}

/** Makes the binder give the columns the engine gives. */
export function correctColumns(kusto: CorrectedBinder): void {
  replaceParsedColumns(kusto)
  countColumnsAsInt(kusto)
  correctScan(kusto)
  lookIntoViews(kusto)
  nameCovariances(kusto)
  uniteColumns(kusto)
  intersectColumns(kusto)
  correctPlugIns(kusto)
}

/** `parse` and `parse-kv` into a name that is there replaces that column in its place; the package lists the name twice, the old one first. */
function replaceParsedColumns({ Binding }: CorrectedBinder): void {
  const { prototype } = Binding.Binder.NodeBinder
  const { ParseVisitCommon: parse, VisitParseKvOperator: parseKv } = prototype
  const lastInPlace = (columns: ColumnSymbol[]) => [...new Map(columns.map((column) => [column.Name, column])).values()]
  prototype.ParseVisitCommon = function (...args) {
    return withColumns(parse.apply(this, args), lastInPlace)
  }
  prototype.VisitParseKvOperator = function (...args) {
    return withColumns(parseKv.apply(this, args), lastInPlace)
  }
}

/** `getschema` counts its columns as int. */
function countColumnsAsInt({ Binding, Symbols }: CorrectedBinder): void {
  const { prototype } = Binding.Binder.NodeBinder
  const { VisitGetSchemaOperator: getSchema } = prototype
  const int = Symbols.ScalarTypes.GetSymbol('int')
  prototype.VisitGetSchemaOperator = function (...args) {
    return withColumns(getSchema.apply(this, args), (columns) =>
      columns.map((column) => (column.Name === 'ColumnOrdinal' ? (column as TypedColumn).WithType(int) : column)),
    )
  }
}

/** `scan` has a column of match ids only where it is asked for; the defaults of its variables have types. */
function correctScan({ Binding }: CorrectedBinder): void {
  const { prototype: nodes } = Binding.Binder.NodeBinder
  const { prototype: tree } = Binding.Binder.TreeBinder
  const { VisitScanOperator: columnsOfScan } = nodes
  const { VisitScanOperator: bindScan } = tree
  nodes.VisitScanOperator = function (node) {
    const hasMatchId = elements(node.Parameters).some((each) => each.Name.SimpleName === 'with_match_id')
    return withColumns(columnsOfScan.call(this, node), (columns) => (hasMatchId ? columns : columns.slice(0, -1)))
  }
  tree.VisitScanOperator = function (node) {
    for (const each of elements(node.DeclareClause?.Declarations)) each.DefaultValue?.Value.Accept$1(this)
    bindScan.call(this, node)
  }
}

/**
 * A name that tables of a `union` or a `search` give several types becomes a column a type, `name_type`. The package's own way
 * loses the second type where the first came from two tables before it.
 */
function uniteColumns({ Binding, Symbols }: CorrectedBinder): void {
  Binding.Binder.UnifyColumnsWithSameNameAndType = (columns) => {
    const byName = new Map<string, Map<string, ColumnSymbol>>()
    for (const column of elements(columns)) {
      const types = byName.get(column.Name) ?? new Map<string, ColumnSymbol>()
      byName.set(column.Name, types)
      if (!types.has(column.Type.Name)) types.set(column.Type.Name, column)
    }
    const taken = new Set<string>()
    const unique = (name: string) => {
      let free = name
      for (let count = 1; taken.has(free); count++) free = `${name}${count}`
      taken.add(free)
      return free
    }
    const united = [...byName].flatMap(([name, types]) =>
      [...types].map(([type, column]) => {
        const free = unique(types.size > 1 ? `${name}_${type}` : name)
        return free === column.Name ? column : new Symbols.ColumnSymbol(free, column.Type)
      }),
    )
    columns.clear()
    for (const column of united) columns.add(column)
  }
}

/**
 * The package knows `schema_merge` and does not list it, gives its ordinals the wrong type, and names the column of
 * `rolling_percentile` after its arguments only where they are literals.
 */
function correctPlugIns({ Binding, PlugIns, Symbols }: CorrectedBinder): void {
  PlugIns.All.push(PlugIns.SchemaMerge)
  const { prototype } = Binding.Binder.NodeBinder
  const { VisitEvaluateOperator: evaluate } = prototype
  const long = Symbols.ScalarTypes.GetSymbol('long')
  const corrected: Readonly<Record<string, (column: ColumnSymbol, call: PlugInCall) => ColumnSymbol>> = {
    schema_merge: (column) => (column.Name === 'ColumnOrdinal' ? (column as TypedColumn).WithType(long) : column),
    rolling_percentile: (column, call) => {
      if (!/^rolling_\d+_percentile_/.test(column.Name)) return column
      const [value, percent, , , bins] = elements(call.ArgumentList.Expressions) as readonly ConstantNode[]
      const numbers = [bins, percent].map((each) => each?.ConstantValue?.toString() ?? '0')
      const name = `rolling_${numbers[0]}_percentile_${value?.ReferencedSymbol?.Name ?? 'value'}_${numbers[1]}`
      return new Symbols.ColumnSymbol(name, column.Type)
    },
  }
  prototype.VisitEvaluateOperator = function (node) {
    const info = evaluate.call(this, node)
    const change = ownEntry(corrected, node.FunctionCall.Name.SimpleName)
    return change ? withColumns(info, (columns) => columns.map((column) => change(column, node.FunctionCall))) : info
  }
}

type PlugInCall = Node<'FunctionCallExpression'>

interface ConstantNode extends SyntaxNode {
  /** What a constant comes to, also of a name of a `let`. */
  readonly ConstantValue?: { toString(): string } | null
}

/** A `union` of kind inner has the columns all its tables have, by name and type; the package gives those of any. */
function intersectColumns({ Binding }: CorrectedBinder): void {
  const { prototype } = Binding.Binder.NodeBinder
  const { VisitUnionOperator: unite } = prototype
  prototype.VisitUnionOperator = function (node) {
    const parameters = new Map(
      elements(node.Parameters).map((each) => [each.Name.SimpleName.toLowerCase(), each.Expression.toString().trim()]),
    )
    const info = unite.call(this, node)
    if (parameters.get('kind')?.toLowerCase() !== 'inner') return info
    const pipe = node.Parent
    const isPiped = pipe && isNode(pipe, 'PipeExpression') && pipe.Operator === node
    const piped = isPiped ? [this.RowScopeOrEmpty] : []
    // While it binds, the types are where the binder keeps them, not yet on the nodes.
    const members = elements(node.Expressions)
      .map((each) => Binding.Binder.GetResultType$1(each))
      .flatMap((type) => (type && classOf(type) === 'GroupSymbol' ? elements(type.Members) : type ? [type] : []))
    const tables = [...piped, ...members].map(
      (table) => new Set(columnSymbols(table).map((column) => `${column.Name}:${column.Type.Name}`)),
    )
    const source = parameters.get('withsource') ?? parameters.get('with_source')
    return withColumns(info, (columns) =>
      columns.filter(
        ({ Name: name, Type: type }, index) =>
          (index === 0 && source !== undefined) || tables.every((table) => table.has(`${name}:${type.Name}`)),
      ),
    )
  }
}

/** A wildcard of a `union` that finds a view has the view's columns. */
function lookIntoViews({ Binding }: CorrectedBinder): void {
  const { prototype } = Binding.Binder
  const { AddTables: addTables } = prototype
  prototype.AddTables = function (symbol, tables) {
    const isView = symbol?.IsView && symbol.MinArgumentCount === 0
    addTables.call(this, isView ? (symbol as ViewSymbol).GetReturnType(this._globals) : symbol, tables)
  }
}

const covariances = new Set(['covariance', 'covarianceif', 'covariancep', 'covariancepif'])

/** A covariance is named after both of its arguments. */
function nameCovariances({ Binding: { Binder } }: CorrectedBinder): void {
  const { GetFunctionResultName: functionName } = Binder
  Binder.GetFunctionResultName = (call, otherwise, row) => {
    const name = call.Name.SimpleName
    const [first, second] = covariances.has(name)
      ? elements(call.ArgumentList.Expressions).map((each) => Binder.GetExpressionResultName(each, null, row))
      : []
    return first && second ? `${name}_${first}_${second}` : functionName.call(Binder, call, otherwise, row)
  }
}

function withColumns(info: SemanticInfo, change: (columns: ColumnSymbol[]) => ColumnSymbol[]): SemanticInfo {
  const table = info.ResultType
  return table ? info.WithResultType(table.WithColumns(change(columnSymbols(table)))) : info
}

/** Gives the columns of plug-ins that were found out to the binder, while it binds. */
export interface FoundColumns {
  during<T>(discovered: Discovered | undefined, step: () => T): T
}

export function findColumns(kusto: CorrectedBinder): FoundColumns {
  const { prototype } = kusto.Binding.Binder.NodeBinder
  const { VisitEvaluateOperator: evaluate } = prototype
  const { ColumnSymbol, ScalarTypes } = kusto.Symbols
  let current: Discovered | undefined
  prototype.VisitEvaluateOperator = function (node) {
    const info = evaluate.call(this, node)
    const found = current?.get(placeOf(node))
    if (!found || node.Schema || !info.ResultType) return info
    const row = columnSymbols(this.RowScopeOrEmpty)
    const columns = evaluatedColumns(node, columnTypes(row), columnTypes(columnSymbols(info.ResultType)), found)
    const symbols = columns.map(
      ({ from, column: { name, type } }) =>
        (from === 'source' && row.find((each) => each.Name === name)) ||
        new ColumnSymbol(name, ScalarTypes.GetSymbol(type)),
    )
    return info.WithResultType(info.ResultType.WithColumns(symbols).WithIsOpen(false))
  }
  return {
    during(discovered, step) {
      current = discovered
      try {
        return step()
      } finally {
        current = undefined
      }
    },
  }
}

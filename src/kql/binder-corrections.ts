import type { KqlType } from '../lib/kql-type.ts'
import { columnTypes } from './column-types.ts'
import { type Discovered, evaluatedColumns, placeOf } from './evaluated-columns.ts'
import {
  type BinderSymbol,
  type ColumnSymbol,
  columnSymbols,
  elements,
  type Node,
  type Signature,
  type SymbolList,
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
  readonly Binding: {
    readonly Binder: {
      readonly NodeBinder: { readonly prototype: NodeBinder }
      readonly TreeBinder: { readonly prototype: TreeBinder }
    }
  }
}

interface BuiltIn extends BinderSymbol {
  readonly Signatures: SymbolList<Signature>
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

/**
 * Makes the binder give the columns the engine gives:
 * - `parse` and `parse-kv` into a name that is there replaces that column in its place; the package lists the name twice, the old one first;
 * - `scan` has a column of match ids only where it is asked for, and its defaults have types;
 * - `getschema` counts its columns as int.
 */
export function correctColumns(kusto: CorrectedBinder): void {
  const { prototype } = kusto.Binding.Binder.NodeBinder
  const { ParseVisitCommon: parse, VisitParseKvOperator: parseKv } = prototype
  const { VisitScanOperator: scan, VisitGetSchemaOperator: getSchema } = prototype
  const int = kusto.Symbols.ScalarTypes.GetSymbol('int')
  const lastInPlace = (columns: ColumnSymbol[]) => [...new Map(columns.map((column) => [column.Name, column])).values()]
  prototype.ParseVisitCommon = function (...args) {
    return withColumns(parse.apply(this, args), lastInPlace)
  }
  prototype.VisitParseKvOperator = function (...args) {
    return withColumns(parseKv.apply(this, args), lastInPlace)
  }
  prototype.VisitScanOperator = function (node) {
    const hasMatchId = elements(node.Parameters).some((each) => each.Name.SimpleName === 'with_match_id')
    return withColumns(scan.call(this, node), (columns) => (hasMatchId ? columns : columns.slice(0, -1)))
  }
  const { prototype: tree } = kusto.Binding.Binder.TreeBinder
  const { VisitScanOperator: visitScan } = tree
  tree.VisitScanOperator = function (node) {
    for (const each of elements(node.DeclareClause?.Declarations)) each.DefaultValue?.Value.Accept$1(this)
    visitScan.call(this, node)
  }
  prototype.VisitGetSchemaOperator = function (...args) {
    return withColumns(getSchema.apply(this, args), (columns) =>
      columns.map((column) => (column.Name === 'ColumnOrdinal' ? (column as TypedColumn).WithType(int) : column)),
    )
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

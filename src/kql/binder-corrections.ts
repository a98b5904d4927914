import type { KqlType } from '../lib/kql-type.ts'
import {
  type BinderSymbol,
  type ColumnSymbol,
  columnSymbols,
  elements,
  type Signature,
  type SymbolList,
} from './syntax.ts'

/** What is changed in the package when it is loaded: generated names, as in `language-service.ts`. */
export interface CorrectedBinder {
  readonly Symbols: {
    readonly FunctionSymbol: {
      readonly $ctor5: new (name: string, type: unknown, parameters: readonly object[]) => object
    }
    readonly ScalarTypes: { GetSymbol(name: string): unknown }
  }
  readonly Functions: { readonly All: readonly BuiltIn[] }
  readonly Binding: { readonly Binder: { readonly NodeBinder: { readonly prototype: NodeBinder } } }
}

interface BuiltIn extends BinderSymbol {
  readonly Signatures: SymbolList<Signature>
}

interface NodeBinder {
  ParseVisitCommon(...args: unknown[]): SemanticInfo
  VisitGetSchemaOperator(...args: unknown[]): SemanticInfo
  VisitParseKvOperator(...args: unknown[]): SemanticInfo
}

/** What the binder found out about a node. */
interface SemanticInfo {
  readonly ResultType: TableType | null
  WithResultType(type: TableType): SemanticInfo
}

interface TableType extends BinderSymbol {
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
 * - `getschema` counts its columns as int.
 */
export function correctColumns(kusto: CorrectedBinder): void {
  const { prototype } = kusto.Binding.Binder.NodeBinder
  const { ParseVisitCommon: parse, VisitParseKvOperator: parseKv, VisitGetSchemaOperator: getSchema } = prototype
  const int = kusto.Symbols.ScalarTypes.GetSymbol('int')
  const lastInPlace = (columns: ColumnSymbol[]) => [...new Map(columns.map((column) => [column.Name, column])).values()]
  prototype.ParseVisitCommon = function (...args) {
    return withColumns(parse.apply(this, args), lastInPlace)
  }
  prototype.VisitParseKvOperator = function (...args) {
    return withColumns(parseKv.apply(this, args), lastInPlace)
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

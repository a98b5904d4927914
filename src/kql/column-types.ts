import { type ColumnType, isKqlType, type KqlType } from '../lib/kql-type.ts'
import { type BinderSymbol, type ColumnSymbol, columnSymbols } from './syntax.ts'

/** KQL's type of a binder's type. What the binder can't know (a column of an untyped source) is dynamic. */
export function typeOf(type: BinderSymbol | null | undefined): KqlType {
  const name = type?.Name ?? 'unknown'
  if (isKqlType(name)) return name
  const [only, ...more] = columnSymbols(type)
  if (only && more.length === 0) return typeOf(only.Type)
  return 'dynamic'
}

export function columnTypes(symbols: readonly ColumnSymbol[]): ColumnType[] {
  return symbols.map((symbol) => ({ name: symbol.Name, type: typeOf(symbol.Type) }))
}

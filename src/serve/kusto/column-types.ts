import { kqlName } from '../../kql/literal.ts'
import type { ColumnType, KqlType } from '../../lib/kql-type.ts'

/** The type of .NET that stands behind a type of KQL: `DataType` of v1, and `Type` in schemas with `System.` before it. */
const dotNetTypes: Readonly<Record<KqlType, string>> = {
  bool: 'SByte',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  decimal: 'SqlDecimal',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  string: 'String',
  dynamic: 'Object',
  guid: 'Guid',
}

export function columnsV1(columns: readonly ColumnType[]) {
  return columns.map(({ name, type }) => ({ ColumnName: name, DataType: dotNetTypes[type], ColumnType: type }))
}

export function columnsV2(columns: readonly ColumnType[]) {
  return columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type }))
}

/** As schemas in JSON have it. */
export function schemaColumn({ name, type }: ColumnType) {
  const clr = type === 'decimal' ? 'System.Data.SqlTypes.SqlDecimal' : `System.${dotNetTypes[type]}`
  return { Name: name, Type: clr, CslType: type }
}

/** `a:string,b:long`, with names that need it in brackets. */
export function cslSchema(columns: readonly ColumnType[]): string {
  return columns.map(({ name, type }) => `${kqlName(name)}:${type}`).join(',')
}

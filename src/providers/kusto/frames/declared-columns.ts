import { type ColumnType, isKqlType, type KqlType } from '../../../lib/kql-type.ts'
import type { Json } from '../../../lib/table.ts'
import { ServiceFault } from '../../remote/wire.ts'

/** Other names of KQL's types: older ones of its own, and those of .NET. */
const otherNames: Readonly<Record<string, KqlType>> = {
  boolean: 'bool',
  sbyte: 'bool',
  int32: 'int',
  int64: 'long',
  double: 'real',
  single: 'real',
  sqldecimal: 'decimal',
  date: 'datetime',
  time: 'timespan',
  uuid: 'guid',
  uniqueid: 'guid',
  object: 'dynamic',
}

/** The type that a service means; undefined for a name that KQL does not have. */
export function kqlTypeOf(name: string): KqlType | undefined {
  const word = name.toLowerCase().replace(/^system\.(data\.sqltypes\.)?/, '')
  if (isKqlType(word)) return word
  return Object.hasOwn(otherNames, word) ? otherNames[word] : undefined
}

/** Kusto's own limit of a table. */
const mostColumns = 10_000

/** The columns that a frame declares. A type that nobody knows is read as dynamic, which takes whatever comes. */
export function declaredColumns(columns: Json): ColumnType[] {
  if (!Array.isArray(columns) || columns.length > mostColumns) throw notColumns()
  return (columns as readonly Json[]).map((column) => {
    if (column === null || typeof column !== 'object' || Array.isArray(column)) throw notColumns()
    const { ColumnName: name, ColumnType: type, DataType: dataType = type } = column as { readonly [key: string]: Json }
    const declared = type ?? dataType
    if (typeof name !== 'string' || typeof declared !== 'string') throw notColumns()
    return { name, type: kqlTypeOf(declared) ?? 'dynamic' }
  })
}

function notColumns(): ServiceFault {
  return new ServiceFault('bad-answer', 'The answer is not one of Kusto: its columns have no names and types.')
}

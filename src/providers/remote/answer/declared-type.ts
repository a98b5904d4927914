import { isKqlType, type KqlType } from '../../../lib/kql-type.ts'

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

/** Columns of a table, at most: Kusto's own limit, beyond which room for rows is room for nothing. */
export const mostColumns = 10_000

/** The scalar types of KQL, as `getschema` names them in its ColumnType column. */
export const kqlTypes = [
  'bool',
  'int',
  'long',
  'real',
  'decimal',
  'datetime',
  'timespan',
  'string',
  'dynamic',
  'guid',
] as const

export type KqlType = (typeof kqlTypes)[number]

/** A named, typed column. Names are case-sensitive, as in KQL. */
export interface ColumnType {
  readonly name: string
  readonly type: KqlType
}

/** A table's name and its columns, in order. */
export interface TableSchema {
  readonly name: string
  readonly columns: readonly ColumnType[]
}

export function isKqlType(text: string): text is KqlType {
  return (kqlTypes as readonly string[]).includes(text)
}

import type { ColumnType } from '../../../lib/kql-type.ts'
import type { Json } from '../../../lib/table.ts'
import { kqlTypeOf, mostColumns } from '../../remote/answer/declared-type.ts'
import { ServiceFault } from '../../remote/wire.ts'

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

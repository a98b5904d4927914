import type { KqlType } from '../../../lib/kql-type.ts'
import type { Json, Table } from '../../../lib/table.ts'
import type { ByteSource } from '../../remote/answer/byte-source.ts'
import { kqlTypeOf, mostColumns } from '../../remote/answer/declared-type.ts'
import { JsonBody } from '../../remote/answer/json-body.ts'
import { TypedRows } from '../../remote/answer/typed-rows.ts'
import { ServiceFault } from '../../remote/wire.ts'

/** The body of an answer: its tables decoded by declared type, the rest as it is. */
export interface ServiceAnswer {
  readonly tables: readonly AnsweredTable[]
  /** `statistics`, `render`, `error`. */
  readonly rest: Readonly<Record<string, Json>>
}

export interface AnsweredTable {
  readonly name: string
  readonly table: Table
  /** Columns of types that KQL does not have, read as texts. */
  readonly unknown: readonly { readonly name: string; readonly type: string }[]
}

/**
 * Reads an answer of the query API from the bytes of its body while they come: rows go straight into columns and are never held as
 * rows. Throws ServiceFault `bad-answer` where it is cut off or not such an answer, and says the row and column.
 */
export async function readAnswer(source: ByteSource, seed: number): Promise<ServiceAnswer> {
  const body = new JsonBody(source, 'Log Analytics')
  let tables: AnsweredTable[] | undefined
  const rest: Record<string, Json> = {}
  await body.members(async (name) => {
    if (name === 'tables') {
      if (tables !== undefined) throw body.bad('it has two lists of tables')
      tables = await readTables(body, seed)
    } else if (name === 'statistics' || name === 'render' || name === 'error') rest[name] = await body.value()
    else await body.skip()
  })
  await body.ending()
  return { tables: tables ?? [], rest }
}

async function readTables(body: JsonBody, seed: number): Promise<AnsweredTable[]> {
  const tables: AnsweredTable[] = []
  await body.elements(async () => {
    tables.push(await readTable(body, seed, tables.length))
  })
  return tables
}

async function readTable(body: JsonBody, seed: number, position: number): Promise<AnsweredTable> {
  let name = position === 0 ? 'PrimaryResult' : `Table_${position}`
  let columns: DeclaredColumn[] | undefined
  let rows: TypedRows | undefined
  await body.members(async (member) => {
    if (member === 'name') name = String(await body.value())
    else if (member === 'columns') {
      if (columns) throw body.bad('a table has its columns twice')
      columns = declaredColumns(await body.value())
    } else if (member === 'rows') {
      if (!columns) throw body.bad('its rows come before its columns')
      if (rows) throw body.bad('a table has its rows twice')
      rows = new TypedRows(
        columns.map((column) => ({ name: column.name, type: column.type })),
        seed,
      )
      await body.rows(rows)
    } else await body.skip()
  })
  if (!columns || !rows) throw body.bad('a table has no columns or no rows')
  return {
    name,
    table: rows.table(),
    unknown: columns.flatMap(({ name: column, unknownType }) =>
      unknownType === undefined ? [] : [{ name: column, type: unknownType }],
    ),
  }
}

interface DeclaredColumn {
  readonly name: string
  readonly type: KqlType
  /** What the service calls the type, where KQL does not have it. */
  readonly unknownType?: string
}

function declaredColumns(columns: Json): DeclaredColumn[] {
  if (!Array.isArray(columns) || columns.length > mostColumns) throw notColumns()
  return (columns as readonly Json[]).map((column) => {
    if (column === null || typeof column !== 'object' || Array.isArray(column)) throw notColumns()
    const { name, type } = column as { readonly [key: string]: Json }
    if (typeof name !== 'string' || typeof type !== 'string') throw notColumns()
    const known = kqlTypeOf(type)
    return known ? { name, type: known } : { name, type: 'string', unknownType: type }
  })
}

function notColumns(): ServiceFault {
  return new ServiceFault('bad-answer', 'The answer is not one of Log Analytics: its columns have no names and types.')
}

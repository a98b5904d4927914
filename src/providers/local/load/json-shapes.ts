import { isKqlType, type KqlType } from '../../../lib/kql-type.ts'
import type { Json } from '../../../lib/table.ts'

export type JsonObject = Readonly<Record<string, Json>>

/** Records that came wrapped in one JSON value. */
export interface WrappedRecords {
  readonly records: Iterable<JsonObject>
  /** The types of columns, where the wrapping says them. */
  readonly types?: Readonly<Record<string, KqlType>>
}

/** Properties that hold the records in the answers of services and in their exports. */
const wrappers = ['Records', 'records', 'value', 'Events', 'events', 'results', 'Results', 'data', 'items'] as const

/** Most properties that may stand beside the records: a next link, a count. More, and it is a record that has a list. */
const mostBeside = 6

/**
 * The records in a JSON value: a CloudTrail file (`{"Records":[…]}`), an answer of Microsoft Graph (`{"value":[…]}`), a
 * result of the Log Analytics or Kusto query APIs (`{"tables":[…]}`, `{"Tables":[…]}`, a frame), huntlet's own
 * `{"columns":[…],"rows":[…]}`. Undefined where it is none of these: then it is a record itself.
 */
export function unwrap(value: JsonObject): WrappedRecords | undefined {
  const { tables, Tables, columns, rows, FrameType } = value
  if (Array.isArray(tables)) return resultTable(tables.find(isObject))
  if (Array.isArray(Tables)) return resultTable(Tables.find(isObject))
  if (Array.isArray(columns) && Array.isArray(rows)) return resultTable(value)
  if (typeof FrameType === 'string') {
    // The other frames and tables of a Kusto answer tell of its progress and cost.
    return FrameType === 'DataTable' && value.TableKind === 'PrimaryResult' ? resultTable(value) : { records: [] }
  }
  const names = Object.keys(value)
  if (names.length > mostBeside) return undefined
  const holding = wrappers.filter((name) => isListOfObjects(value[name]))
  const [name] = holding
  if (name === undefined || holding.length > 1) return undefined
  const beside = names.filter((other) => other !== name)
  if (beside.some((other) => typeof value[other] === 'object' && value[other] !== null)) return undefined
  // `{"id":1,"data":[…]}` is a record with a list; what stands beside wrapped records speaks of paging.
  if (beside.some((other) => !/^@|next|count|total|cursor|token|status|truncated|has.?more|page/i.test(other))) {
    return undefined
  }
  return { records: value[name] as readonly JsonObject[] }
}

function resultTable(table: Json | undefined): WrappedRecords | undefined {
  if (!isObject(table)) return undefined
  const columns = table.columns ?? table.Columns
  const rows = table.rows ?? table.Rows
  if (!Array.isArray(columns) || !Array.isArray(rows)) return undefined
  const names: string[] = []
  const types: Record<string, KqlType> = Object.create(null)
  for (const column of columns as readonly Json[]) {
    if (!isObject(column)) return undefined
    const name = column.name ?? column.ColumnName
    if (typeof name !== 'string') return undefined
    names.push(name)
    const type = String(column.type ?? column.ColumnType ?? '').toLowerCase()
    if (isKqlType(type)) types[name] = type
  }
  return { records: rowObjects(names, rows as readonly Json[]), types }
}

function* rowObjects(names: readonly string[], rows: readonly Json[]): Generator<JsonObject> {
  for (const row of rows) {
    if (Array.isArray(row)) yield Object.fromEntries(names.map((name, at) => [name, (row[at] as Json) ?? null]))
  }
}

function isListOfObjects(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every(isObject)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

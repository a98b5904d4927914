import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnsV2 } from './column-types.ts'
import type { KustoAnswer } from './kusto-answer.ts'
import type { OneApiError } from './one-api-error.ts'
import { rowTexts } from './table-rows.ts'

/** Rows of a fragment. */
const fragmentRows = 10_000

/**
 * The body of an answer to a query: an array of frames, a line each, with tables whole, or header by header and fragment by fragment
 * (`isProgressive`) for clients that draw rows as they come.
 */
export function* queryBodyV2(answer: KustoAnswer, isProgressive: boolean): Generator<string> {
  const { tables, error } = answer
  const header = {
    FrameType: 'DataSetHeader',
    IsProgressive: isProgressive,
    Version: 'v2.0',
    IsFragmented: isProgressive,
    ErrorReportingPlacement: isProgressive ? 'EndOfTable' : 'InData',
  }
  yield `[${JSON.stringify(header)}`
  const drawn = tables.map((_, index) => [index + 1, 'Visualization', answer.visualization])
  const properties = Table.fromRows(propertyColumns, drawn)
  yield `\n,{"FrameType":"DataTable",${about(0, 'QueryProperties', '@ExtendedProperties', properties)},"Rows":[`
  // Here Kusto writes a bag as text that holds JSON, and clients read it so.
  yield* rowTexts(properties, 'v1')
  yield ']}'
  for (const [index, { name, table }] of tables.entries()) {
    const write = isProgressive ? fragments : dataTable
    yield* write(index + 1, 'PrimaryResult', name, table, error)
  }
  const told = Table.fromRows(completionColumns, completionRows(answer))
  yield* dataTable(tables.length + 1, 'QueryCompletionInformation', 'QueryCompletionInformation', told)
  const completion = {
    FrameType: 'DataSetCompletion',
    HasErrors: error !== undefined,
    Cancelled: false,
    ...(error && { OneApiErrors: [{ error }] }),
  }
  yield `\n,${JSON.stringify(completion)}\n]`
}

function* dataTable(id: number, kind: string, name: string, table: Table, error?: OneApiError): Generator<string> {
  yield `\n,{"FrameType":"DataTable",${about(id, kind, name, table)},"Rows":[`
  yield* rowTexts(table, 'v2')
  if (error) yield `${table.rowCount > 0 ? ',' : ''}${JSON.stringify({ OneApiErrors: [{ error }] })}`
  yield ']}'
}

function* fragments(id: number, kind: string, name: string, table: Table, error?: OneApiError): Generator<string> {
  yield `\n,{"FrameType":"TableHeader",${about(id, kind, name, table)}}`
  for (let from = 0; from < table.rowCount; from += fragmentRows) {
    const to = Math.min(from + fragmentRows, table.rowCount)
    const { length } = table.columns
    yield `\n,{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":${id},"FieldCount":${length},"Rows":[`
    yield* rowTexts(table, 'v2', { from, to })
    yield ']}'
    yield `\n,{"FrameType":"TableProgress","TableId":${id},"TableProgress":${Math.floor((to / table.rowCount) * 100)}}`
  }
  const errors = error ? `,"OneApiErrors":${JSON.stringify([{ error }])}` : ''
  yield `\n,{"FrameType":"TableCompletion","TableId":${id},"RowCount":${table.rowCount}${errors}}`
}

function about(id: number, kind: string, name: string, table: Table): string {
  const columns = JSON.stringify(columnsV2(table.columns))
  return `"TableId":${id},"TableKind":"${kind}","TableName":${JSON.stringify(name)},"Columns":${columns}`
}

/** How it went, what it took, and what is to be known of it. */
function completionRows({ ids, at, error, warnings, remarks, durationMs, tables }: KustoAnswer): Cell[][] {
  const time = new Date(at).toISOString().replace('Z', '0000Z')
  const row = (level: number, status: readonly [number, string], event: readonly [number, string], payload: Cell) => [
    time,
    ids.clientRequestId,
    ids.activityId,
    ids.activityId,
    ids.activityId,
    level,
    levelNames[level] ?? '',
    ...status,
    ...event,
    typeof payload === 'string' ? payload : JSON.stringify(payload),
  ]
  const took = {
    ExecutionTime: durationMs / 1000,
    dataset_statistics: tables.map(({ table }) => ({ table_row_count: table.rowCount })),
  }
  return [
    error
      ? row(2, [-2133196797, 'E_QUERY_RESULT_SET_TOO_LARGE'], queryInfo, { Count: 1, Text: error['@message'] })
      : row(4, done, queryInfo, { Count: 1, Text: 'Query completed successfully' }),
    ...warnings.map((text) => row(3, [1, 'S_FALSE (1)'], queryInfo, { Count: 1, Text: text })),
    ...remarks.map((text) => row(4, done, queryInfo, { Count: 1, Text: text })),
    row(6, done, [0, 'QueryResourceConsumption'], took),
  ]
}

const done = [0, 'S_OK (0)'] as const
const queryInfo = [4, 'QueryInfo'] as const
const levelNames: Readonly<Record<number, string>> = { 2: 'Error', 3: 'Warning', 4: 'Info', 6: 'Stats' }

const propertyColumns: readonly ColumnType[] = [
  { name: 'TableId', type: 'int' },
  { name: 'Key', type: 'string' },
  { name: 'Value', type: 'dynamic' },
]

const completionColumns: readonly ColumnType[] = [
  { name: 'Timestamp', type: 'datetime' },
  { name: 'ClientRequestId', type: 'string' },
  { name: 'ActivityId', type: 'guid' },
  { name: 'SubActivityId', type: 'guid' },
  { name: 'ParentActivityId', type: 'guid' },
  { name: 'Level', type: 'int' },
  { name: 'LevelName', type: 'string' },
  { name: 'StatusCode', type: 'int' },
  { name: 'StatusCodeName', type: 'string' },
  { name: 'EventType', type: 'int' },
  { name: 'EventTypeName', type: 'string' },
  { name: 'Payload', type: 'string' },
]

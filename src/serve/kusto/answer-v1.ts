import type { ColumnType } from '../../lib/kql-type.ts'
import { Table } from '../../lib/table.ts'
import { columnsV1 } from './column-types.ts'
import type { KustoAnswer } from './kusto-answer.ts'
import type { OneApiError } from './one-api-error.ts'
import { rowTexts } from './table-rows.ts'

/** The body of an answer to a query: its tables, what it took, and a table of contents by which clients find them. */
export function* queryBodyV1(answer: KustoAnswer): Generator<string> {
  const { tables, error, ids } = answer
  const status: [number, string, number, string][] = error
    ? [[2, 'Error', -2133196797, error['@message']]]
    : [[4, 'Info', 0, 'Query completed successfully']]
  for (const text of answer.warnings) status.push([3, 'Warning', 0, text])
  for (const text of answer.remarks) status.push([4, 'Info', 0, text])
  const time = new Date(answer.at).toISOString().replace('Z', '0000Z')
  const { activityId, clientRequestId } = ids
  const statusRows = status.map(([severity, name, code, text]) => [
    time,
    severity,
    name,
    code,
    text,
    1,
    activityId,
    activityId,
    activityId,
    clientRequestId,
  ])
  const contents = [
    ...tables.map(({ name }, index) => ['QueryResult', name, String(index)] as const),
    ['QueryProperties', '@ExtendedProperties', 'properties'] as const,
    ['QueryStatus', 'QueryStatus', 'status'] as const,
  ].map(([kind, name, id], ordinal) => [ordinal, kind, name, id, ''])
  yield '{"Tables":['
  for (const [index, { table }] of tables.entries()) {
    yield* tableV1(`Table_${index}`, table, error)
    yield ','
  }
  const properties = [[JSON.stringify(answer.visualization)]]
  yield* tableV1(`Table_${tables.length}`, Table.fromRows(propertyColumns, properties))
  yield ','
  yield* tableV1(`Table_${tables.length + 1}`, Table.fromRows(statusColumns, statusRows))
  yield ','
  yield* tableV1(`Table_${tables.length + 2}`, Table.fromRows(contentsColumns, contents))
  yield error ? `],"Exceptions":${JSON.stringify([error['@message']])}}` : ']}'
}

/** The body of an answer to a command: its one table. */
export function* commandBodyV1(table: Table): Generator<string> {
  yield '{"Tables":['
  yield* tableV1('Table_0', table)
  yield ']}'
}

/** `error`: said after the rows that it cut off. */
function* tableV1(name: string, table: Table, error?: OneApiError): Generator<string> {
  yield `{"TableName":${JSON.stringify(name)},"Columns":${JSON.stringify(columnsV1(table.columns))},"Rows":[`
  yield* rowTexts(table, 'v1')
  if (error) yield `${table.rowCount > 0 ? ',' : ''}${JSON.stringify({ Exceptions: [error['@message']] })}`
  yield ']}'
}

const propertyColumns: readonly ColumnType[] = [{ name: 'Value', type: 'string' }]

const statusColumns: readonly ColumnType[] = [
  { name: 'Timestamp', type: 'datetime' },
  { name: 'Severity', type: 'int' },
  { name: 'SeverityName', type: 'string' },
  { name: 'StatusCode', type: 'int' },
  { name: 'StatusDescription', type: 'string' },
  { name: 'Count', type: 'int' },
  { name: 'RequestId', type: 'guid' },
  { name: 'ActivityId', type: 'guid' },
  { name: 'SubActivityId', type: 'guid' },
  { name: 'ClientActivityId', type: 'string' },
]

const contentsColumns: readonly ColumnType[] = [
  { name: 'Ordinal', type: 'long' },
  { name: 'Kind', type: 'string' },
  { name: 'Name', type: 'string' },
  { name: 'Id', type: 'string' },
  { name: 'PrettyName', type: 'string' },
]

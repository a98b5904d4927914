import type { Json } from '../../lib/table.ts'
import { ServiceFault } from '../remote/wire.ts'
import type { AnswerBytes } from './kusto-client.ts'

/** Bytes of a command's answer: the schema of a large cluster is some tens of megabytes. */
const mostBytes = 256 * 2 ** 20

/** The rows of a command's answer, the first table of version 1, by the names of its columns. Throws ServiceFault. */
export async function commandRows(bytes: AnswerBytes): Promise<Readonly<Record<string, Json>>[]> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostBytes) throw new ServiceFault('too-large', `The answer is longer than ${mostBytes} bytes.`)
  }
  const answer = parsed(Buffer.concat(chunks))
  const tables = member(answer, 'Tables')
  const [table] = Array.isArray(tables) ? (tables as readonly Json[]) : []
  const [columns, rows] = [member(table, 'Columns'), member(table, 'Rows')]
  if (!Array.isArray(columns) || !Array.isArray(rows)) throw notAnswer('it has no table')
  const names = (columns as readonly Json[]).map((column) => String(member(column, 'ColumnName')))
  return (rows as readonly Json[]).flatMap((row) =>
    Array.isArray(row)
      ? [Object.fromEntries(names.map((name, index) => [name, (row as readonly Json[])[index] ?? null]))]
      : [],
  )
}

function member(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return (value as { readonly [key: string]: Json })[name]
}

function parsed(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString('utf8')) as Json
  } catch {
    throw notAnswer('it is no JSON, or was cut off')
  }
}

function notAnswer(what: string): ServiceFault {
  return new ServiceFault('bad-answer', `The answer is not one of Kusto: ${what}.`)
}

import { z } from 'zod'
import { isKqlType, type KqlType } from '../../../lib/kql-type.ts'
import { type ParquetRecord, version } from './parquet-record.ts'

/** The types of DuckDB that a value of the type may have in a file. Datetimes beyond the reach of nanoseconds have microseconds, or else are ticks. */
const writtenTypes: Readonly<Record<KqlType, readonly string[]>> = {
  bool: ['BOOLEAN'],
  int: ['INTEGER'],
  long: ['BIGINT'],
  real: ['DOUBLE'],
  decimal: ['DECIMAL(38,18)'],
  datetime: ['TIMESTAMP_NS', 'TIMESTAMP', 'BIGINT'],
  timespan: ['BIGINT'],
  string: ['VARCHAR'],
  dynamic: ['JSON', 'VARCHAR'],
  guid: ['UUID'],
}

const shape = z.object({
  version: z.literal(version),
  table: z.string().regex(/^[^\x00-\x1f\x7f-\x9f]{1,120}$/),
  columns: z.array(z.object({ name: z.string(), type: z.string().refine(isKqlType), column: z.string() })),
})

/** Undefined where the text is no such record, or does not fit what the file holds: column → type of DuckDB. */
export function readRecord(text: string, held: ReadonlyMap<string, string>): ParquetRecord | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const read = shape.safeParse(json)
  if (!read.success) return undefined
  const record = read.data as ParquetRecord
  const fits = record.columns.every(({ type, column }) => writtenTypes[type].includes(held.get(column) ?? ''))
  // Of a table without columns the file has one all the same.
  return fits && held.size === Math.max(1, record.columns.length) ? record : undefined
}

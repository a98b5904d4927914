import { existsSync, readFileSync } from 'node:fs'
import type { KqlType } from '../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../src/lib/table.ts'

const data = new URL('../../../shared/data/', import.meta.url)

/** Whether the real logs are there; tests over them are skipped where they are not. */
export const hasRealLogs = existsSync(data)

/** The columns of a real log, as a table. */
export function realLog(file: string, columns: Readonly<Record<string, KqlType>>): Table {
  const lines = readFileSync(new URL(file, data), 'utf8').trim().split('\n')
  const names = Object.keys(columns)
  return Table.fromRows(
    names.map((name) => ({ name, type: columns[name]! })),
    lines.map((line) => {
      const record = JSON.parse(line) as Record<string, Cell>
      return names.map((name) => record[name] ?? null)
    }),
  )
}

/** 1,334 records of Exchange administration, most of them without a user. */
export function exchangeLog(): Table {
  return realLog('msticpy-exchange/OfficeActivity.jsonl', {
    TimeGenerated: 'datetime',
    UserId: 'string',
    ClientIP: 'string',
    Operation: 'string',
    Parameters: 'string',
  })
}

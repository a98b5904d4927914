import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { windowsEventName } from './windows-event-names.ts'

/**
 * The table with a column `Kind`: `4720 account created`. The name is that of `windows-event-names.ts`, else the one in the log's own `Activity`; an id
 * that neither knows stands alone.
 */
export function nameEvents(table: Table): Table {
  const id = textReader(table, 'EventID')
  const activity = textReader(table, 'Activity')
  const names = Array.from({ length: table.rowCount }, (_, row) => {
    const number = id(row).replace(/\.0+$/, '')
    const own = /^\d+ - (.*\S)/.exec(activity(row))?.[1]?.replace(/\.$/, '')
    return [number, windowsEventName(Number(number)) ?? own ?? activity(row)].filter((part) => part !== '').join(' ')
  })
  return table.withColumn({ name: 'Kind', type: 'string' }, names)
}

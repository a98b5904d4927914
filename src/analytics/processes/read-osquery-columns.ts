import type { Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { eventFields } from '../columns/event-data.ts'
import { instantOf, timeReader } from '../columns/log-times.ts'
import { type FlatLog, FlatLogBuilder } from './flat-log.ts'
import { findColumn } from './process-columns.ts'

/** The processes of osquery results whose `columns` are a bag, as its result log has them: results of `process_events`. */
export function readOsqueryColumns(table: Table): FlatLog {
  const columns = textReader(table, findColumn(table, ['columns']))
  const action = textReader(table, findColumn(table, ['action']))
  const host = textReader(table, findColumn(table, ['hostIdentifier', 'host_identifier', 'Computer', 'HostName']))
  const time = timeReader(table, findColumn(table, ['unixTime', 'TimeGenerated']))
  const builder = new FlatLogBuilder(['name', 'pid', 'parentPid', 'host', 'commandLine', 'user'])
  for (let row = 0; row < table.rowCount; row++) {
    const field = eventFields(columns(row))
    // Other queries of the same log have other columns; `removed` is what a query no longer finds.
    if (action(row) === 'removed' || field('pid') === '' || field('path') === '' || field('parent') === '') continue
    builder.add(row, {
      name: field('path'),
      pid: field('pid'),
      parentPid: field('parent'),
      commandLine: field('cmdline'),
      user: field('username') || field('uid'),
      host: host(row),
      time: instantOf(field('time')) ?? time(row),
    })
  }
  return builder.build([])
}

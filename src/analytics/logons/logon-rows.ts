import type { Progress } from '../../lib/progress.ts'
import type { Cell, Table } from '../../lib/table.ts'
import { textReader } from '../columns/column-texts.ts'
import { timeReader } from '../columns/log-times.ts'
import { readLogons, userOf } from './read-logons.ts'

/** A logon as those who count need it. */
export interface LogonRow {
  readonly time: bigint
  readonly cell: Cell
  readonly isSuccess: boolean
  readonly account: string
  /** Account and host: what one password belongs to, as local accounts of one name are many. */
  readonly key: string
  readonly type: string
  readonly reason: string
  /** The address, else the workstation, else the host itself. */
  readonly source: string
  readonly address: string
  readonly computer: string
}

/** The logons of a table, of any log that `readLogons` reads or already read, in order of time; those without a time left out, which a notice says. */
export function logonRows(
  table: Table,
  progress: Progress,
): { readonly rows: readonly LogonRow[]; readonly notices: readonly string[] } {
  const read = readLogons(table, progress)
  const text = (name: string) => textReader(read.table, name)
  const [result, account, type, reason] = ['Result', 'Account', 'Type', 'Reason'].map(text)
  const [address, workstation, computer] = ['Address', 'Workstation', 'Computer'].map(text)
  const timeOf = timeReader(read.table, 'TimeGenerated')
  const cells = read.table.column('TimeGenerated')
  const rows: LogonRow[] = []
  for (let row = 0; row < read.table.rowCount; row++) {
    const time = timeOf(row)
    if (time === undefined) continue
    const from = /^(?:::1|127\.[\d.]+|0\.0\.0\.0|::)$/.test(address!(row)) ? '' : address!(row)
    rows.push({
      time,
      cell: cells[row]!,
      isSuccess: result!(row) === 'success',
      account: account!(row),
      key: `${userOf(account!(row))} ${computer!(row).toLowerCase()}`,
      type: type!(row),
      reason: reason!(row),
      source: from || workstation!(row) || computer!(row),
      address: from,
      computer: computer!(row),
    })
  }
  rows.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
  const left = read.table.rowCount - rows.length
  return {
    rows,
    notices: left > 0 ? [...read.notices, `${left} logons have no time: they are left out.`] : read.notices,
  }
}

/** Up to `most` of them, and how many more. */
export function listText(values: Iterable<string>, most = 5): string {
  const all = [...new Set(values)].filter((value) => value !== '')
  const rest = all.length - most
  return all.slice(0, most).join(', ') + (rest > 0 ? `, and ${rest} more` : '')
}

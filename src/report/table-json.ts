import type { Cell, Json, Table } from '../lib/table.ts'
import type { Completeness } from '../providers/workspace.ts'

/** A cell as JSON can carry it: longs beyond ±2^53, NaN and infinities as text. */
export function cellJson(cell: Cell): Json {
  if (typeof cell === 'bigint') return cell.toString()
  if (typeof cell === 'number' && !Number.isFinite(cell)) {
    return Number.isNaN(cell) ? 'NaN' : cell > 0 ? 'Infinity' : '-Infinity'
  }
  return cell
}

/** `{"columns":[{"name","type"}],"rows":[[…]],"completeness":{…}}`, in pieces, so that a large result needs no second copy. */
export function* tableJson(table: Table, completeness: Completeness): Generator<string> {
  yield `{"columns":${JSON.stringify(table.columns)},"rows":[`
  for (let row = 0; row < table.rowCount; row++) {
    yield `${row > 0 ? ',' : ''}\n${JSON.stringify(table.row(row).map(cellJson))}`
  }
  yield `\n],"completeness":${JSON.stringify({ status: completeness.status, notices: completeness.notices })}}\n`
}

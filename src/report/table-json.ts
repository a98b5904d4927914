import { cellJson } from '../lib/cell-json.ts'
import type { Table } from '../lib/table.ts'
import type { Completeness } from '../providers/workspace.ts'

/** `{"columns":[{"name","type"}],"rows":[[…]],"completeness":{…}}`, in pieces, so that a large result needs no second copy. */
export function* tableJson(table: Table, completeness: Completeness): Generator<string> {
  yield `{"columns":${JSON.stringify(table.columns)},"rows":[`
  for (let row = 0; row < table.rowCount; row++) {
    yield `${row > 0 ? ',' : ''}\n${JSON.stringify(table.row(row).map(cellJson))}`
  }
  yield `\n],"completeness":${JSON.stringify({ status: completeness.status, notices: completeness.notices })}}\n`
}

import { cellJson } from '../lib/cell-json.ts'
import type { Table } from '../lib/table.ts'
import type { Completeness, NamedTable } from '../providers/workspace.ts'
import { wholeJson } from './whole-json.ts'

/**
 * `{"columns":[{"name","type"}],"rows":[[…]],"completeness":{…}}`, in pieces, so that a large result needs no second copy. Of
 * several results the first stands so, with its name; the others follow: `"more":[{"name","columns","rows"}]`.
 */
export function* tableJson(
  table: Table,
  completeness: Completeness,
  { name, more = [] }: { readonly name?: string; readonly more?: readonly NamedTable[] } = {},
): Generator<string> {
  yield '{'
  if (name !== undefined && more.length > 0) yield `"name":${JSON.stringify(name)},`
  yield* columnsAndRows(table)
  yield `,"completeness":${JSON.stringify({ status: completeness.status, notices: completeness.notices })}`
  for (const [index, each] of more.entries()) {
    yield `${index > 0 ? ',' : ',"more":['}\n{"name":${JSON.stringify(each.name)},`
    yield* columnsAndRows(each.table)
    yield '}'
  }
  yield more.length > 0 ? ']}\n' : '}\n'
}

function* columnsAndRows(table: Table): Generator<string> {
  yield `"columns":${JSON.stringify(table.columns)},"rows":[`
  for (let row = 0; row < table.rowCount; row++) {
    yield `${row > 0 ? ',' : ''}\n${wholeJson(table.row(row).map(cellJson))}`
  }
  yield '\n]'
}

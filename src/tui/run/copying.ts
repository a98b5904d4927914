import { cellJson } from '../../lib/cell-json.ts'
import type { Cell, Table } from '../../lib/table.ts'
import { jsonText } from '../../report/charts/json-text.ts'
import { plainText } from '../cell-display.ts'
import { type State, withEffect, withMessage } from '../state.ts'
import type { RunBody } from './run-body.ts'
import { bodyOf, columnUnder, type RunScope } from './run-scope.ts'

export function copyCell(scope: RunScope): State {
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  if (!body || row === undefined) return withMessage(scope.state, 'warn', 'There is no cell to copy.')
  const column = columnUnder(scope, body) ?? body.body.drawn.table.columns[0]?.name
  return column === undefined ? scope.state : copyText(scope.state, body.section.table?.value(row, column), column)
}

export function copyText(state: State, cell: Cell | undefined, what: string): State {
  const text = plainText(cell)
  if (text === '') return withMessage(state, 'warn', `${what} is empty: nothing to copy.`)
  return withEffect(state, { kind: 'copy', text, what })
}

export function copyRow(scope: RunScope): State {
  const body = bodyOf(scope)
  const [row] = body?.body.under() ?? []
  if (!body || row === undefined) return withMessage(scope.state, 'warn', 'There is no row to copy.')
  return copyRowOf(scope.state, body, row)
}

function copyRowOf(state: State, { body }: RunBody, row: number): State {
  return withEffect(state, { kind: 'copy', text: rowJson(body.drawn.table, row), what: 'the row' })
}

/** A row as a JSON object by column name. */
export function rowJson(table: Table, row: number): string {
  return jsonText(Object.fromEntries(table.columns.map(({ name }, index) => [name, cellJson(table.cell(row, index))])))
}

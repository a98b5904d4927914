import { HuntletError } from '../../lib/diagnostic.ts'
import type { Cell, Json, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { EventProblem, readParameters } from './parse-event.ts'
import { hasOnlyNames, type ParameterNames, type ParameterValues } from './session.ts'

/** The JSON text of each row's event: its name, or an object of its name and its parameters. */
export function eventTexts(
  table: Table,
  event: string | { readonly name: string; readonly params: string },
): (row: number) => string {
  if (typeof event === 'string') return nameTexts(table, columnAt(table, event, 'the event'))
  const nameOf = nameTexts(table, columnAt(table, event.name, 'the name of the event'))
  const at = columnAt(table, event.params, 'the parameters of the event')
  const paramsOf = distinctTexts(table, at, (cell, row) => {
    const params = typeof cell === 'bigint' ? new EventProblem('has a number as its parameters') : readParameters(cell)
    if (params instanceof EventProblem) {
      throw new HuntletError('SESSION_EVENTS', `Row ${row}: the event ${params.reason} (column \`${event.params}\`).`)
    }
    return paramsText(params)
  })
  return (row) => `{"name":${nameOf(row)},"params":${paramsOf(row)}}`
}

/** The JSON text of each row's cell; longs beyond 2^53, NaN and infinities as strings. */
export function cellTexts(table: Table, column: number): (row: number) => string {
  return distinctTexts(table, column, (cell) =>
    typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell))
      ? `"${cell}"`
      : JSON.stringify(cell),
  )
}

/** A name is always a text: an EventID of 4624 is the event `"4624"`. */
function nameTexts(table: Table, column: number): (row: number) => string {
  return distinctTexts(table, column, (cell) =>
    JSON.stringify(cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)),
  )
}

/** `print` of each cell, done once for each distinct text of a column. */
function distinctTexts(
  table: Table,
  column: number,
  print: (cell: Cell, row: number) => string,
): (row: number) => string {
  const data = table.data[column]!
  if (data.kind !== 'texts') return (row) => print(table.cell(row, column), row)
  const printed: (string | undefined)[] = new Array(data.dictionary.length)
  return (row) => {
    if (data.valid?.[row] === 0) return print(null, row)
    const at = data.index[row]!
    const known = printed[at]
    if (known !== undefined) return known
    const text = print(table.cell(row, column), row)
    printed[at] = text
    return text
  }
}

function paramsText(params: ParameterNames | ParameterValues | undefined): string {
  if (params === undefined) return '[]'
  if (hasOnlyNames(params)) return JSON.stringify([...params])
  const entries: Iterable<readonly [string, Json]> = params instanceof Map ? params : Object.entries(params)
  // Printed by hand: an object literal would lose a parameter called `__proto__`.
  return `{${Array.from(entries, ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}

import type { KqlType } from '../lib/kql-type.ts'
import { rowOrderBy } from '../lib/row-order.ts'
import type { ColumnData, Table } from '../lib/table.ts'
import type { RowOrder } from '../report/charts/column-values.ts'
import type { Zone } from '../report/charts/zone.ts'
import { displayCell } from './cell-display.ts'

export interface SortOrder {
  readonly column: string
  readonly descending: boolean
}

export interface Arrangement {
  readonly filter: string
  readonly order: SortOrder | undefined
}

/** Rows looked at between two pauses. */
const stride = 2000

/**
 * The rows of a table that fit a filter, sorted. A filter is a text that some cell contains as it is shown, in any case; a
 * leading `!` asks for the rows without it. Nulls sort last either way, equal rows stay in their order. It pauses now and
 * then, so that keys are served in between; the rows are its result, undefined for all rows in their own order.
 */
export function* arrange(table: Table, { filter, order }: Arrangement, zone: Zone): Generator<void, RowOrder> {
  const found = yield* filterRows(table, filter, zone)
  const column = order ? table.indexOf(order.column) : -1
  if (!order || column < 0) return found
  const rows = found?.slice() ?? Uint32Array.from({ length: table.rowCount }, (_, row) => row)
  const { compare, isMissing } = rowOrderBy(table.columns[column]!.type, table.data[column]!, lowerCase)
  const sign = order.descending ? -1 : 1
  yield
  return rows.sort((a, b) => {
    const missing = Number(isMissing(a)) - Number(isMissing(b))
    if (missing !== 0) return missing
    return (isMissing(a) ? 0 : sign * compare(a, b)) || a - b
  })
}

/** The filter's needle, and whether it asks for the rows without it. */
export function parseFilter(filter: string): { readonly needle: string; readonly inverse: boolean } {
  const inverse = filter.startsWith('!')
  return { needle: (inverse ? filter.slice(1) : filter).toLowerCase(), inverse }
}

function* filterRows(table: Table, filter: string, zone: Zone): Generator<void, RowOrder> {
  const { needle, inverse } = parseFilter(filter)
  if (needle === '') return undefined
  const hits = new Uint8Array(table.rowCount)
  for (const [index, column] of table.columns.entries()) {
    if (!canShow(column.type, needle)) continue
    const data = table.data[index]!
    const matches = (row: number) =>
      displayCell(table.cell(row, index), column.type, zone).toLowerCase().includes(needle)
    if (data.kind === 'texts') {
      yield* markTexts(data, hits, matches)
      continue
    }
    for (let row = 0; row < table.rowCount; row++) {
      if (hits[row] === 0 && matches(row)) hits[row] = 1
      if (row % stride === stride - 1) yield
    }
  }
  const wanted = inverse ? 0 : 1
  let count = 0
  for (const hit of hits) if (hit === wanted) count++
  const rows = new Uint32Array(count)
  let at = 0
  hits.forEach((hit, row) => {
    if (hit === wanted) rows[at++] = row
  })
  return rows
}

/** Texts repeat: each distinct one is looked at once. */
function* markTexts(
  data: ColumnData & { kind: 'texts' },
  hits: Uint8Array,
  matches: (row: number) => boolean,
): Generator<void, void> {
  const known = new Uint8Array(data.dictionary.length)
  for (let row = 0; row < hits.length; row++) {
    if (row % stride === stride - 1) yield
    if (data.valid && data.valid[row] !== 1) continue
    const text = data.index[row]!
    if (known[text] === 0) known[text] = matches(row) ? 2 : 1
    if (known[text] === 2) hits[row] = 1
  }
}

/** Whether a column of this type can show such a text at all: words need not be looked for among a hundred thousand times. */
function canShow(type: KqlType, needle: string): boolean {
  if (type === 'datetime') return /^[\d :.-]+$/.test(needle)
  if (type === 'int' || type === 'long') return /^[\d-]+$/.test(needle)
  return true
}

function lowerCase(text: string): string {
  return text.toLowerCase()
}

import { formatDatetime, formatTimespan } from '../../lib/kql-time.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import type { ColumnData, Table } from '../../lib/table.ts'

/** The JSON of one cell of a row. */
export type CellWriter = (row: number) => string

/**
 * One writer for each column, in the service's forms: long as a bare number however large, real NaN and infinities as texts,
 * datetime with as many digits as it needs, dynamic as a text of JSON, decimal, guid and timespan as texts.
 */
export function cellWriters(table: Table): CellWriter[] {
  return table.columns.map((column, index) => {
    const data = table.data[index]!
    const write = valueWriter(column.type, data, table.rowCount)
    const { valid } = data
    return valid ? (row) => (valid[row] === 1 ? write(row) : 'null') : write
  })
}

function valueWriter(type: KqlType, data: ColumnData, rowCount: number): CellWriter {
  switch (data.kind) {
    case 'bools':
      return (row) => (data.values[row] === 1 ? 'true' : 'false')
    case 'numbers':
      return type === 'int' ? (row) => String(data.values[row]) : (row) => realText(data.values[row]!)
    case 'bigints':
      if (type === 'datetime') return (row) => `"${datetimeText(data.values[row]!)}"`
      if (type === 'timespan') return (row) => `"${formatTimespan(data.values[row]!)}"`
      return (row) => data.values[row]!.toString()
    case 'texts': {
      const { dictionary, index } = data
      // A text that comes often is written once; of those that come once nothing is kept.
      if (dictionary.length * 2 > rowCount) return (row) => JSON.stringify(dictionary[index[row]!])
      const written = new Array<string | undefined>(dictionary.length)
      return (row) => {
        const at = index[row]!
        written[at] ??= JSON.stringify(dictionary[at])
        return written[at]
      }
    }
  }
}

function realText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`
  return Object.is(value, -0)
    ? '-0.0'
    : Number.isInteger(value) && Math.abs(value) < 1e15
      ? `${value}.0`
      : String(value)
}

/** `2021-04-16T12:07:14.123Z`: no zeros at the end of the fraction. */
function datetimeText(ticks: bigint): string {
  return formatDatetime(ticks).replace(/\.?0+Z$/, 'Z')
}

import { HuntletError } from '../../lib/diagnostic.ts'
import { parseTimespan, ticksSince2020 } from '../../lib/kql-time.ts'
import type { ColumnData, Table } from '../../lib/table.ts'
import { columnAt } from './column-at.ts'

/** The times of a datetime column as ticks since 2020, NaN for none. Throws `COLUMN_UNKNOWN`, or `OPTION_INVALID` where it is no datetime. */
export function readTimes(table: Table, name: string): Float64Array {
  const at = columnAt(table, name, 'the time')
  const data = table.data[at]!
  if (table.columns[at]!.type !== 'datetime' || data.kind !== 'bigints') {
    throw new HuntletError(
      'OPTION_INVALID',
      `The column \`${name}\` is a ${table.columns[at]!.type}, not a datetime.`,
      {
        hint: `Convert it in the query: \`extend ${name} = todatetime(${name})\`.`,
      },
    )
  }
  const { values, valid } = data
  const times = new Float64Array(values.length)
  for (let row = 0; row < times.length; row++)
    times[row] = valid?.[row] === 0 ? Number.NaN : ticksSince2020(values[row]!)
  return times
}

/** The numbers of an int, long, real, decimal or bool column, NaN for null. Throws `COLUMN_UNKNOWN`, `OPTION_INVALID`. */
export function readNumbers(table: Table, name: string, purpose: string): Float64Array {
  const at = columnAt(table, name, purpose)
  const { type } = table.columns[at]!
  const data: ColumnData = table.data[at]!
  const numbers = new Float64Array(table.rowCount)
  if (data.kind !== 'texts' && type !== 'datetime' && type !== 'timespan') {
    for (let row = 0; row < numbers.length; row++)
      numbers[row] = data.valid?.[row] === 0 ? Number.NaN : Number(data.values[row]!)
    return numbers
  }
  if (type !== 'decimal') {
    throw new HuntletError('OPTION_INVALID', `The column \`${name}\` is a ${type}, not a number (${purpose}).`, {
      hint: `Convert it in the query: \`extend ${name} = toreal(${name})\`.`,
    })
  }
  for (let row = 0; row < numbers.length; row++) {
    const cell = table.cell(row, at)
    numbers[row] = cell === null ? Number.NaN : Number(cell)
  }
  return numbers
}

/** A positive timespan in ticks. Throws `OPTION_INVALID`. */
export function readTimespan(text: string, option: string): number {
  const ticks = parseTimespan(text)
  if (ticks !== undefined && ticks > 0n) return Number(ticks)
  throw new HuntletError('OPTION_INVALID', `${option} must be a timespan such as \`1h\`, not \`${text}\`.`)
}

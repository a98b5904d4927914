import type { Cell } from '../lib/table.ts'
import { screenText } from './charts/fit-text.ts'
import { formatDatetimeCell, utc, type Zone } from './charts/zone.ts'
import { wholeJson } from './whole-json.ts'

/** A cell as plain text, exact: dynamic as JSON, null as the empty text, NaN and infinities as Kusto prints them. */
export function cellText(cell: Cell | undefined): string {
  switch (typeof cell) {
    case 'undefined':
      return ''
    case 'string':
      return cell
    case 'number':
      return numberText(cell)
    case 'boolean':
    case 'bigint':
      return String(cell)
    default:
      return cell === null ? '' : wholeJson(cell)
  }
}

/** A cell for a terminal or a log: harmless, and short where only zeros are lost (`2021-04-16 12:07:14`, `0.0000212`); a datetime by the zone's clock. */
export function shownText(cell: Cell | undefined, zone: Zone = utc): string {
  if (typeof cell === 'number' && !Number.isInteger(cell)) return shortReal(cell)
  if (typeof cell === 'string') {
    return screenText(cell.replace(datetimeForm, (text) => formatDatetimeCell(text, zone)).replace(timespanForm, '$1'))
  }
  return screenText(cellText(cell))
}

const datetimeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/
const timespanForm = /^(-?(?:\d+\.)?\d\d:\d\d:\d\d(?:\.\d*[1-9])?)\.?0+$/

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return 'inf'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  return String(value)
}

function shortReal(value: number): string {
  if (!Number.isFinite(value)) return numberText(value)
  const magnitude = Math.abs(value)
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e9)) return value.toExponential(3)
  return String(Number(value.toPrecision(6)))
}

import type { KqlType } from '../lib/kql-type.ts'
import type { Cell } from '../lib/table.ts'
import { cellText } from '../report/cell-text.ts'
import { screenText } from '../report/charts/fit-text.ts'
import { jsonLines, jsonText } from '../report/charts/json-text.ts'
import { formatDatetimeCell, type Zone } from '../report/charts/zone.ts'

/** Longest text of a cell looked at for a line of the screen; beyond it there is only a cut. */
const longest = 2000

/** A cell on one line: harmless, times by the zone's clock, a real in six digits, a list between commas. Null and the empty string show nothing. */
export function displayCell(cell: Cell | undefined, type: KqlType, zone: Zone): string {
  if (type === 'datetime' && typeof cell === 'string') return formatDatetimeCell(cell, zone)
  if (type === 'real' && typeof cell === 'number') return shortReal(cell)
  const text = isPlainList(cell) ? cell.join(', ') : plainText(cell)
  return screenText(text.length > longest ? `${text.slice(0, longest)}…` : text)
}

/** A list of texts and numbers: it reads better without the marks of JSON. */
function isPlainList(cell: Cell | undefined): cell is (string | number)[] {
  return Array.isArray(cell) && cell.every((item) => typeof item === 'string' || typeof item === 'number')
}

function shortReal(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return cellText(value)
  const size = Math.abs(value)
  return size < 1e-4 || size >= 1e9 ? value.toExponential(3) : String(Number(value.toPrecision(6)))
}

/** A cell whole, as lines: dynamic laid out to a width, line breaks kept, every digit shown. Null and the empty string say so. */
export function cellLines(cell: Cell | undefined, type: KqlType, zone: Zone, width: number): string[] {
  if (cell === null || cell === undefined) return ['(null)']
  if (cell === '') return ['(empty)']
  if (type === 'datetime' && typeof cell === 'string') return [`${formatDatetimeCell(cell, zone)} ${zone.label}`]
  if (typeof cell === 'object') return jsonLines(cell, width).map(screenText)
  return cellText(cell).split(/\r?\n/).map(screenText)
}

/** A cell's exact text. */
export function plainText(cell: Cell | undefined): string {
  return typeof cell === 'object' && cell !== null ? jsonText(cell) : cellText(cell)
}

export function isRightAligned(type: KqlType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal'
}

import type { KqlType } from '../lib/kql-type.ts'
import type { Cell } from '../lib/table.ts'
import { cellFormat } from '../report/cell-format.ts'
import { cellText } from '../report/cell-text.ts'
import { screenText } from '../report/charts/fit-text.ts'
import { jsonLines, jsonText } from '../report/charts/json-text.ts'
import { formatDatetimeCell, type Zone } from '../report/charts/zone.ts'

/** A cell on one line with every digit it has: harmless, times by the zone's clock, a list between commas. Null and the empty string show nothing. */
export function displayCell(cell: Cell | undefined, type: KqlType, zone: Zone): string {
  return cellFormat(type, [], zone)(cell)
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

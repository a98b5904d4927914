import { parseTimespan } from '../lib/kql-time.ts'
import type { KqlType } from '../lib/kql-type.ts'
import type { Cell } from '../lib/table.ts'
import { shownText } from './cell-text.ts'
import { screenText } from './charts/fit-text.ts'
import { jsonText } from './charts/json-text.ts'
import { formatDatetimeCell, utc, type Zone } from './charts/zone.ts'

/** A cell as one line of text, harmless on a screen. Null and the empty string are the empty text. */
export type CellFormat = (cell: Cell | undefined) => string

/** Longest text of a cell looked at for a line; beyond it there is only a cut. */
const longest = 2000

/**
 * How the cells of a column are written where they stand one below the other: times and numbers alike, with no more digits than tell
 * the sampled cells apart. Without a sample every digit is shown that `shownText` shows. Neighbours in the sample should be
 * neighbours in the table, as times that follow each other are what has to be told apart.
 */
export function cellFormat(type: KqlType, sample: readonly (Cell | undefined)[] = [], zone: Zone = utc): CellFormat {
  switch (type) {
    case 'datetime': {
      const digits = sample.length === 0 ? undefined : fractionDigits(sample)
      return (cell) => (typeof cell === 'string' ? datetimeText(cell, digits, zone) : plainText(cell))
    }
    case 'timespan': {
      const digits = sample.length === 0 ? undefined : timespanDigits(sample)
      return (cell) => (typeof cell === 'string' ? shownText(cutFraction(cell, digits)) : plainText(cell))
    }
    case 'real': {
      const format = realFormat(sample)
      return (cell) => (typeof cell === 'number' ? format(cell) : plainText(cell))
    }
    default:
      return plainText
  }
}

function plainText(cell: Cell | undefined): string {
  const text = isPlainList(cell) ? cell.join(', ') : typeof cell === 'object' && cell !== null ? jsonText(cell) : cell
  if (typeof text !== 'string') return shownText(text)
  return text.length > longest ? screenText(`${text.slice(0, longest)}…`) : shownText(text)
}

/** A list of texts and numbers: it reads better without the marks of JSON. */
function isPlainList(cell: Cell | undefined): cell is (string | number)[] {
  return Array.isArray(cell) && cell.every((item) => typeof item === 'string' || typeof item === 'number')
}

function datetimeText(cell: string, digits: number | undefined, zone: Zone): string {
  if (digits === undefined || digits === 0) return formatDatetimeCell(cutFraction(cell, digits), zone)
  const [shown = '', fraction = ''] = formatDatetimeCell(cutFraction(cell, digits), zone).split('.')
  return `${shown}.${fraction.padEnd(digits, '0')}`
}

/** The text with at most that many digits of its second; none is rounded up into a later one. */
function cutFraction(text: string, digits: number | undefined): string {
  if (digits === undefined) return text
  return text.replace(/(:\d\d)\.(\d+)/, (_, second: string, fraction: string) =>
    digits === 0 ? second : `${second}.${fraction.slice(0, digits)}`,
  )
}

/** Neighbours, out of a hundred, that may look alike in their seconds before more digits are shown for all. */
const fewAlike = 5

/** 0, 3, 6 or 7: the fewest digits of a second that tell most neighbours apart that differ at all. */
function fractionDigits(sample: readonly (Cell | undefined)[]): number {
  const times = sample.filter((cell) => typeof cell === 'string')
  for (const digits of [0, 3, 6]) {
    let alike = 0
    for (let at = 1; at < times.length; at++) {
      const [before, here] = [times[at - 1]!, times[at]!]
      if (before !== here && cutFraction(before, digits) === cutFraction(here, digits)) alike++
    }
    if (alike * 100 <= times.length * fewAlike) return digits
  }
  return 7
}

const [tenSeconds, tenMilliseconds] = [100_000_000n, 100_000n]

/** Seconds for what lasts tens of seconds, milliseconds for what lasts that long, else every digit. */
function timespanDigits(sample: readonly (Cell | undefined)[]): number {
  let least: bigint | undefined
  for (const cell of sample) {
    const ticks = typeof cell === 'string' ? parseTimespan(cell) : undefined
    if (ticks === undefined || ticks === 0n) continue
    const size = ticks < 0n ? -ticks : ticks
    if (least === undefined || size < least) least = size
  }
  if (least === undefined || least >= tenSeconds) return 0
  return least >= tenMilliseconds ? 3 : 7
}

/** Most digits of a real that are ever shown, and of one in a column of others. */
const mostDigits = 6
const usualDigits = 3

/** Decimals beyond which a power of ten is easier to read. */
const mostDecimals = 6

/** One form for all reals of a column: as many decimals for each, or powers of ten for each. */
function realFormat(sample: readonly (Cell | undefined)[]): (value: number) => string {
  const values = sample.filter((cell): cell is number => typeof cell === 'number' && Number.isFinite(cell))
  const fractions = values.filter((value) => !Number.isInteger(value)).map(Math.abs)
  if (fractions.length === 0) return (value) => shownText(value)
  fractions.sort((a, b) => a - b)
  // A few that are much smaller than all others must not make powers of ten of the rest.
  const small = fractions[Math.floor(fractions.length / 10)]!
  const large = fractions.at(-1)!
  const power = Math.floor(Math.log10(small))
  const needed = Math.max(0, usualDigits - 1 - power)
  if (needed > mostDecimals || large >= 1e9) {
    return (value) => (Number.isFinite(value) && value !== 0 ? value.toExponential(usualDigits - 1) : shownText(value))
  }
  const most = Math.max(needed, Math.min(mostDecimals, mostDigits - 1 - Math.floor(Math.log10(large))))
  const distinct = countDistinct(values, most)
  let decimals = Math.min(most, power >= 3 ? Math.max(needed, 1) : Math.max(needed, 2))
  while (decimals < most && countDistinct(values, decimals) * 10 < distinct * 9) decimals++
  return (value) => {
    if (!Number.isFinite(value)) return shownText(value)
    const text = value.toFixed(decimals)
    return value !== 0 && Number(text) === 0 ? value.toExponential(usualDigits - 1) : text
  }
}

function countDistinct(values: readonly number[], decimals: number): number {
  return new Set(values.map((value) => value.toFixed(decimals))).size
}

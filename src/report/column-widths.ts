import type { KqlType } from '../lib/kql-type.ts'
import { textWidth } from './charts/fit-text.ts'

/** The room a column would like, all in character cells. */
export interface ColumnNeed {
  /** For its name and its widest cell. */
  readonly most: number
  /** For its name and nine of ten of its cells; of names all of them. */
  readonly usual: number
  /** What it can be read in. Of numbers and times that is all of it: cut, they would say something else. */
  readonly enough: number
  /** What still tells anything. */
  readonly least: number
}

/** Columns of these types are never cut before others. */
const firm: ReadonlySet<KqlType> = new Set(['bool', 'int', 'long', 'real', 'decimal', 'datetime', 'timespan'])

/** From this width on a text is taken for a sentence, a command line, a list: it is read, not recognised. */
const sentence = 48

/** What of a sentence and of a name is enough, and what of a text tells nothing any more. */
const [enoughOfSentence, enoughOfName, leastOfText] = [40, 24, 12]

/** Up to this width names are shown whole before sentences get more than what is enough. */
const wholeName = 40

/** The need of a column by its name and the widths of its cells. */
export function columnNeed(name: string, type: KqlType, cells: readonly number[], beside = 0): ColumnNeed {
  const head = textWidth(name) + beside
  const sorted = cells.filter((width) => width > 0).sort((a, b) => a - b)
  const most = Math.max(head, sorted.at(-1) ?? 0)
  if (firm.has(type)) return { most, usual: most, enough: most, least: most }
  const nine = sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0
  const usual = most <= wholeName ? most : Math.max(head, nine)
  const enough = Math.min(
    most,
    Math.max(Math.min(head, enoughOfName), usual >= sentence ? enoughOfSentence : Math.min(usual, enoughOfName)),
  )
  return { most, usual, enough, least: Math.min(enough, Math.max(leastOfText, Math.min(head, 16))) }
}

/** Whether a column holds what is read as a sentence is. */
export function isSentence({ usual, enough }: ColumnNeed): boolean {
  return usual >= sentence && enough < usual
}

/** The width in which a name stands whole; of a sentence, what is enough. */
export function wholeWidth({ usual, enough }: ColumnNeed): number {
  return Math.max(enough, Math.min(usual, wholeName))
}

/** Cells the columns take together, with `gap` cells between two. */
export function widthOf(widths: readonly number[], gap: number): number {
  return widths.reduce((sum, width) => sum + width, Math.max(0, widths.length - 1) * gap)
}

/**
 * The widths of columns that share `room` cells (without the gaps). While there is room for all, each gets its most. Else
 * none gets less than what is enough for it, or, where that is too much, than its least; what is left is shared by need, the
 * larger need counting by its root, so that a column of kilobytes does not starve the others.
 * Where not even the least fits, the least is what is given.
 */
export function allotWidths(needs: readonly ColumnNeed[], room: number): number[] {
  const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0)
  const most = needs.map((need) => need.most)
  if (sum(most) <= room) return most
  const [enough, usual] = [needs.map((need) => need.enough), needs.map((need) => need.usual)]
  if (sum(enough) > room) {
    const least = needs.map((need) => need.least)
    return sum(least) >= room ? least : filled(least, enough, room)
  }
  // A name that lacks its last few letters is completed before a sentence gets some words more.
  const stages = [needs.map(wholeWidth), usual, most]
  return stages.reduce((widths, wanted) => filled(widths, wanted, room), enough)
}

/** The widths raised from `floor` towards `wanted`, as far as the room reaches. */
function filled(floor: readonly number[], wanted: readonly number[], room: number): number[] {
  const at = (level: number) =>
    wanted.map((want, column) => Math.max(floor[column]!, Math.min(want, Math.floor(level * Math.sqrt(want)))))
  const total = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width, 0)
  let [low, high] = [0, Math.sqrt(Math.max(...wanted)) + 1]
  if (total(at(high)) <= room) return at(high)
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (total(at(middle)) <= room) low = middle
    else high = middle
  }
  const widths = at(low)
  let rest = room - total(widths)
  // Single cells that the shares left over go to whom most is missing.
  for (const column of wanted
    .map((_, index) => index)
    .sort((a, b) => wanted[b]! - widths[b]! - (wanted[a]! - widths[a]!))) {
    if (rest <= 0) break
    if (widths[column]! >= wanted[column]!) continue
    widths[column]!++
    rest--
  }
  return widths
}

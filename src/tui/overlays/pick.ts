import {
  clipText,
  fitLine,
  fitText,
  screenText,
  textWidth,
  widestText,
  wrapText,
} from '../../report/charts/fit-text.ts'
import { type Span, type StyledLine, span } from '../../report/charts/styled-line.ts'
import { type Motion, steppedTo } from '../bodies/body.ts'
import { type Frame, frame } from '../frame.ts'
import { fuzzyScore } from '../fuzzy.ts'
import { type DialogPlace, dialogPlace } from '../layout.ts'
import { drawLineInput, lineInput } from '../line-input.ts'
import { scrolledTo } from '../run/section-look.ts'
import type { ScreenSize } from '../state.ts'
import type { PickItem, PickOverlay } from './overlay.ts'

export function openPick(pick: Omit<PickOverlay, 'kind' | 'input' | 'at' | 'top'>): PickOverlay {
  return { ...pick, kind: 'pick', input: lineInput(), at: 0, top: 0 }
}

/** The items that fit what was typed, best first; all, in their order, while nothing is. */
export function pickItems({ items, input }: PickOverlay): readonly PickItem[] {
  const typed = input.text.trim()
  if (typed === '') return items
  const scored = items
    .map((item) => ({ item, score: fuzzyScore(typed, `${item.label} ${item.group ?? ''} ${item.detail ?? ''}`) }))
    .filter((each): each is { item: PickItem; score: number } => each.score !== undefined)
    .sort((a, b) => b.score - a.score)
  // Where the word itself occurs, what merely has its letters somewhere is noise.
  const isWordThere = (scored[0]?.score ?? 0) >= 50
  return scored.filter(({ score }) => !isWordThere || score >= 40).map(({ item }) => item)
}

export function movePick(pick: PickOverlay, motion: Motion, size: ScreenSize): PickOverlay {
  const items = pickItems(pick)
  if (items.length === 0) return pick
  const window = windowOf(pick, pickPlace(pick, size))
  const at = steppedTo(Math.min(pick.at, items.length - 1), motion, items.length, window)
  return { ...pick, at, top: scrolledTo(lineOf(pick, at), pick.top, window, lineCount(pick)) }
}

/** Groups are headed while the list is in its own order. */
function hasGroups(pick: PickOverlay): boolean {
  return pick.input.text.trim() === '' && pick.items.some(({ group }) => group !== undefined)
}

interface Line {
  readonly heading?: string
  readonly item?: number
}

function listLines(pick: PickOverlay): readonly Line[] {
  const items = pickItems(pick)
  if (!hasGroups(pick)) return items.map((_, item) => ({ item }))
  return items.flatMap((each, item): Line[] =>
    each.group !== undefined && each.group !== items[item - 1]?.group
      ? [{ heading: each.group }, { item }]
      : [{ item }],
  )
}

function lineOf(pick: PickOverlay, at: number): number {
  return Math.max(
    0,
    listLines(pick).findIndex(({ item }) => item === at),
  )
}

function lineCount(pick: PickOverlay): number {
  return listLines(pick).length
}

const keyColumn = 16

export function pickPlace(pick: PickOverlay, size: ScreenSize): DialogPlace {
  const labels = widestText(pick.items.map(({ label }) => screenText(label)))
  const details = widestText(pick.items.map(({ detail, disabled }) => screenText(disabled ?? detail ?? '')))
  const keys = pick.items.some(({ key }) => key !== undefined) ? keyColumn : 0
  const width = Math.max(50, Math.min(100, labels + details + keys + 10), Math.min(80, textWidth(pick.text ?? '') + 6))
  const height = Math.max(8, lineCount({ ...pick, input: lineInput() }) + textLines(pick, width).length + 5)
  return dialogPlace(size, { width, height })
}

function textLines({ text }: PickOverlay, width: number): string[] {
  return text === undefined ? [] : wrapText(screenText(text), width - 4)
}

/** Lines of the list: the dialog without border, text, input line and the line that explains. */
function windowOf(pick: PickOverlay, place: DialogPlace): number {
  return Math.max(1, place.height - 5 - textLines(pick, place.width).length)
}

export function pickFrame(pick: PickOverlay, place: DialogPlace): Frame {
  const items = pickItems(pick)
  const width = place.width - 2
  const at = Math.max(0, Math.min(pick.at, items.length - 1))
  const window = windowOf(pick, place)
  const lines = listLines(pick)
  const top = scrolledTo(lineOf(pick, at), pick.top, window, lines.length)
  const widths = itemWidths(pick, items, width)
  const shown = lines.slice(top, top + window).map((line): StyledLine => {
    if (line.heading !== undefined) return [span(` ${screenText(line.heading)}`, { tone: 'accent', bold: true })]
    return itemLine(items[line.item!]!, line.item === at, width, widths)
  })
  if (items.length === 0) shown.push([span('  Nothing fits. Backspace takes letters back.', 'quiet')])
  while (shown.length < window) shown.push([])
  const body: StyledLine[] = [
    ...textLines(pick, place.width).map((text): StyledLine => [span(` ${text}`)]),
    [span(' ❯ ', 'accent'), ...drawLineInput(pick.input, width - 4)],
    [span('─'.repeat(width), 'quiet')],
    ...shown,
    [span(` ${explanation(items[at], widths.detail)}`, items[at]?.disabled ? 'warn' : 'quiet')],
  ]
  const count = pick.input.text.trim() === '' ? `${items.length}` : `${items.length} of ${pick.items.length}`
  return frame(body, {
    ...place,
    isOpaque: true,
    tone: 'accent',
    title: [span(` ${screenText(pick.title)} `, { bold: true })],
    foot: `${count} · type to narrow`,
  })
}

/** Why the current item cannot be chosen, or what its line had no room for. */
function explanation(item: PickItem | undefined, room: number): string {
  if (!item) return ''
  if (item.disabled) return screenText(`Not now: ${item.disabled}`)
  const detail = screenText(item.detail ?? '')
  return textWidth(detail) > room ? detail : ''
}

/** Cells of an item's parts: its key, its switch, its label, and what is left for the detail. */
interface ItemWidths {
  readonly key: number
  readonly knob: number
  readonly label: number
  readonly detail: number
}

function itemWidths({ items: all }: PickOverlay, items: readonly PickItem[], width: number): ItemWidths {
  const key = all.some((item) => item.key !== undefined) ? keyColumn : 0
  const knob = all.some((item) => item.isOn !== undefined) ? 4 : 0
  const isDetailed = all.some(({ detail, disabled }) => (disabled ?? detail ?? '') !== '')
  const most = isDetailed ? Math.floor(width * 0.6) : width - key - knob - 4
  const label = Math.min(most, widestText(items.map((item) => screenText(item.label))))
  return { key, knob, label, detail: width - key - knob - label - 6 }
}

function itemLine(item: PickItem, isCurrent: boolean, width: number, widths: ItemWidths): StyledLine {
  const line: Span[] = [span(isCurrent ? ' ❯ ' : '   ', 'accent')]
  if (widths.key > 0) line.push(span(fitText(item.key ?? '', widths.key - 2), 'accent'), span(' '))
  if (widths.knob > 0) line.push(span(item.isOn === undefined ? '    ' : item.isOn ? '[x] ' : '[ ] ', 'accent'))
  line.push(span(fitText(screenText(item.label), widths.label), item.disabled ? 'quiet' : {}))
  const detail = item.disabled ? `(${item.disabled})` : (item.detail ?? '')
  if (widths.detail > 8 && detail !== '') line.push(span(`  ${clipText(screenText(detail), widths.detail)}`, 'quiet'))
  const fitted = fitLine(line, width)
  return isCurrent ? fitted.map((piece) => ({ ...piece, ground: 'row' as const })) : fitted
}

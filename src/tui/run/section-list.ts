import { countOf } from '../../lib/count-of.ts'
import { clipText, fitLine, fitText, lineWidth, screenText, textWidth } from '../../report/charts/fit-text.ts'
import { type Span, type StyledLine, span, type Tone } from '../../report/charts/styled-line.ts'
import { type Frame, frame } from '../frame.ts'
import { spinner } from '../spinner.ts'
import { dataOf, type RunLevel, type Slot } from './run-state.ts'
import { scrolledTo } from './section-look.ts'
import { sectionCount, statusMarks } from './section-words.ts'

interface SlotMark {
  readonly glyph: string
  readonly tone: Tone
  readonly count: string
}

function markOf(level: RunLevel, { id, section }: Slot, now: number): SlotMark {
  if (section) {
    const mark = statusMarks[section.status]
    return { glyph: mark.glyph, tone: mark.tone, count: sectionCount(section) }
  }
  const isAsking = level.phase.kind === 'running' && level.queries.some((query) => query.section === id && !query.done)
  if (isAsking) return { glyph: spinner(now), tone: 'accent', count: '' }
  return { glyph: statusMarks.waiting.glyph, tone: 'quiet', count: '' }
}

/** The sections side by side in one line, the focused one always in it, `‹` `›` where there are more. */
export function sectionStrip(level: RunLevel, now: number, width: number): StyledLine {
  const tabs = level.slots.map((slot, at): StyledLine => {
    const mark = markOf(level, slot, now)
    const isFocused = at === level.focus
    const ground = isFocused ? ({ ground: 'row' } as const) : {}
    const number = at < 9 ? `${at + 1} ` : ''
    const count = mark.count === '' ? '' : ` ${mark.count}`
    return [
      span(` ${number}`, { tone: 'quiet', ...ground }),
      span(`${mark.glyph} `, { tone: mark.tone, bold: true, ...ground }),
      span(clipText(screenText(slot.title), 26), { bold: isFocused, ...ground }),
      span(`${count} `, { tone: 'quiet', ...ground }),
    ]
  })
  if (tabs.length === 0) return []
  let from = level.focus
  let used = lineWidth(tabs[from] ?? []) + 4
  while (from > 0 && used + lineWidth(tabs[from - 1]!) <= width) {
    from--
    used += lineWidth(tabs[from]!)
  }
  let to = level.focus + 1
  while (to < tabs.length && used + lineWidth(tabs[to]!) <= width) {
    used += lineWidth(tabs[to]!)
    to++
  }
  const [before, after] = ['‹', '›']
  return fitLine(
    [
      span(from > 0 ? `${before} ` : ' ', 'accent'),
      ...tabs.slice(from, to).flat(),
      span(to < tabs.length ? ` ${after}` : '', 'accent'),
    ],
    width,
  )
}

export interface SidebarSize {
  readonly width: number
  readonly height: number
}

/** The sections below each other, and what one can go on with. */
export function sidebarFrames(level: RunLevel, now: number, size: SidebarSize): Frame[] {
  const next = nextLines(level)
  const nextHeight = next.length === 0 ? 0 : Math.min(next.length + 2, Math.floor(size.height * 0.4))
  const height = size.height - nextHeight
  const window = height - 2
  const top = scrolledTo(level.focus, 0, window, level.slots.length)
  const lines = level.slots
    .slice(top, top + window)
    .map((slot, at) => slotLine(level, top + at, slot, now, size.width - 2))
  const sections = frame(lines, {
    width: size.width,
    height,
    title: [span(' Sections ', { bold: true })],
    foot: level.slots.length > window ? `${level.focus + 1} of ${level.slots.length}` : '',
  })
  if (nextHeight === 0) return [sections]
  const rest = next.length - (nextHeight - 2)
  return [
    sections,
    frame(next, {
      width: size.width,
      height: nextHeight,
      title: [span(' Go on ', { bold: true })],
      foot: rest > 0 ? `${rest} more: f` : '',
    }),
  ]
}

function slotLine(level: RunLevel, at: number, slot: Slot, now: number, width: number): StyledLine {
  const mark = markOf(level, slot, now)
  const isFocused = at === level.focus
  const number = at < 9 ? `${at + 1}` : ' '
  const room = width - 6 - (mark.count === '' ? 0 : textWidth(mark.count) + 1)
  const line: Span[] = [
    span(`${isFocused ? '❯' : ' '}${number} `, 'quiet'),
    span(`${mark.glyph} `, { tone: mark.tone, bold: true }),
    span(fitText(screenText(slot.title), room), { bold: isFocused }),
    span(` ${mark.count}`, 'quiet'),
  ]
  const fitted = fitLine(line, width)
  return isFocused ? fitted.map((piece) => ({ ...piece, ground: 'row' as const })) : fitted
}

/** Open choices, follow-ups and how many entities there are to pivot from, each with the key that leads to it. */
function nextLines(level: RunLevel): StyledLine[] {
  const data = dataOf(level)
  if (!data) return []
  const open = data.choices.filter(({ chosen }) => chosen === undefined)
  const dot = '•'
  const lines = [
    ...open.map(
      ({ title }): StyledLine => [span(' f ', { tone: 'accent', bold: true }), span(`? ${screenText(title)}`, 'warn')],
    ),
    ...data.followUps.map(
      ({ title, done }): StyledLine => [
        span(' f ', { tone: 'accent', bold: true }),
        span(`${done ? '✓' : dot} ${screenText(title)}`, done ? 'quiet' : {}),
      ],
    ),
  ]
  const count = data.entities.length
  if (count > 0)
    lines.push([span(' p ', { tone: 'accent', bold: true }), span(`pivot: ${countOf(count, 'entity', 'entities')}`)])
  return lines
}

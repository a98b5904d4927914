import { countOf } from '../../lib/count-of.ts'
import type { Section, SectionStatus } from '../../notebooklet/result-data.ts'
import { clipText, screenText, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span, type Tone } from '../../report/charts/styled-line.ts'
import { withThousands } from '../../report/charts/value-axis.ts'
import { secondText, type Zone } from '../../report/charts/zone.ts'
import { ownNotices } from '../../report/empty-sections.ts'
import { shownNotices } from '../../report/shown-notices.ts'

export interface StatusMark {
  readonly glyph: string
  readonly word: string
  readonly tone: Tone
}

/** A status as glyph, word and colour; glyph and word say it without the colour. */
export const statusMarks: Readonly<Record<SectionStatus | 'waiting', StatusMark>> = {
  ok: { glyph: '✓', word: 'ok', tone: 'good' },
  empty: { glyph: '–', word: 'empty', tone: 'quiet' },
  partial: { glyph: '!', word: 'partial', tone: 'warn' },
  failed: { glyph: '✗', word: 'failed', tone: 'bad' },
  skipped: { glyph: '○', word: 'skipped', tone: 'quiet' },
  waiting: { glyph: '◌', word: 'waiting', tone: 'quiet' },
}

/** `1,204`, or `failed`; nothing where the mark before the title says that there are none. */
export function sectionCount(section: Section): string {
  if (section.status === 'failed') return section.status
  if (section.status === 'skipped' || section.status === 'empty') return ''
  return section.table ? withThousands(String(section.table.rowCount)) : ''
}

/** `12 rows`, `partial, 1,204 rows`, `failed`. */
export function sectionState(section: Section): string {
  const rows = section.table && section.table.rowCount > 0 ? countOf(section.table.rowCount, 'row') : ''
  if (section.status === 'ok') return rows || 'ok'
  return rows === '' ? statusMarks[section.status].word : `${statusMarks[section.status].word}, ${rows}`
}

const headlines: Readonly<Record<SectionStatus, string>> = {
  ok: 'Done, without rows to show.',
  empty: 'Nothing was found.',
  partial: 'Only a part could be had, and it has no rows.',
  failed: 'This section failed; those that do not need it went on.',
  skipped: 'This section was not run.',
}

/**
 * What stands where a section has no rows to draw: what happened, why, and where to look. Never nothing. What is said of the whole Result (`common`) is left
 * to the page about the section, where there is something else to say.
 */
export function explainSection(
  section: Section,
  width: number,
  zone: Zone,
  common: readonly string[] = [],
): StyledLine[] {
  const mark = statusMarks[section.status]
  const lines: StyledLine[] = [
    [],
    [span(` ${mark.glyph} `, { tone: mark.tone, bold: true }), span(headlines[section.status], { bold: true })],
    [],
  ]
  for (const notice of shownNotices(ownNotices(section, common))) {
    wrapText(screenText(notice.replaceAll('\n', ' ')), Math.max(10, width - 6)).forEach((text, at) => {
      lines.push([span(at === 0 ? '   • ' : '     ', 'quiet'), span(text)])
    })
  }
  if (section.notices.length > 0) lines.push([])
  for (const { query, rowCount, timeRange, completeness } of section.queries) {
    const asked = `${secondText(timeRange.start, zone)} to ${secondText(timeRange.end, zone)} ${zone.label}`
    const answer = completeness === 'failed' ? 'No answer' : countOf(rowCount, 'row')
    lines.push([span(`   ${answer}${query ? ` from ${screenText(query)}` : ''}, ${asked}`, 'quiet')])
  }
  if (section.queries.length > 0) lines.push([span('   v shows the KQL that was asked.', 'quiet')])
  return lines
}

/** What stands in lines from one of them on, as one. */
function restOf(lines: readonly string[], from: number): string {
  return lines
    .slice(from)
    .map((line) => line.trim())
    .join(' ')
}

/** Lines that a section's text may take of a body of some height. */
function textLinesIn(height: number): number {
  return height >= 30 ? 3 : height >= 22 ? 2 : height >= 14 ? 1 : 0
}

/** The lines over a section's body: what it shows, where there is room, and what must be known of it. */
export function sectionBanner(section: Section, width: number, height: number): StyledLine[] {
  const lines: StyledLine[] = []
  const mostText = textLinesIn(height)
  const text = wrapText(screenText((section.text ?? '').replaceAll('\n', ' ').trim()), Math.max(10, width - 2))
  if (section.text && mostText > 0) {
    const cut = [...text.slice(0, mostText - 1), `${clipText(restOf(text, mostText - 1), width - 4)} i`]
    const shown = text.length > mostText ? cut : text
    lines.push(...shown.map((line): StyledLine => [span(` ${line}`, 'quiet')]))
  }
  const most = height >= 14 ? 2 : 1
  const notices = shownNotices(section.notices).map((notice) => screenText(notice.replaceAll('\n', ' ')))
  notices.slice(0, most).forEach((notice, at) => {
    const more = notices.length - most
    const rest = at === most - 1 && more > 0 ? ` (${more} more: i)` : ''
    const room = width - 3 - rest.length
    const clipped = notice.length > room ? `${notice.slice(0, Math.max(0, room - 5)).trimEnd()} … i` : notice
    lines.push([span(' ! ', { tone: 'warn', bold: true }), span(clipped, 'warn'), span(rest, 'quiet')])
  })
  return lines
}

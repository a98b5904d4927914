import { countOf } from '../../lib/count-of.ts'
import { fitText, screenText, widestText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { durationText } from '../duration-text.ts'
import { spinner } from '../spinner.ts'
import type { QueryProgress, RunLevel, Slot } from './run-state.ts'
import { sectionState, statusMarks } from './section-words.ts'

/** Of more answered queries of a section than these, only the number is shown. */
const shownQueries = 8

/** What stands where a section is still to come: every section with its state, under it the queries it has asked. */
export function progressLines(level: RunLevel, now: number, width: number): StyledLine[] {
  const titles = Math.min(Math.floor(width * 0.5), widestText(level.slots.map(({ title }) => screenText(title))))
  const lines: StyledLine[] = [[]]
  if (level.slots.length === 0) {
    lines.push([
      span(` ${level.phase.kind === 'running' ? `${spinner(now)} Making ready…` : 'Nothing was run.'}`, 'quiet'),
    ])
  }
  for (const slot of level.slots) {
    lines.push(slotLine(level, slot, titles, now))
    if (slot.section) continue
    const queries = level.queries.filter(({ section }) => section === slot.id)
    const settled = queries.filter(({ done }) => done)
    const shown = settled.length > shownQueries ? queries.filter(({ done }) => !done) : queries
    if (shown !== queries)
      lines.push([span('      ✓ ', 'good'), span(`${countOf(settled.length, 'query', 'queries')} answered`, 'quiet')])
    for (const query of shown) {
      lines.push(queryLine(query, level, titles, now))
      if (query.told !== undefined && !query.done && level.phase.kind === 'running')
        lines.push([span(`        ${screenText(query.told)}`, 'accent')])
    }
  }
  if (level.phase.kind === 'running') {
    const left = level.slots.filter(({ section }) => !section).length
    const words = level.phase.isCancelling
      ? 'Cancelling…'
      : `${countOf(left, 'section')} to come. x cancels; what is done can be read meanwhile: Tab.`
    lines.push([], [span(` ${words}`, 'quiet')])
  }
  return lines
}

function slotLine(level: RunLevel, slot: Slot, titles: number, now: number): StyledLine {
  const title = fitText(screenText(slot.title), titles)
  if (slot.section) {
    const mark = statusMarks[slot.section.status]
    const glyph = mark.glyph
    return [
      span(`  ${glyph} `, { tone: mark.tone, bold: true }),
      span(title),
      span(`  ${sectionState(slot.section)}`, 'quiet'),
    ]
  }
  const work = level.phase.kind === 'running' ? level.work[slot.id] : undefined
  if (work) {
    const share = work.total > 0 ? ` ${Math.floor((100 * Math.min(work.done, work.total)) / work.total)} %` : ''
    const told = work.told === undefined ? '' : ` · ${screenText(work.told)}`
    return [
      span(`  ${spinner(now)} `, 'accent'),
      span(title),
      span(`  ${screenText(work.text)}${share}${told}`, 'quiet'),
    ]
  }
  const isAsking = level.phase.kind === 'running' && level.queries.some(({ section }) => section === slot.id)
  const glyph = isAsking ? spinner(now) : statusMarks.waiting.glyph
  const word = level.phase.kind === 'running' ? (isAsking ? 'asking' : 'waiting') : 'not run'
  return [span(`  ${glyph} `, isAsking ? 'accent' : 'quiet'), span(title), span(`  ${word}`, 'quiet')]
}

function queryLine({ query, since, done }: QueryProgress, level: RunLevel, titles: number, now: number): StyledLine {
  const name = fitText(screenText(query), Math.max(titles, 24))
  if (done) {
    const words = `${countOf(done.rowCount, 'row')} in ${durationText(done.durationMs)}`
    return [span(`      ${'✓'} `, 'good'), span(name, 'quiet'), span(`  ${words}`)]
  }
  const isRunning = level.phase.kind === 'running'
  const glyph = isRunning ? spinner(now) : '■'
  return [
    span(`      ${glyph} `, 'accent'),
    span(name, 'quiet'),
    span(`  ${isRunning ? durationText(now - since) : 'stopped'}`),
  ]
}

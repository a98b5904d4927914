import { countOf } from '../lib/count-of.ts'
import { clipText, lineWidth, screenText, textWidth } from '../report/charts/fit-text.ts'
import { type Span, type StyledLine, span } from '../report/charts/styled-line.ts'
import type { Zone } from '../report/charts/zone.ts'
import { durationText } from './duration-text.ts'
import { clipLine, joined, spread } from './frame.ts'
import { dataOf, type RunLevel } from './run/run-state.ts'
import { statusMarks } from './run/section-words.ts'
import { askedTimeText, rangeText, shortTime } from './run/time-text.ts'
import { spinner } from './spinner.ts'
import { levelOf, type State, type Surroundings, zoneOf } from './state.ts'

/** Two lines: the way the analyst came, and what is asked here. */
export function headerLines(state: State, surroundings: Surroundings): StyledLine[] {
  const { columns } = state.size
  const zone = zoneOf(state, surroundings)
  const right: StyledLine = [
    span(workspaceText(surroundings.workspaceName, Math.floor(columns / 3)), 'accent'),
    span(' · ', 'quiet'),
    span(`${zone.label} `),
  ]
  const level = levelOf(state)
  const second =
    level.kind === 'home'
      ? [span(' What do you want to look at? Enter asks for what it needs and runs it.', 'quiet')]
      : requestLine(state, level, zone)
  return [spread(breadcrumb(state, columns - lineWidth(right) - 1), right, columns), clipLine(second, columns)]
}

/** The end of a path says more than its beginning. */
function workspaceText(name: string, width: number): string {
  const text = screenText(name)
  if (textWidth(text) <= width) return text
  return text.includes('/') || text.includes('\\') ? `…${text.slice(-(width - 1))}` : clipText(text, width)
}

/** `huntlet › Account summary alice › Host summary web-1`; where that is too long, the first steps are left out. */
function breadcrumb({ levels }: State, width: number): StyledLine {
  const arrow = ' › '
  const [, first] = levels
  const origin = first?.kind === 'run' ? first.request.from : undefined
  const before: StyledLine[] = origin
    ? [[span(screenText([origin.notebooklet, clipText(origin.value ?? '', 40)].join(' ').trim()), 'quiet')]]
    : []
  const runs = levels.slice(1).map((level, at, all): StyledLine => {
    if (level.kind !== 'run') return []
    const bold = at === all.length - 1
    const value = level.request.value
    return [
      span(screenText(level.title), { bold }),
      ...(value ? [span(` ${screenText(clipText(value, 40))}`, 'accent')] : []),
    ]
  })
  const steps = [...before, ...runs]
  for (let from = 0; ; from++) {
    const line: Span[] = [span(' huntlet', { bold: true, tone: 'accent' })]
    if (from > 0) line.push(span(`${arrow}…`, 'quiet'))
    for (const step of steps.slice(from)) line.push(span(arrow, 'quiet'), ...step)
    if (lineWidth(line) <= width || from >= steps.length - 1) return line
  }
}

function requestLine(state: State, level: RunLevel, zone: Zone): StyledLine {
  const data = dataOf(level)
  const origin = originWords(level)
  const parts: StyledLine[] = [[span(' '), ...phaseWords(state, level)]]
  if (data) {
    const { timeRange, now } = data.request
    parts.push([span(rangeText(timeRange, zone))])
    parts.push(...origin, [span(`${screenText(timeRange.said)}`, 'quiet')])
    parts.push([span(`now = ${shortTime(now.at, zone)} (${now.source})`, 'quiet')])
  } else parts.push(...origin, [span(askedTimeText(level.request) ?? "the notebooklet's own time range", 'quiet')])
  return joined(parts)
}

/** The section and column a pivot began at; the run it began at stands in the way above. */
function originWords({ request: { from } }: RunLevel): StyledLine[] {
  const place = [from?.section, from?.column].filter((each) => each !== undefined).join(' › ')
  return place === '' ? [] : [[span(screenText(`from ${place}`), 'accent')]]
}

/** How the run stands: glyph, word and colour. */
function phaseWords({ now }: State, level: RunLevel): StyledLine {
  const { phase } = level
  switch (phase.kind) {
    case 'running': {
      const word = phase.isCancelling ? 'cancelling' : phase.followUp === undefined ? 'running' : 'running a follow-up'
      const done = level.slots.filter(({ section }) => section !== undefined).length
      const sections = level.slots.length > 0 ? `, ${done} of ${countOf(level.slots.length, 'section')}` : ''
      const elapsed = durationText(now - phase.since)
      return [span(`${spinner(now)} ${word} ${elapsed}${sections}`, { tone: 'accent', bold: true })]
    }
    case 'failed':
      return [span(`${'✗'} failed`, { tone: 'bad', bold: true })]
    case 'cancelled':
      return [span(`${'■'} cancelled`, { tone: 'warn', bold: true })]
    case 'done': {
      const status = dataOf(level)?.status ?? 'ok'
      if (status === 'choice') return [span('? waits for a choice: f', { tone: 'warn', bold: true })]
      const mark = statusMarks[status]
      const took = phase.tookMs >= 100 ? ` in ${durationText(phase.tookMs)}` : ''
      return [span(`${mark.glyph} ${mark.word}`, { tone: mark.tone, bold: true }), span(took, 'quiet')]
    }
  }
}

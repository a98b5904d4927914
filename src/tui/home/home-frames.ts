import { countOf } from '../../lib/count-of.ts'
import type { NotebookletInfo, RunRequest } from '../../notebooklet/desk.ts'
import { fitLine, fitText, screenText, widestText, wrapText } from '../../report/charts/fit-text.ts'
import { type Span, type StyledLine, span } from '../../report/charts/styled-line.ts'
import { type Frame, frame } from '../frame.ts'
import type { HomeLayout } from '../layout.ts'
import { scrolledTo } from '../run/section-look.ts'
import { askedTimeText } from '../run/time-text.ts'
import type { Surroundings } from '../state.ts'
import { homeItem, homeLine, homeLineCount } from './home-commands.ts'
import { type HomeItem, type HomeLevel, homeItems } from './home-state.ts'

/** The list of what can be run, and of what was. */
export function homeListFrame(home: HomeLevel, surroundings: Surroundings, { list }: HomeLayout): Frame {
  const items = homeItems(home, surroundings.notebooklets)
  const at = Math.max(0, Math.min(home.at, items.length - 1))
  const window = list.height - 2
  const top = scrolledTo(homeLine(items, at), home.top, window, homeLineCount(items))
  const titles = Math.min(36, widestText(surroundings.notebooklets.map(({ title }) => screenText(title))))
  const lines: StyledLine[] = []
  items.forEach((item, index) => {
    if (item.kind === 'recent' && items[index - 1]?.kind !== 'recent') {
      lines.push([], [span(' Recent: Enter runs it again as it was', { tone: 'accent', bold: true })])
    }
    lines.push(itemLine(item, index === at, titles, list.width - 2))
  })
  if (items.length === 0) lines.push([], [span(nothing(home, surroundings), 'quiet')])
  const found = items.filter(({ kind }) => kind === 'notebooklet').length
  const recent = items.length - found
  const all = surroundings.notebooklets.length
  const problems = surroundings.diagnostics.length
  return frame(lines.slice(top, top + window), {
    ...list,
    tone: 'accent',
    title: [span(' Notebooklets ', { bold: true })],
    corner: problems > 0 ? [span(`! ${countOf(problems, 'problem')}: i`, 'warn')] : [],
    foot: `${found === all ? '' : `${found} of `}${countOf(all, 'notebooklet')}${recent > 0 ? ` · ${recent} recent` : ''}`,
  })
}

function nothing(home: HomeLevel, { notebooklets, diagnostics }: Surroundings): string {
  if (notebooklets.length === 0) {
    return diagnostics.length > 0
      ? ' No notebooklet could be loaded. i says why.'
      : ' There are no notebooklets. huntlet new writes one.'
  }
  return ` No notebooklet fits "${screenText(home.filter.text)}". Esc clears the filter.`
}

function itemLine(item: HomeItem, isCurrent: boolean, titles: number, width: number): StyledLine {
  const arrow = isCurrent ? ' ❯ ' : '   '
  const line: Span[] = [span(arrow, 'accent')]
  if (item.kind === 'notebooklet') {
    const { title, entities, text } = item.info
    line.push(span(fitText(screenText(title), titles), { bold: true }), span('  '))
    const takes = entities.join(' ')
    const room = width - titles - 5
    if (room > 30) line.push(span(fitText(takes, 14), 'accent'), span('  '))
    line.push(span(screenText(text), 'quiet'))
  } else {
    line.push(span(fitText(screenText(item.info?.title ?? item.request.notebooklet), titles)), span('  '))
    line.push(span(screenText(item.request.value ?? ''), { bold: true }), span(`  ${asked(item.request)}`, 'quiet'))
  }
  const fitted = fitLine(line, width)
  return isCurrent ? fitted.map((piece) => ({ ...piece, ground: 'row' as const })) : fitted
}

function asked(request: RunRequest): string {
  const { options, parameters } = request
  const time = askedTimeText(request) ?? ''
  const rest = [...(options ?? []), ...Object.entries(parameters ?? {}).map(([name, value]) => `${name}=${value}`)]
  return screenText([time, ...rest].filter((text) => text !== '').join('  '))
}

/** What the notebooklet under the cursor is, takes, shows and leads to. */
export function homeDetailFrame(home: HomeLevel, surroundings: Surroundings, { details }: HomeLayout): Frame {
  const info = homeItem(home, surroundings)?.info
  const lines = info ? infoLines(info, details.width - 2) : []
  const hidden = lines.length - (details.height - 2)
  return frame(lines, {
    ...details,
    title: info ? [span(` ${screenText(info.title)} `, { bold: true })] : [],
    foot: hidden > 0 ? `${countOf(hidden, 'more line')}` : '',
  })
}

function infoLines(info: NotebookletInfo, width: number): StyledLine[] {
  const rows: [string, string][] = [
    [
      'Takes',
      info.value ? `${info.entities.join(', ') || 'a value'}${info.value.required ? '' : ' (optional)'}` : 'nothing',
    ],
    ['Sections', info.sections.map(({ title }) => title).join(' · ')],
    ['Then', info.followUps.map(({ title }) => title).join(' · ')],
    ['Options', info.options.map(({ name, default: isOn }) => `${name} ${isOn ? 'on' : 'off'}`).join(' · ')],
    ['Time', info.timespan],
    ['Keywords', info.keywords.join(', ')],
    ['From', info.origin],
  ]
  return [
    ...wrapText(screenText(info.text), width - 2).map((text): StyledLine => [span(` ${text}`)]),
    [],
    ...rows
      .filter(([, text]) => text !== '')
      .flatMap(([label, text]) =>
        wrapText(screenText(text), Math.max(10, width - 12)).map(
          (part, at): StyledLine => [span(` ${fitText(at === 0 ? label : '', 10)}`, 'accent'), span(part)],
        ),
      ),
  ]
}

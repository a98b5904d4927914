import { screenText, wrapText } from '../../report/charts/fit-text.ts'
import { type StyledLine, span } from '../../report/charts/styled-line.ts'
import { type Frame, frame } from '../frame.ts'
import { runLayout } from '../layout.ts'
import { overlayOf, type State, type Surroundings, zoneOf } from '../state.ts'
import { progressLines } from './progress-lines.ts'
import { runBody } from './run-body.ts'
import { dataOf, focusedSection, focusedSlot, type RunLevel } from './run-state.ts'
import { failureParagraphs } from './section-pages.ts'
import { explainSection, sectionState, statusMarks } from './section-words.ts'

/** The framed body of the focused section; while it is still to come, how far the run is. */
export function runBodyFrame(state: State, level: RunLevel, surroundings: Surroundings): Frame {
  const { body: size } = runLayout(state.size)
  const tone = overlayOf(state) ? 'quiet' : 'accent'
  const made = runBody(state, level, surroundings)
  const section = focusedSection(level)
  const slot = focusedSlot(level)
  if (made) {
    const { body, banner } = made
    const isTable = body.kind === 'table' && made.section.view.kind !== 'table'
    return frame([...banner, ...body.draw()], {
      ...size,
      tone,
      title: title(made.section.title, level.focus),
      corner: [...cornerOf(made.section), ...(isTable ? [span(' · as a table', 'quiet')] : [])],
      foot: body.place(),
    })
  }
  const framed = (lines: readonly StyledLine[], corner: StyledLine = []) =>
    frame(lines, {
      ...size,
      tone,
      title: title(slot?.title ?? level.title, slot ? level.focus : -1),
      corner,
    })
  if (level.phase.kind === 'failed' && !section) return framed(failureLines(level, size.width - 2))
  if (section) {
    const common = dataOf(level)?.notices ?? []
    return framed(explainSection(section, size.width - 2, zoneOf(state, surroundings), common), cornerOf(section))
  }
  return framed(progressLines(level, state.now, size.width - 2))
}

function title(text: string, at: number): StyledLine {
  return [span(at >= 0 && at < 9 ? ` ${at + 1} ` : ' ', 'quiet'), span(`${screenText(text)} `, { bold: true })]
}

function cornerOf(section: NonNullable<ReturnType<typeof focusedSection>>): StyledLine {
  const mark = statusMarks[section.status]
  return [span(`${mark.glyph} ${sectionState(section)}`, mark.tone)]
}

function failureLines({ phase }: RunLevel, width: number): StyledLine[] {
  if (phase.kind !== 'failed') return []
  const [first, ...rest] = failureParagraphs(phase.failure)
  const wrapped = (text: string) =>
    text.split('\n').flatMap((line) => wrapText(screenText(line), Math.max(10, width - 6)))
  return [
    [],
    ...wrapped(first?.text ?? '').map(
      (text, at): StyledLine => [
        span(at === 0 ? ' ✗ ' : '   ', { tone: 'bad', bold: true }),
        span(text, { bold: true }),
      ],
    ),
    ...rest.flatMap(({ text }) => wrapped(text).map((line): StyledLine => [span(`   ${line}`)])),
    [],
    [span('   r runs it again, R with other values, Esc goes back, i shows all of this as a page.', 'quiet')],
  ]
}

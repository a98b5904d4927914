import { countOf } from '../lib/count-of.ts'
import { lineWidth, screenText } from '../report/charts/fit-text.ts'
import { type Span, type StyledLine, span } from '../report/charts/styled-line.ts'
import { clipLine } from './frame.ts'
import { type Binding, bindingsIn, keyLabel, orderOf } from './keys.ts'
import { drawLineInput } from './line-input.ts'
import { placesOf } from './places.ts'
import { focusedSection, lookOf, type RunLevel } from './run/run-state.ts'
import { levelOf, overlayOf, type State, type Surroundings } from './state.ts'

/** Two lines: what was said last (or the filter being typed), and the keys that matter here. */
export function footerLines(state: State, surroundings: Surroundings): StyledLine[] {
  const { columns } = state.size
  return [clipLine(messageLine(state, columns), columns), hintLine(state, surroundings, columns)]
}

const marks = { good: '✓', warn: '!', bad: '✗' } as const

function messageLine(state: State, columns: number): StyledLine {
  const level = levelOf(state)
  const isOpen = overlayOf(state) === undefined
  const typing = level.kind === 'home' ? (level.isFiltering ? level.filter : undefined) : level.filtering
  if (isOpen && typing) {
    return [span(' / ', { tone: 'accent', bold: true }), ...drawLineInput(typing, columns - 4)]
  }
  if (state.message) {
    const { tone, text } = state.message
    return [span(` ${marks[tone]} `, { tone, bold: true }), span(screenText(text), tone)]
  }
  if (level.kind === 'home') {
    const filter = level.filter.text
    return filter === '' ? [] : [span(` / ${screenText(filter)}`, 'accent'), span('  Esc clears the filter', 'quiet')]
  }
  return filterWords(level)
}

function filterWords(level: RunLevel): StyledLine {
  const section = focusedSection(level)
  const look = section && lookOf(level, section.id)
  if (!section?.table || !look || look.filter === '') return look?.arranging ? [span(' Sorting…', 'quiet')] : []
  const all = section.table.rowCount
  const found = look.rows?.length ?? all
  const words = look.arranging ? 'looking…' : `${countOf(found, 'row')} of ${countOf(all, 'row')}`
  return [span(` / ${screenText(look.filter)}`, 'accent'), span(`  ${words}  Esc clears the filter`, 'quiet')]
}

function hintLine(state: State, surroundings: Surroundings, columns: number): StyledLine {
  const pieces = hintedBindings(state, surroundings).map((row): StyledLine => {
    const [key = ''] = row.keys
    return [span(keyLabel(key), { tone: 'accent', bold: true }), span(` ${row.hint}  `, 'quiet')]
  })
  // Help and the palette come last and lead to all others: they keep their place when the line is full.
  const widths = pieces.map(lineWidth)
  const kept = Math.min(2, pieces.length)
  let room = columns - 1 - widths.slice(-kept).reduce((sum, width) => sum + width, 0)
  const line: Span[] = [span(' ')]
  pieces.forEach((piece, at) => {
    const isKept = at >= pieces.length - kept
    if (!isKept && widths[at]! > room) return
    if (!isKept) room -= widths[at]!
    line.push(...piece)
  })
  return clipLine(line, columns)
}

/** The keys worth a hint here, in the order of the table: those that would do nothing now are left out. */
function hintedBindings(state: State, surroundings: Surroundings): readonly Binding[] {
  const level = levelOf(state)
  const isOpen = overlayOf(state) === undefined
  const isIdle = (command: Binding['command']): boolean => {
    if (!isOpen) return false
    if (level.kind === 'home') return command === 'back' && !level.isFiltering
    const section = focusedSection(level)
    switch (command) {
      case 'rerun':
        return level.phase.kind !== 'failed' && level.phase.kind !== 'cancelled'
      case 'cancel':
        return level.phase.kind !== 'running'
      case 'toggle-view':
        return !section?.table || section.view.kind === 'table' || section.view.kind === 'text'
      case 'kql':
        return section === undefined
      case 'export':
        return !section?.table
      case 'follow-up':
        return level.handle === undefined
      case 'look-up':
      case 'pivot':
        return level.handle === undefined && !section?.table
      default:
        return false
    }
  }
  return bindingsIn(placesOf(state, surroundings))
    .filter(({ hint, command }) => hint !== undefined && !isIdle(command))
    .sort((a, b) => orderOf(a) - orderOf(b))
}

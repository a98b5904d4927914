import { inputsOf } from '../../compile/tree-walk.ts'
import type { TextChange } from '../../kql/sent/changes.ts'
import type { Tabular } from '../../kql/tree.ts'
import type { Span } from '../../lib/diagnostic.ts'
import { tablesIn } from './row-independence.ts'

/** Whether it stands there, in the same text. */
export function isWithin({ start, end, source }: Span, outer: Span): boolean {
  return source === undefined && start >= outer.start && end <= outer.end
}

function keyOf({ start, end, source }: Span): string {
  return `${start} ${end} ${source?.name ?? ''}`
}

/** Whether two of the operators stand at one place, of an operator, what it reads, and those after it: the text of a function serves all its calls. */
export function isSharedText(steps: readonly Tabular[], table: Tabular): boolean {
  const below = spansBelow(table)
  const own = keyOf(table.span)
  if (below.has(own)) return true
  return steps.some(({ kind, span }) => kind !== 'let-table' && (keyOf(span) === own || below.has(keyOf(span))))
}

/** Where all stands that an operator reads. */
function spansBelow(table: Tabular, spans: Set<string> = new Set()): Set<string> {
  const inputs = table.kind === 'let-table' ? [table.table] : inputsOf(table)
  for (const each of [...inputs, ...tablesIn(table)]) {
    spans.add(keyOf(each.span))
    spansBelow(each, spans)
  }
  return spans
}

/** The text of operators, with the bar before each, taken away; undefined where one is not written so. */
export function removedText(steps: readonly Tabular[], text: string): TextChange[] | undefined {
  const changes: TextChange[] = []
  for (const { kind, span } of steps) {
    if (kind === 'let-table') continue
    const bar = text.slice(0, span.start).search(/\|\s*$/)
    if (span.source !== undefined || bar < 0) return undefined
    if (!changes.some((each) => each.span.start === bar)) changes.push({ span: { start: bar, end: span.end }, by: [] })
  }
  return changes
}

const words: ReadonlyMap<string, RegExp> = new Map([
  ['sort', /^(?:sort|order)\b/i],
  ['take', /^(?:take|limit)\b/i],
])

/** An operator of a plug-in, or of a stored function, has no text of its own. */
export function isWritten({ kind, span }: Tabular, text: string): boolean {
  const word = words.get(kind) ?? new RegExp(`^${kind}\\b`, 'i')
  return span.source === undefined && word.test(text.slice(span.start, span.end))
}

import type { RequestTime } from '../../notebooklet/desk.ts'
import { type EntityFunction, runOnText, searchKql } from '../../notebooklet/entity-functions.ts'
import { resolveTimeRange } from '../../notebooklet/time-range.ts'
import { plainText } from '../cell-display.ts'
import type { PageOverlay, Paragraph } from '../overlays/overlay.ts'

/** What a step makes of an entity: each row as its filled cells, one a line. */
export function functionPage({ id, title }: EntityFunction, value: string): PageOverlay {
  const { table, notices } = runOnText(id, value)
  const rows = table.rows().map((row) =>
    row.flatMap((cell, at) => {
      const text = plainText(cell)
      return text === '' ? [] : [`${table.columns[at]!.name}: ${text}`]
    }),
  )
  const lines = rows.flatMap((row, at) => [...(at > 0 ? [''] : []), ...row])
  return {
    kind: 'page',
    title: `${title}: ${value}`,
    paragraphs: [
      ...notices.map((text): Paragraph => ({ text, tone: 'warn' })),
      ...(lines.length > 0 ? lines.map((text): Paragraph => ({ text })) : [{ text: 'Nothing of that in this text.' }]),
    ],
    top: 0,
    copy: { text: lines.join('\n'), what: 'what was found' },
  }
}

/** The search of every table for a value, over a time that may be given as one around a datetime. */
export function searchFor(value: string, time: RequestTime | undefined): string {
  if (time?.around === undefined) return searchKql(value, time)
  return searchKql(value, resolveTimeRange(time, { at: time.around, source: 'given' }, '1d'))
}

import type { RequestTime } from '../../notebooklet/desk.ts'
import { type EntityFunction, runOnText, searchKql } from '../../notebooklet/entity-functions.ts'
import { resolveTimeRange } from '../../notebooklet/time-range.ts'
import { plainText } from '../cell-display.ts'
import type { PageOverlay, Paragraph } from '../overlays/overlay.ts'
import { shellWords } from './command-line.ts'

/** What a function makes of an entity, or what to copy where it is not done here. */
export function functionPage(
  { id, title, kind }: EntityFunction,
  value: string,
  time: RequestTime | undefined,
  workspace: string,
): PageOverlay {
  const page = (paragraphs: readonly Paragraph[], text: string, what: string): PageOverlay => ({
    kind: 'page',
    title: `${title}: ${value}`,
    paragraphs,
    top: 0,
    copy: { text, what },
  })
  switch (kind) {
    case 'step':
      return stepPage(page, id, value)
    case 'kql': {
      const kql = searchKql(value, fixedRange(time))
      const command = shellWords(['huntlet', 'query', kql, '--workspace', workspace])
      return page(
        [
          { text: kql, isCode: true },
          { text: '' },
          { text: 'From a shell:', tone: 'quiet' },
          { text: command, isCode: true },
        ],
        kql,
        'the KQL',
      )
    }
    case 'lookup': {
      const command = shellWords(['huntlet', 'lookup', value, '--workspace', workspace])
      return page(
        [
          { text: 'Services are asked only where they are configured and agreed to.', tone: 'quiet' },
          { text: '' },
          { text: command, isCode: true },
        ],
        command,
        'the command line',
      )
    }
  }
}

type MakePage = (paragraphs: readonly Paragraph[], text: string, what: string) => PageOverlay

/** Each row as its filled cells, one a line. */
function stepPage(page: MakePage, id: string, value: string): PageOverlay {
  const { table, notices } = runOnText(id, value)
  const rows = table.rows().map((row) =>
    row.flatMap((cell, at) => {
      const text = plainText(cell)
      return text === '' ? [] : [`${table.columns[at]!.name}: ${text}`]
    }),
  )
  const lines = rows.flatMap((row, at) => [...(at > 0 ? [''] : []), ...row])
  return page(
    [
      ...notices.map((text): Paragraph => ({ text, tone: 'warn' })),
      ...(lines.length > 0 ? lines.map((text): Paragraph => ({ text })) : [{ text: 'Nothing of that in this text.' }]),
    ],
    lines.join('\n'),
    'what was found',
  )
}

/** A time around a datetime as the range it comes to. */
function fixedRange(time: RequestTime | undefined): Pick<RequestTime, 'start' | 'end'> {
  if (time?.around === undefined) return time ?? {}
  return resolveTimeRange(time, { at: time.around, source: 'given' }, '1d')
}

import type { LineScores } from '../analytics/sessions/score-session-lines.ts'
import { Table } from '../lib/table.ts'

/** So many of the most unusual are explained; nobody reads on beyond. */
const mostExplained = 10_000

/** The most unusual lines as a table, by rank; `most` of them. */
export function scoredTable(
  { scores, line, why }: LineScores,
  options: { readonly window: number; readonly tokens: boolean; readonly most: number },
): Table {
  const rows = new Array<number>(Math.min(options.most, scores.rank.length))
  scores.rank.forEach((rank, session) => {
    if (rank <= rows.length) rows[rank - 1] = session
  })
  return Table.fromRows(
    [
      { name: 'Rank', type: 'int' },
      { name: 'Score', type: 'real' },
      { name: 'Unusual', type: 'bool' },
      { name: 'AtLeast', type: 'int' },
      { name: 'Likelihood', type: 'real' },
      { name: 'Line', type: 'int' },
      { name: 'Events', type: 'int' },
      { name: 'Part', type: 'string' },
      { name: 'Why', type: 'string' },
      { name: 'RarestWindow', type: 'string' },
    ],
    rows.map((session) => {
      const { rank, score, unusual, atLeast, likelihood, line: number, events, ...found } = line(session)
      const { window, windowStart, part, partStart, partEnds } = found
      const shown = (start: number, commands: readonly string[], ends: boolean) =>
        [...(options.tokens && start === 0 ? ['(start)'] : []), ...commands, ...(ends ? ['(end)'] : [])].join(' → ')
      const windowEnds = options.tokens && windowStart + options.window > events
      const texts = [
        shown(partStart, part, partEnds),
        rank <= mostExplained ? why(session) : '',
        shown(windowStart, window, windowEnds),
      ]
      return [rank, score, unusual, atLeast, likelihood, number, events, ...texts]
    }),
  )
}

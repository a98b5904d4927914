import type { LineScores } from '../analytics/sessions/score-session-lines.ts'
import { Table } from '../lib/table.ts'

/** The most unusual lines as a table, by rank; `most` of them. */
export function scoredTable(
  { scores, line }: LineScores,
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
      { name: 'RarestWindow', type: 'string' },
    ],
    rows.map((session) => {
      const { rank, score, unusual, atLeast, likelihood, line: number, events, window, windowStart } = line(session)
      const ends = options.tokens && windowStart + options.window > events
      const shown = [...(options.tokens && windowStart === 0 ? ['(start)'] : []), ...window, ...(ends ? ['(end)'] : [])]
      return [rank, score, unusual, atLeast, likelihood, number, events, shown.join(' → ')]
    }),
  )
}

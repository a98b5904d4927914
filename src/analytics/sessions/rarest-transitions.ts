import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { transitionOf } from './probabilities.ts'
import { commandOf, type Session } from './session.ts'
import type { SessionModel } from './session-model.ts'
import { groupSessions, type SessionTableOptions, trainTableModel } from './session-table.ts'

const transitionColumns = [
  { name: 'From', type: 'string' },
  { name: 'To', type: 'string' },
  { name: 'Count', type: 'int' },
  { name: 'Probability', type: 'real' },
  { name: 'Sessions', type: 'int' },
  { name: 'ExampleRank', type: 'int' },
] as const satisfies readonly ColumnType[]

/** How start and end of a session are written among commands. */
export const startLabel = '(start)'
export const endLabel = '(end)'

export interface TransitionOptions extends SessionTableOptions {
  /** Most rows returned. Default all. */
  readonly top?: number
}

/**
 * Every step from one command to the next that occurs, the least probable first: how often, its probability, in how many sessions,
 * and the rank of the most unusual session that holds it (null where the table has not been scored). `(start)` and `(end)` are the
 * bounds of a session. With a source, the column `Source` comes first.
 */
export function rarestTransitions(table: Table, options: TransitionOptions): Table {
  const rankAt = table.indexOf('Rank')
  const withSource = options.source !== undefined
  const rows = groupSessions(table, options).flatMap((group) => {
    const model = trainTableModel(group.sessions, options)
    const ranks = group.rows.map((row) => (rankAt < 0 ? null : Number(table.cell(row, rankAt))))
    return transitionsOf(model, group.sessions, ranks).map((cells): readonly Cell[] =>
      withSource ? [group.source, ...cells] : cells,
    )
  })
  const probability = transitionColumns.findIndex((column) => column.name === 'Probability') + (withSource ? 1 : 0)
  rows.sort((a, b) => (a[probability] as number) - (b[probability] as number))
  const columns = [...(withSource ? [{ name: 'Source', type: 'string' } as const] : []), ...transitionColumns]
  return Table.fromRows(columns, options.top === undefined ? rows : rows.slice(0, options.top))
}

function transitionsOf(
  model: SessionModel,
  sessions: readonly Session[],
  ranks: readonly (number | null)[],
): readonly (readonly Cell[])[] {
  const { commands } = model.vocabularies
  const { rowStart, columns, counts } = model.transitions
  const found = new Map<number, { sessions: number; last: number; rank: number | null }>()
  const states = commands.size + 1
  sessions.forEach((session, index) => {
    let previous = commands.size
    for (let at = 0; at <= session.length; at++) {
      const event = session[at]
      const next = event === undefined ? commands.size : commands.find(commandOf(event))
      const key = previous * states + next
      const rank = ranks[index]!
      const known = found.get(key)
      if (!known) found.set(key, { sessions: 1, last: index, rank })
      else if (known.last !== index) {
        known.sessions++
        known.last = index
        if (rank !== null && (known.rank === null || rank < known.rank)) known.rank = rank
      }
      previous = next
    }
  })
  const rows: (readonly Cell[])[] = []
  for (const from of [commands.size, ...commands.names.keys()]) {
    for (let at = rowStart[from]!; at < rowStart[from + 1]!; at++) {
      const to = columns[at]!
      const { sessions: inSessions, rank } = found.get(from * states + to)!
      rows.push([
        commands.names[from] ?? startLabel,
        commands.names[to] ?? endLabel,
        counts[at]!,
        transitionOf(model, from, to),
        inSessions,
        rank,
      ])
    }
  }
  return rows
}

import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { encodeSessionTable } from './encode-session-table.ts'
import type { EncodedSessions } from './encode-sessions.ts'
import { transitionOf } from './probabilities.ts'
import { countSessions, type SessionModel } from './session-model.ts'
import type { SessionTableOptions } from './session-table.ts'

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
export function rarestTransitions(table: Table, options: TransitionOptions, progress: Progress = noProgress): Table {
  const rankAt = table.indexOf('Rank')
  const withSource = options.source !== undefined
  const rows = encodeSessionTable(table, options, progress).flatMap((group) => {
    const model = countSessions(group.encoded, options.mode, group.vocabularies, options.modellable)
    const rankOf = (session: number) => (rankAt < 0 ? null : Number(table.cell(group.rows[session]!, rankAt)))
    return transitionsOf(model, group.encoded, rankOf).map((cells): readonly Cell[] =>
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
  { count, offsets, commands: ids }: EncodedSessions,
  rankOf: (session: number) => number | null,
): readonly (readonly Cell[])[] {
  const { commands } = model.vocabularies
  const { rowStart, columns, counts } = model.transitions
  const found = new Map<number, { sessions: number; last: number; rank: number | null }>()
  const states = commands.size + 1
  for (let index = 0; index < count; index++) {
    const rank = rankOf(index)
    let previous = commands.size
    for (let event = offsets[index]!; event <= offsets[index + 1]!; event++) {
      const next = event === offsets[index + 1] ? commands.size : ids[event]!
      const key = previous * states + next
      const known = found.get(key)
      if (!known) found.set(key, { sessions: 1, last: index, rank })
      else if (known.last !== index) {
        known.sessions++
        known.last = index
        if (rank !== null && (known.rank === null || rank < known.rank)) known.rank = rank
      }
      previous = next
    }
  }
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

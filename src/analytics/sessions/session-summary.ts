import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { defaultWindow } from './score-session-table.ts'
import { commandOf } from './session.ts'
import { modellableParameters } from './session-model.ts'
import { groupSessions, type SessionTableOptions, trainTableModel } from './session-table.ts'

const summaryColumns = [
  { name: 'Sessions', type: 'int' },
  { name: 'Events', type: 'int' },
  { name: 'Actors', type: 'int' },
  { name: 'ShorterThanWindow', type: 'int' },
  { name: 'Unusual', type: 'int' },
  { name: 'Commands', type: 'int' },
  { name: 'Parameters', type: 'int' },
  { name: 'ParametersWithValues', type: 'string' },
] as const satisfies readonly ColumnType[]

export interface SummaryOptions extends SessionTableOptions {
  /** The columns that together identify an actor. */
  readonly actor?: readonly string[]
}

/**
 * What a run of session scoring was about, as one row of facts: sessions and events; distinct actors (null where no column is
 * named); sessions shorter than the window, which have a rank and no likelihood of their own; sessions marked unusual (null where
 * the table has not been scored); distinct commands and parameters; the parameters whose values are modelled, in words.
 */
export function sessionSummary(table: Table, options: SummaryOptions): Table {
  const window = options.window ?? defaultWindow
  const members = (options.tokens ?? true) ? 1 : 0
  const commands = new Set<string>()
  const parameters = new Set<string>()
  const withValues = new Set<string>()
  let events = 0
  let short = 0
  for (const group of groupSessions(table, options)) {
    for (const session of group.sessions) {
      events += session.length
      if (session.length + members < window) short++
      for (const event of session) commands.add(commandOf(event))
    }
    const model = trainTableModel(group.sessions, options)
    for (const name of model.vocabularies.parameters.names) parameters.add(name)
    for (const name of modellableParameters(model)) withValues.add(name)
  }
  const row: readonly Cell[] = [
    table.rowCount,
    events,
    options.actor ? countActors(table, options.actor) : null,
    short,
    table.indexOf('Unusual') < 0 ? null : table.column('Unusual').filter((cell) => cell === true).length,
    commands.size,
    parameters.size,
    [...withValues].sort().join(', '),
  ]
  return Table.fromRows(summaryColumns, [row])
}

function countActors(table: Table, names: readonly string[]): number {
  const columns = names.map((name) => columnAt(table, name, 'identifies the actor'))
  const actors = new Set<string>()
  for (let row = 0; row < table.rowCount; row++) {
    actors.add(columns.map((at) => JSON.stringify(String(table.cell(row, at) ?? ''))).join())
  }
  return actors.size
}

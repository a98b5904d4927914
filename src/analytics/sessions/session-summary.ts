import type { ColumnType } from '../../lib/kql-type.ts'
import { noProgress, type Progress } from '../../lib/progress.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { columnAt } from '../columns/column-at.ts'
import { columnTexts, combineTexts, rowCounts } from '../columns/column-texts.ts'
import { encodeSessionTable } from './encode-session-table.ts'
import { defaultWindow } from './score-session-table.ts'
import { countSessions, modellableParameters } from './session-model.ts'
import type { SessionTableOptions } from './session-table.ts'

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
export function sessionSummary(table: Table, options: SummaryOptions, progress: Progress = noProgress): Table {
  const window = options.window ?? defaultWindow
  const members = (options.tokens ?? true) ? 1 : 0
  const commands = new Set<string>()
  const parameters = new Set<string>()
  const withValues = new Set<string>()
  let events = 0
  let short = 0
  for (const { encoded, vocabularies } of encodeSessionTable(table, options, progress)) {
    const { count, offsets } = encoded
    events += encoded.commands.length
    for (let session = 0; session < count; session++) {
      if (offsets[session + 1]! - offsets[session]! + members < window) short++
    }
    for (const name of vocabularies.commands.names) commands.add(name)
    const model = countSessions(encoded, options.mode, vocabularies, options.modellable)
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
  for (const name of names) columnAt(table, name, 'identifies the actor')
  const columns = names.map((name) => columnTexts(table, name))
  // Mostly one column tells: its different texts are counted, not its rows.
  const actors = combineTexts(columns, (texts) => JSON.stringify(texts))
  return rowCounts(actors).filter((rows) => rows > 0).length
}

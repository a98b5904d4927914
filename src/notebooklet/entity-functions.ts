import { kqlLiteral } from '../kql/literal.ts'
import { noProgress } from '../lib/progress.ts'
import { Table } from '../lib/table.ts'
import type { RequestTime } from './desk.ts'
import type { EntityType } from './result-data.ts'
import type { StepOutput } from './step.ts'
import { outputOf } from './step-message.ts'
import { stepNamed } from './steps.ts'

/** What can be done with an entity besides running a notebooklet on it. */
export interface EntityFunction {
  readonly id: string
  readonly title: string
  /** `step`: an analytics step over its text; `kql`: a query about it; `lookup`: what `huntlet lookup` knows of it. */
  readonly kind: 'step' | 'kql' | 'lookup'
}

const decode: EntityFunction = { id: 'decode-text', title: 'Decode what is encoded in it', kind: 'step' }
const extract: EntityFunction = {
  id: 'extract-iocs',
  title: 'Addresses, domains, hashes … that it names',
  kind: 'step',
}
const split: EntityFunction = { id: 'split-command-lines', title: 'Program, switches and arguments', kind: 'step' }
const lookUp: EntityFunction = { id: 'lookup', title: 'Look it up in indicators and services', kind: 'lookup' }
const kql: EntityFunction = { id: 'kql', title: 'Search every table for it', kind: 'kql' }

const functions: Readonly<Partial<Record<EntityType, readonly EntityFunction[]>>> = {
  process: [split, decode, extract],
  file: [decode, extract],
  url: [lookUp, decode, extract],
  domain: [lookUp],
  ip: [lookUp],
  hash: [lookUp],
  mailbox: [lookUp],
}

/** The functions that take an entity; a search of every table takes any. */
export function functionsFor(type: EntityType): readonly EntityFunction[] {
  return [...(functions[type] ?? []), kql]
}

/** Whether look-ups may know something of such an entity. */
export function isLookedUp(type: EntityType): boolean {
  return functions[type]?.includes(lookUp) ?? false
}

/** What an analytics step makes of one text: of a cell, at once. */
export function runOnText(id: string, text: string): StepOutput {
  const column = id === 'split-command-lines' ? 'CommandLine' : 'Text'
  const table = Table.fromRows([{ name: column, type: 'string' }], [[text]])
  const step = stepNamed({}, id)
  const options = step.options.parse(column === 'CommandLine' ? { column } : { columns: [column] })
  return outputOf(step.run([table], options, noProgress))
}

/** KQL that says in which tables a value stands, how often and when; narrowed to a time where one is given. */
export function searchKql(value: string, { start, end }: Pick<RequestTime, 'start' | 'end'> = {}): string {
  return [
    `search ${kqlLiteral('string', value)}`,
    ...(start === undefined ? [] : [`| where TimeGenerated >= datetime(${start})`]),
    ...(end === undefined ? [] : [`| where TimeGenerated < datetime(${end})`]),
    '| summarize Rows = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by Table = $table',
    '| sort by Rows desc, Table asc',
  ].join('\n')
}

import type { Json, Table } from '../../lib/table.ts'
import { answersOf, type Indicator, type Indicators, indicatorSeverityText, isoTime, listOf } from './indicator.ts'
import type { Lookup } from './lookup.ts'
import { observableKinds } from './observable.ts'
import { ObservableIndex } from './observable-index.ts'
import { allTime, hasTable, perTable } from './workspace-table.ts'

/** Columns that hold what an indicator is about. */
const about = [
  'NetworkIP',
  'NetworkSourceIP',
  'NetworkDestinationIP',
  'NetworkCidrBlock',
  'NetworkSourceCidrBlock',
  'NetworkDestinationCidrBlock',
  'DomainName',
  'Url',
  'FileHashValue',
  'EmailSenderAddress',
  'EmailSourceDomain',
  'EmailSourceIpAddress',
] as const

const kql = `ThreatIntelligenceIndicator
| summarize arg_max(TimeGenerated, *) by IndicatorId
| project TimeGenerated, IndicatorId, IndicatorProvider, SourceSystem, Description, ThreatType, ActivityGroupNames, MalwareNames, Tags,
    ConfidenceScore, Active, ExpirationDateTime, AdditionalInformation, ${about.join(', ')}`

/** Indicators that Sentinel kept in its older table. */
export const threatIntelligenceIndicator: Lookup = {
  id: 'threat-intelligence-indicator',
  title: 'ThreatIntelligenceIndicator',
  text: `Threat indicators of the workspace, the newest of each. ${indicatorSeverityText}`,
  about: 'threat',
  kinds: observableKinds,
  place: 'local',
  hosts: [],
  needsKey: false,
  async look(observables, context) {
    if (!(await hasTable(context.workspace, 'ThreatIntelligenceIndicator'))) return { answers: [], entries: 0 }
    return answersOf(observables, indicatorsOf(await context.workspace.ask(kql, allTime)), context)
  },
}

const indicatorsOf = perTable((table: Table): Indicators<number> => {
  const index = new ObservableIndex<number>()
  for (const name of about) {
    for (const [row, cell] of table.column(name).entries())
      if (typeof cell === 'string' && cell !== '') index.add(cell, row)
  }
  return { index, read: (row) => indicatorOf(table, row) }
})

function indicatorOf(table: Table, row: number): Indicator {
  const text = (name: string) => String(table.value(row, name) ?? '')
  const confidence = table.value(row, 'ConfidenceScore')
  return {
    provider: text('IndicatorProvider') || text('SourceSystem'),
    threat: [text('ThreatType'), text('Description')].filter((word) => word !== '').join(': '),
    tags: ['MalwareNames', 'ActivityGroupNames', 'Tags'].flatMap((name) => listOf(text(name))),
    ...(typeof confidence === 'number' && { confidence }),
    asOf: isoTime(text('TimeGenerated')),
    until: isoTime(text('ExpirationDateTime')),
    ...(table.value(row, 'Active') === false && { void: 'no longer active' }),
    raw: () => rowOf(table, row),
  }
}

/** A row as JSON, without its empty cells. */
export function rowOf(table: Table, row: number): Json {
  return Object.fromEntries(
    table.columns.flatMap(({ name }, at) => {
      const cell = table.cell(row, at)
      if (cell === null || cell === '' || cell === '[]') return []
      return [[name, typeof cell === 'bigint' ? cell.toString() : cell]]
    }),
  )
}

import type { Json, Table } from '../../lib/table.ts'
import { answersOf, type Indicator, indexOf, indicatorSeverityText, isoTime, listOf } from './indicator.ts'
import type { Lookup } from './lookup.ts'
import { observableKinds } from './observable.ts'
import type { ObservableIndex } from './observable-index.ts'
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
    return answersOf(observables, indexFor(await context.workspace.ask(kql, allTime)), context)
  },
}

const indexFor = perTable((table: Table): ObservableIndex<Indicator> => {
  const texts = (name: string) => table.column(name).map((cell) => (cell === null ? '' : String(cell)))
  const [provider, system, description, type, groups, malware, tags, time, until] = [
    'IndicatorProvider',
    'SourceSystem',
    'Description',
    'ThreatType',
    'ActivityGroupNames',
    'MalwareNames',
    'Tags',
    'TimeGenerated',
    'ExpirationDateTime',
  ].map(texts) as string[][]
  const confidence = table.column('ConfidenceScore')
  const active = table.column('Active')
  const indicators = Array.from({ length: table.rowCount }, (_, row): Indicator => {
    const words = [type![row], description![row]].filter((word) => word)
    return {
      provider: provider![row] || system![row] || '',
      threat: words.join(': '),
      tags: [malware, groups, tags].flatMap((column) => listOf(column![row] ?? '')),
      ...(typeof confidence[row] === 'number' && { confidence: confidence[row] }),
      asOf: isoTime(time![row]),
      until: isoTime(until![row]),
      ...(active[row] === false && { void: 'no longer active' }),
      raw: () => rowOf(table, row),
    }
  })
  return indexOf(
    about.flatMap((name) =>
      texts(name).flatMap((text, row): [string, Indicator][] => (text === '' ? [] : [[text, indicators[row]!]])),
    ),
  )
})

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

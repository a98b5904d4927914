import type { Table } from '../../lib/table.ts'
import { type Indicator, isoTime, listOf } from './indicator.ts'
import { workspaceIndicators } from './workspace-indicators.ts'
import { rowOf } from './workspace-table.ts'

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
export const threatIntelligenceIndicator = workspaceIndicators({
  id: 'threat-intelligence-indicator',
  table: 'ThreatIntelligenceIndicator',
  kql,
  entries(table, add) {
    for (const name of about) {
      for (const [row, cell] of table.column(name).entries())
        if (typeof cell === 'string' && cell !== '') add(cell, row)
    }
  },
  indicator: indicatorOf,
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

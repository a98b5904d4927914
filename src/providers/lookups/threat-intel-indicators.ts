import type { Json, Table } from '../../lib/table.ts'
import { type Indicator, isoTime, listOf } from './indicator.ts'
import { valuesOfPattern } from './stix-pattern.ts'
import { workspaceIndicators } from './workspace-indicators.ts'
import { rowOf } from './workspace-table.ts'

const kql = `ThreatIntelIndicators
| summarize arg_max(TimeGenerated, *) by Id
| where IsDeleted != true
| project TimeGenerated, Id, SourceSystem, ObservableKey, ObservableValue, Pattern, Confidence, ValidFrom, ValidUntil, IsActive, Revoked, Tags, Data`

/** Indicators that Sentinel keeps in its newer table, as STIX objects. */
export const threatIntelIndicators = workspaceIndicators({
  id: 'threat-intel-indicators',
  table: 'ThreatIntelIndicators',
  kql,
  entries(table, add) {
    const patterns = table.column('Pattern')
    for (const [row, value] of table.column('ObservableValue').entries()) {
      const values = value ? [String(value)] : valuesOfPattern(String(patterns[row] ?? '')).values
      for (const each of values) add(each, row)
    }
  },
  indicator: indicatorOf,
})

function indicatorOf(table: Table, row: number): Indicator {
  const text = (name: string) => String(table.value(row, name) ?? '')
  const data = stixObject(table.value(row, 'Data') as Json | undefined)
  const confidence = table.value(row, 'Confidence')
  const types = strings(data.indicator_types)
  const isRevoked = table.value(row, 'Revoked') === true
  return {
    provider: text('SourceSystem'),
    threat: [types.join(', '), data.name ?? data.description].filter((word) => word).join(': '),
    tags: [...new Set([...listOf(text('Tags')), ...strings(data.labels)])],
    ...(typeof confidence === 'number' && confidence > 0 && { confidence }),
    ...(types.includes('benign') && { severity: 'information' as const }),
    isPart: valuesOfPattern(text('Pattern')).isPart,
    firstSeen: isoTime(text('ValidFrom')),
    asOf: isoTime(text('TimeGenerated')),
    until: isoTime(text('ValidUntil')),
    ...(isRevoked ? { void: 'revoked' } : table.value(row, 'IsActive') === false && { void: 'no longer active' }),
    raw: () => rowOf(table, row),
  }
}

type StixWords = { readonly [key in 'name' | 'description' | 'indicator_types' | 'labels']?: Json }

function stixObject(data: Json | undefined): StixWords {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as StixWords) : {}
}

function strings(list: Json | undefined): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
}

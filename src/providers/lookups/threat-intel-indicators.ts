import type { Json, Table } from '../../lib/table.ts'
import { answersOf, type Indicator, indexOf, indicatorSeverityText, isoTime, listOf } from './indicator.ts'
import type { Lookup } from './lookup.ts'
import { observableKinds } from './observable.ts'
import { valuesOfPattern } from './stix-pattern.ts'
import { rowOf } from './threat-intelligence-indicator.ts'
import { allTime, hasTable, perTable } from './workspace-table.ts'

const kql = `ThreatIntelIndicators
| summarize arg_max(TimeGenerated, *) by Id
| where IsDeleted != true
| project TimeGenerated, Id, SourceSystem, ObservableKey, ObservableValue, Pattern, Confidence, ValidFrom, ValidUntil, IsActive, Revoked, Tags, Data`

/** Indicators that Sentinel keeps in its newer table, as STIX objects. */
export const threatIntelIndicators: Lookup = {
  id: 'threat-intel-indicators',
  title: 'ThreatIntelIndicators',
  text: `Threat indicators of the workspace, the newest of each. ${indicatorSeverityText}`,
  about: 'threat',
  kinds: observableKinds,
  place: 'local',
  hosts: [],
  needsKey: false,
  async look(observables, context) {
    if (!(await hasTable(context.workspace, 'ThreatIntelIndicators'))) return { answers: [], entries: 0 }
    return answersOf(observables, indexFor(await context.workspace.ask(kql, allTime)), context)
  },
}

const indexFor = perTable((table: Table) => indexOf(entriesOf(table)))

function* entriesOf(table: Table): Generator<[string, Indicator]> {
  const columns = Object.fromEntries(
    [
      'TimeGenerated',
      'SourceSystem',
      'ObservableValue',
      'Pattern',
      'Confidence',
      'ValidFrom',
      'ValidUntil',
      'IsActive',
      'Revoked',
      'Tags',
      'Data',
    ].map((name) => [name, table.column(name)]),
  )
  for (let row = 0; row < table.rowCount; row++) {
    const text = (name: string) => String(columns[name]?.[row] ?? '')
    const pattern = valuesOfPattern(text('Pattern'))
    const values = text('ObservableValue') === '' ? pattern.values : [text('ObservableValue')]
    const data = stixObject(columns.Data?.[row] as Json | undefined)
    const confidence = columns.Confidence?.[row]
    const types = strings(data.indicator_types)
    const indicator: Indicator = {
      provider: text('SourceSystem'),
      threat: [types.join(', '), data.name ?? data.description].filter((word) => word).join(': '),
      tags: [...new Set([...listOf(text('Tags')), ...strings(data.labels)])],
      ...(typeof confidence === 'number' && confidence > 0 && { confidence }),
      ...(types.includes('benign') && { severity: 'information' as const }),
      isPart: pattern.isPart,
      firstSeen: isoTime(text('ValidFrom')),
      asOf: isoTime(text('TimeGenerated')),
      until: isoTime(text('ValidUntil')),
      ...(columns.Revoked?.[row] === true
        ? { void: 'revoked' }
        : columns.IsActive?.[row] === false && { void: 'no longer active' }),
      raw: () => rowOf(table, row),
    }
    for (const value of values) yield [value, indicator]
  }
}

type StixWords = { readonly [key in 'name' | 'description' | 'indicator_types' | 'labels']?: Json }

function stixObject(data: Json | undefined): StixWords {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as StixWords) : {}
}

function strings(list: Json | undefined): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
}

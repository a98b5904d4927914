import { firstFew } from '../lib/first-few.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { ownEntry } from '../lib/own-entry.ts'
import { type Cell, Table } from '../lib/table.ts'

/** Severities of alerts and of look-ups on one scale, worst last. */
const levels = ['', 'Information', 'Warning', 'High'] as const

const levelOf: Readonly<Record<string, number>> = {
  high: 3,
  critical: 3,
  medium: 2,
  warning: 2,
  low: 1,
  informational: 1,
  information: 1,
}

const string = (name: string): ColumnType => ({ name, type: 'string' })

/** What is put before an alert's own columns, and after them. */
const risk: readonly ColumnType[] = [string('Risk'), string('Threat'), string('KnownFor')]

/** Most entities that an alert's row lists. */
const mostListed = 8

interface Known {
  level: number
  readonly verdicts: Map<string, number>
}

/**
 * Alerts, worst first, and of the same risk the open ones first: `Threat` is the highest severity that a look-up gives any of its entities, `Risk`
 * the worse of that and of the alert's own severity (Medium is Warning; Low and Informational are Information); empty where nobody says,
 * `KnownFor` what is known of which, `Entities` what it names, the compromised one first. `entities` is what `alert-entities` makes of the
 * alerts, `answers` the look-up of those.
 */
export function alertRisk(alerts: Table, entities: Table, answers: Table): Table {
  const known = knownObservables(answers)
  const byAlert = Map.groupBy(entities.objects(), ({ SystemAlertId }) => String(SystemAlertId))
  const kept = alerts.columns.filter(({ name }) => name !== 'Entities' && name !== 'ExtendedProperties')
  const ranked = [...alerts.objects()].map((alert) => {
    const named = (byAlert.get(String(alert.SystemAlertId)) ?? []).toSorted(
      (a, b) => Number(b.Role === 'compromised') - Number(a.Role === 'compromised'),
    )
    const hits = named.flatMap(({ Value }) => {
      const hit = known.get(String(Value).toLowerCase())
      return hit ? [{ value: String(Value), ...hit }] : []
    })
    const threat = Math.max(0, ...hits.map(({ level }) => level))
    const own = ownEntry(levelOf, String(alert.AlertSeverity).toLowerCase()) ?? 0
    const worst = hits.toSorted((a, b) => b.level - a.level)
    const knownFor = worst.map(({ value, verdicts }) => `${value}: ${[...verdicts.keys()].join('; ')}`).join(' · ')
    const cells: Cell[] = [levels[Math.max(threat, own)]!, levels[threat]!, knownFor]
    const row = [
      ...cells,
      ...kept.map(({ name }) => alert[name] ?? null),
      listed(named.map(({ Value }) => String(Value))),
    ]
    const isOpen = /^(resolved|dismissed|closed)$/i.test(String(alert.Status ?? '')) ? 0 : 1
    return {
      order: [Math.max(threat, own), isOpen, threat, own] as const,
      time: String(alert.TimeGenerated ?? ''),
      row,
    }
  })
  ranked.sort((a, b) => {
    const worse = b.order.map((level, at) => level - a.order[at]!).find((difference) => difference !== 0)
    return worse ?? (a.time < b.time ? 1 : Number(a.time > b.time) * -1)
  })
  return Table.fromRows(
    [...risk, ...kept, string('Entities')],
    ranked.map(({ row }) => row),
  )
}

function knownObservables(answers: Table): Map<string, Known> {
  const known = new Map<string, Known>()
  for (const { Severity, Observable, Verdict } of answers.objects()) {
    const level = ownEntry(levelOf, String(Severity)) ?? 0
    if (level === 0) continue
    const key = String(Observable).toLowerCase()
    const before = known.get(key) ?? { level: 0, verdicts: new Map<string, number>() }
    before.level = Math.max(before.level, level)
    before.verdicts.set(String(Verdict), level)
    known.set(key, before)
  }
  return known
}

function listed(values: readonly string[]): string {
  return firstFew([...new Set(values)], mostListed)
}

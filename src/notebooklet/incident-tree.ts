import { parseDatetime } from '../lib/kql-time.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { type Cell, Table } from '../lib/table.ts'

const string = (name: string): ColumnType => ({ name, type: 'string' })

/** Columns of entities that a row of the tree keeps, so that one can go on from it. */
const kept = ['Account', 'Host', 'Address', 'Url', 'Domain', 'File', 'FileHash', 'Process', 'Mailbox'] as const

const columns: readonly ColumnType[] = [
  ...['Id', 'Parent', 'Label', 'Detail'].map(string),
  { name: 'Time', type: 'datetime' },
  string('SystemAlertId'),
  ...kept.map(string),
]

/**
 * An incident as a tree: itself, its alerts in their order, below each what it names. An entity of several alerts stands below each
 * and says of how many. An alert that the log does not have stands there by its id.
 */
export function incidentTree(incident: Table, alerts: Table, entities: Table): Table {
  const rows: Cell[][] = []
  const nothing = kept.map(() => '')
  const alertsOf = new Map<string, Set<string>>()
  for (const { Type, Value, SystemAlertId } of entities.objects()) {
    const key = `${String(Type)} ${String(Value).toLowerCase()}`
    alertsOf.set(key, (alertsOf.get(key) ?? new Set()).add(String(SystemAlertId)))
  }
  const byAlert = Map.groupBy(entities.objects(), ({ SystemAlertId }) => String(SystemAlertId))
  for (const { Incident, Title, Severity, Status, FirstActivityTime, AlertIds } of incident.objects()) {
    const root = `incident ${String(Incident)}`
    const began = instantOf(FirstActivityTime)
    const label = `${String(Incident)} ${String(Title)}`
    rows.push([root, '', label, facts(Severity, Status, shortTime(began)), began, '', ...nothing])
    const ids = Array.isArray(AlertIds) ? AlertIds.map(String) : []
    const own = new Set(ids.map((id) => id.toLowerCase()))
    const logged = new Set<string>()
    for (const { SystemAlertId, AlertName, AlertSeverity, TimeGenerated, StartTime } of alerts.objects()) {
      const id = String(SystemAlertId)
      if (!own.has(id.toLowerCase())) continue
      const at = instantOf(StartTime) ?? instantOf(TimeGenerated)
      logged.add(id.toLowerCase())
      rows.push([id, root, String(AlertName), facts(AlertSeverity, shortTime(at)), at, id, ...nothing])
      for (const entity of byAlert.get(id) ?? []) {
        const [type, value] = [String(entity.Type), String(entity.Value)]
        const count = alertsOf.get(`${type} ${value.toLowerCase()}`)?.size ?? 1
        const shared = count > 1 ? `in ${count} alerts` : ''
        const said = facts(shared, entity.Role === 'compromised' ? 'compromised' : '', entity.Detail)
        const values = kept.map((name) => String(entity[name] ?? ''))
        rows.push([`${id} ${type} ${value}`, id, `${type} ${value}`, said, null, '', ...values])
      }
    }
    for (const id of ids) {
      if (!logged.has(id.toLowerCase())) rows.push([id, root, id, 'not in this log', null, id, ...nothing])
    }
  }
  return Table.fromRows(columns, rows)
}

function facts(...parts: readonly (Cell | undefined)[]): string {
  return parts.flatMap((part) => (part === undefined || part === '' ? [] : String(part))).join('; ')
}

/** A time, also where it is kept as text; null for what is none. */
function instantOf(cell: Cell | undefined): Cell {
  return typeof cell === 'string' && parseDatetime(cell) !== undefined ? cell : null
}

/** To the second. */
function shortTime(time: Cell): string {
  return time === null ? '' : String(time).slice(0, 19).replace('T', ' ')
}

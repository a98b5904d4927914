import { firstFew } from '../lib/first-few.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { type Cell, Table } from '../lib/table.ts'
import { isSameEntity } from './same-entity.ts'

/** Columns of an activity that name who or what it is of, by the types of entities they hold. */
const namedIn: Readonly<Record<string, readonly string[]>> = {
  account: ['Account'],
  host: ['Host'],
  ip: ['Address'],
  domain: ['Activity', 'Example'],
  url: ['Activity', 'Example'],
  hash: ['Example'],
}

/** Most activities that a row names. */
const mostNamed = 5

const columns: readonly ColumnType[] = [
  { name: 'Type', type: 'string' },
  { name: 'Value', type: 'string' },
  { name: 'Source', type: 'string' },
  { name: 'Events', type: 'long' },
  { name: 'Failed', type: 'long' },
  { name: 'Mostly', type: 'string' },
  { name: 'First', type: 'datetime' },
  { name: 'Last', type: 'datetime' },
  { name: 'Account', type: 'string' },
  { name: 'Host', type: 'string' },
  { name: 'Address', type: 'string' },
]

interface Sum {
  events: number
  failed: number
  first: string
  last: string
  readonly activities: Map<string, number>
}

/**
 * What each entity did in each log: one row an entity and `Source`, with its commonest activities. An entity without any has one row
 * without a source. `activity` has `Source`, `Activity`, `Outcome`, `Account`, `Host`, `Address`, `Events`, `First`, `Last`, `Example`;
 * `entities` has `Type`, `Value` and, of URLs, `Site`. Entities of types that no log of activities names are left out.
 */
export function activityByEntity(activity: Table, entities: Table): Table {
  const activities = [...activity.objects()]
  const rows: Cell[][] = []
  const seen = new Set<string>()
  for (const { Type, Value, Site = '' } of entities.objects()) {
    const [type, value] = [String(Type), String(Value)]
    const key = `${type} ${value.toLowerCase()}`
    const names = namedIn[type]
    if (!names || seen.has(key)) continue
    seen.add(key)
    // Logs of names and connections know the host of a URL, seldom the whole.
    const isIts = matcher(type, type === 'url' && Site !== '' ? String(Site) : value)
    const bySource = new Map<string, Sum>()
    for (const each of activities) {
      if (names.some((name) => isIts(String(each[name] ?? '')))) add(bySource, each)
    }
    const own = ['account', 'host', 'ip'].map((each) => (each === type ? value : ''))
    if (bySource.size === 0) rows.push([type, value, '', 0, 0, '', null, null, ...own])
    const ordered = [...bySource].sort(([, a], [, b]) => b.events - a.events)
    for (const [source, { events, failed, activities: counts, first, last }] of ordered) {
      rows.push([type, value, source, events, failed, mostly(counts), first, last, ...own])
    }
  }
  return Table.fromRows(columns, rows)
}

/** Whether a text names the entity; each distinct text is looked at once. */
function matcher(type: string, value: string): (text: string) => boolean {
  const known = new Map<string, boolean>()
  const isWhole = type === 'account' || type === 'host' || type === 'ip'
  const wanted = value.toLowerCase()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const is = isWhole ? isSameEntity(text, value) : text.toLowerCase().includes(wanted)
    known.set(text, is)
    return is
  }
}

function add(sums: Map<string, Sum>, row: Readonly<Record<string, Cell>>): void {
  const source = String(row.Source)
  const [first, last] = [String(row.First), String(row.Last)]
  const sum = sums.get(source) ?? { events: 0, failed: 0, first, last, activities: new Map<string, number>() }
  sums.set(source, sum)
  const events = Number(row.Events)
  const outcome = String(row.Outcome ?? '')
  sum.events += events
  if (/fail|denied|deny|block|drop|error|refused|[a-z]Exception|^0*[1-9]\d*$/i.test(outcome)) sum.failed += events
  if (first < sum.first) sum.first = first
  if (last > sum.last) sum.last = last
  const activity = String(row.Activity)
  sum.activities.set(activity, (sum.activities.get(activity) ?? 0) + events)
}

function mostly(counts: ReadonlyMap<string, number>): string {
  const ordered = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
  const counted = ordered.map(([activity, count]) => `${activity} (${count})`)
  return firstFew(counted, mostNamed)
}

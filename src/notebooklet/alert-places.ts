import { firstFew } from '../lib/first-few.ts'
import type { ColumnType } from '../lib/kql-type.ts'
import { type Cell, type Json, Table } from '../lib/table.ts'
import type { StepOutput } from './step.ts'

const string = (name: string): ColumnType => ({ name, type: 'string' })

/** Columns of addresses with a place. */
export const alertPlaceColumns: readonly ColumnType[] = [
  string('Address'),
  string('Risk'),
  { name: 'Alerts', type: 'long' },
  string('AlertNames'),
  string('Country'),
  string('City'),
  string('By'),
  { name: 'Latitude', type: 'real' },
  { name: 'Longitude', type: 'real' },
  string('Label'),
]

interface Place {
  readonly by: string
  readonly country: string
  readonly city: string
  readonly latitude: number
  readonly longitude: number
}

/** Most names of alerts that one address lists. */
const mostNames = 3

/**
 * Each address that alerts name and whose place is known: how many alerts name it, the worst risk of these. `alerts` is what `alert-risk` makes,
 * worst first, `entities` what `alert-entities` makes, `places` what logs and databases say; where they say nothing, the alert itself may.
 * The notice counts the addresses that no place is known of.
 */
export function alertPlaces(alerts: Table, entities: Table, places: Table): StepOutput {
  const known = knownPlaces(places)
  const alertOf = new Map([...alerts.objects()].map((alert, order) => [text(alert.SystemAlertId), { alert, order }]))
  const named = [...entities.objects()].filter(({ Address }) => text(Address) !== '')
  const addresses = [...Map.groupBy(named, ({ Address }) => text(Address).toLowerCase())]
  const placed = addresses.flatMap(([address, rows]) => {
    const place = known.get(address) ?? rows.map(({ Properties }) => saidPlace(Properties)).find((said) => said)
    return place ? [{ rows, place }] : []
  })
  const lines = placed.map(({ rows, place }) => {
    const ids = [...new Set(rows.map(({ SystemAlertId }) => text(SystemAlertId)))]
    const worst = ids.flatMap((id) => alertOf.get(id) ?? []).sort((a, b) => a.order - b.order)
    const names = [...new Set(worst.map(({ alert }) => text(alert.AlertName)))]
    const shown = firstFew(names, mostNames)
    const address = text(rows[0]!.Address)
    const { by, country, city, latitude, longitude } = place
    const count = `${ids.length} ${ids.length === 1 ? 'alert' : 'alerts'}`
    const risk = text(worst[0]?.alert.Risk)
    const label = `${address}, ${count}: ${shown}`
    const cells: Cell[] = [address, risk, ids.length, shown, country, city, by, latitude, longitude, label]
    return { cells, order: worst[0]?.order ?? alerts.rowCount }
  })
  const placeless = addresses.length - placed.length
  const notices =
    placed.length > 0 && placeless > 0 ? [`No place is known of ${placeless} of ${addresses.length} addresses.`] : []
  lines.sort((a, b) => a.order - b.order)
  return {
    table: Table.fromRows(
      alertPlaceColumns,
      lines.map(({ cells }) => cells),
    ),
    notices,
  }
}

function knownPlaces(places: Table): ReadonlyMap<string, Place> {
  const known = new Map<string, Place>()
  for (const { Address, By, Country, City, Latitude, Longitude } of places.objects()) {
    const address = text(Address).toLowerCase()
    const place = placeOf(By, Country, City, Latitude, Longitude)
    if (place && !known.has(address)) known.set(address, place)
  }
  return known
}

/** Some alerts say where an address is. */
function saidPlace(properties: Cell | undefined): Place | undefined {
  const location = isObject(properties) ? properties.Location : undefined
  if (!isObject(location)) return undefined
  const { CountryName, CountryCode, City, Latitude, Longitude } = location
  return placeOf('the alert', CountryName ?? CountryCode, City, Latitude, Longitude)
}

function placeOf(...[by, country, city, latitude, longitude]: readonly (Cell | Json | undefined)[]): Place | undefined {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
  return { by: text(by), country: text(country), city: text(city), latitude, longitude }
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

import type { ColumnType } from '../../lib/kql-type.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { byAccount, type SignIn, signInsOf, togetherNotices } from './sign-in-history.ts'

/** When a journey is impossible. */
export interface TravelOptions {
  /** Kilometres an hour: airliners make 900. */
  readonly maxSpeed: number
  /** How wrong the place of an address may be, in kilometres; taken off at both ends. */
  readonly uncertainty: number
  /** Shorter distances are never told, in kilometres: addresses are often placed in another town. */
  readonly minDistance: number
}

/** Columns of impossible journeys. */
export const travelColumns: readonly ColumnType[] = [
  { name: 'Speed', type: 'long' },
  { name: 'Distance', type: 'long' },
  { name: 'Gap', type: 'timespan' },
  { name: 'From', type: 'string' },
  { name: 'FromAddress', type: 'string' },
  { name: 'Left', type: 'datetime' },
  { name: 'To', type: 'string' },
  { name: 'ToAddress', type: 'string' },
  { name: 'Arrived', type: 'datetime' },
  { name: 'ToApplication', type: 'string' },
  { name: 'Times', type: 'long' },
  { name: 'Account', type: 'string' },
]

interface Place {
  readonly signIn: SignIn
  readonly latitude: number
  readonly longitude: number
}

interface Journey {
  readonly left: Place
  /** Milliseconds since 1970. */
  readonly leftAt: number
  readonly arrived: Place
  readonly speed: number
  readonly distance: number
  readonly gap: number
  times: number
}

const minute = 60_000

/**
 * Pairs of places between which an account signed in faster than anybody travels, those it did least often first: who works through
 * two gateways does it all day. The speed is a lower bound: the uncertainty is taken off the distance, and a gap is at
 * least a minute.
 */
export function impossibleTravel(table: Table, options: TravelOptions): { table: Table; notices: string[] } {
  const [latitudes, longitudes] = ['Latitude', 'Longitude'].map((name) => table.column(name))
  const own = signInsOf(table).filter(({ isOwn }) => isOwn)
  const places = own.flatMap((signIn): Place[] => {
    const [latitude, longitude] = [latitudes![signIn.row], longitudes![signIn.row]]
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return []
    return Number.isFinite(latitude + longitude) ? [{ signIn, latitude, longitude }] : []
  })
  const bySignIn = new Map(places.map((place) => [place.signIn, place]))
  const journeys = [...byAccount([...bySignIn.keys()]).values()].flatMap((signIns) =>
    journeysOf(
      signIns.map((signIn) => bySignIn.get(signIn)!),
      options,
    ),
  )
  journeys.sort((a, b) => a.times - b.times || b.speed - a.speed)
  const without = own.length - places.length
  const notices = [
    ...(without > 0 ? [`${without} of ${own.length} sign-ins say no place.`] : []),
    ...togetherNotices(
      own,
      'of two places within an hour, the speed counts from the first sign-in at the place before',
    ),
  ]
  return { table: Table.fromRows(travelColumns, journeys.map(rowOf(table))), notices }
}

function journeysOf(places: readonly Place[], { maxSpeed, uncertainty, minDistance }: TravelOptions): Journey[] {
  const found = new Map<string, Journey>()
  let before: Place | undefined
  for (const place of places) {
    if (before && place.signIn.isInRange) {
      const distance = greatCircle(before, place)
      const leftAt = lastBefore(before.signIn, place.signIn.from)
      const gap = Math.max(minute, place.signIn.from - leftAt)
      const speed = (Math.max(0, distance - 2 * uncertainty) * 3_600_000) / gap
      if (distance >= minDistance && speed > maxSpeed) {
        const key = [before, place]
          .map(({ latitude, longitude }) => `${latitude.toFixed(1)} ${longitude.toFixed(1)}`)
          .sort()
          .join()
        const known = found.get(key)
        const times = (known?.times ?? 0) + 1
        if (known && known.speed >= speed) known.times = times
        else found.set(key, { left: before, leftAt, arrived: place, speed, distance, gap, times })
      }
    }
    if (!before || place.signIn.until >= before.signIn.until) before = place
  }
  return [...found.values()]
}

/**
 * When the account was last there, as far as sign-ins taken together tell: of those that go on beyond the time only the first is sure to be
 * before it.
 */
function lastBefore({ from, until }: SignIn, time: number): number {
  return until <= time ? until : from
}

function rowOf(table: Table): (journey: Journey) => Cell[] {
  const text = (name: string) => {
    const column = table.column(name)
    return ({ signIn }: Place) => String(column[signIn.row] ?? '')
  }
  const [city, country, application] = [text('City'), text('Country'), text('Application')]
  const name = (place: Place) => [city(place), country(place)].filter((each) => each !== '').join(', ')
  return ({ left, leftAt, arrived, speed, distance, gap, times }) => [
    Math.round(speed),
    Math.round(distance),
    timespan(gap),
    name(left),
    left.signIn.address,
    new Date(leftAt).toISOString(),
    name(arrived),
    arrived.signIn.address,
    new Date(arrived.signIn.from).toISOString(),
    application(arrived),
    times,
    arrived.signIn.account,
  ]
}

/** Kilometres between two places, by the haversine formula. */
export function greatCircle(
  a: { readonly latitude: number; readonly longitude: number },
  b: { readonly latitude: number; readonly longitude: number },
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [north, east] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)]
  const h =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)))
}

function timespan(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const days = Math.floor(seconds / 86_400)
  return `${days > 0 ? `${days}.` : ''}${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

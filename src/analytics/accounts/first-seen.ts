import type { Table } from '../../lib/table.ts'
import { byAccount, type SignIn, signInsOf } from './sign-in-history.ts'

/** A value an account used for the first time. */
export interface FirstSeen {
  readonly signIn: SignIn
  /** Country, City, Address, Application, Program, Device or Hour. */
  readonly what: string
  readonly value: string
  /** How surprising a new value is, in bits. */
  readonly bits: number
  /** In how many hours the account had signed in before, and how many values it had used. */
  readonly earlier: number
  readonly known: number
  /** Sign-ins with the value from then on, those that succeeded among them, and the last of them. */
  since: number
  succeeded: number
  last: number
}

/** What a sign-in has that may be new. */
const dimensions = ['Country', 'City', 'Address', 'Application', 'Program', 'Device'] as const

/** Hours of sign-ins an account must have behind it before anything counts as new. */
export const fewestHours = 5

/**
 * Values that accounts used for the first time within the time range, in the order of time, and how many accounts had too short a past.
 * The surprise of a new value is that of Witten and Bell: of n hours with sign-ins in which k values turned up, the next is new with
 * probability k / (n + k). Failed sign-ins are no past: anybody can make them. An hour of the day is new where none within an
 * hour of it was used, interactively.
 */
export function firstSeen(table: Table, fewest = fewestHours): { found: FirstSeen[]; short: number } {
  const columns = dimensions.map((name) => table.column(name).map((cell) => String(cell ?? '')))
  const succeeded = table.column('Outcome').map((cell) => cell === 'success')
  const found: FirstSeen[] = []
  let short = 0
  for (const signIns of byAccount(signInsOf(table).filter(({ isOwn }) => isOwn)).values()) {
    const hours = new Set<number>()
    const seen = new Map<string, Map<string, FirstSeen | undefined>>()
    for (const signIn of signIns) {
      const values: [string, string][] = dimensions.map((name, at) => [name, columns[at]![signIn.row]!])
      if (signIn.isInteractive) values.push(['Hour', String(new Date(signIn.from).getUTCHours()).padStart(2, '0')])
      for (const [what, value] of values) {
        if (value === '') continue
        const known = seen.get(what) ?? new Map<string, FirstSeen | undefined>()
        seen.set(what, known)
        if (!known.has(value)) {
          const isNew =
            signIn.isInRange && hours.size >= fewest && known.size > 0 && !(what === 'Hour' && isBeside(known, value))
          const bits = Math.log2((hours.size + known.size) / Math.max(known.size, 1))
          const first: FirstSeen | undefined = isNew
            ? {
                signIn,
                what,
                value,
                bits,
                earlier: hours.size,
                known: known.size,
                since: 0,
                succeeded: 0,
                last: signIn.until,
              }
            : undefined
          known.set(value, first)
          if (first) found.push(first)
        }
        const first = known.get(value)
        if (first) {
          first.since += signIn.count
          if (succeeded[signIn.row]) first.succeeded += signIn.count
          first.last = Math.max(first.last, signIn.until)
        }
      }
      hours.add(Math.floor(signIn.from / 3_600_000))
    }
    if (hours.size < fewest) short++
  }
  return { found: found.sort((a, b) => a.signIn.from - b.signIn.from), short }
}

function isBeside(known: ReadonlyMap<string, unknown>, hour: string): boolean {
  const beside = [(Number(hour) + 23) % 24, (Number(hour) + 1) % 24]
  return beside.some((each) => known.has(String(each).padStart(2, '0')))
}

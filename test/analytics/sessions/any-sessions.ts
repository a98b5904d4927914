import fc from 'fast-check'
import type { Session, SessionKind } from '../../../src/analytics/sessions/session.ts'
import type { Json } from '../../../src/lib/table.ts'

/** Sessions as they may come: odd names, values of every kind, some of which count as none. */
const name = fc.constantFrom('A', 'B', 'C', 'D', '', '__proto__', 'a b', '→')
const value: fc.Arbitrary<Json> = fc.constantFrom('x', 'y', '', null, true, false, 0, 3, [], {}, ['x'], { a: 1 })
const params = fc.dictionary(fc.constantFrom('p', 'q', 'r', 'toString', '__proto__'), value)
const event = fc.record({ name, params })

export const anySession = fc.array(event, { minLength: 1, maxLength: 9 })
export const anyPopulation = fc.array(anySession, { minLength: 1, maxLength: 12 })

/** The sessions as their kind has them. */
export function ofKind(
  kind: SessionKind,
  sessions: readonly (readonly { readonly name: string; readonly params: { readonly [name: string]: Json } }[])[],
): Session[] {
  if (kind === 'values') return sessions.map((session) => [...session])
  return sessions.map((session) =>
    session.map((item) => (kind === 'commands' ? item.name : { name: item.name, params: Object.keys(item.params) })),
  )
}

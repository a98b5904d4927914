import type { Json } from '../../lib/table.ts'

/** A member of a JSON object; undefined of anything else. */
export function memberAt(json: Json | undefined, key: string): Json | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || !Object.hasOwn(json, key)) return undefined
  return (json as { readonly [name: string]: Json })[key]
}

/** A member that is a text or a number, as text; else empty. */
export function textAt(json: Json | undefined, key: string): string {
  const member = memberAt(json, key)
  return typeof member === 'string' || typeof member === 'number' ? String(member) : ''
}

/** The failure of a service whose answer lacks what its documentation says is always there: it tells nothing of what was asked. */
export function lacks(member: string): Error {
  return new Error(`its answer has no \`${member}\``)
}

/** A member that is a list; else empty. */
export function arrayAt(json: Json | undefined, key: string): readonly Json[] {
  const member = memberAt(json, key)
  return Array.isArray(member) ? (member as readonly Json[]) : []
}

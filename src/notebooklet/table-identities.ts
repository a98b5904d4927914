import type { Table } from '../lib/table.ts'
import type { Identities } from './same-entity.ts'

/** Columns that hold an account's SID or object id, and those of the same record that hold its name. */
const pairs: readonly (readonly [id: string, name: string])[] = [
  ['UserId', 'UserPrincipalName'],
  ['TargetUserSid', 'TargetAccount'],
  ['SubjectUserSid', 'SubjectAccount'],
  ['AccountSid', 'AccountUpn'],
  ['AccountSid', 'AccountName'],
  ['AccountObjectId', 'AccountUpn'],
  ['AccountSID', 'AccountUPN'],
  ['AccountObjectId', 'AccountUPN'],
  ['InitiatingProcessAccountSid', 'InitiatingProcessAccountUpn'],
  ['InitiatingProcessAccountSid', 'InitiatingProcessAccountName'],
  ['InitiatingProcessAccountObjectId', 'InitiatingProcessAccountUpn'],
  ['Identifier', 'Account'],
]

/** Columns that hold an account's SID or object id. */
export const identifierColumns: ReadonlySet<string> = new Set(pairs.map(([id]) => id))

/** SIDs of one account (of a domain, a machine or Entra ID), and object ids: not those that every machine has, such as `S-1-5-18`. */
const identifier = /^(s-1-5-21-\d+(-\d+)+|s-1-12-1-\d+(-\d+)+|(?!0{8}-)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** True for a text that is a SID or an object id of one account. */
export function isIdentifier(text: string): boolean {
  return identifier.test(text.trim().toLowerCase())
}

/** The account names that a table's own records give for SIDs and object ids; undefined where it has no such columns. */
export function tableIdentities(table: Table): Identities | undefined {
  const found = new Map<string, Set<string>>()
  for (const [idColumn, nameColumn] of pairs) {
    const [ids, names] = [table.indexOf(idColumn), table.indexOf(nameColumn)]
    if (ids < 0 || names < 0) continue
    for (let row = 0; row < table.rowCount; row++) {
      const id = table.cell(row, ids)
      const name = table.cell(row, names)
      if (typeof id !== 'string' || typeof name !== 'string' || name.trim() === '' || !isIdentifier(id)) continue
      const key = id.trim().toLowerCase()
      const known = found.get(key)
      if (known) known.add(name.trim().toLowerCase())
      else found.set(key, new Set([name.trim().toLowerCase()]))
    }
  }
  return found.size > 0 ? found : undefined
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownEntry } from '../lib/own-entry.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import { userFolder } from './user-folder.ts'

/** To which machines the user lets a service send what is looked up. */
type Consents = Readonly<Record<string, { readonly hosts: readonly string[]; readonly at: string }>>

function file(): string {
  return join(userFolder(), 'lookups-consent.json')
}

function readConsents(): Consents {
  try {
    const read: unknown = JSON.parse(readFileSync(file(), 'utf8'))
    return typeof read === 'object' && read !== null ? (read as Consents) : {}
  } catch {
    // There is none yet.
    return {}
  }
}

/** Whether the user has agreed to this service, and to the very machines it sends to now. */
export function isAgreed({ id, hosts }: Lookup): boolean {
  const given = ownEntry(readConsents(), id)?.hosts
  return Array.isArray(given) && hosts.every((host) => given.includes(host))
}

/** Remembers that the user agreed. Where nothing can be written, he is asked again. */
export function remember(lookups: readonly Lookup[]): void {
  const at = new Date().toISOString()
  const added = Object.fromEntries(lookups.map(({ id, hosts }) => [id, { hosts, at }]))
  try {
    mkdirSync(userFolder(), { recursive: true })
    writeFileSync(file(), `${JSON.stringify({ ...readConsents(), ...added }, undefined, 1)}\n`, { mode: 0o600 })
  } catch {
    // He is asked again.
  }
}

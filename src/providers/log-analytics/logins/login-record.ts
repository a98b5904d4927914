import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuthenticationRecord } from '@azure/identity'
import { z } from 'zod'

/** Which login a record is of. */
export interface LoginOf {
  readonly authority?: string
  readonly tenant?: string
  readonly clientId?: string
}

const record = z.object({
  authority: z.string(),
  homeAccountId: z.string(),
  clientId: z.string(),
  tenantId: z.string(),
  username: z.string(),
})

/** Who was logged in by device code or in a browser: an account, by which its tokens are found again. No token is in it. */
export interface LoginRecord {
  /** Undefined where nobody was yet, or the file is none of ours. */
  read(): AuthenticationRecord | undefined
  /** What cannot be written is asked for again the next time. */
  write(found: AuthenticationRecord): void
}

/** `folder`: the user's own; the records are below it. */
export function loginRecord(folder: string, { authority = '', tenant = '', clientId = '' }: LoginOf): LoginRecord {
  const key = createHash('sha256')
    .update(JSON.stringify([authority, tenant.toLowerCase(), clientId]))
    .digest('hex')
  const place = join(folder, 'logins', `${key.slice(0, 16)}.json`)
  return {
    read() {
      try {
        return record.parse(JSON.parse(readFileSync(place, 'utf8')))
      } catch {
        return undefined
      }
    },
    write(found) {
      try {
        mkdirSync(join(folder, 'logins'), { recursive: true, mode: 0o700 })
        writeFileSync(place, `${JSON.stringify(record.parse(found), null, 2)}\n`, { mode: 0o600 })
      } catch {}
    },
  }
}

/** Forgets who was logged in: each login is asked for anew. */
export function forgetLogins(folder: string): void {
  rmSync(join(folder, 'logins'), { recursive: true, force: true })
}

import { createHash } from 'node:crypto'
import type { ServiceRequest } from '../service-request.ts'

/**
 * A text that tells who asks a service from all others: their turns, and what is kept of answers and schemas, are theirs alone. Of a
 * token its digest, which is no secret.
 */
export function askingIdentity({ auth, tenant, clientId, token }: ServiceRequest): string {
  if (token !== undefined) return `token ${createHash('sha256').update(token).digest('hex')}`
  return JSON.stringify([auth ?? 'default', tenant?.toLowerCase() ?? '', clientId ?? ''])
}

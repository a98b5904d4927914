import type { Json } from '../../lib/table.ts'

/** Who a token is of, as it says itself: to be shown, never to be trusted. */
export interface Identity {
  /** `alice@contoso.com`, or the name of an application. */
  readonly name?: string
  readonly kind: 'user' | 'application'
  readonly tenant?: string
  readonly objectId?: string
  /** ISO text. */
  readonly until?: string
}

/** What the middle part of a token says. Undefined where it is no such token: some are not to be read by others than their service. */
export function identityOf(token: string, expiresOn?: number): Identity | undefined {
  const claims = claimsOf(token)
  if (!claims) return undefined
  const text = (...names: readonly string[]) => {
    for (const name of names) {
      const value = claims[name]
      if (typeof value === 'string' && value !== '') return value.slice(0, 200)
    }
    return undefined
  }
  const isApplication = claims.idtyp === 'app' || (claims.scp === undefined && claims.upn === undefined)
  const name = isApplication
    ? text('app_displayname', 'appid', 'azp')
    : text('upn', 'preferred_username', 'unique_name', 'email', 'name')
  const tenant = text('tid')
  const objectId = text('oid')
  const end = expiresOn ?? (typeof claims.exp === 'number' ? claims.exp * 1000 : undefined)
  const until = end === undefined ? undefined : isoOf(end)
  return {
    kind: isApplication ? 'application' : 'user',
    ...(name !== undefined && { name }),
    ...(tenant !== undefined && { tenant }),
    ...(objectId !== undefined && { objectId }),
    ...(until !== undefined && { until }),
  }
}

function claimsOf(token: string): { readonly [key: string]: Json } | undefined {
  const middle = token.split('.')[1]
  if (!middle || token.length > 100_000) return undefined
  try {
    const claims = JSON.parse(Buffer.from(middle, 'base64url').toString('utf8')) as Json
    return claims !== null && typeof claims === 'object' && !Array.isArray(claims)
      ? (claims as { readonly [key: string]: Json })
      : undefined
  } catch {
    return undefined
  }
}

function isoOf(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

import { entityValue } from './entity-value.ts'

/**
 * True where two texts of logs name one entity: the same address whatever its port, the same host whether short or full, the
 * same account whether written `alice@contoso.com`, `CONTOSO\alice` or `alice`. Two names of the same form must be equal.
 */
export function isSameEntity(a: string, b: string): boolean {
  const [left, right] = [a.trim().toLowerCase(), b.trim().toLowerCase()]
  if (left === '' || right === '') return false
  if (left === right) return true
  const addresses = [entityValue('ip', left), entityValue('ip', right)]
  if (addresses[0] !== undefined || addresses[1] !== undefined) return addresses[0] === addresses[1]
  const [account, other] = [accountName(left), accountName(right)]
  if (account.form !== other.form) return account.user === other.user
  return isShortAndFull(left, right)
}

function accountName(text: string): { readonly form: 'upn' | 'domain' | 'bare'; readonly user: string } {
  const domain = /^[^\\]+\\(.+)$/.exec(text)
  if (domain) return { form: 'domain', user: domain[1]! }
  const upn = /^([^@]+)@[^@]+$/.exec(text)
  return upn ? { form: 'upn', user: upn[1]! } : { form: 'bare', user: text }
}

/** `web01` and `web01.contoso.com`. */
function isShortAndFull(a: string, b: string): boolean {
  if (/[@\\\s]/.test(a + b)) return false
  return a.startsWith(`${b}.`) || b.startsWith(`${a}.`)
}

import { entityValue } from './entity-value.ts'

/** How two texts of logs come to name one entity. */
export type Sameness = 'same' | 'case' | 'port' | 'host' | 'user' | 'identifier'

/** What is said of texts that are taken to be one entity though they differ by more than case. */
export const samenessTexts: Readonly<Record<Exclude<Sameness, 'same' | 'case'>, string>> = {
  port: 'port left out',
  host: 'short and full host name',
  user: 'user name alone',
  identifier: 'identifier the data knows for that account',
}

/** Account names that data gives for a SID or an object id, all in lower case. */
export type Identities = ReadonlyMap<string, ReadonlySet<string>>

/**
 * How two texts of logs name one entity, or undefined where they do not: the same address whatever its port, the same host
 * whether short or full, the same account whether written `alice@contoso.com`, `CONTOSO\alice` or `alice` (by the user name alone),
 * or by an identifier that `identities` knows. Two names of the same form must be equal.
 */
export function howSame(a: string, b: string, identities?: Identities): Sameness | undefined {
  const [plain, other] = [a.trim(), b.trim()]
  const [left, right] = [plain.toLowerCase(), other.toLowerCase()]
  if (left === '' || right === '') return undefined
  if (plain === other) return 'same'
  if (left === right) return 'case'
  const addresses = [entityValue('ip', left), entityValue('ip', right)]
  if (addresses[0] !== undefined || addresses[1] !== undefined) {
    return addresses[0] === addresses[1] ? 'port' : undefined
  }
  const name = howSameName(left, right)
  if (name) return name
  return identities && (isKnownAs(left, right, identities) || isKnownAs(right, left, identities))
    ? 'identifier'
    : undefined
}

/** True where two texts name one entity; `howSame` says how. */
export function isSameEntity(a: string, b: string): boolean {
  return howSame(a, b) !== undefined
}

function howSameName(left: string, right: string): Sameness | undefined {
  const [account, other] = [accountName(left), accountName(right)]
  if (account.form !== other.form) return account.user === other.user ? 'user' : undefined
  return isShortAndFull(left, right) ? 'host' : undefined
}

/** An identifier stands for a name as the data has it: what it is only by the user name alone is another account. */
function isKnownAs(id: string, name: string, identities: Identities): boolean {
  return identities.get(id)?.has(name) ?? false
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

import type { Json } from '../../../lib/table.ts'
import { isoTime } from '../indicator.ts'
import { arrayAt, memberAt, textAt } from '../json-members.ts'
import type { ServiceDefinition } from '../service.ts'

/** IBM X-Force Exchange. */
export const xForce: ServiceDefinition = {
  id: 'x-force',
  title: 'IBM X-Force',
  text: 'Its risk of 1 to 10: 7 and more is high, 4 and more a warning, less information. Of a hash its risk in words.',
  about: 'threat',
  kinds: ['ip', 'domain', 'url', 'hash'],
  base: 'https://api.xforce.ibmcloud.com',
  needs: 'key and password',
  perMinute: 60,
  burst: 5,
  hours: 24,
  async ask({ kind, value }, { client, keys, signal }) {
    const text = encodeURIComponent(value)
    const path = kind === 'ip' ? `/ipr/${text}` : kind === 'hash' ? `/malware/${text}` : `/url/${text}`
    const authorization = `Basic ${Buffer.from(`${keys.key}:${keys.password}`).toString('base64')}`
    const json = await client.json({ path, headers: { authorization } }, signal)
    if (json === undefined) return undefined
    const said =
      kind === 'hash' ? ofHash(memberAt(json, 'malware')) : ofScore(kind === 'ip' ? json : memberAt(json, 'result'))
    const page = kind === 'ip' ? 'ip' : kind === 'hash' ? 'malware' : 'url'
    return said && { ...said, reference: `https://exchange.xforce.ibmcloud.com/${page}/${text}`, raw: json }
  },
}

function ofScore(json: Json | undefined) {
  const score = memberAt(json, 'score')
  if (typeof score !== 'number') return undefined
  const categories = Object.keys((memberAt(json, 'cats') ?? {}) as Record<string, Json>)
  const lastSeen = isoTime(textAt(arrayAt(json, 'history').at(-1), 'created'))
  return {
    severity: score >= 7 ? ('high' as const) : score >= 4 ? ('warning' as const) : ('information' as const),
    verdict: `Risk ${score} of 10${categories.length > 0 ? `: ${categories.join(', ')}` : ''}`,
    tags: categories,
    ...(lastSeen && { lastSeen }),
  }
}

function ofHash(malware: Json | undefined) {
  const risk = textAt(malware, 'risk').toLowerCase()
  if (risk === '') return undefined
  const families = arrayAt(malware, 'family').map(String)
  const firstSeen = isoTime(textAt(malware, 'created'))
  return {
    severity: risk === 'high' ? ('high' as const) : risk === 'medium' ? ('warning' as const) : ('information' as const),
    verdict: `Risk ${risk}${families.length > 0 ? `: ${families.join(', ')}` : ''}`,
    tags: families,
    ...(firstSeen && { firstSeen }),
  }
}

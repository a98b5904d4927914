import { isoTime } from '../indicator.ts'
import { textAt } from '../json-members.ts'
import type { ServiceDefinition } from '../service.ts'

/** Certificate transparency, by crt.sh. */
export const certificates: ServiceDefinition = {
  id: 'certificates',
  title: 'Certificates (crt.sh)',
  text: 'Certificates that were issued for a domain, first and last, by whom: information.',
  about: 'context',
  kinds: ['domain'],
  base: 'https://crt.sh',
  needs: 'nothing',
  perMinute: 20,
  burst: 2,
  hours: 24,
  timeoutMs: 60_000,
  mostBytes: 30_000_000,
  async ask({ value }, { client, signal }) {
    const json = await client.json({ path: `/?q=${encodeURIComponent(value)}&output=json` }, signal)
    if (!Array.isArray(json) || json.length === 0) return undefined
    const issued = json.flatMap((each) => isoTime(textAt(each, 'not_before')) ?? []).sort()
    const issuers = [
      ...new Set(json.map((each) => /O="?([^,"]+)/.exec(textAt(each, 'issuer_name'))?.[1] ?? '')),
    ].filter((name) => name !== '')
    return {
      severity: 'information',
      verdict: `${json.length} certificates${issued[0] ? ` since ${issued[0].slice(0, 10)}` : ''}${issuers.length > 0 ? `, by ${issuers.slice(0, 3).join(', ')}` : ''}`,
      tags: issuers.slice(0, 10),
      ...(issued[0] && { firstSeen: issued[0] }),
      ...(issued.at(-1) && { lastSeen: issued.at(-1)! }),
      reference: `https://crt.sh/?q=${encodeURIComponent(value)}`,
      raw: json.slice(0, 20),
    }
  },
}

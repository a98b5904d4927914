import { isIPv6 } from 'node:net'
import { isoTime } from '../indicator.ts'
import { arrayAt, lacks, memberAt, textAt } from '../json-members.ts'
import type { Observable } from '../observable.ts'
import type { ServiceDefinition } from '../service.ts'

/** AlienVault OTX, API v1. */
export const otx: ServiceDefinition = {
  id: 'otx',
  title: 'AlienVault OTX',
  text: 'In how many pulses people named it: three and more are high, one or two a warning; information where OTX itself takes it for benign.',
  about: 'threat',
  kinds: ['ip', 'domain', 'url', 'hash'],
  base: 'https://otx.alienvault.com',
  needs: 'key',
  perMinute: 100,
  burst: 10,
  hours: 12,
  async ask(observable, { client, keys, signal }) {
    const [type, text] = [typeOf(observable), encodeURIComponent(observable.value)]
    const path = `/api/v1/indicators/${type}/${text}/general`
    const json = await client.json({ path, headers: { 'X-OTX-API-KEY': keys.key } }, signal)
    const info = memberAt(json, 'pulse_info')
    const count = memberAt(info, 'count')
    if (json === undefined) return undefined
    if (typeof count !== 'number') throw lacks('pulse_info')
    const pulses = arrayAt(info, 'pulses')
    const isBenign = arrayAt(json, 'validation').some((each) =>
      /whitelist|akamai|alexa|majestic|false_positive/.test(textAt(each, 'source')),
    )
    if (count === 0 && !isBenign) return undefined
    const times = pulses.flatMap((pulse) => isoTime(textAt(pulse, 'created')) ?? []).sort()
    const names = pulses.slice(0, 3).map((pulse) => textAt(pulse, 'name'))
    return {
      severity: isBenign ? 'information' : count >= 3 ? 'high' : 'warning',
      verdict: `Named in ${count} ${count === 1 ? 'pulse' : 'pulses'}${names.length > 0 ? `: ${names.join('; ')}` : ''}${isBenign ? ', and known as benign' : ''}`,
      tags: [...new Set(pulses.flatMap((pulse) => arrayAt(pulse, 'tags').map(String)))].slice(0, 20),
      ...(times[0] && { firstSeen: times[0] }),
      ...(times.at(-1) && { lastSeen: times.at(-1)! }),
      reference: `https://otx.alienvault.com/indicator/${observable.kind === 'hash' ? 'file' : observable.kind}/${text}`,
      raw: json,
    }
  },
}

function typeOf({ kind, value }: Observable): string {
  if (kind === 'ip') return isIPv6(value) ? 'IPv6' : 'IPv4'
  return kind === 'hash' ? 'file' : kind
}

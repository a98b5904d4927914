import { isoTime } from '../indicator.ts'
import { lacks, memberAt, textAt } from '../json-members.ts'
import type { ServiceDefinition } from '../service.ts'

/** GreyNoise, Community API v3. */
export const greynoise: ServiceDefinition = {
  id: 'greynoise',
  title: 'GreyNoise',
  text: 'Whether it scans everybody: malicious is high, suspicious or unclassified noise a warning, benign and common services (RIOT) information.',
  about: 'threat',
  kinds: ['ip'],
  base: 'https://api.greynoise.io',
  needs: 'key',
  perMinute: 30,
  burst: 5,
  hours: 12,
  async ask({ value }, { client, keys, signal }) {
    const path = `/v3/community/${encodeURIComponent(value)}`
    const json = await client.json({ path, headers: { key: keys.key } }, signal)
    if (json === undefined) return undefined
    if (typeof memberAt(json, 'noise') !== 'boolean') throw lacks('noise')
    const [isNoise, isService] = [memberAt(json, 'noise') === true, memberAt(json, 'riot') === true]
    if (!isNoise && !isService) return undefined
    const classification = textAt(json, 'classification')
    const name = textAt(json, 'name')
    const lastSeen = isoTime(textAt(json, 'last_seen'))
    const what = [isNoise ? 'scans the internet' : '', isService ? 'a common service' : ''].filter(
      (word) => word !== '',
    )
    return {
      severity:
        classification === 'malicious' ? 'high' : isService || classification === 'benign' ? 'information' : 'warning',
      verdict: `${classification || 'unclassified'}: ${what.join(', ')}${name && name !== 'unknown' ? ` (${name})` : ''}`,
      ...(lastSeen && { lastSeen }),
      reference: `https://viz.greynoise.io/ip/${encodeURIComponent(value)}`,
      raw: json,
    }
  },
}

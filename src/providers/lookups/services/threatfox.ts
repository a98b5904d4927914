import { isoTime } from '../indicator.ts'
import { arrayAt, lacks, textAt } from '../json-members.ts'
import type { ServiceDefinition } from '../service.ts'

/** ThreatFox of abuse.ch, API v1. */
export const threatfox: ServiceDefinition = {
  id: 'threatfox',
  title: 'ThreatFox',
  text: 'Indicators of malware: high, a warning where its confidence is below 50 %.',
  about: 'threat',
  kinds: ['ip', 'domain', 'url', 'hash'],
  base: 'https://threatfox-api.abuse.ch',
  needs: 'key',
  perMinute: 60,
  burst: 5,
  hours: 6,
  async ask({ kind, value }, { client, keys, signal }) {
    const query =
      kind === 'hash'
        ? { query: 'search_hash', hash: value }
        : { query: 'search_ioc', search_term: value, exact_match: kind === 'url' }
    const json = await client.json(
      {
        path: '/api/v1/',
        body: JSON.stringify(query),
        headers: { 'Auth-Key': keys.key, 'content-type': 'application/json' },
      },
      signal,
    )
    if (json === undefined) return undefined
    if (textAt(json, 'query_status') === '') throw lacks('query_status')
    // An address is named with its port, and a search finds parts of names too.
    const found = arrayAt(json, 'data').filter((each) => {
      const ioc = textAt(each, 'ioc').toLowerCase()
      return kind === 'hash' || ioc === value.toLowerCase() || (kind === 'ip' && ioc.replace(/:\d+$/, '') === value)
    })
    if (textAt(json, 'query_status') !== 'ok' || found.length === 0) return undefined
    const confidence = Math.max(...found.map((each) => Number(textAt(each, 'confidence_level')) || 0))
    const names = [...new Set(found.map((each) => textAt(each, 'malware_printable')))].filter((name) => name !== '')
    const first = found[0]!
    const times = found.flatMap((each) => isoTime(textAt(each, 'first_seen')) ?? []).sort()
    const lastSeen = found
      .flatMap((each) => isoTime(textAt(each, 'last_seen')) ?? [])
      .sort()
      .at(-1)
    return {
      severity: confidence < 50 ? 'warning' : 'high',
      verdict: `${names.join(', ') || 'Malware'}: ${textAt(first, 'threat_type').replaceAll('_', ' ') || 'indicator'}, confidence ${confidence} %`,
      tags: [...new Set(found.flatMap((each) => arrayAt(each, 'tags').map(String)))],
      ...(times[0] && { firstSeen: times[0] }),
      ...(lastSeen && { lastSeen }),
      reference: `https://threatfox.abuse.ch/ioc/${encodeURIComponent(textAt(first, 'id'))}/`,
      raw: [...found],
    }
  },
}

import { isoTime } from '../indicator.ts'
import { arrayAt, lacks, memberAt, textAt } from '../json-members.ts'
import type { ServiceDefinition } from '../service.ts'

/** URLhaus of abuse.ch, API v1. */
export const urlhaus: ServiceDefinition = {
  id: 'urlhaus',
  title: 'URLhaus',
  text: 'URLs that spread malware, their hosts and what they gave: high while a URL is online, else a warning; a payload is high.',
  about: 'threat',
  kinds: ['ip', 'domain', 'url', 'hash'],
  base: 'https://urlhaus-api.abuse.ch',
  needs: 'key',
  perMinute: 60,
  burst: 5,
  hours: 6,
  async ask({ kind, value }, { client, keys, signal }) {
    const hashName = value.length === 32 ? 'md5_hash' : 'sha256_hash'
    if (kind === 'hash' && value.length !== 32 && value.length !== 64) return undefined
    const [path, name] =
      kind === 'url' ? ['/v1/url/', 'url'] : kind === 'hash' ? ['/v1/payload/', hashName] : ['/v1/host/', 'host']
    const json = await client.json(
      {
        path: path!,
        body: new URLSearchParams({ [name!]: value }).toString(),
        headers: { 'Auth-Key': keys.key, 'content-type': 'application/x-www-form-urlencoded' },
      },
      signal,
    )
    if (json === undefined) return undefined
    if (textAt(json, 'query_status') === '') throw lacks('query_status')
    if (textAt(json, 'query_status') !== 'ok') return undefined
    const urls = arrayAt(json, 'urls')
    const online = urls.filter((each) => textAt(each, 'url_status') === 'online').length
    const isOnline = textAt(json, 'url_status') === 'online' || online > 0
    const firstSeen = isoTime(textAt(json, 'date_added') || textAt(json, 'firstseen'))
    const lastSeen = isoTime(textAt(json, 'last_online') || textAt(json, 'lastseen'))
    const threat = textAt(json, 'threat') || textAt(json, 'signature')
    const count = textAt(json, 'url_count') || String(urls.length)
    const tags = kind === 'url' ? arrayAt(json, 'tags') : urls.flatMap((each) => arrayAt(each, 'tags'))
    return {
      severity: kind === 'hash' || isOnline ? 'high' : 'warning',
      verdict:
        kind === 'url'
          ? `Spreads malware (${threat || 'URLhaus'}), ${textAt(json, 'url_status') || 'status unknown'}`
          : kind === 'hash'
            ? `Payload of ${count} URLs${threat ? `: ${threat}` : ''}`
            : `${count} URLs with malware, ${online} of those named online`,
      tags: [...new Set(tags.map(String))].slice(0, 20),
      ...(firstSeen && { firstSeen }),
      ...(lastSeen && { lastSeen }),
      reference: referenceOf(textAt(json, 'urlhaus_reference')),
      raw: memberAt(json, 'urls') === undefined ? json : { ...(json as object), urls: urls.slice(0, 20) },
    }
  },
}

function referenceOf(link: string): string {
  return /^https:\/\/urlhaus\.abuse\.ch\//.test(link) ? link : 'https://urlhaus.abuse.ch/browse/'
}

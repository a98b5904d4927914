import type { Json } from '../../../lib/table.ts'
import { isoTime } from '../indicator.ts'
import { lacks, memberAt, textAt } from '../json-members.ts'
import type { Observable } from '../observable.ts'
import type { ServiceDefinition } from '../service.ts'

/** VirusTotal, API v3. */
export const virustotal: ServiceDefinition = {
  id: 'virustotal',
  title: 'VirusTotal',
  text: 'How many engines take it for malicious: three and more are high, one or two (or any that find it suspicious) a warning, none information.',
  about: 'threat',
  kinds: ['ip', 'domain', 'url', 'hash'],
  base: 'https://www.virustotal.com',
  needs: 'key',
  perMinute: 4,
  burst: 4,
  hours: 24,
  async ask(observable, { client, keys, signal }) {
    // It knows hashes of three lengths.
    if (observable.kind === 'hash' && observable.value.length > 64) return undefined
    const path = `/api/v3/${pathOf(observable)}`
    const json = await client.json({ path, headers: { 'x-apikey': keys.key } }, signal)
    if (json === undefined) return undefined
    const attributes = memberAt(memberAt(json, 'data'), 'attributes')
    const stats = memberAt(attributes, 'last_analysis_stats')
    if (attributes === undefined || typeof memberAt(stats, 'malicious') !== 'number') throw lacks('last_analysis_stats')
    const [malicious, suspicious] = [countAt(stats, 'malicious'), countAt(stats, 'suspicious')]
    const engines = ['malicious', 'suspicious', 'harmless', 'undetected'].reduce(
      (sum, key) => sum + countAt(stats, key),
      0,
    )
    const name =
      textAt(attributes, 'meaningful_name') ||
      textAt(memberAt(attributes, 'popular_threat_classification'), 'suggested_threat_label')
    const tags = memberAt(attributes, 'tags')
    return {
      severity: malicious >= 3 ? 'high' : malicious + suspicious > 0 ? 'warning' : 'information',
      verdict: `${malicious} of ${engines} engines say malicious${suspicious > 0 ? `, ${suspicious} suspicious` : ''}${name ? `: ${name}` : ''}`,
      tags: Array.isArray(tags) ? tags.map(String) : [],
      ...times(attributes),
      reference: `https://www.virustotal.com/gui/${guiOf(observable)}`,
      raw: attributes,
    }
  },
}

function pathOf({ kind, value }: Observable): string {
  const text = encodeURIComponent(value)
  return {
    ip: `ip_addresses/${text}`,
    domain: `domains/${text}`,
    hash: `files/${text}`,
    url: `urls/${urlId(value)}`,
    email: '',
  }[kind]
}

function guiOf({ kind, value }: Observable): string {
  const text = encodeURIComponent(value)
  return {
    ip: `ip-address/${text}`,
    domain: `domain/${text}`,
    hash: `file/${text}`,
    url: `url/${urlId(value)}`,
    email: '',
  }[kind]
}

/** The id of a URL: its text in base64, without padding. */
function urlId(url: string): string {
  return Buffer.from(url).toString('base64url')
}

function countAt(json: Json | undefined, key: string): number {
  const count = memberAt(json, key)
  return typeof count === 'number' ? count : 0
}

function times(attributes: Json) {
  const firstSeen = isoTime(memberAt(attributes, 'first_submission_date') ?? memberAt(attributes, 'creation_date'))
  const lastSeen = isoTime(memberAt(attributes, 'last_analysis_date'))
  return { ...(firstSeen && { firstSeen }), ...(lastSeen && { lastSeen }) }
}

import { isoTime } from '../indicator.ts'
import { lacks, memberAt, textAt } from '../json-members.ts'
import type { ServiceDefinition } from '../service.ts'

/** AbuseIPDB, API v2. */
export const abuseipdb: ServiceDefinition = {
  id: 'abuseipdb',
  title: 'AbuseIPDB',
  text: 'Its confidence of abuse over 90 days: 75 % and more is high, 25 % and more a warning, any other report information. Addresses on its whitelist are information.',
  about: 'threat',
  kinds: ['ip'],
  base: 'https://api.abuseipdb.com',
  needs: 'key',
  perMinute: 60,
  burst: 10,
  hours: 12,
  async ask({ value }, { client, keys, signal }) {
    const path = `/api/v2/check?ipAddress=${encodeURIComponent(value)}&maxAgeInDays=90`
    const json = await client.json({ path, headers: { Key: keys.key } }, signal)
    if (json === undefined) return undefined
    const data = memberAt(json, 'data')
    const score = memberAt(data, 'abuseConfidenceScore')
    if (data === undefined || typeof score !== 'number') throw lacks('abuseConfidenceScore')
    const isWhite = memberAt(data, 'isWhitelisted') === true
    const lastSeen = isoTime(textAt(data, 'lastReportedAt'))
    const where = [textAt(data, 'isp'), textAt(data, 'countryCode')].filter((word) => word !== '').join(', ')
    return {
      severity: isWhite ? 'information' : score >= 75 ? 'high' : score >= 25 ? 'warning' : 'information',
      verdict: `${score} % confidence of abuse, ${textAt(data, 'totalReports') || 0} reports in 90 days${isWhite ? ', whitelisted' : ''}${where ? ` (${where})` : ''}`,
      tags: [textAt(data, 'usageType'), ...(memberAt(data, 'isTor') === true ? ['Tor'] : [])].filter(
        (tag) => tag !== '',
      ),
      ...(lastSeen && { lastSeen }),
      reference: `https://www.abuseipdb.com/check/${encodeURIComponent(value)}`,
      raw: data,
    }
  },
}

import { afterEach, describe, expect, it } from 'vitest'
import { AddressRanges } from '../../../src/providers/lookups/address-ranges.ts'
import { answerCache } from '../../../src/providers/lookups/answer-cache.ts'
import { answerTable } from '../../../src/providers/lookups/answer-table.ts'
import { lookUp } from '../../../src/providers/lookups/look-up.ts'
import { nothingOwn } from '../../../src/providers/lookups/reserved.ts'
import { serviceLookup } from '../../../src/providers/lookups/service.ts'
import { dns, type NameResolver } from '../../../src/providers/lookups/services/dns.ts'
import { services } from '../../../src/providers/lookups/services/index.ts'
import { context, look, observables, quickClock, service, shown } from './made-up.ts'
import { type Asked, json, type StandIn, standIn } from './stand-in-server.ts'

let server: StandIn | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const sha256 = 'a'.repeat(63).concat('1')

interface Case {
  readonly id: string
  readonly observable: string
  readonly answer: unknown
  readonly expected: string
  /** Parts of what is asked: method, path, and headers or body. */
  readonly asked: Partial<Asked> & { readonly header?: readonly [string, string] }
  readonly times?: { readonly firstSeen?: string; readonly lastSeen?: string }
  readonly reference?: string
}

const cases: readonly Case[] = [
  {
    id: 'virustotal',
    observable: 'http://evil.com/x',
    answer: {
      data: {
        id: 'u',
        type: 'url',
        attributes: {
          last_analysis_stats: { malicious: 7, suspicious: 1, harmless: 50, undetected: 12, timeout: 0 },
          last_analysis_date: 1_770_000_000,
          first_submission_date: 1_760_000_000,
          tags: ['phishing'],
        },
      },
    },
    expected: 'high http://evil.com/x: 7 of 70 engines say malicious, 1 suspicious',
    asked: { method: 'GET', path: '/api/v3/urls/aHR0cDovL2V2aWwuY29tL3g', header: ['x-apikey', 'the-key'] },
    times: { firstSeen: '2025-10-09T08:53:20.000Z', lastSeen: '2026-02-02T02:40:00.000Z' },
    reference: 'https://www.virustotal.com/gui/url/aHR0cDovL2V2aWwuY29tL3g',
  },
  {
    id: 'virustotal',
    observable: sha256,
    answer: {
      data: {
        attributes: {
          last_analysis_stats: { malicious: 0, suspicious: 0, harmless: 0, undetected: 70 },
          meaningful_name: 'setup.exe',
        },
      },
    },
    expected: `information ${sha256}: 0 of 70 engines say malicious: setup.exe`,
    asked: { path: `/api/v3/files/${sha256}` },
  },
  {
    id: 'otx',
    observable: '2606:4700::1111',
    answer: {
      indicator: '2606:4700::1111',
      pulse_info: {
        count: 1,
        pulses: [{ name: 'Scanners', created: '2026-01-05T10:00:00.123000', tags: ['ssh'] }],
      },
      validation: [],
    },
    expected: 'warning 2606:4700::1111: Named in 1 pulse: Scanners',
    asked: { path: '/api/v1/indicators/IPv6/2606%3A4700%3A%3A1111/general', header: ['x-otx-api-key', 'the-key'] },
    times: { firstSeen: '2026-01-05T10:00:00.123Z' },
  },
  {
    id: 'abuseipdb',
    observable: '8.8.8.8',
    answer: {
      data: {
        ipAddress: '8.8.8.8',
        isPublic: true,
        isWhitelisted: null,
        abuseConfidenceScore: 40,
        countryCode: 'US',
        usageType: 'Data Center/Web Hosting/Transit',
        isp: 'Example',
        isTor: false,
        totalReports: 12,
        lastReportedAt: '2026-02-20T20:55:14+00:00',
      },
    },
    expected: 'warning 8.8.8.8: 40 % confidence of abuse, 12 reports in 90 days (Example, US)',
    asked: { path: '/api/v2/check?ipAddress=8.8.8.8&maxAgeInDays=90', header: ['key', 'the-key'] },
    times: { lastSeen: '2026-02-20T20:55:14.000Z' },
  },
  {
    id: 'greynoise',
    observable: '8.8.8.8',
    answer: {
      ip: '8.8.8.8',
      noise: true,
      riot: false,
      classification: 'malicious',
      name: 'unknown',
      link: 'https://viz.greynoise.io/ip/8.8.8.8',
      last_seen: '2026-02-20',
      message: 'Success',
    },
    expected: 'high 8.8.8.8: malicious: scans the internet',
    asked: { path: '/v3/community/8.8.8.8', header: ['key', 'the-key'] },
    times: { lastSeen: '2026-02-20T00:00:00.000Z' },
  },
  {
    id: 'x-force',
    observable: '8.8.8.8',
    answer: {
      ip: '8.8.8.8',
      score: 7.1,
      cats: { 'Scanning IPs': 71 },
      history: [{ created: '2026-02-03T06:00:00.000Z' }],
    },
    expected: 'high 8.8.8.8: Risk 7.1 of 10: Scanning IPs',
    asked: { path: '/ipr/8.8.8.8', header: ['authorization', `Basic ${btoa('the-key:the-password')}`] },
    times: { lastSeen: '2026-02-03T06:00:00.000Z' },
  },
  {
    id: 'x-force',
    observable: 'evil.com',
    answer: { result: { url: 'evil.com', score: 1, cats: {} } },
    expected: 'information evil.com: Risk 1 of 10',
    asked: { path: '/url/evil.com' },
  },
  {
    id: 'x-force',
    observable: sha256,
    answer: { malware: { risk: 'medium', family: ['tsunami'], created: '2026-01-01T00:00:00Z' } },
    expected: `warning ${sha256}: Risk medium: tsunami`,
    asked: { path: `/malware/${sha256}` },
  },
  {
    id: 'urlhaus',
    observable: 'evil.com',
    answer: {
      query_status: 'ok',
      urlhaus_reference: 'https://urlhaus.abuse.ch/host/evil.com/',
      host: 'evil.com',
      firstseen: '2026-01-15 07:09:01 UTC',
      url_count: '2',
      urls: [
        { url: 'http://evil.com/a', url_status: 'online', threat: 'malware_download', tags: ['elf'] },
        { url: 'http://evil.com/b', url_status: 'offline', tags: null },
      ],
    },
    expected: 'high evil.com: 2 URLs with malware, 1 of those named online',
    asked: { method: 'POST', path: '/v1/host/', body: 'host=evil.com', header: ['auth-key', 'the-key'] },
    times: { firstSeen: '2026-01-15T07:09:01.000Z' },
    reference: 'https://urlhaus.abuse.ch/host/evil.com/',
  },
  {
    id: 'urlhaus',
    observable: 'http://evil.com/a?b=1&c',
    answer: {
      query_status: 'ok',
      urlhaus_reference: 'javascript:alert(1)',
      url: 'http://evil.com/a',
      url_status: 'offline',
      threat: 'malware_download',
      date_added: '2026-01-15 07:09:01 UTC',
      tags: ['elf'],
    },
    expected: 'warning http://evil.com/a?b=1&c: Spreads malware (malware_download), offline',
    asked: { path: '/v1/url/', body: 'url=http%3A%2F%2Fevil.com%2Fa%3Fb%3D1%26c' },
    reference: 'https://urlhaus.abuse.ch/browse/',
  },
  {
    id: 'threatfox',
    observable: '8.8.8.8',
    answer: {
      query_status: 'ok',
      data: [
        {
          id: '12',
          ioc: '8.8.8.8:443',
          threat_type: 'botnet_cc',
          malware_printable: 'Dridex',
          confidence_level: 75,
          first_seen: '2026-01-08 13:36:27 UTC',
          last_seen: null,
          tags: null,
        },
        { id: '13', ioc: '18.8.8.8:80', threat_type: 'botnet_cc', malware_printable: 'Other', confidence_level: 100 },
      ],
    },
    expected: 'high 8.8.8.8: Dridex: botnet cc, confidence 75 %',
    asked: {
      path: '/api/v1/',
      body: '{"query":"search_ioc","search_term":"8.8.8.8","exact_match":false}',
      header: ['auth-key', 'the-key'],
    },
    times: { firstSeen: '2026-01-08T13:36:27.000Z' },
  },
  {
    id: 'malware-bazaar',
    observable: sha256,
    answer: {
      query_status: 'ok',
      data: [
        {
          sha256_hash: sha256,
          first_seen: '2026-01-08 13:36:27',
          file_name: 'a.exe',
          file_type: 'exe',
          signature: 'Dridex',
          tags: ['exe'],
        },
      ],
    },
    expected: `high ${sha256}: Sample of Dridex: a.exe`,
    asked: { path: '/api/v1/', body: `query=get_info&hash=${sha256}`, header: ['auth-key', 'the-key'] },
    times: { firstSeen: '2026-01-08T13:36:27.000Z' },
  },
  {
    id: 'certificates',
    observable: 'evil.com',
    answer: [
      {
        id: 1,
        issuer_name: 'C=US, O="Let\'s Encrypt", CN=R3',
        name_value: 'evil.com',
        not_before: '2026-01-02T00:00:00',
      },
      { id: 2, issuer_name: 'C=US, O=Sectigo, CN=X', name_value: 'evil.com', not_before: '2025-12-02T00:00:00' },
    ],
    expected: "information evil.com: 2 certificates since 2025-12-02, by Let's Encrypt, Sectigo",
    asked: { path: '/?q=evil.com&output=json' },
    times: { firstSeen: '2025-12-02T00:00:00.000Z', lastSeen: '2026-01-02T00:00:00.000Z' },
  },
]

describe('a service that answers as it is documented', () => {
  it.each(cases.map((each) => [each.id, each.observable.slice(0, 24), each] as const))(
    '%s of %s',
    async (_, __, each) => {
      server = await standIn((___, response) => json(response, each.answer))
      const { answers, notices } = await look(service(each.id, server.base), each.observable)
      expect(notices).toEqual([])
      expect(shown(answers)).toEqual([each.expected])
      const { header, ...asked } = each.asked
      expect(server.asked).toMatchObject([asked])
      if (header) expect(server.asked[0]!.headers[header[0]]).toBe(header[1])
      expect(answers[0]).toMatchObject({ ...each.times, ...(each.reference && { reference: each.reference }) })
      expect(answers[0]!.reference).toMatch(/^https:\/\//)
      expect(answers[0]!.asOf).toBe('2026-03-01T00:00:00.000Z')
    },
  )

  it.each([
    ['virustotal', 404, { error: { code: 'NotFoundError' } }],
    ['otx', 200, { pulse_info: { count: 0, pulses: [] }, validation: [] }],
    ['greynoise', 404, { ip: '8.8.8.8', noise: false, riot: false, message: 'IP not observed' }],
    ['x-force', 404, { error: 'Not found.' }],
    ['urlhaus', 200, { query_status: 'no_results' }],
    ['threatfox', 200, { query_status: 'no_result', data: 'Your search did not yield any results' }],
    ['rdap', 200, { services: [] }],
  ])('%s knows nothing of it: no answer, no notice', async (id, status, body) => {
    server = await standIn((_, response) => json(response, body, status))
    expect(await look(service(id, server.base), '8.8.8.8')).toMatchObject({ answers: [], notices: [] })
  })

  it.each(['virustotal', 'otx', 'greynoise', 'abuseipdb', 'urlhaus', 'threatfox', 'malware-bazaar'])(
    '%s clears nothing by an answer that is not as documented',
    async (id) => {
      const observable = id === 'malware-bazaar' ? sha256 : '8.8.8.8'
      for (const odd of [{}, [], 'ok', { data: { attributes: { last_analysis_stats: 'many' } } }]) {
        server = await standIn((_, response) => json(response, odd))
        const { answers, notices, isPartial } = await look(service(id, server.base), observable)
        await server.close()
        expect({ answers, isPartial }).toEqual({ answers: [], isPartial: true })
        expect(notices![0]).toContain('gave no answer for 1: its answer has no `')
      }
      server = undefined
    },
  )

  it('has no time that no datetime can hold', async () => {
    const attributes = { last_analysis_stats: { malicious: 9 }, last_analysis_date: 4e15, creation_date: -1e14 }
    server = await standIn((_, response) => json(response, { data: { attributes } }))
    const { answers } = await lookUp([service('virustotal', server.base)], observables(['8.8.8.8']), context)
    expect(answers[0]).not.toHaveProperty('lastSeen')
    const named = [{ observable: answers[0]!.observable, records: null }]
    const told = { now: '2026-03-01T00:00:00Z', unknown: true }
    expect(answerTable(answers, named, told).value(0, 'Severity')).toBe('high')
  })
})

describe('what nobody knows', () => {
  it('is told apart from what not everybody was heard of', () => {
    const named = observables(['8.8.8.8']).map((observable) => ({ observable, records: null }))
    const verdict = (isPartial: boolean) =>
      answerTable([], named, { now: '2026-03-01T00:00:00Z', unknown: true, isPartial }).value(0, 'Verdict')
    expect(verdict(false)).toBe('Nothing is known of it')
    expect(verdict(true)).toBe('Nothing is known of it, but not every source answered')
  })
})

describe('a list of exits', () => {
  it('is fetched, and nothing of what is looked up is sent', async () => {
    server = await standIn((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.end('8.8.8.8\n1.1.1.1\n')
    })
    const lookup = service('tor-exits', server.base)
    const { answers } = await look(lookup, '8.8.8.8', '9.9.9.9')
    await look(lookup, '1.1.1.1')
    expect(shown(answers)).toEqual(['warning 8.8.8.8: An exit of the Tor network'])
    expect(server.asked.map(({ path }) => path)).toEqual(['/torbulkexitlist'])
    expect(JSON.stringify(server.asked)).not.toMatch(/8\.8\.8\.8|9\.9\.9\.9/)
  })

  it('that is a page is no list', async () => {
    server = await standIn((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<html>8.8.8.8</html>')
    })
    const report = await lookUp([service('tor-exits', server.base)], observables(['8.8.8.8']), context)
    expect(report).toMatchObject({
      isPartial: true,
      notices: ['Tor exits gave no answer: its answer is a page, not a list'],
    })
  })
})

describe('RDAP', () => {
  it('asks the registry that the list names, and follows it to another one only', async () => {
    const registry = await standIn(({ path }, response) => {
      if (path.startsWith('/rdap/domain/')) {
        return json(response, {
          ldhName: 'EVIL.COM',
          status: ['client transfer prohibited'],
          events: [{ eventAction: 'registration', eventDate: '2020-01-01T00:00:00Z' }],
          entities: [
            {
              roles: ['registrant'],
              vcardArray: [
                'vcard',
                [
                  ['version', {}, 'text', '4.0'],
                  ['fn', {}, 'text', 'Somebody'],
                ],
              ],
            },
          ],
        })
      }
      response.writeHead(302, { location: 'http://127.0.0.1:9/rdap/ip/8.8.8.8' })
      response.end()
    })
    try {
      server = await standIn(({ path }, response) =>
        json(response, {
          services:
            path === '/rdap/dns.json'
              ? [[['com'], [`${registry.base}/rdap/`]]]
              : [[['8.0.0.0/8'], [`${registry.base}/rdap`]]],
        }),
      )
      const { answers, notices } = await look(service('rdap', server.base), 'www.evil.com', '8.8.8.8')
      expect(shown(answers)).toEqual(['information www.evil.com: evil.com, Somebody, registered 2020-01-01'])
      // Only what can be registered is asked about.
      expect(registry.asked.map(({ path }) => path).sort()).toEqual(['/rdap/domain/evil.com', '/rdap/ip/8.8.8.8'])
      expect(notices?.join()).toContain('it leads to another place (127.0.0.1:9)')
    } finally {
      await registry.close()
    }
  })
})

describe('the DNS', () => {
  const settings = { keys: { key: '', password: '' }, cache: answerCache(), own: nothingOwn, most: 10 }

  it('says what a name resolves to, and that it leads inside', async () => {
    const missing = Object.assign(new Error('none'), { code: 'ENODATA' })
    const resolver: NameResolver = {
      resolve: async (_, type) => (type === 'A' ? ['8.8.8.8', '10.0.0.1'] : Promise.reject(missing)),
      reverse: async () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })),
      cancel: () => {},
    }
    const lookup = serviceLookup(
      dns(() => resolver),
      { ...settings, clock: quickClock() },
    )
    const { answers, notices } = await look(lookup, 'evil.com', '8.8.4.4')
    expect(shown(answers)).toEqual(['information evil.com: Resolves to 8.8.8.8, 10.0.0.1, which is no public address'])
    expect(notices).toEqual([])
  })

  it('that fails is a notice', async () => {
    const refused = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    const resolver: NameResolver = { resolve: refused, reverse: refused, cancel: () => {} }
    const lookup = serviceLookup(
      dns(() => resolver),
      { ...settings, cache: answerCache(), clock: quickClock() },
    )
    expect((await look(lookup, 'evil.com')).notices).toEqual([
      'DNS gave no answer for 1: the resolver failed: ECONNREFUSED.',
    ])
  })
})

describe('what never leaves the machine', () => {
  const kept = [
    ...['10.0.0.1', '127.0.0.1', '169.254.1.1', '100.64.0.1', '224.0.0.1', '0.0.0.0', '192.0.2.1', '255.255.255.255'],
    ...['::1', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:10.0.0.2', '2001:db8::1'],
    ...[
      'dc01.corp.local',
      'wiki.internal',
      'x.corp',
      'printer.lan',
      'http://intranet/x',
      'http://10.0.0.1/x',
      'http://[fd00::1]/x',
      'http://a.local:8080/',
    ],
    ...['www.contoso.com', 'contoso.com', 'https://mail.contoso.com/x', '198.18.0.1', '9.9.9.9'],
  ]
  const networks = new AddressRanges<true>()
  networks.add('9.9.9.0/24', true)
  const own = { domains: ['contoso.com'], networks }

  it('is sent to no service, and said in numbers', async () => {
    server = await standIn((_, response) => json(response, {}, 404))
    const all = services.filter(({ id }) => id !== 'dns').map(({ id }) => service(id, server!.base, { own }))
    const report = await lookUp(all, observables(kept), context)
    expect(server.asked).toEqual([])
    expect(report.answers).toEqual([])
    expect(report.notices.at(-1)).toMatch(
      /^Not sent to any service: private and reserved addresses \(\d+\), internal names \(\d+\), /,
    )
    const counts = [...report.notices.at(-1)!.matchAll(/\((\d+)\)/g)].map(([, count]) => Number(count))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(kept.length)
  })

  it('is not mistaken for what only looks like it', async () => {
    server = await standIn((_, response) => json(response, {}, 404))
    await look(
      service('virustotal', server.base, { own }),
      'notcontoso.com',
      'contoso.com.evil.com',
      '9.9.8.9',
      '172.32.0.1',
    )
    expect(server.asked).toHaveLength(4)
  })
})

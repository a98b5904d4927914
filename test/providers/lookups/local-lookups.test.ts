import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupsBeside } from '../../../src/notebooklet/lookups-beside.ts'
import { lookUp, noIntelligence } from '../../../src/providers/lookups/look-up.ts'
import { openWorkspace } from '../../../src/providers/open-workspace.ts'
import type { Workspace } from '../../../src/providers/workspace.ts'
import { temporaryFolder } from '../../support/huntlet.ts'
import { mmdbBytes } from '../../support/mmdb-bytes.ts'
import { observables, shown } from './made-up.ts'

const folder = temporaryFolder()
let workspace: Workspace

const day = '2026-03-01T00:00:00Z'
const older = {
  TimeGenerated: day,
  IndicatorId: 'a',
  ThreatType: 'Botnet',
  Description: 'old words',
  NetworkIP: '8.8.8.8',
  ConfidenceScore: 80,
  Active: true,
  SourceSystem: 'Feed',
}

function write(name: string, content: string | Uint8Array): void {
  const path = join(folder.path, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  utimesSync(path, new Date(day), new Date(day))
}

const lines = (...rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

beforeAll(async () => {
  write(
    'ThreatIntelligenceIndicator.jsonl',
    lines(
      older,
      { ...older, TimeGenerated: '2026-03-01T01:00:00Z', Description: 'newer words' },
      { ...older, IndicatorId: 'b', NetworkIP: '', NetworkCidrBlock: '9.9.0.0/16', ConfidenceScore: 20 },
      { ...older, IndicatorId: 'c', NetworkIP: '7.7.7.7', ExpirationDateTime: '2026-02-01T00:00:00Z' },
      { ...older, IndicatorId: 'd', NetworkIP: '6.6.6.6', Active: false },
    ),
  )
  write(
    'ThreatIntelIndicators.jsonl',
    lines(
      {
        TimeGenerated: day,
        Id: 'x',
        ObservableKey: 'domain-name:value',
        ObservableValue: 'evil.com',
        Pattern: "[domain-name:value = 'evil.com']",
        Confidence: 90,
        IsActive: true,
        SourceSystem: 'STIX feed',
        Tags: '["apt"]',
        Data: { name: 'Landing page', indicator_types: ['malicious-activity'] },
      },
      { TimeGenerated: day, Id: 'y', ObservableValue: 'deleted.com', IsDeleted: true, SourceSystem: 'STIX feed' },
      {
        TimeGenerated: day,
        Id: 'z',
        ObservableValue: '',
        Pattern: `[file:hashes.'SHA-256' = '${'b'.repeat(64)}' AND file:name = 'a.exe']`,
        IsActive: true,
        Revoked: false,
        SourceSystem: 'STIX feed',
      },
    ),
  )
  write(
    'indicators/own.csv',
    'Indicator,Description,Confidence,Expires,Tags\n5.5.5.5,"C2, own hunt",30,,c2;own\n4.4.4.4,gone,,2026-01-01,\nnot one,x,,,\n',
  )
  write('indicators/plain.txt', '# a list\n3.3.3.3\n\n2.2.2.0/24\n4.5[.]4.5\nnot one of them\n')
  write('indicators/made-harmless.csv', 'ioc,info\nhxxps://bad[.]example/x,Phish\n')
  write('indicators/packed.csv.gz', gzipSync('url\nhttp://evil.net/a\n'))
  write(
    'indicators/bundle.json',
    JSON.stringify({
      type: 'bundle',
      objects: [
        { type: 'identity', id: 'identity--1', name: 'The team' },
        {
          type: 'indicator',
          created_by_ref: 'identity--1',
          pattern:
            "[ipv4-addr:value IN ('1.1.1.1','1.0.0.1') AND NOT domain-name:value = 'no.com'] OR [url:value != 'http://no.com/']",
          pattern_type: 'stix',
          name: 'Resolvers',
          valid_until: '2027-01-01T00:00:00Z',
          external_references: [{ source_name: 'r', url: 'https://example.org/report' }],
        },
        { type: 'indicator', pattern: "[email-addr:value = 'it\\'s@evil.org']", revoked: true },
      ],
    }),
  )
  write(
    'indicators/event.json',
    JSON.stringify({
      Event: {
        info: 'Campaign',
        threat_level_id: '3',
        Orgc: { name: 'CERT' },
        Tag: [{ name: 'tlp:green' }],
        Attribute: [
          {
            type: 'ip-dst|port',
            value: '23.23.23.23|443',
            category: 'Network activity',
            to_ids: true,
            timestamp: '1770000000',
          },
        ],
        Object: [
          {
            Attribute: [
              { type: 'sha1', value: 'c'.repeat(40), to_ids: false },
              { type: 'text', value: '24.24.24.24' },
            ],
          },
        ],
      },
    }),
  )
  write('indicators/broken.json', '{"objects": [')
  write('indicators/other.json', '{"hello": 1}')
  write('watchlists/vip.csv', 'Address,Owner\n45.45.45.0/24,Jane\n46.46.46.46,Joe\n')
  write(
    'ranges/ServiceTags.json',
    JSON.stringify({
      values: [{ name: 'AzureStorage', properties: { region: 'westeurope', addressPrefixes: ['51.51.0.0/16'] } }],
    }),
  )
  write(
    'ranges/ip-ranges.json',
    JSON.stringify({
      prefixes: [{ ip_prefix: '52.52.0.0/16', service: 'EC2', region: 'eu-west-1' }],
      ipv6_prefixes: [],
    }),
  )
  write('ranges/offices.csv', 'network,site\n53.53.53.0/24,Paris\n')
  write(
    'GeoLite2-City.mmdb',
    mmdbBytes('GeoLite2-City', [
      {
        network: '8.8.8.0/24',
        value: {
          city: { names: { en: 'Lyon' } },
          country: { iso_code: 'FR', names: { en: 'France' } },
          asked: [7n, 2n ** 63n],
        },
      },
    ]),
  )
  write(
    'geoip/GeoLite2-ASN.mmdb',
    mmdbBytes('GeoLite2-ASN', [
      { network: '8.8.8.0/24', value: { autonomous_system_number: 64500, autonomous_system_organization: 'Example' } },
    ]),
  )
  workspace = await openWorkspace({ kind: 'local', paths: [folder.path] })
})

afterAll(async () => {
  await workspace?.close()
  folder.remove()
})

function lookUpHere(...texts: string[]) {
  return lookUp(lookupsBeside(workspace), observables(texts), {
    workspace: {
      name: 'here',
      tables: () => workspace.tables(),
      surroundings: () => workspace.surroundings!(),
      ask: async (kql, timespan) => (await workspace.run(kql, { timespan })).table,
    },
    now: day,
  })
}

describe('look-ups beside the logs', () => {
  it('leaves indicators and ranges out of the tables', async () => {
    expect((await workspace.tables()).map(({ name }) => name).sort()).toEqual([
      'ThreatIntelIndicators',
      'ThreatIntelligenceIndicator',
    ])
  })

  it.each<[string, string[]]>([
    [
      '8.8.8.8',
      [
        'high 8.8.8.8: Botnet: newer words, confidence 80 (Feed)',
        'information 8.8.8.8: Lyon, France',
        'information 8.8.8.8: AS64500 Example',
      ],
    ],
    ['9.9.1.2', ['warning 9.9.1.2: Botnet: old words, by its network 9.9.0.0/16, confidence 20 (Feed)']],
    ['7.7.7.7', ['information 7.7.7.7: Botnet: old words, confidence 80, expired 2026-02-01 (Feed)']],
    ['6.6.6.6', ['information 6.6.6.6: Botnet: old words, confidence 80, no longer active (Feed)']],
    ['evil.com', ['high evil.com: malicious-activity: Landing page, confidence 90 (STIX feed)']],
    [
      'a.evil.com',
      [
        'warning a.evil.com: malicious-activity: Landing page, by the domain above it, evil.com, confidence 90 (STIX feed)',
      ],
    ],
    [
      'https://evil.com/x',
      ['high https://evil.com/x: malicious-activity: Landing page, by its host evil.com, confidence 90 (STIX feed)'],
    ],
    ['deleted.com', []],
    ['b'.repeat(64), [`warning ${'b'.repeat(64)}: Named as an indicator, as part of a pattern (STIX feed)`]],
    ['5.5.5.5', ['warning 5.5.5.5: C2, own hunt, confidence 30']],
    ['4.4.4.4', ['information 4.4.4.4: gone, expired 2026-01-01']],
    ['3.3.3.3', ['high 3.3.3.3: Named as an indicator']],
    ['4.5.4.5', ['high 4.5.4.5: Named as an indicator']],
    ['https://bad.example/x', ['high https://bad.example/x: Phish']],
    ['2.2.2.2', ['high 2.2.2.2: Named as an indicator, by its network 2.2.2.0/24']],
    ['http://evil.net/a', ['high http://evil.net/a: Named as an indicator']],
    ['1.0.0.1', ['warning 1.0.0.1: Resolvers, as part of a pattern (The team)']],
    ['no.com', []],
    ["it's@evil.org", ["information it's@evil.org: Named as an indicator, revoked"]],
    ['23.23.23.23', ['warning 23.23.23.23: Network activity: Campaign (CERT)']],
    ['24.24.24.24', []],
    ['c'.repeat(40), [`information ${'c'.repeat(40)}: Campaign, named for context, not for detection (CERT)`]],
    ['45.45.45.45', ['information 45.45.45.45: On the watchlist vip, by its network 45.45.45.0/24']],
    ['46.46.46.46', ['information 46.46.46.46: On the watchlist vip']],
    ['51.51.1.1', ['information 51.51.1.1: In 51.51.0.0/16: Azure AzureStorage (westeurope)']],
    ['52.52.1.1', ['information 52.52.1.1: In 52.52.0.0/16: AWS EC2 eu-west-1']],
    ['53.53.53.1', ['information 53.53.53.1: In 53.53.53.0/24: Paris']],
    ['10.0.0.1', ['information 10.0.0.1: Private address, of a network of one’s own']],
    ['192.0.2.1', ['information 192.0.2.1: Address for documentation, used nowhere']],
  ])('say of %s what is known', async (text, expected) => {
    expect(shown((await lookUpHere(text)).answers)).toEqual(expected)
  })

  it('say which files could not be used, and use the others', async () => {
    const { notices, isPartial } = await lookUpHere('8.8.8.8')
    expect({ isPartial, notices }).toMatchObject({ isPartial: false })
    expect(notices.join('\n')).toMatch(/broken\.json is left out: /)
    expect(notices.join('\n')).toMatch(/other\.json is left out: it is neither a STIX 2 bundle nor a MISP event/)
    expect(notices.join('\n')).toMatch(/own\.csv: 1 value is no address/)
    expect(notices.join('\n')).toMatch(/plain\.txt: 1 value is no address/)
  })

  it('keep what the source said, its age and its reference', async () => {
    const { answers } = await lookUpHere('1.1.1.1', '5.5.5.5')
    expect(answers.find(({ observable }) => observable.value === '1.1.1.1')).toMatchObject({
      reference: 'https://example.org/report',
      within: 'bundle.json',
      raw: { type: 'indicator', name: 'Resolvers' },
    })
    expect(answers.find(({ observable }) => observable.value === '5.5.5.5')).toMatchObject({
      asOf: '2026-03-01T00:00:00.000Z',
      tags: ['c2', 'own'],
      raw: { line: 2, Indicator: '5.5.5.5' },
    })
  })
})

describe('a workspace without any intelligence', () => {
  it('says so once, and what to do', async () => {
    const bare = await openWorkspace({ kind: 'local', paths: [] })
    try {
      const { notices } = await lookUp(lookupsBeside(bare), observables(['8.8.8.8']), {
        workspace: {
          name: 'bare',
          tables: () => bare.tables(),
          surroundings: () => bare.surroundings!(),
          ask: () => Promise.reject(new Error('there is nothing to ask')),
        },
        now: day,
      })
      expect(notices).toEqual([noIntelligence])
    } finally {
      await bare.close()
    }
  })
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lookupsForRun } from '../../src/cli/lookups.ts'
import { servicesToAgree } from '../../src/cli/services-to-agree.ts'
import { fakeWorkspace } from '../notebooklet/fake-workspace.ts'
import { look } from '../providers/lookups/made-up.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'huntlet-test-'))
  vi.stubEnv('HUNTLET_HOME', home)
  vi.stubEnv('VT_KEY', 'k'.repeat(64))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

const configured = (content: string) => writeFileSync(join(home, 'lookups.yaml'), content)

describe('servicesToAgree', () => {
  it('asks nothing where no service is configured, or every one was agreed to', () => {
    expect(servicesToAgree({}, fakeWorkspace(), () => {})).toBeUndefined()
    configured('services: { tor-exits: { consent: true } }')
    expect(servicesToAgree({}, fakeWorkspace(), () => {})).toBeUndefined()
  })

  it('says what would be sent where: only what the service takes, and nothing of one’s own', () => {
    configured('services: { virustotal: { key: { env: VT_KEY } }, tor-exits: {} }\nown: { domains: [contoso.example] }')
    const services = servicesToAgree({}, fakeWorkspace(), () => {})!
    expect(services.sent('8.8[.]8.8').map(({ service, text }) => [service, text])).toEqual([
      ['virustotal', 'VirusTotal is sent, to www.virustotal.com: 8.8.8.8'],
      ['tor-exits', expect.stringMatching(/a list is fetched from check\.torproject\.org; nothing/)],
    ])
    expect(services.sent('evil.test.com').map(({ service }) => service)).toEqual(['virustotal'])
    for (const kept of ['10.0.0.1', 'www.contoso.example', 'nothing of the kind'])
      expect(services.sent(kept)).toEqual([])
  })

  it('remembers what was agreed to, that alone, and lets runs ask it from then on', () => {
    configured('services: { virustotal: { key: { env: VT_KEY } }, tor-exits: {} }')
    const told: (readonly string[])[] = []
    servicesToAgree({}, fakeWorkspace(), (ids) => told.push(ids))!.agree(['virustotal'])
    expect(told).toEqual([['virustotal']])
    expect(Object.keys(JSON.parse(readFileSync(join(home, 'lookups-consent.json'), 'utf8')))).toEqual(['virustotal'])
    const again = servicesToAgree({}, fakeWorkspace(), () => {})!
    expect(again.sent('8.8.8.8').map(({ service }) => service)).toEqual(['tor-exits'])
  })

  it('is not missed where a run looks up nothing that it takes', async () => {
    configured('services: { tor-exits: {} }')
    const lookup = lookupsForRun({}, fakeWorkspace()).find(({ id }) => id === 'tor-exits')!
    const notices = async (...texts: string[]) => (await look(lookup, ...texts)).notices
    expect(await notices('8.8.8.8')).toEqual([expect.stringContaining('Tor exits was not asked: you have not agreed')])
    expect(await notices()).toEqual([])
  })

  it('writes nothing where no trace is left: the services are asked until the screen closes', () => {
    configured('services: { virustotal: { key: { env: VT_KEY } } }')
    const flags = { trace: false }
    const asked = (ids: readonly string[]) =>
      lookupsForRun(flags, fakeWorkspace(), ids).find(({ id }) => id === 'virustotal')!.hosts.length > 0
    expect(asked([])).toBe(false)
    servicesToAgree(flags, fakeWorkspace(), () => {})!.agree(['virustotal'])
    expect(() => readFileSync(join(home, 'lookups-consent.json'))).toThrow()
    expect(asked(['virustotal'])).toBe(true)
  })
})

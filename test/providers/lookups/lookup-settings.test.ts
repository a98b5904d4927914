import { describe, expect, it } from 'vitest'
import { type HuntletError, positionOf } from '../../../src/lib/diagnostic.ts'
import { readLookupSettings } from '../../../src/providers/lookups/lookup-settings.ts'

function faults(content: string): string[] {
  const { diagnostics } = readLookupSettings('lookups.yaml', content)
  return diagnostics.map(({ message, source, span }) => `${positionOf(source!, span.start).line}: ${message}`)
}

describe('settings of look-ups', () => {
  it('name services, where their keys stand, and what is one’s own', () => {
    const content = [
      'services:',
      '  virustotal: { key: { env: VT_KEY }, most: 20, consent: true }',
      '  x-force: { key: { file: a }, password: { env: B } }',
      '  tor-exits: {}',
      'own: { domains: [Contoso.com], networks: [203.0.113.0/24] }',
    ].join('\n')
    expect(readLookupSettings('lookups.yaml', content).settings).toEqual({
      services: {
        virustotal: { key: { env: 'VT_KEY' }, most: 20, consent: true },
        'x-force': { key: { file: 'a' }, password: { env: 'B' } },
        'tor-exits': {},
      },
      own: { domains: ['contoso.com'], networks: ['203.0.113.0/24'] },
    })
    expect(readLookupSettings('lookups.yaml', 'own: {}').settings?.services).toEqual({})
  })

  it.each([
    ['services:\n  virustotl: {}', '2: Unknown key `virustotl`'],
    ['services:\n  otx: {}', '2: `key` is missing in `services.otx`'],
    ['services:\n  otx: { key: { env: A, file: b } }', '2: '],
    ['services:\n  tor-exits: { key: { env: A } }', '2: Unknown key `key` in `services.tor-exits`'],
    ['services:\n  otx: { key: { env: A }, most: 0 }', '2: '],
    ['services:\n  otx: { key: { env: A }, base: "https://evil.com" }', '2: Unknown key `base`'],
    ['own:\n  networks: [10.0.0.0/40]', '2: `own.networks.0`: a network'],
    ['own:\n  domains: ["a b"]', '2: `own.domains.0`: a domain'],
    ['services: [', '1: Not valid YAML'],
  ])('are refused at their line: %j', (content, expected) => {
    expect(faults(content)[0]).toMatch(new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
  })

  it.each(['key: s3cret', 'key: 12345678', 'key: { env: A }, password: s3cret'])(
    'hold no key, and no error shows it: %s',
    (written) => {
      const read = () => readLookupSettings('lookups.yaml', `services:\n  x-force: { ${written} }`)
      expect(read).toThrow(/^lookups\.yaml:2: a (key|password) is written into the settings of `x-force`\.$/)
      try {
        read()
      } catch (error) {
        expect(JSON.stringify([error, (error as HuntletError).hint])).not.toMatch(/s3cret|12345678/)
      }
    },
  )
})

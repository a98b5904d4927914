import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { huntlet, temporaryFolder } from '../support/huntlet.ts'

let home: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  home = temporaryFolder()
})
afterEach(() => home.remove())

function run(args: readonly string[], env: Record<string, string> = {}, input = '') {
  const places = { HUNTLET_HOME: home.path, XDG_CACHE_HOME: join(home.path, 'cache') }
  return huntlet(['lookup', ...args], { cwd: home.path, env: { ...places, ...env }, input })
}

const settings = (content: string, name = 'lookups.yaml') => writeFileSync(join(home.path, name), content)

describe('huntlet lookup', () => {
  it('answers from files of the user, defanged too, and says what nobody knows', async () => {
    mkdirSync(join(home.path, 'indicators'))
    writeFileSync(join(home.path, 'indicators', 'mine.csv'), 'indicator,description\nevil.com,Landing page\n')
    const { code, stdout } = await run(['hxxps://www.evil[.]com/a', '10.0.0.1', '8.8.8.8', '--format', 'json'])
    expect(code).toBe(0)
    const { columns, rows } = JSON.parse(stdout)
    const at = (name: string) => columns.findIndex((column: { name: string }) => column.name === name)
    const shown = rows.map((row: unknown[]) => ['Severity', 'Observable', 'Source'].map((name) => row[at(name)]))
    expect(shown).toEqual([
      ['warning', 'https://www.evil.com/a', 'Indicator files: mine.csv'],
      ['information', '10.0.0.1', 'Known address ranges'],
      ['unknown', '8.8.8.8', ''],
    ])
  })

  it('takes observables after the workspace too', async () => {
    mkdirSync(join(home.path, 'logs'))
    writeFileSync(
      join(home.path, 'logs', 'ThreatIntelligenceIndicator.jsonl'),
      '{"TimeGenerated":"2026-01-01T00:00:00Z","IndicatorId":"a","NetworkIP":"8.8.8.8"}\n',
    )
    const { stdout } = await run(['-w', join(home.path, 'logs'), '8.8.8.8', '--format', 'csv'])
    expect(stdout).toMatch(/^high,8\.8\.8\.8,ip,/m)
  })

  it('reads standard input, and tells what there is no observable', async () => {
    const { code, stdout, stderr } = await run(['-', '--format', 'csv'], {}, '10.0.0.1\nnothing 127.0.0.1\n')
    expect(code).toBe(0)
    expect(stdout).toContain('10.0.0.1')
    expect(stdout).toContain('127.0.0.1')
    expect(stderr).toContain('`nothing` is no address')
  })

  it('reads a file that is there as the list it is, not as the domain it might be', async () => {
    writeFileSync(join(home.path, 'list.txt'), '# of the case\n10[.]0.0.1,\nnothing\n')
    const { code, stdout, stderr } = await run(['list.txt', '127.0.0.1', '--format', 'csv'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^information,10\.0\.0\.1,ip,/m)
    expect(stdout).toMatch(/^information,127\.0\.0\.1,ip,/m)
    expect(stdout).not.toContain('list.txt')
    expect(stderr).toContain('`nothing` is no address')
  })

  it.each([
    [[], 'MISSING_OBSERVABLE'],
    [['hello'], 'NO_OBSERVABLE'],
    [['8.8.8.8', '--only', 'virus'], 'UNKNOWN_LOOKUP'],
  ])('refuses %j', async (args, code) => {
    const outcome = await run(args)
    expect(outcome.code).toBe(2)
    expect(outcome.stderr).toContain(code)
  })

  it('lists what is on, and what it needs', async () => {
    settings(
      'services: { virustotal: { key: { env: VT } }, otx: { key: { file: no-such-key } }, tor-exits: { consent: true } }',
    )
    const { stdout } = await run(['--list'], { VT: 'abc' })
    expect(stdout).toMatch(/^virustotal +on, asks first · needs a key/m)
    expect(stdout).toMatch(/^otx +off: the file .*no-such-key with its key cannot be read/m)
    expect(stdout).toMatch(/^tor-exits +on · ip/m)
    expect(stdout).toMatch(/^abuseipdb +off · needs a key/m)
    expect(stdout).toMatch(/^indicator-files +local/m)
    expect((await run(['--list', '--offline'], { VT: 'abc' })).stdout).toMatch(/^virustotal +off: offline/m)
  })

  it('shows what would be sent where, and sends nothing before somebody agrees', async () => {
    settings('services: { virustotal: { key: { env: VT } } }\nown: { domains: [contoso.com] }')
    const { code, stderr } = await run(['8.8.8.8', '10.0.0.1', 'www.contoso.com'], { VT: 'the-key' })
    expect(code).toBe(0)
    expect(stderr).toContain('VirusTotal is sent, to www.virustotal.com: 8.8.8.8\n')
    expect(stderr).toContain('private and reserved addresses (1), your own domains (1)')
    expect(stderr).toContain('nothing was sent to VirusTotal')
    expect(stderr).not.toContain('the-key')
    expect(existsSync(join(home.path, 'lookups-consent.json'))).toBe(false)
  })

  it('takes no agreement from the folder one stands in', async () => {
    const project = temporaryFolder()
    try {
      writeFileSync(join(project.path, 'lookups.yaml'), 'services: { virustotal: { key: { env: VT }, consent: true } }')
      const { stdout } = await huntlet(['lookup', '--list'], {
        cwd: project.path,
        env: { HUNTLET_HOME: home.path, VT: 'abc' },
      })
      expect(stdout).toMatch(/^virustotal +on, asks first/m)
    } finally {
      project.remove()
    }
  })

  it.each([
    [['--offline'], {}],
    [[], { HUNTLET_OFFLINE: '1' }],
  ])('sends nothing offline, %j %j, whatever was agreed', async (args, env) => {
    settings('services: { certificates: { consent: true } }')
    const { code, stderr } = await run(['evil.com', '--only', 'certificates', ...args], env)
    expect(code).toBe(0)
    expect(stderr).toContain('Certificates (crt.sh) was not asked: huntlet is offline')
  })

  it('asks again where a service sends elsewhere than was agreed to, and agrees to nothing that sends nothing', async () => {
    settings('services: { virustotal: { key: { env: VT } } }')
    const env = { VT: 'abc' }
    await run(['10.0.0.1', '--send'], env)
    expect(existsSync(join(home.path, 'lookups-consent.json'))).toBe(false)
    writeFileSync(join(home.path, 'lookups-consent.json'), '{"virustotal":{"hosts":["elsewhere.example"],"at":""}}')
    expect((await run(['--list'], env)).stdout).toMatch(/^virustotal +on, asks first/m)
    writeFileSync(join(home.path, 'lookups-consent.json'), '{"virustotal":{"hosts":["www.virustotal.com"],"at":""}}')
    expect((await run(['--list'], env)).stdout).toMatch(/^virustotal +on · needs/m)
  })

  it('never shows a key that was written into the settings', async () => {
    settings('services:\n  virustotal: { key: s3cret }')
    const { code, stdout, stderr } = await run(['8.8.8.8'])
    expect(code).toBe(2)
    expect(stderr).toContain('KEY_IN_FILE')
    expect(stdout + stderr).not.toContain('s3cret')
    expect(readFileSync(join(home.path, 'lookups.yaml'), 'utf8')).toContain('s3cret')
  })
})

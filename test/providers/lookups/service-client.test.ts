import { readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { answerCache } from '../../../src/providers/lookups/answer-cache.ts'
import { temporaryFolder } from '../../support/huntlet.ts'
import { context, look, observables, quickClock, service } from './made-up.ts'
import { json, type StandIn, standIn } from './stand-in-server.ts'

let server: StandIn | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const fine = { data: { abuseConfidenceScore: 90, totalReports: 3, lastReportedAt: '2026-02-01T00:00:00+00:00' } }

describe('a service that does not behave', () => {
  it('is asked again where it was asked too often, after as long as it says', async () => {
    server = await standIn((_, response, count) => {
      if (count > 1) return json(response, fine)
      response.writeHead(429, { 'retry-after': '30' })
      response.end()
    })
    const clock = quickClock()
    const { answers, notices } = await look(service('abuseipdb', server.base, { clock }), '8.8.8.8')
    expect(answers).toHaveLength(1)
    expect(notices).toEqual([])
    expect(clock.waits.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(30_000)
  })

  it('is left alone where it asks to wait for hours, and the rest is not asked', async () => {
    server = await standIn((_, response) => {
      response.writeHead(429, { 'retry-after': '7200' })
      response.end()
    })
    const outcome = await look(service('abuseipdb', server.base), ...Array.from({ length: 20 }, (_, n) => `8.8.4.${n}`))
    expect(outcome).toMatchObject({ answers: [], isPartial: true })
    expect(outcome.notices?.join()).toContain('asks to wait 7200 seconds')
    // Those under way when the first was refused.
    expect(server.asked.length).toBeLessThanOrEqual(4)
  })

  it('is asked three times where it fails, and no more', async () => {
    server = await standIn((_, response) => {
      response.writeHead(503)
      response.end('<html>')
    })
    const outcome = await look(service('abuseipdb', server.base), '8.8.8.8')
    expect(outcome.notices).toEqual(['AbuseIPDB gave no answer for 1: it failed (503).'])
    expect(server.asked).toHaveLength(3)
  })

  it('is not asked about everything where it is down', async () => {
    server = await standIn((_, response) => {
      response.writeHead(500)
      response.end()
    })
    const many = Array.from({ length: 40 }, (_, n) => `8.8.4.${n}`)
    const outcome = await look(service('abuseipdb', server.base), ...many)
    expect(outcome).toMatchObject({ isPartial: true, notices: ['AbuseIPDB gave no answer for 40: it failed (500).'] })
    // Three tries of each of those under way until four had failed.
    expect(server.asked.length).toBeLessThanOrEqual(24)
  })

  it('is not asked again where it refuses the key, which no notice shows', async () => {
    server = await standIn((_, response) => json(response, { errors: ['the-key'] }, 401))
    const outcome = await look(service('abuseipdb', server.base), '8.8.8.8')
    expect(outcome.notices).toEqual(['AbuseIPDB gave no answer for 1: it refuses the key (401).'])
    expect(server.asked).toHaveLength(1)
  })

  it.each([
    ['a page', 'text/html', '<html>log in</html>', 'text/html, not JSON'],
    ['a page that is said to be JSON', 'application/json', '<html>log in</html>', 'not the JSON it is said to be'],
    ['JSON cut off', 'application/json', '{"data":', 'not the JSON it is said to be'],
    ['nothing', 'application/json', '', 'not the JSON it is said to be'],
  ])('gives %s: a notice', async (_, type, body, expected) => {
    server = await standIn((__, response) => {
      response.writeHead(200, { 'content-type': type })
      response.end(body)
    })
    const outcome = await look(service('abuseipdb', server.base), '8.8.8.8')
    expect(outcome.answers).toEqual([])
    expect(outcome.notices?.join()).toContain(expected)
  })

  it.each([[null], [[]], ['text'], [{ data: [] }], [{ data: { abuseConfidenceScore: 'many' } }]])(
    'gives JSON of another shape, %j: a notice, since that clears nothing',
    async (body) => {
      server = await standIn((_, response) => json(response, body))
      expect(await look(service('abuseipdb', server.base), '8.8.8.8')).toMatchObject({
        answers: [],
        notices: ['AbuseIPDB gave no answer for 1: its answer has no `abuseConfidenceScore`.'],
      })
    },
  )

  it('sends without end: it is cut off', async () => {
    server = await standIn((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (!response.destroyed && response.write('"'.padEnd(1_000_000)));
      }
      response.on('drain', more)
      more()
    })
    const outcome = await look(service('abuseipdb', server.base, { timeoutMs: 30_000 }), '8.8.8.8')
    expect(outcome.notices?.join()).toContain('larger than 8 MB')
  })

  it('does not answer: it is given up, and so is one that does not come to an end', async () => {
    server = await standIn((_, response, count) => {
      if (count > 3) {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.write('{')
      }
    })
    const slow = service('abuseipdb', server.base, { timeoutMs: 100 })
    expect((await look(slow, '8.8.8.8')).notices?.join()).toContain('did not answer within 0.1 seconds')
    expect((await look(slow, '8.8.4.4')).notices?.join()).toContain('did not finish its answer within 0.1 seconds')
  })

  it('leads elsewhere: neither the observable nor the key goes there', async () => {
    const other = await standIn((_, response) => json(response, fine))
    try {
      server = await standIn((_, response) => {
        response.writeHead(302, { location: `${other.base}/steal` })
        response.end()
      })
      const outcome = await look(service('abuseipdb', server.base), '8.8.8.8')
      expect(outcome.notices?.join()).toContain('it leads to another place')
      expect(other.asked).toEqual([])
    } finally {
      await other.close()
    }
  })

  it('leads in a circle', async () => {
    server = await standIn((asked, response) => {
      response.writeHead(302, { location: asked.path })
      response.end()
    })
    expect((await look(service('abuseipdb', server.base), '8.8.8.8')).notices?.join()).toContain('in a circle')
  })

  it('cannot be reached', async () => {
    const gone = await standIn(() => {})
    await gone.close()
    expect((await look(service('abuseipdb', gone.base), '8.8.8.8')).notices?.join()).toContain('cannot be reached')
  })

  it('is cancelled while it does not answer', async () => {
    const controller = new AbortController()
    server = await standIn(() => controller.abort(new Error('enough')))
    const asking = service('abuseipdb', server.base, { timeoutMs: 60_000 }).look(observables(['8.8.8.8']), {
      ...context,
      signal: controller.signal,
    })
    await expect(asking).rejects.toThrow('enough')
  })
})

describe('what is asked', () => {
  it('is asked once and kept, what nobody knows too, until it is too old', async () => {
    server = await standIn(({ path }, response) =>
      path.includes('8.8.8.8') ? json(response, fine) : json(response, {}, 404),
    )
    const clock = quickClock()
    const lookup = service('abuseipdb', server.base, { clock })
    const first = await look(lookup, '8.8.8.8', '8.8.4.4')
    expect(await look(lookup, '8.8.8.8', '8.8.4.4')).toEqual(first)
    expect(server.asked).toHaveLength(2)
    await clock.wait(13 * 3600_000, undefined)
    await look(lookup, '8.8.8.8')
    expect(server.asked).toHaveLength(3)
  })

  it('is asked once by two who ask at the same time', async () => {
    server = await standIn((_, response) => json(response, fine))
    const lookup = service('abuseipdb', server.base)
    const [first, second] = await Promise.all([look(lookup, '8.8.8.8'), look(lookup, '8.8.8.8')])
    expect(first).toEqual(second)
    expect(first.answers).toHaveLength(1)
    expect(server.asked).toHaveLength(1)
  })

  it('keeps to the rate of the service', async () => {
    server = await standIn((_, response) => json(response, {}, 404))
    const clock = quickClock()
    await look(service('virustotal', server.base, { clock }), ...Array.from({ length: 8 }, (_, n) => `8.8.4.${n}`))
    // Four at once, then four a minute.
    expect(clock.waits.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(59_000)
  })

  it('stops at the most that may be asked, and says so', async () => {
    server = await standIn((_, response) => json(response, {}, 404))
    const outcome = await look(service('abuseipdb', server.base, { most: 2 }), '8.8.8.8', '8.8.4.4', '1.1.1.1')
    expect(server.asked).toHaveLength(2)
    expect(outcome).toMatchObject({ isPartial: true, notices: [expect.stringContaining('not about the other 1')] })
  })
})

describe('what is kept on disk', () => {
  const known = { kind: 'ip', value: '8.8.8.8' } as const

  it('is there for the next run, under names that tell nothing, and for nobody else', () => {
    const folder = temporaryFolder()
    try {
      answerCache(folder.path)
      expect(readdirSync(folder.path)).toEqual([])
      answerCache(folder.path).set('abuseipdb', known, { at: 5, said: null })
      const [name] = readdirSync(join(folder.path, 'lookups'))
      expect(name).toMatch(/^[0-9a-f]{64}\.json$/)
      if (process.platform !== 'win32') expect(statSync(join(folder.path, 'lookups', name!)).mode & 0o077).toBe(0)
      expect(answerCache(folder.path).get('abuseipdb', known)).toEqual({ at: 5, said: null })
      expect(answerCache(folder.path).get('otx', known)).toBeUndefined()
      // As another run's file is that was there a moment ago.
      symlinkSync(join(folder.path, 'gone'), join(folder.path, 'lookups', '0.json'))
      expect(answerCache(folder.path).get('abuseipdb', known)).toEqual({ at: 5, said: null })
      writeFileSync(join(folder.path, 'lookups', name!), '{"at":')
      expect(answerCache(folder.path).get('abuseipdb', known)).toBeUndefined()
    } finally {
      folder.remove()
    }
  })
})

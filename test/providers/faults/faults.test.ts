import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FaultCase, faultCases } from './fault-cases.ts'
import { type FaultyService, faultyService, openRecords, type Service, services } from './faulty-service.ts'
import { type Outcome, outcomeOf, rowsQuestion } from './outcome.ts'

const page = join(resolve(import.meta.dirname, '../../..'), 'docs/faults.md')
const found = new Map<string, Outcome>()
const open = new Map<string, FaultyService>()
let records: Awaited<ReturnType<typeof openRecords>>

beforeAll(async () => {
  records = await openRecords()
})
afterAll(async () => {
  for (const each of open.values()) await each.close()
  await records.close()
})

describe.each(services)('asking %s, whatever goes wrong,', (service) => {
  it.each(faultCases.map((each) => [each.injected, each] as const))(
    'loses and doubles nothing silently: %s',
    async (injected, each) => {
      const { faults, kql = rowsQuestion, options, wanted } = each
      const under = await serviceFor(service, each)
      under.begin(faults)
      const outcome = await outcomeOf(under, kql, options?.(under), wanted)
      found.set(`${service}: ${injected}`, outcome)
      expect(outcome.status === 'complete').toBe(outcome.exitCode === 0)
      expect(outcome.said.length > 0).toBe(outcome.status !== 'complete')
      expect(JSON.stringify(outcome)).not.toContain('what-the-server')
      under.begin(() => () => undefined)
      // What was on its way when the question ended has come by then.
      expect((await under.workspace.query('print 1')).rows()).toEqual([[1]])
      under.begin(() => () => undefined)
      await under.workspace.query('print 2')
      // Of the question before nothing is asked any more.
      expect(under.asked).toBe(1)
    },
  )
})

/** Those with the same limits share a server and a provider, which go on after each fault. */
async function serviceFor(service: Service, { serving, limits }: FaultCase): Promise<FaultyService> {
  const key = JSON.stringify([service, serving, limits])
  const under =
    open.get(key) ?? (await faultyService(service, records, { ...(serving && { serving }), ...(limits && { limits }) }))
  open.set(key, under)
  return under
}

it('is what the page says', async () => {
  await expect(pageText()).toMatchFileSnapshot(page)
})

function pageText(): string {
  return [
    '# What goes wrong at a service, and what one sees of it',
    '',
    'Each row is a test: huntlet asks `huntlet serve` through the real clients for the 1,000 rows of a day, and the server misbehaves as it says. `SERVER` stands for its',
    'address. What could not be given is named with its range of time; no row comes twice.',
    ...services.flatMap((service) => ['', `## ${service}`, '', ...tableOf(service)]),
    '',
  ].join('\n')
}

function tableOf(service: Service): string[] {
  const rows = faultCases.map(({ injected, kql }) => {
    const { status, exitCode, said, meanwhile, rows } = found.get(`${service}: ${injected}`)!
    const question = kql === undefined ? '' : `<br>\`${kql.replaceAll('|', '\\|')}\``
    return `| ${injected}${question} | ${lines(meanwhile)} | ${status}, ${exitCode} | ${rows} | ${lines(said)} |`
  })
  return [
    '| injected | shown meanwhile | status, exit code | rows | said |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ]
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join('<br>')
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault, Faults } from '../../../src/serve/faults.ts'
import { isPart } from './faults-of-parts.ts'
import { type FaultyService, faultyService, openRecords, services } from './faulty-service.ts'
import { outcomeOf, rowsQuestion } from './outcome.ts'

/** Those that pass when it is asked again. */
const passing: readonly Fault[] = [
  { kind: 'dropped' },
  { kind: 'dropped', after: 300 },
  { kind: 'truncated', after: 400 },
  { kind: 'status', status: 500 },
  { kind: 'throttled', retryAfter: '1' },
]

const lasting: readonly (Fault | undefined)[] = [
  undefined,
  { kind: 'partial', rows: 5, message: 'a shard was lost' },
  undefined,
  { kind: 'status', status: 503 },
  undefined,
  { kind: 'status', status: 504 },
]

/** Each part meets with up to two that pass, the same for the same seed; and where it `isLost` some with one that does not. */
function mishapsOf(seed: number, isLost: boolean): Faults {
  const times = new Map<string, number>()
  return (request) => {
    if (!isPart(request)) return undefined
    const key = `${request.range!.start} ${request.range!.end}`
    const time = times.get(key) ?? 0
    times.set(key, time + 1)
    const hash = hashOf(`${seed} ${key}`)
    if (time < hash % 3) return passing[(hash + time) % passing.length]
    return isLost ? lasting[(hash >>> 8) % lasting.length] : undefined
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 13)) >>> 0
}

let records: Awaited<ReturnType<typeof openRecords>>
const open: FaultyService[] = []
beforeAll(async () => {
  records = await openRecords()
})
afterAll(async () => {
  for (const each of open) await each.close()
  await records.close()
})

describe.each(services)('many mishaps at once, of five parts at a time of %s,', (service) => {
  it('never double a row, and lose none that is not named', async () => {
    const under = await faultyService(service, records, { serving: { limits: { rows: 150 } } })
    open.push(under)
    const statuses: Record<'passing' | 'lasting', Set<string>> = { passing: new Set(), lasting: new Set() }
    for (let seed = 1; seed <= 12; seed++) {
      for (const which of ['passing', 'lasting'] as const) {
        under.begin(() => mishapsOf(seed, which === 'lasting'))
        statuses[which].add((await outcomeOf(under, rowsQuestion)).status)
      }
    }
    expect([...statuses.passing]).toEqual(['complete'])
    expect(statuses.lasting).toContain('partial')
    expect(statuses.lasting).not.toContain('error')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HuntletError } from '../../../src/lib/diagnostic.ts'
import { parseDatetime } from '../../../src/lib/kql-time.ts'
import { Table } from '../../../src/lib/table.ts'
import { remoteWorkspace } from '../../../src/providers/remote/remote-workspace.ts'
import type { QueryTable } from '../../../src/providers/workspace.ts'
import { compilerHere } from './compiler-here.ts'
import { type Event, type Mishap, one, type SimulatedLimits, simulatedWire, testClock } from './simulated-service.ts'

const start = parseDatetime('2024-03-01')!
const unlimited: SimulatedLimits = { rows: 500_000, bytes: 1e9, scanned: 1e9 }

function spread(count: number, step = 10_000_000n): Event[] {
  return Array.from({ length: count }, (_, id) => ({ ticks: start + BigInt(id) * step, id }))
}

interface Asked {
  readonly kql?: string
  readonly records: readonly Event[]
  readonly limits?: Partial<SimulatedLimits>
  readonly mishap?: () => Mishap
  readonly limit?: number
  readonly hasRange?: boolean
  readonly onProgress?: (text: string) => void
}

async function run({
  kql = 'Events',
  records,
  limits = {},
  mishap,
  limit = 10_000,
  hasRange = true,
  onProgress,
}: Asked) {
  const wire = simulatedWire(records, { ...unlimited, ...limits }, mishap)
  const workspace = await remoteWorkspace({ kind: 'kusto', name: 'kusto:x', wire, clock: testClock() }, compilerHere)
  try {
    const last = records.at(-1)!.ticks
    const answer = await workspace.run(kql, {
      limit,
      ...(onProgress && { onProgress }),
      ...(hasRange && { timespan: { start: iso(start), end: iso(last + 1n) } }),
    })
    return { answer, wire }
  } finally {
    await workspace.close()
  }
}

const iso = (ticks: bigint) => {
  const seconds = (ticks - start) / 10_000_000n
  const at = new Date(Date.parse('2024-03-01T00:00:00Z') + Number(seconds) * 1000).toISOString().slice(0, 19)
  return `${at}.${((ticks - start) % 10_000_000n).toString().padStart(7, '0')}Z`
}

const idsOf = ({ table }: QueryTable) => table.column('Id').map(Number)
const upTo = (count: number) => Array.from({ length: count }, (_, id) => id)

describe('a range that holds too much', () => {
  it('is asked in parts, put together in the order of time', async () => {
    const told: string[] = []
    const { answer } = await run({ records: spread(1000), limits: { rows: 70 }, onProgress: (text) => told.push(text) })
    expect(idsOf(answer)).toEqual(upTo(1000))
    expect(answer.completeness).toEqual({ status: 'complete', notices: [] })
    expect(answer.pieces!.length).toBeGreaterThan(14)
    expect(answer.pieces!.every(({ status }) => status === 'complete')).toBe(true)
    for (const [index, piece] of answer.pieces!.entries()) {
      if (index > 0) expect(piece.start).toBe(answer.pieces![index - 1]!.end)
    }
    expect(told.at(-1)).toBe(`${answer.pieces!.length} of ${answer.pieces!.length} parts of the time range`)
  })

  it('by bytes and by time is halved, too', async () => {
    expect(idsOf((await run({ records: spread(300), limits: { bytes: 900 } })).answer)).toEqual(upTo(300))
    expect(idsOf((await run({ records: spread(300), limits: { scanned: 40 } })).answer)).toEqual(upTo(300))
  })

  it('is halved again where most of it lies in a small part', async () => {
    const dense = Array.from({ length: 300 }, (_, id) => ({ ticks: start + BigInt(id) * 10_000n, id }))
    const records = [...dense, { ticks: start + 864_000_000_000n, id: 300 }]
    const { answer } = await run({ records, limits: { rows: 10 } })
    expect(idsOf(answer)).toEqual(upTo(301))
    expect(answer.completeness.status).toBe('complete')
  })

  it('is put together the latest first where it is sorted so', async () => {
    const { answer } = await run({
      kql: 'Events | sort by TimeGenerated desc',
      records: spread(200),
      limits: { rows: 30 },
    })
    expect(idsOf(answer)).toEqual(upTo(200).reverse())
  })

  it('is counted as the sum of its parts', async () => {
    const { answer } = await run({ kql: 'Events | count', records: spread(200), limits: { scanned: 30 } })
    expect(answer.table.rows()).toEqual([[200]])
    expect(answer.completeness.status).toBe('complete')
  })

  it('is asked no further than the limit', async () => {
    const records = spread(5000)
    const { answer, wire } = await run({ records, limits: { rows: 100 }, limit: 250 })
    expect(idsOf(answer)).toEqual(upTo(250))
    expect(answer.completeness).toEqual({
      status: 'truncated',
      notices: ['only the first 250 rows are shown; there are more'],
    })
    expect(wire.asked.length).toBeLessThan(20)
  })

  it('without a range is narrowed to what there is first', async () => {
    const { answer, wire } = await run({ records: spread(400), limits: { rows: 90 }, hasRange: false })
    expect(idsOf(answer)).toEqual(upTo(400))
    expect(wire.asked[1]!.kql).toContain('summarize First = min(TimeGenerated)')
  })

  it('of one instant is cut, and says where', async () => {
    const records = Array.from({ length: 50 }, (_, id) => ({ ticks: start, id }))
    const { answer } = await run({
      records: [...records, { ticks: start + 50_000_000n, id: 50 }],
      limits: { rows: 20 },
    })
    expect(answer.completeness.status).toBe('truncated')
    expect(answer.completeness.notices[0]).toContain('only 20 rows from 2024-03-01T00:00:00.0000000Z up to')
    expect(idsOf(answer)).toEqual([...upTo(20), 50])
  })

  it('is split at a tick, whatever its length', async () => {
    const records = spread(100, 20_000n)
    const { answer } = await run({ records, limits: { rows: 1 } })
    expect(idsOf(answer)).toEqual(upTo(100))
  })
})

describe('a query whose records have no time', () => {
  it('is asked as one, and says so where it is too much', async () => {
    const untimed = Table.fromRows(
      ['First', 'Last', 'Untimed'].map((name, at) => ({ name, type: at < 2 ? 'datetime' : 'long' })),
      [['2024-03-01T00:00:00.0000000Z', '2024-03-02T00:00:00.0000000Z', 3]],
    )
    const wire = simulatedWire(spread(100), { ...unlimited, rows: 20 })
    const ask = wire.ask.bind(wire)
    wire.ask = async (question) => (question.kql.includes('Untimed') ? one(untimed) : ask(question))
    const workspace = await remoteWorkspace({ kind: 'kusto', name: 'x', wire, clock: testClock() }, compilerHere)
    const { table, completeness } = await workspace.run('Events', { limit: 1000 })
    await workspace.close()
    expect([table.rowCount, completeness.status]).toEqual([20, 'truncated'])
    expect(completeness.notices[0]).toContain('some of its records have no time')
  })
})

describe('a part that fails', () => {
  it('is asked again, and its rows come once', async () => {
    let asked = 0
    const { answer } = await run({
      records: spread(300),
      limits: { rows: 50 },
      mishap: () => (asked++ % 3 === 1 ? 'unavailable' : undefined),
    })
    expect(idsOf(answer)).toEqual(upTo(300))
    expect(answer.completeness.status).toBe('complete')
  })

  it('for good leaves the rows of the others, and is named', async () => {
    let failing = false
    const wire = simulatedWire(spread(300), { ...unlimited, rows: 100 })
    const ask = wire.ask.bind(wire)
    wire.ask = async (question) => {
      const isLate = /TimeGenerated < datetime\(2024-03-01T00:05:00/.test(question.kql)
      failing = isLate && wire.asked.length > 2
      return failing ? Promise.reject(await faultOf()) : ask(question)
    }
    const workspace = await remoteWorkspace({ kind: 'kusto', name: 'x', wire, clock: testClock() }, compilerHere)
    const answer = await workspace.run('Events', {
      limit: 1000,
      timespan: { start: iso(start), end: iso(start + 3_000_000_000n) },
    })
    await workspace.close()
    expect(answer.completeness.status).toBe('partial')
    const lost = answer.pieces!.filter(({ status }) => status === 'failed')
    expect(lost.length).toBe(1)
    expect(answer.completeness.notices).toEqual([`no rows from ${lost[0]!.start} up to ${lost[0]!.end}: down`])
    const first = Number((parseDatetime(lost[0]!.start)! - start + 9_999_999n) / 10_000_000n)
    expect(idsOf(answer)).toEqual(upTo(first))
  })
})

async function faultOf() {
  const { ServiceFault } = await import('../../../src/providers/remote/wire.ts')
  return new ServiceFault('unavailable', 'down')
}

/** The answer has the records in their order, each once, and says of each part that it lacks. */
function holds(answer: QueryTable, inOrder: readonly Event[], limit: number): void {
  const ids = idsOf(answer)
  const { status, notices } = answer.completeness
  const incomplete = (answer.pieces ?? []).filter((each) => each.status !== 'complete')
  const isNamed = ({ ticks }: Event) =>
    incomplete.some((each) => ticks >= parseDatetime(each.start)! && ticks < parseDatetime(each.end)!)
  const isCut = notices.some((each) => each.startsWith('only the first '))
  const seen = new Set(ids)
  expect(ids).toEqual(inOrder.filter(({ id }) => seen.has(id)).map(({ id }) => id))
  expect(status === 'complete').toBe(notices.length === 0)
  expect(ids.length).toBeLessThanOrEqual(limit)
  if (isCut) expect([ids.length, inOrder.length > limit]).toEqual([limit, true])
  if (status === 'complete') expect(ids.length).toBe(inOrder.length)
  const lastSeen = inOrder.findLastIndex(({ id }) => seen.has(id))
  const expected = isCut ? inOrder.slice(0, lastSeen + 1) : inOrder
  const lost = expected.filter((event) => !seen.has(event.id) && !isNamed(event))
  // One answer that is short says so as a whole; parts say where.
  if (answer.pieces) expect(lost).toEqual([])
  else expect(lost.length === 0 || status !== 'complete').toBe(true)
}

describe('whatever goes wrong', () => {
  const mishaps: readonly Mishap[] = ['throttled', 'unavailable', 'bad-answer', 'token-expired', 'cut', undefined]
  const lengths = { minLength: 1, maxLength: 60 }
  // Half of them where the edges of parts come to lie.
  const gaps: fc.Arbitrary<bigint[]> = fc.oneof(
    fc.array(fc.constantFrom(0n, 20_000n, 40_000n), lengths),
    fc.array(fc.bigInt({ min: 0n, max: 40_000n }), lengths),
  )
  const cases = fc.record({
    gaps,
    rows: fc.integer({ min: 1, max: 40 }),
    bytes: fc.integer({ min: 40, max: 2_000 }),
    scanned: fc.integer({ min: 5, max: 80 }),
    limit: fc.integer({ min: 1, max: 80 }),
    faults: fc.array(fc.constantFrom(...mishaps), { maxLength: 30 }),
    hasRange: fc.boolean(),
    isDescending: fc.boolean(),
  })

  it('no row is lost or doubled without a word', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ gaps, rows, bytes, scanned, limit, faults, hasRange, isDescending }) => {
        const records = gaps.reduce<Event[]>((list, gap, id) => {
          list.push({ ticks: (list.at(-1)?.ticks ?? start) + gap, id })
          return list
        }, [])
        const left = [...faults]
        const kql = isDescending ? 'Events | sort by TimeGenerated desc' : 'Events'
        const asked = { kql, records, limits: { rows, bytes, scanned }, limit, hasRange, mishap: () => left.shift() }
        const answer = await run(asked).then(
          (result) => result.answer,
          (error) => error,
        )
        if (answer instanceof Error) {
          expect(answer).toBeInstanceOf(HuntletError)
          // Without a fault nothing is refused but what is too much at one instant.
          if (faults.every((each) => each === undefined)) expect((answer as HuntletError).code).toBe('QUERY_TIMEOUT')
          return
        }
        holds(answer, isDescending ? records.toReversed() : records, limit)
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})

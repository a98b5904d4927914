import { formatDatetime, parseDatetime } from '../../../src/lib/kql-time.ts'
import type { TableSchema } from '../../../src/lib/kql-type.ts'
import { Table } from '../../../src/lib/table.ts'
import {
  ServiceFault,
  type Shortfall,
  type Wire,
  type WireAnswer,
  type WireLimits,
  type WireQuestion,
  type WireSchema,
} from '../../../src/providers/remote/wire.ts'
import { type PassingClock, passingClock } from '../../support/passing-clock.ts'

/** Time that passes when somebody waits for it, and at no other time. */
export function testClock(
  start = Date.parse('2024-05-01T00:00:00Z'),
): PassingClock & { readonly waited: readonly number[] } {
  const clock = passingClock(start)
  return { ...clock, waited: clock.waits }
}

export const limits: WireLimits = {
  key: 'a service as somebody',
  concurrent: 5,
  concurrentBasic: 2,
  requests: { count: 1_000_000, withinMs: 30_000 },
  rows: 500_000,
  longestMs: 600_000,
}

export const events: TableSchema = {
  name: 'Events',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Id', type: 'long' },
    { name: 'Text', type: 'string' },
  ],
}

export const schema: WireSchema = {
  tables: [events, { ...events, name: 'Others' }, { ...events, name: 'Cheap', plan: 'basic' }],
  functions: [
    { name: 'Recent', parameters: '()', body: '{ Events | where TimeGenerated > ago(1d) }' },
    { name: 'Double', parameters: '(n:long)', body: '{ n * 2 }' },
  ],
  watchlists: [{ alias: 'admins', columns: [{ name: 'SearchKey', type: 'string' }] }],
  names: ['soc'],
}

/** A wire that answers as it is told to, and remembers what it was asked. */
export function scriptedWire(
  answer: (question: WireQuestion, index: number) => WireAnswer | Promise<WireAnswer>,
  options: Partial<WireLimits> & { readonly schema?: () => WireSchema | Promise<WireSchema> } = {},
): Wire & { readonly asked: WireQuestion[]; readonly closed: number[] } {
  const asked: WireQuestion[] = []
  const closed: number[] = []
  const { schema: give = () => schema, ...limited } = options
  return {
    name: 'test:soc',
    limited: { ...limits, ...limited },
    asked,
    closed,
    async ask(question) {
      asked.push(question)
      return answer(question, asked.length - 1)
    },
    schema: async () => give(),
    async close() {
      closed.push(1)
    },
  }
}

export interface Event {
  readonly ticks: bigint
  readonly id: number
}

export interface SimulatedLimits {
  readonly rows: number
  readonly bytes: number
  /** Records it looks at within its time. */
  readonly scanned: number
}

/** What goes wrong with a question, if anything. */
export type Mishap = 'throttled' | 'unavailable' | 'bad-answer' | 'token-expired' | 'cut' | undefined

const bytesOf = (event: Event) => 8 + 8 + `text ${event.id}`.length

/**
 * Answers the few texts that `Events` and `Events | count` become, out of a list of records, under limits: what is beyond them is cut
 * and said so, as services do. `mishap`: asked before each answer.
 */
export function simulatedWire(
  records: readonly Event[],
  limited: SimulatedLimits,
  mishap: () => Mishap = () => undefined,
) {
  return scriptedWire(
    ({ kql }) => {
      const found = mishap()
      if (found && found !== 'cut') throw new ServiceFault(found, `it was ${found}`)
      const range = /TimeGenerated >= datetime\((.+?)\) and TimeGenerated < datetime\((.+?)\)/.exec(kql)
      const [start, end] = range ? [parseDatetime(range[1]!)!, parseDatetime(range[2]!)!] : [0n, 1n << 62n]
      const within = records.filter(({ ticks }) => ticks >= start && ticks < end)
      if (/min\(TimeGenerated\)/.test(kql)) return one(bounds(records))
      if (within.length > limited.scanned) throw new ServiceFault('timed-out', 'it took too long')
      if (/\| count(?: \| take \d+)?\s*$/.test(kql))
        return one(Table.fromRows([{ name: 'Count', type: 'long' }], [[within.length]]))
      const ordered = /sort by TimeGenerated desc/.test(kql) ? within.toReversed() : within
      const take = /\| take (\d+)/.exec(kql)
      const wanted = take ? ordered.slice(0, Number(take[1])) : ordered
      let bytes = 0
      let count = 0
      for (const event of wanted) {
        bytes += bytesOf(event)
        if (count >= limited.rows || bytes > limited.bytes) break
        count++
      }
      const shortfall: Shortfall | undefined =
        found === 'cut'
          ? { kind: 'other', message: 'half of it failed' }
          : count === wanted.length
            ? undefined
            : { kind: count >= limited.rows ? 'rows' : 'bytes', message: 'the result is cut.' }
      const kept = wanted.slice(0, found === 'cut' ? Math.floor(count / 2) : count)
      return { ...one(eventTable(kept)), ...(shortfall && { shortfall }) }
    },
    { rows: limited.rows },
  )
}

export function eventTable(list: readonly Event[]): Table {
  return Table.fromRows(
    events.columns,
    list.map(({ ticks, id }) => [formatDatetime(ticks), id, `text ${id}`]),
  )
}

export function one(table: Table): WireAnswer {
  return { tables: [{ name: 'PrimaryResult', table }] }
}

function bounds(records: readonly Event[]): Table {
  const times = records.map(({ ticks }) => ticks).sort((a, b) => (a < b ? -1 : 1))
  const [first, last] = [times[0], times.at(-1)].map((ticks) => (ticks === undefined ? null : formatDatetime(ticks)))
  return Table.fromRows(
    [
      { name: 'First', type: 'datetime' },
      { name: 'Last', type: 'datetime' },
      { name: 'Untimed', type: 'long' },
    ],
    [[first!, last!, 0]],
  )
}

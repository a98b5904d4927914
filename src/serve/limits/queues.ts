import type { Clock } from '../../providers/clock.ts'
import { type Refusal, refusals } from '../refusal.ts'
import type { ServeLimits } from '../route.ts'
import { RequestRate } from './request-rate.ts'
import { type Release, Turns } from './turns.ts'

/** How often and how much at once each client may ask. */
export interface Queues {
  /** Counts a request; the refusal where it is one too many. */
  excess(client: string): Refusal | undefined
  /** Waits for the turn of a query; at once for what is none. */
  turn(client: string, path: string, signal: AbortSignal): Promise<Release | Refusal>
  /** Does the work of a query when the server as a whole has room for it; of what is none, at once. */
  work<Result>(path: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
}

const noQueue = { count: Number.POSITIVE_INFINITY, withinMs: 2 ** 31 - 1 }

/** `atOnce`: queries of all clients together. */
export function queuesOf(limits: ServeLimits, atOnce: number, clock: Clock): Queues {
  const { concurrent, concurrentBasic, queue = noQueue, requests } = limits
  const rate = requests && new RequestRate(requests, clock)
  const turnsFor = (count: number | undefined) => (count === undefined ? undefined : new Turns(count, queue, clock))
  const lines = { query: turnsFor(concurrent), search: turnsFor(concurrentBasic ?? concurrent) }
  const all = new Turns(atOnce, noQueue, clock)
  const queryIn = (path: string) =>
    /\/(query|search)$/i.exec(path)?.[1]?.toLowerCase() as keyof typeof lines | undefined
  return {
    excess: (client) => {
      const wait = rate?.excess(client)
      if (wait === undefined) return undefined
      return refusals.throttled(
        Math.ceil(wait / 1000),
        `More than ${requests!.count} requests in ${requests!.withinMs / 1000} seconds.`,
      )
    },
    turn: async (client, path, signal) => {
      const kind = queryIn(path)
      const turns = kind && lines[kind]
      if (!turns) return () => {}
      const turn = await turns.take(client, signal)
      if (turn === 'full') return refusals.throttled(30, `More than ${queue.count} queries are waiting for their turn.`)
      if (turn === 'late') {
        return refusals.throttled(30, `The query waited ${queue.withinMs / 1000} seconds for its turn.`)
      }
      return turn
    },
    work: async (path, signal, work) => {
      if (!queryIn(path)) return work()
      // Of a queue without end there is no other outcome.
      const release = (await all.take('all', signal)) as Release
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}

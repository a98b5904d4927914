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
}

const noQueue = { count: Number.POSITIVE_INFINITY, withinMs: 2 ** 31 - 1 }

export function queuesOf(limits: ServeLimits, clock: Clock): Queues {
  const { concurrent, concurrentBasic, queue = noQueue, requests } = limits
  const rate = requests && new RequestRate(requests, clock)
  const turnsFor = (count: number | undefined) => (count === undefined ? undefined : new Turns(count, queue, clock))
  const lines = { query: turnsFor(concurrent), search: turnsFor(concurrentBasic ?? concurrent) }
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
      const kind = /\/(query|search)$/i.exec(path)?.[1]?.toLowerCase() as keyof typeof lines | undefined
      const turns = kind && lines[kind]
      if (!turns) return () => {}
      const turn = await turns.take(client, signal)
      if (turn === 'full') return refusals.throttled(30, `More than ${queue.count} queries are waiting for their turn.`)
      if (turn === 'late') {
        return refusals.throttled(30, `The query waited ${queue.withinMs / 1000} seconds for its turn.`)
      }
      return turn
    },
  }
}

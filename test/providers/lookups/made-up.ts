import type { Clock } from '../../../src/providers/clock.ts'
import { answerCache } from '../../../src/providers/lookups/answer-cache.ts'
import type { Answer, Lookup, LookupContext, LookupOutcome } from '../../../src/providers/lookups/lookup.ts'
import { type ObservableHint, readObservable } from '../../../src/providers/lookups/observable.ts'
import { nothingOwn } from '../../../src/providers/lookups/reserved.ts'
import { type ServiceSettings, serviceLookup } from '../../../src/providers/lookups/service.ts'
import { services } from '../../../src/providers/lookups/services/index.ts'

/** A workspace without anything. */
export const context: LookupContext = {
  workspace: {
    name: 'none',
    tables: async () => [],
    surroundings: async () => ({ watchlists: [], functions: [] }),
    ask: () => Promise.reject(new Error('nothing is asked')),
  },
  now: '2026-03-01T00:00:00Z',
}

/** A clock on which waiting takes no time; it tells how long was waited. */
export function quickClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = []
  let now = Date.UTC(2026, 2, 1)
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    async wait(milliseconds, signal) {
      signal?.throwIfAborted()
      waits.push(milliseconds)
      now += milliseconds
    },
  }
}

/** A service as it would be configured, but asked at another address. */
export function service(id: string, base: string, settings: Partial<ServiceSettings> = {}): Lookup {
  const definition = services.find((each) => each.id === id)!
  const keys = { key: 'the-key', password: 'the-password' }
  return serviceLookup(definition, {
    keys,
    cache: answerCache(),
    clock: quickClock(),
    own: nothingOwn,
    most: 100,
    base,
    timeoutMs: 2000,
    ...settings,
  })
}

export function observables(texts: readonly string[], hint: ObservableHint = 'any') {
  return texts.map((text) => readObservable(text, hint)!)
}

export function look(lookup: Lookup, ...texts: string[]): Promise<LookupOutcome> {
  return lookup.look(observables(texts), context)
}

/** What of an answer a reader sees first. */
export function shown(answers: readonly Answer[]): string[] {
  return answers.map(({ severity, observable, verdict }) => `${severity} ${observable.value}: ${verdict}`)
}

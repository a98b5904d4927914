import pLimit from 'p-limit'
import { wordsOf } from '../../lib/words-of.ts'
import type { Clock } from '../clock.ts'
import type { AnswerCache, Said } from './answer-cache.ts'
import type { Answer, Lookup, LookupContext, LookupOutcome, Subject } from './lookup.ts'
import type { Observable, ObservableKind } from './observable.ts'
import { RateLimit } from './rate-limit.ts'
import { type Own, whyKept } from './reserved.ts'
import { ServiceClient, ServiceRefusal } from './service-client.ts'

/** What a service is asked with. */
export interface ServiceKeys {
  readonly key: string
  /** Of services that have two. */
  readonly password: string
}

export interface AskContext {
  readonly client: ServiceClient
  readonly keys: ServiceKeys
  readonly signal: AbortSignal | undefined
}

/** A service over HTTPS. */
export interface ServiceDefinition {
  readonly id: string
  readonly title: string
  /** What it says, and how that becomes a severity. */
  readonly text: string
  readonly about: Subject
  readonly kinds: readonly ObservableKind[]
  /** `https://www.virustotal.com`; undefined where it is not asked over HTTPS. */
  readonly base: string | undefined
  /** Where observables are sent besides, in words. */
  readonly alsoSentTo?: readonly string[]
  /** What it must be given. */
  readonly needs: 'nothing' | 'key' | 'key and password'
  readonly perMinute: number
  readonly burst: number
  /** How long an answer stands, in hours. */
  readonly hours: number
  readonly timeoutMs?: number
  readonly mostBytes?: number
  /** What it says of one observable; undefined where it knows nothing. */
  ask(observable: Observable, context: AskContext): Promise<Said | undefined>
  /** A list that is fetched instead of asking about each: nothing of the observables is sent. */
  fetchList?(context: AskContext): Promise<(observable: Observable) => Said | undefined>
}

/** What the caller of a service brings with it. */
export interface ServiceSettings {
  readonly keys: ServiceKeys
  readonly cache: AnswerCache
  readonly clock: Clock
  readonly own: Own
  /** Most observables it is asked about in one run. */
  readonly most: number
  /** Another address: of a server that stands in for it in tests. */
  readonly base?: string
  readonly timeoutMs?: number
}

/** Questions of one service under way at once. */
const atOnce = 4

/** Failures in a row after which a service is asked no more. */
const mostFailures = 4

/** A look-up at a service: what must not leave the machine is not sent, what is known is not asked again. */
export function serviceLookup(definition: ServiceDefinition, settings: ServiceSettings): Lookup {
  const { id, title, text, about, kinds, base, needs, alsoSentTo = [] } = definition
  const { clock } = settings
  const client = new ServiceClient({
    base: settings.base ?? base ?? 'https://localhost',
    limit: new RateLimit(definition.perMinute, definition.burst, clock),
    clock,
    timeoutMs: settings.timeoutMs ?? definition.timeoutMs ?? 20_000,
    mostBytes: definition.mostBytes ?? 8_000_000,
  })
  const shared: SharedByRuns = { client, underWay: new Map() }
  return {
    id,
    title,
    text,
    about,
    kinds,
    place: 'service',
    hosts: [...(base === undefined ? [] : [new URL(base).host]), ...alsoSentTo],
    needsKey: needs !== 'nothing',
    isList: definition.fetchList !== undefined,
    whyKept: (observable) => whyKept(observable, settings.own),
    look: (observables, context) => new ServiceRun(definition, settings, shared, context).look(observables),
  }
}

type FindInList = (observable: Observable) => Said | undefined

/** What runs of one service share. */
interface SharedByRuns {
  readonly client: ServiceClient
  /** Several sections may ask the same at once: it is asked once. */
  readonly underWay: Map<string, Promise<Said | undefined>>
  /** The list that was fetched last. */
  list?: { readonly at: number; readonly find: Promise<FindInList> }
}

class ServiceRun {
  readonly #definition: ServiceDefinition
  readonly #settings: ServiceSettings
  readonly #ask: AskContext
  readonly #shared: SharedByRuns
  readonly #context: LookupContext
  /** Why it is asked no more. */
  #refused: string | undefined
  #failedInARow = 0
  readonly #failures = new Map<string, number>()

  constructor(definition: ServiceDefinition, settings: ServiceSettings, shared: SharedByRuns, context: LookupContext) {
    this.#definition = definition
    this.#settings = settings
    this.#context = context
    this.#shared = shared
    this.#ask = { client: shared.client, keys: settings.keys, signal: context.signal }
  }

  async look(observables: readonly Observable[]): Promise<LookupOutcome> {
    const { id, title, fetchList } = this.#definition
    const { cache, clock, own, most } = this.#settings
    const sent = observables.filter((observable) => whyKept(observable, own) === undefined)
    if (sent.length === 0) return { answers: [] }
    if (fetchList) return this.#lookInList(sent)
    const answers: Answer[] = []
    const asking: Observable[] = []
    const freshMs = this.#definition.hours * 3600_000
    for (const observable of sent) {
      const kept = cache.get(id, observable)
      if (!kept || clock.now() - kept.at > freshMs) asking.push(observable)
      else if (kept.said) answers.push(answerOf(observable, kept.said, kept.at))
    }
    const now = asking.slice(0, most)
    let done = 0
    const limit = pLimit(atOnce)
    await Promise.all(
      now.map((observable) =>
        limit(async () => {
          const answer = await this.#askOne(observable)
          this.#context.progress?.(++done, now.length, `Asking ${title}`)
          if (answer) answers.push(answer)
        }),
      ),
    )
    const notices = [...this.#notices(), ...this.#beyond(asking.length)]
    return { answers, notices, isPartial: notices.length > 0 }
  }

  async #askOne(observable: Observable): Promise<Answer | undefined> {
    this.#context.signal?.throwIfAborted()
    if (this.#refused !== undefined) {
      this.#failed(this.#refused)
      return undefined
    }
    const { id } = this.#definition
    const { cache, clock } = this.#settings
    try {
      const said = await this.#askOnce(observable)
      this.#failedInARow = 0
      const at = clock.now()
      cache.set(id, observable, { at, said: said ?? null })
      return said && answerOf(observable, said, at)
    } catch (error) {
      this.#context.signal?.throwIfAborted()
      // One that is down would take its time for each.
      if (error instanceof ServiceRefusal || ++this.#failedInARow >= mostFailures) this.#refused = wordsOf(error)
      this.#failed(wordsOf(error))
      return undefined
    }
  }

  async #lookInList(observables: readonly Observable[]): Promise<LookupOutcome> {
    const { at, find: finding } = this.#list()
    const find = await finding
    const answers = observables.flatMap((observable) => {
      const said = find(observable)
      return said ? [answerOf(observable, said, at)] : []
    })
    return { answers }
  }

  #askOnce(observable: Observable): Promise<Said | undefined> {
    const { underWay } = this.#shared
    const key = `${observable.kind} ${observable.value}`
    const there = underWay.get(key)
    if (there) return there
    const asking = this.#definition.ask(observable, this.#ask).finally(() => underWay.delete(key))
    underWay.set(key, asking)
    return asking
  }

  #list(): NonNullable<SharedByRuns['list']> {
    const shared = this.#shared
    const now = this.#settings.clock.now()
    if (shared.list && now - shared.list.at <= this.#definition.hours * 3600_000) return shared.list
    const list = { at: now, find: this.#definition.fetchList!(this.#ask) }
    shared.list = list
    // What failed may be fetched again.
    list.find.catch(() => delete shared.list)
    return list
  }

  #failed(why: string): void {
    this.#failures.set(why, (this.#failures.get(why) ?? 0) + 1)
  }

  #notices(): string[] {
    const { title } = this.#definition
    return [...this.#failures].map(([why, count]) => `${title} gave no answer for ${count}: ${why}.`)
  }

  #beyond(asking: number): string[] {
    const { id, title } = this.#definition
    const { most } = this.#settings
    if (asking <= most) return []
    return [
      `${title} was asked about the ${most} that most records name, not about the other ${asking - most}: \`most\` of \`${id}\` in lookups.yaml sets how many.`,
    ]
  }
}

function answerOf(observable: Observable, said: Said, at: number): Answer {
  return { ...said, observable, asOf: new Date(at).toISOString() }
}

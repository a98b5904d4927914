import { HuntletError } from '../../lib/diagnostic.ts'
import { formatDatetime, ticksOfUnixMilliseconds } from '../../lib/kql-time.ts'
import type { Table } from '../../lib/table.ts'
import { withTime } from '../local/compiler/service-binder.ts'
import { withDeadline } from '../local/deadline.ts'
import { defaultRows, resultLimits } from '../local/result-limits.ts'
import { runOverParts } from '../local/run-over-parts.ts'
import { cancelled } from '../local/thread.ts'
import { parseRange, rangeOf } from '../time-range.ts'
import type {
  QueryOptions,
  QueryTable,
  TimeRange,
  Workspace,
  WorkspaceNotice,
  WorkspaceSurroundings,
  WorkspaceTable,
} from '../workspace.ts'
import { planOf } from './basic-plan.ts'
import { closedError } from './closed-error.ts'
import { naming } from './fault-error.ts'
import type { Limiter } from './limiter.ts'
import { refuseOtherNow } from './other-now.ts'
import type { Asker } from './question.ts'
import type { RemoteOptions } from './remote-options.ts'
import { RunDeadlines } from './run-deadline.ts'
import { runQuery } from './run-query.ts'
import type { ServiceCompiler } from './service-compiler.ts'
import { surroundingsOf } from './surroundings-of.ts'
import { countRecords, type TableCount } from './table-counts.ts'
import { timedNames } from './time-bounds.ts'
import type { Wire, WireSchema } from './wire.ts'

/** No part of a time range is made shorter than a millisecond. */
const floor = 10_000n
/** Nobody waits longer for numbers of records. */
const countTimeoutMs = 10_000

/** What it is made of. `now`: as ISO text, where the user says what it is. */
export interface ServiceParts {
  readonly wire: Wire
  readonly limiter: Limiter
  readonly compiler: ServiceCompiler
  readonly now: string | undefined
}

/** A workspace of a service, as `remoteWorkspace` makes it. */
export class ServiceWorkspace implements Workspace {
  readonly name: string
  readonly kind: RemoteOptions['kind']
  readonly #options: RemoteOptions
  readonly #parts: ServiceParts
  readonly #deadlines: RunDeadlines
  readonly #closing = new AbortController()
  #counts: Promise<ReadonlyMap<string, TableCount>> | undefined
  #closed: Promise<void> | undefined

  constructor(options: RemoteOptions, parts: ServiceParts) {
    this.name = options.name
    this.kind = options.kind
    this.#options = options
    this.#parts = parts
    this.#deadlines = new RunDeadlines(options.limits?.deadlineMs ?? Number.POSITIVE_INFINITY, options.clock)
  }

  async now() {
    const { now } = this.#parts
    if (now !== undefined) return { at: now, source: 'given' } as const
    return {
      at: formatDatetime(ticksOfUnixMilliseconds(Math.floor(this.#options.clock.now()))),
      source: 'clock',
    } as const
  }

  get #schema(): WireSchema {
    return this.#parts.compiler.schema
  }

  async tables(): Promise<readonly WorkspaceTable[]> {
    const asker = { ...this.#asker(this.#closing.signal), timeoutMs: countTimeoutMs }
    this.#counts ??= countRecords(this.#schema.tables.map(withTime), asker)
    const counts = await this.#counts
    return this.#schema.tables.map(({ name, columns }) => ({ name, columns, sources: [], ...counts.get(name) }))
  }

  async notices(): Promise<readonly WorkspaceNotice[]> {
    return [...(this.#options.notices ?? []), ...this.#parts.compiler.notices]
  }

  async surroundings(): Promise<WorkspaceSurroundings> {
    return surroundingsOf(this.#schema)
  }

  async query(kql: string, options: QueryOptions & { timespan?: TimeRange | string } = {}): Promise<Table> {
    const { timespan, ...rest } = options
    const range = typeof timespan === 'string' ? rangeOf(timespan, (await this.now()).at) : timespan
    return (await this.run(kql, { ...rest, ...(range && { timespan: range }) })).table
  }

  async run(kql: string, options: QueryOptions = {}): Promise<QueryTable> {
    if (this.#closed) throw closedError()
    // Parts of a range have the service's longest time each: without a limit of the caller's own they are not cut off together.
    const own = options.timeoutMs ?? Number.POSITIVE_INFINITY
    const left = this.#deadlines.leftFor(options.signal)
    const signals = [this.#closing.signal, ...(options.signal ? [options.signal] : [])]
    try {
      return await withDeadline(
        Math.min(own, left),
        AbortSignal.any(signals),
        (signal) => this.#run(kql, options, signal),
        { clock: this.#options.clock, ...(left < own && { late: () => this.#deadlines.late() }) },
      )
    } catch (error) {
      throw this.#closed ? closedError() : naming(this.name, error)
    }
  }

  async #run(kql: string, options: QueryOptions, signal: AbortSignal): Promise<QueryTable> {
    if (signal.aborted) throw cancelled(signal)
    const most = Math.min(defaultRows, this.#options.limits?.rows ?? defaultRows)
    const { limit: wanted = most, parameters, timespan, onProgress } = options
    if (!Number.isSafeInteger(wanted) || wanted < 0) {
      throw new HuntletError('BAD_LIMIT', `${wanted} is no number of rows.`)
    }
    const range = timespan && parseRange(timespan)
    const { now } = this.#parts
    const query = await this.#parts.compiler.bind(kql, parameters, signal)
    if (now !== undefined) refuseOtherNow(query)
    const isLimitGiven = options.limit !== undefined
    const plan = planOf(query, this.#schema.tables, range !== undefined)
    return runQuery({
      kql,
      query,
      range,
      rows: resultLimits(wanted, isLimitGiven, query.settings).rows,
      isLimitGiven,
      now,
      timed: timedNames(query.tables, this.#schema.tables),
      rest: async (work) => {
        const compiled = await this.#parts.compiler.compileRest(kql, parameters, work)
        const { chart } = compiled
        return { ...(await runOverParts({ ...work, compiled })), ...(chart !== undefined && { chart }) }
      },
      asker: this.#asker(signal, plan, onProgress),
      floor,
    })
  }

  #asker(signal: AbortSignal, plan?: Asker['plan'], onProgress?: Asker['onProgress']): Asker {
    const { wire, limiter } = this.#parts
    return { wire, limiter, clock: this.#options.clock, signal, timeoutMs: wire.limited.longestMs, plan, onProgress }
  }

  /** Ends what is still asked, at the service too. */
  close(): Promise<void> {
    this.#closed ??= (async () => {
      this.#closing.abort(closedError())
      await Promise.all([this.#parts.compiler.close(), this.#parts.wire.close()])
    })()
    return this.#closed
  }
}

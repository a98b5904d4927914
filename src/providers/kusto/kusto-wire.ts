import { randomInt, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { ByteSource } from '../remote/answer/byte-source.ts'
import {
  ServiceFault,
  type Wire,
  type WireAnswer,
  type WireLimits,
  type WireQuestion,
  type WireSchema,
} from '../remote/wire.ts'
import { answerOf } from './answer-of.ts'
import type { ClusterAddress } from './cluster-address.ts'
import { clusterLimits } from './cluster-limits.ts'
import { commandRows } from './command-answer.ts'
import { type DatabaseSchema, schemaOfJson } from './database-schema.ts'
import { schemaOfEntities } from './entities.ts'
import { readFrames } from './frames/read-frames.ts'
import type { AnswerBytes, KustoConnection } from './kusto-client.ts'
import { RequestFailure } from './request-failure.ts'
import { type FaultContext, faultOfFailure } from './service-faults.ts'

export interface KustoWireOptions {
  /** As the user named it: `kusto:help/Samples`. */
  readonly name: string
  readonly cluster: ClusterAddress
  readonly database: string
  readonly connection: KustoConnection
  /** Who asks: questions of one identity to a cluster are limited together. */
  readonly identity: string
  /** Whether a login goes with each request. */
  readonly hasToken: boolean
  readonly timeColumn?: string
  readonly clock: Clock
  /** How long the body of a schema may take once it has begun, in milliseconds. Default five minutes. */
  readonly schemaBodyMs?: number
}

/** Bytes of an answer. A query may lift the service's own limit of 64 MB; what is beyond this is nothing to be held. */
const mostBytes = 2 ** 31

const schemaMs = 5 * 60_000
const cancelMs = 5000

/**
 * A database of Kusto. A range is applied by the text of the question alone: a question that does not keep to its range itself
 * is refused.
 */
export class KustoWire implements Wire {
  readonly name: string
  readonly place: string
  readonly limited: WireLimits
  readonly #options: KustoWireOptions
  readonly #cancelling = new Set<Promise<unknown>>()

  constructor(options: KustoWireOptions) {
    this.name = options.name
    this.place = JSON.stringify([options.cluster.url, options.database, options.timeColumn])
    this.limited = clusterLimits(options.cluster, options.identity)
    this.#options = options
  }

  async ask({ kql, range, isNarrowed, timeoutMs, signal }: WireQuestion): Promise<WireAnswer> {
    if (range && !isNarrowed) {
      throw new ServiceFault(
        'refused',
        'Kusto takes no time range beside a query, and this one does not keep to it itself.',
        {
          hint: 'Name the tables it is to look in, or write the range into the query: | where TimeGenerated between (… .. …).',
        },
      )
    }
    const { connection, database } = this.#options
    const clientRequestId = `huntlet;${randomUUID()}`
    // An answer that is not read to its end is ended, too.
    const done = new AbortController()
    try {
      const bytes = await connection.query({
        database,
        text: kql,
        clientRequestId,
        timeoutMs: Math.min(timeoutMs, this.limited.longestMs),
        signal: AbortSignal.any([signal, done.signal]),
      })
      const found = await readFrames(new ByteSource(bytes, mostBytes), randomInt(2 ** 31))
      return answerOf(found, this.#context(kql))
    } catch (error) {
      if (signal.aborted) {
        this.#cancel(clientRequestId)
        throw signal.reason
      }
      throw this.#faultOf(error, kql)
    } finally {
      done.abort()
    }
  }

  async schema(signal: AbortSignal | undefined): Promise<WireSchema> {
    const { database } = this.#options
    const found = await this.#databaseSchema(signal ?? new AbortController().signal)
    return { ...(found ?? { tables: [], functions: [], watchlists: [], isPartial: true }), names: [database] }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#cancelling)
    this.#options.connection.close()
  }

  /** Undefined where the service does not tell, as a data lake need not. */
  async #databaseSchema(signal: AbortSignal): Promise<DatabaseSchema | undefined> {
    const { cluster, database, timeColumn } = this.#options
    try {
      const [row] = await this.#command('.show database schema as json', signal)
      const found = schemaOfJson(String(Object.values(row ?? {})[0] ?? ''), database, timeColumn)
      if (found) return found
    } catch (error) {
      if (!isUnanswered(error)) throw error
    }
    try {
      return schemaOfEntities(await this.#command('.show databases entities', signal), database, timeColumn)
    } catch (error) {
      if (!isUnanswered(error)) throw error
      if (cluster.isDataLake) return undefined
      throw new ServiceFault('bad-answer', `${cluster.url} tells no schema of \`${database}\`.`, {
        hint: 'Look whether it is a cluster of Kusto, and whether you may see the schema: the role Database Viewer.',
        cause: error,
      })
    }
  }

  async #command(text: string, signal: AbortSignal) {
    const { connection, database } = this.#options
    const clientRequestId = `huntlet;${randomUUID()}`
    const late = new AbortController()
    let timer: NodeJS.Timeout | undefined
    try {
      const both = AbortSignal.any([signal, late.signal])
      const bytes = await connection.command({ database, text, clientRequestId, timeoutMs: schemaMs, signal: both })
      // Up to here a person may have been logging in, and the client itself looks to the time of the service.
      timer = setTimeout(() => late.abort(), this.#options.schemaBodyMs ?? schemaMs)
      return await commandRows(bytes)
    } catch (error) {
      signal.throwIfAborted()
      if (late.signal.aborted)
        throw new ServiceFault('timed-out', `${this.#options.cluster.url} did not end its answer.`)
      throw this.#faultOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  /** The service goes on with a query whose client has gone, so it is told. Nobody waits for its answer but `close`. */
  #cancel(clientRequestId: string): void {
    const { cluster, connection, database } = this.#options
    if (cluster.isDataLake) return
    const cancelling = connection
      .command({
        database,
        text: `.cancel query "${clientRequestId}"`,
        clientRequestId: `huntlet;${randomUUID()}`,
        timeoutMs: cancelMs,
        signal: AbortSignal.timeout(cancelMs),
      })
      .then(drained)
      .catch(() => {})
      .finally(() => this.#cancelling.delete(cancelling))
    this.#cancelling.add(cancelling)
  }

  #context(kql?: string): FaultContext {
    const { cluster, database, hasToken, clock } = this.#options
    const { url, isLoopback } = cluster
    return { cluster: url, isLoopback, database, hasToken, now: clock.now(), ...(kql !== undefined && { kql }) }
  }

  #faultOf(error: unknown, kql?: string): unknown {
    if (error instanceof RequestFailure) return faultOfFailure(error, this.#context(kql))
    // Faults of reading, of logging in, of the query; and defects of our own, which are none of the service.
    return streamFault(error, this.#options.cluster.url) ?? error
  }
}

/** What the service does not understand, or does not answer as Kusto does. */
function isUnanswered(error: unknown): boolean {
  return (
    error instanceof ServiceFault && (error.status === 404 || error.kind === 'refused' || error.kind === 'bad-answer')
  )
}

/** Of a body whose connection ends, or that cannot be unpacked: its stream throws errors with a code. */
function streamFault(error: unknown, url: string): ServiceFault | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('Z_')) return new ServiceFault('bad-answer', `What ${url} answers cannot be unpacked.`)
  if (!/^(E[A-Z]+|ERR_(STREAM_\w+|BAD_RESPONSE|NETWORK|CANCELED))$/.test(code)) return undefined
  return new ServiceFault('unavailable', `The connection to ${url} ended within an answer.`)
}

async function drained(bytes: AnswerBytes): Promise<void> {
  for await (const _ of bytes);
}

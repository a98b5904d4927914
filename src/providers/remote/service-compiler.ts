import type { CompiledQuery } from '../../compile/row.ts'
import { KqlError } from '../../lib/diagnostic.ts'
import { parseDatetime } from '../../lib/kql-time.ts'
import { RenewedCompiler } from '../local/compiler/renewed-compiler.ts'
import type { ServiceQuery } from '../local/compiler/service-binder.ts'
import type { CompilerReply, CompilerRequest } from '../local/protocol.ts'
import { Thread } from '../local/thread.ts'
import type { Peer } from '../threads/peer.ts'
import type { WorkspaceNotice } from '../workspace.ts'
import { closedError } from './closed-error.ts'
import type { RestWork } from './run-query.ts'
import { type FoundSchema, fetchSchema, findSchema, type SchemaOptions } from './schema-source.ts'
import type { WireSchema } from './wire.ts'

type Compiler = Thread<CompilerRequest, CompilerReply>

/** Diagnostics about names: of columns, tables, functions and watchlists. */
const ofNames = /^KQL0(?:02|03|04|15)$/
/** A schema this young is not asked for again because of a name that is unknown, and because of a table it lacks. */
const youngMs = 60_000
const youngForTablesMs = 10 * 60_000

/** The binder, and what it knows of a service: what can be named there. */
export class ServiceCompiler {
  readonly #options: SchemaOptions
  readonly #compiler: Compiler
  #found: FoundSchema
  #renewing: Promise<void> | undefined
  /** When it was last asked for anew, in vain or not. */
  #triedAt = Number.NEGATIVE_INFINITY

  private constructor(options: SchemaOptions, compiler: Compiler, found: FoundSchema) {
    this.#options = options
    this.#compiler = compiler
    this.#found = found
    this.#prepare()
  }

  /** Throws NOT_LOGGED_IN, UNKNOWN_WORKSPACE, CANCELLED. */
  static async open(
    options: SchemaOptions,
    startPeer: () => Peer,
    signal: AbortSignal | undefined,
  ): Promise<ServiceCompiler> {
    const compiler: Compiler = new Thread('compiler', new RenewedCompiler(startPeer))
    try {
      const found = await findSchema(options, signal ?? new AbortController().signal)
      return new ServiceCompiler(options, compiler, found)
    } catch (error) {
      await compiler.stop(closedError())
      throw error
    }
  }

  get schema(): WireSchema {
    return this.#found.schema
  }

  get notices(): readonly WorkspaceNotice[] {
    return this.#found.notices
  }

  /**
   * Throws KqlError for a query that is wrong. A name that is not known, or a table that is not there, may be newer than what is kept: the
   * service is asked again.
   */
  async bind(
    kql: string,
    parameters: Readonly<Record<string, string>> | undefined,
    signal: AbortSignal,
  ): Promise<ServiceQuery> {
    const request = { kind: 'bind', kql, ...(parameters && { parameters }) } as const
    const bind = async () => (await this.#compiler.askFor(['bound'], request, { signal })).bound
    try {
      const query = await bind()
      return query.missing.length > 0 && (await this.#renew(youngForTablesMs, signal)) ? await bind() : query
    } catch (error) {
      if (!(error instanceof KqlError) || !error.diagnostics.some(({ code }) => ofNames.test(code))) throw error
      if (!(await this.#renew(youngMs, signal))) throw error
      return bind()
    }
  }

  /** What is left of a query that is cut in two, for our engine. `now`: as ISO text; absent where it is not asked for. */
  async compileRest(
    kql: string,
    parameters: Readonly<Record<string, string>> | undefined,
    { parts: { columns }, now, limit, signal }: RestWork,
  ): Promise<CompiledQuery> {
    const ticks = now === undefined ? 0n : parseDatetime(now)!
    const request = {
      kind: 'compile-rest',
      kql,
      ...(parameters && { parameters }),
      columns,
      now: ticks,
      limit,
    } as const
    return (await this.#compiler.askFor(['compiled'], request, { signal })).compiled
  }

  close(): Promise<void> {
    return this.#compiler.stop(closedError())
  }

  #prepare(): void {
    const { schema } = this.#found
    // Not waited for: the first query comes after this.
    this.#compiler.ask({ kind: 'prepare', tables: [], now: 0n, service: schema }).catch(() => {})
  }

  /** Whether there is a newer schema now. */
  async #renew(leastAgeMs: number, signal: AbortSignal): Promise<boolean> {
    const { at, schema } = this.#found
    const now = this.#options.clock.now()
    if (!this.#renewing && (schema.isPartial || now - Math.max(at, this.#triedAt) < leastAgeMs)) return false
    this.#triedAt = now
    this.#renewing ??= fetchSchema(this.#options, signal).then(
      (found) => {
        this.#found = found
        this.#prepare()
        this.#renewing = undefined
      },
      () => {
        this.#renewing = undefined
      },
    )
    await this.#renewing
    return this.#found.schema !== schema
  }
}

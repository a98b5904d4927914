import { basename, resolve } from 'node:path'
import type { CompiledQuery } from '../../compile/row.ts'
import { placeOfAddress } from '../../compile/udfs/places.ts'
import { HuntletError, KqlError, type Span } from '../../lib/diagnostic.ts'
import { formatDatetime, parseDatetime, ticksOfUnixMilliseconds } from '../../lib/kql-time.ts'
import { type Cell, Table } from '../../lib/table.ts'
import { threadPeer } from '../threads/peer.ts'
import { givenNow, parseRange, rangeOf, type TickRange } from '../time-range.ts'
import type {
  QueryOptions,
  QueryTable,
  TimeRange,
  Workspace,
  WorkspaceFolders,
  WorkspaceNotice,
  WorkspaceSurroundings,
  WorkspaceTable,
} from '../workspace.ts'
import type { BesideTable } from './beside/beside-table.ts'
import type { FileRequest } from './beside/beside-tables.ts'
import { shownSurroundings } from './beside/shown-surroundings.ts'
import type { DiskUse } from './cache/disk-use.ts'
import { compilerPeer } from './compiler/compiler-peer.ts'
import { RenewedCompiler } from './compiler/renewed-compiler.ts'
import { withDeadline } from './deadline.ts'
import type { LoadProgress } from './load/load-files.ts'
import {
  type CompilerReply,
  type CompilerRequest,
  type EngineReply,
  type EngineRequest,
  mostNames,
  type Source,
} from './protocol.ts'
import { cutNotice, defaultRows } from './result-limits.ts'
import { cancelled, Thread } from './thread.ts'

export interface LocalOptions {
  readonly name: string
  readonly kind: Workspace['kind']
  readonly source: Source
  /** What `now()` is to mean; default the newest record. ISO text. */
  readonly now?: string
  /** Such as `4GB`; default at most 60 % of the machine's (`engine/memory.ts`). */
  readonly memoryLimit?: string
  /** A database of places in MaxMind's format. */
  readonly geoip?: string
  /** Default: nothing is written to disk. */
  readonly disk?: DiskUse
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LoadProgress) => void
  /** The time, asked for where neither the user nor a record says what now is. */
  readonly clock: () => Date
}

interface Asked {
  readonly kql: string
  readonly limit: number
  readonly isLimitGiven: boolean
  readonly parameters: Readonly<Record<string, string>> | undefined
  readonly range: TickRange | undefined
  readonly signal: AbortSignal | undefined
}

const withoutPlaces =
  'geo_info_from_ip_address: no database of places is given, so every place is null. Give one with --geoip FILE (GeoLite2-City.mmdb), or put it into the folder of the logs.'

/** What may be wrong with a file that a query names. */
const fileFaults: ReadonlySet<string> = new Set(['OUTSIDE_WORKSPACE', 'NO_SUCH_PATH', 'UNREADABLE_PATH'])

/** What the workspace goes by in `workspace("…")`: the names of its folders. */
function namesOf({ name, kind, source }: LocalOptions): string[] {
  const folders = source.kind === 'files' ? source.paths.map((path) => basename(resolve(path))) : []
  return [...new Set([...folders, name, ...(kind === 'demo' ? ['demo'] : [])])].filter((each) => each !== '')
}

type Engine = Thread<EngineRequest, EngineReply>
type Compiler = Thread<CompilerRequest, CompilerReply>
type Opened = Extract<EngineReply, { kind: 'opened' }>
type Compiled = Extract<CompilerReply, { kind: 'compiled' }>
type Now = Awaited<ReturnType<Workspace['now']>>

/** Files, or the demo, in a database of our own: one thread reads and queries, one understands KQL, and the caller's never waits for either. */
export class LocalWorkspace implements Workspace {
  readonly name: string
  readonly kind: Workspace['kind']
  readonly beside: WorkspaceFolders
  /** One query keeps all of the engine busy; the other is compiled, or handed over, meanwhile. More would need memory side by side. */
  readonly queriesAtOnce = 2
  readonly #engine: Engine
  readonly #compiler: Compiler
  readonly #opened: Opened
  readonly #now: Now
  #closed: Promise<void> | undefined

  private constructor(
    { name, kind, source, geoip }: LocalOptions,
    { engine, compiler }: { engine: Engine; compiler: Compiler },
    opened: Opened,
    now: Now,
  ) {
    this.name = name
    this.kind = kind
    this.beside = {
      folders: source.kind === 'files' ? source.paths : [],
      ...(geoip !== undefined && { geoip }),
    }
    this.#engine = engine
    this.#compiler = compiler
    this.#opened = opened
    this.#now = now
  }

  /** Throws HuntletError: NO_SUCH_PATH, UNREADABLE_PATH, BAD_TABLE, BAD_NOW, BAD_MEMORY_LIMIT, CANCELLED. */
  static async open(options: LocalOptions): Promise<LocalWorkspace> {
    const { source, signal, onProgress, memoryLimit, geoip, disk } = options
    const given = options.now === undefined ? undefined : givenNow(options.now)
    if (signal?.aborted) throw cancelled(signal)
    const compiler: Compiler = new Thread('compiler', new RenewedCompiler(() => compilerPeer(disk)))
    const engine: Engine = new Thread('engine', threadPeer('engine', 'engine-thread', import.meta.url))
    try {
      const opened = await engine.askFor(
        ['opened'],
        {
          kind: 'open',
          source,
          ...(memoryLimit !== undefined && { memoryLimit }),
          ...(geoip !== undefined && { geoip }),
          ...(disk && { disk }),
        },
        {
          signal,
          onProgress: (reply) => {
            if (reply.kind === 'progress') onProgress?.(reply.progress)
          },
        },
      )
      const now = given ??
        newestRecord(opened) ?? {
          at: formatDatetime(ticksOfUnixMilliseconds(options.clock().getTime())),
          source: 'clock',
        }
      // Not waited for: tables can be looked at while the binder starts, and the first query comes after this.
      const { tables, surroundings } = opened
      compiler
        .ask({ kind: 'prepare', tables, surroundings, names: namesOf(options), now: parseDatetime(now.at)! })
        .catch(() => {})
      return new LocalWorkspace(options, { engine, compiler }, opened, now)
    } catch (error) {
      await stop(engine, compiler)
      throw error
    }
  }

  async now(): Promise<Now> {
    return this.#now
  }

  async tables(): Promise<readonly WorkspaceTable[]> {
    return this.#opened.tables.map(({ name, columns, rowCount, first, last, sources }) => ({
      name,
      columns: columns.map((column) => ({ name: column.name, type: column.type })),
      rowCount,
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
      sources,
    }))
  }

  async notices(): Promise<readonly WorkspaceNotice[]> {
    return this.#opened.notices
  }

  async query(kql: string, options: QueryOptions & { timespan?: TimeRange | string } = {}): Promise<Table> {
    const { timespan, ...rest } = options
    const range = typeof timespan === 'string' ? rangeOf(timespan, this.#now.at) : timespan
    return (await this.run(kql, { ...rest, ...(range && { timespan: range }) })).table
  }

  async surroundings(): Promise<WorkspaceSurroundings> {
    return shownSurroundings(this.#opened.surroundings)
  }

  async run(kql: string, options: QueryOptions = {}): Promise<QueryTable> {
    return withDeadline(options.timeoutMs, options.signal, async (signal) => {
      const held: string[] = []
      try {
        return await this.#run(kql, { ...options, signal }, held)
      } finally {
        // Not waited for: the answer is there, and where the workspace is closed so are its tables.
        if (held.length > 0)
          this.#engine.askFor(['files-let-go'], { kind: 'let-files-go', tables: held }).catch(() => {})
      }
    })
  }

  /** `held` are the tables of files that are to be let go of, however it ends. */
  async #run(kql: string, options: QueryOptions, held: string[]): Promise<QueryTable> {
    const { timespan, signal, limit: wanted = defaultRows, parameters, onProgress } = options
    if (this.#closed) throw closedError()
    if (!Number.isSafeInteger(wanted) || wanted < 0) {
      throw new HuntletError('BAD_LIMIT', `${wanted} is no number of rows.`)
    }
    const range = timespan && parseRange(timespan)
    const isLimitGiven = options.limit !== undefined
    const asked = { kql, limit: wanted, isLimitGiven, parameters, range, signal }
    const { compiled, diagnostics } = await this.#compile(asked, held)
    const limit = compiled.limit ?? wanted
    const result = await this.#answer(compiled, limit, signal, onProgress)
    const losses = this.#lossesOf(compiled.tables)
    const lacksPlaces = compiled.udfs.includes(placeOfAddress) && !this.#opened.knowsPlaces
    // Whose places they would be is of no interest where there are none.
    const told = compiled.notices.filter((notice) => !lacksPlaces || !notice.startsWith('geo_info_from_ip_address:'))
    const others = (compiled.more ?? []).map((each, index) => ({ compiled: each, result: result.more![index]! }))
    const limits = { rows: limit, ...(compiled.mostBytes !== undefined && { bytes: compiled.mostBytes }) }
    const cut = [result, ...others.map((each) => each.result)]
      .filter((each) => each.isCut)
      .map((each) => cutNotice(limits, each.rowCount, each.isCutBySize === true, isLimitGiven))
    const isCut = cut.length > 0
    return {
      table: Table.fromColumns(compiled.columns, result.rowCount, result.data),
      completeness: {
        status: isCut ? 'truncated' : losses.length > 0 ? 'partial' : 'complete',
        notices: [
          ...told,
          ...diagnostics.map((each) => each.message),
          ...(lacksPlaces ? [withoutPlaces] : []),
          ...losses,
          ...new Set(cut),
        ],
      },
      durationMs: result.durationMs,
      ...(compiled.chart !== undefined && { chart: compiled.chart }),
      ...(compiled.name !== undefined && { name: compiled.name }),
      ...(others.length > 0 && {
        more: others.map(({ compiled: { name, columns, chart }, result: { rowCount, data } }) => ({
          name,
          table: Table.fromColumns(columns, rowCount, data),
          ...(chart !== undefined && { chart }),
        })),
      }),
    }
  }

  /** The query as SQL. Where its columns depend on the data, the data is asked first. */
  async #compile({ kql, limit, isLimitGiven, parameters, range, signal }: Asked, held: string[]): Promise<Compiled> {
    const answers: { place: string; rows: Cell[][] }[] = []
    const files: { key: string; table: BesideTable }[] = []
    for (;;) {
      const reply = await this.#compiler.askFor(
        ['compiled', 'asking'],
        {
          kind: 'compile',
          kql,
          limit,
          isLimitGiven,
          answers,
          files,
          ...(parameters && { parameters }),
          ...(range && { timespan: range }),
        },
        { signal },
      )
      if (reply.kind === 'compiled') return reply
      for (const { key, request, span } of reply.files ?? []) {
        const table = await this.#readFiles(request, { kql, span, signal })
        held.push(table.name)
        files.push({ key, table })
      }
      for (const { place, compiled } of reply.questions) {
        const { rowCount, data } = await this.#answer(compiled, mostNames, signal)
        answers.push({ place, rows: Table.fromColumns(compiled.columns, rowCount, data).rows() })
      }
    }
  }

  /** Files that a query names. What is wrong with them is shown where it names them. */
  async #readFiles(
    request: FileRequest,
    { kql, span, signal }: { readonly kql: string; readonly span: Span; readonly signal: AbortSignal | undefined },
  ): Promise<BesideTable> {
    try {
      return (await this.#engine.askFor(['files-read'], { kind: 'read-files', ...request }, { signal })).table
    } catch (error) {
      if (!(error instanceof HuntletError) || !fileFaults.has(error.code)) throw error
      const source = span.source ?? { name: 'query', text: kql }
      const { message, hint } = error
      const place = { start: span.start, end: span.end }
      throw new KqlError('KQL_INVALID', message, {
        ...(hint !== undefined && { hint }),
        diagnostics: [
          { code: 'KQL151', severity: 'error', message, span: place, source, ...(hint !== undefined && { hint }) },
        ],
        cause: error,
      })
    }
  }

  async #answer(
    compiled: CompiledQuery,
    limit: number,
    signal: AbortSignal | undefined,
    onProgress?: (text: string) => void,
  ) {
    const { sql, columns, udfs, shared, more, mostBytes } = compiled
    const typesOf = (each: Pick<CompiledQuery, 'columns'>) => each.columns.map((column) => column.type)
    return this.#engine.askFor(
      ['result'],
      {
        kind: 'run',
        sql,
        types: typesOf({ columns }),
        udfs,
        limit,
        ...(mostBytes !== undefined && { mostBytes }),
        ...(shared && { shared }),
        ...(more && { more: more.map((each) => ({ sql: each.sql, types: typesOf(each) })) }),
      },
      {
        signal,
        onProgress: (reply) => {
          if (reply.kind === 'progress') onProgress?.(reply.progress.text)
        },
      },
    )
  }

  /** Ends what still runs; whoever waits for it is told that the workspace is closed. */
  close(): Promise<void> {
    this.#closed ??= stop(this.#engine, this.#compiler)
    return this.#closed
  }

  /** What could not be read of the files behind the tables. */
  #lossesOf(tables: readonly string[]): string[] {
    const sources = new Set(
      this.#opened.tables.filter((table) => tables.includes(table.name)).flatMap((table) => table.sources),
    )
    return this.#opened.losses.filter(({ file }) => sources.has(file)).map(({ file, what }) => `${file}: ${what}`)
  }
}

/** Lets the engine come to rest before its thread ends: a native call that outlives it would end the process. */
async function stop(engine: Engine, compiler: Compiler): Promise<void> {
  await engine.ask({ kind: 'close' }).catch(() => undefined)
  await Promise.all([engine, compiler].map((thread) => thread.stop(closedError())))
}

function newestRecord({ tables }: Opened): Now | undefined {
  const newest = tables.reduce<string | undefined>(
    (at, { last }) => (last && (!at || last > at) ? last : at),
    undefined,
  )
  return newest === undefined ? undefined : { at: newest, source: 'newest record' }
}

function closedError(): HuntletError {
  return new HuntletError('WORKSPACE_CLOSED', 'The workspace is closed.', { hint: 'Open it again.' })
}

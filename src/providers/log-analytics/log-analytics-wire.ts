import { formatDatetime, isInstant, parseDatetime } from '../../lib/kql-time.ts'
import type { Json } from '../../lib/table.ts'
import { ByteSource } from '../remote/answer/byte-source.ts'
import {
  ServiceFault,
  type Shortfall,
  type TablePlan,
  type Wire,
  type WireAnswer,
  type WireQuestion,
  type WireSchema,
} from '../remote/wire.ts'
import type { NamedTable } from '../workspace.ts'
import { readAnswer, type ServiceAnswer } from './answer/read-answer.ts'
import type { LogsClient } from './client.ts'
import { kqlError } from './faults/refused-kql.ts'
import { shortfallOf } from './faults/shortfall.ts'
import { RefusedKql } from './faults/status-fault.ts'
import { readMetadata } from './metadata.ts'
import { fetchWatchlists } from './watchlists.ts'

export interface LogAnalyticsWireOptions {
  /** As the user named it. */
  readonly name: string
  readonly client: LogsClient
  /** A guid, or `/subscriptions/…`. */
  readonly workspace: string
  /** Of identity and service. */
  readonly limitKey: string
  /** Plans of tables, where the service does not tell them. */
  readonly plans?: Readonly<Record<string, TablePlan>>
  /** 0 up to 1. */
  readonly random: () => number
}

/** The service gives no more than 100 MiB, and JSON of it is hardly five times as long. */
const mostAnswerBytes = 512 * 2 ** 20
const mostMetadataBytes = 256 * 2 ** 20
const longestMs = 600_000
const schemaMs = 60_000
/** A service that is told its time ends a question by itself; one that does not is not waited for much longer. */
const graceMs = 15_000

/** The query API of Log Analytics, asked once at a time. */
export function logAnalyticsWire(options: LogAnalyticsWireOptions): Wire {
  const { client, workspace } = options

  async function ask({ kql, range, isNarrowed, timeoutMs, signal, plan }: WireQuestion): Promise<WireAnswer> {
    const timespan = range && `${range.start}/${isNarrowed ? tickAfter(range.end) : range.end}`
    try {
      const answer = await client.query(
        {
          path: plan === 'basic' || plan === 'auxiliary' ? 'search' : 'query',
          kql,
          ...(timespan !== undefined && { timespan }),
          seconds: Math.max(1, Math.ceil(Math.min(timeoutMs, longestMs) / 1000)),
          signal,
        },
        (chunks) => readAnswer(new ByteSource(chunks, mostAnswerBytes), Math.floor(options.random() * 2 ** 32)),
      )
      return wireAnswer(answer)
    } catch (error) {
      throw error instanceof RefusedKql ? kqlError(error, kql) : error
    }
  }

  async function schema(signal: AbortSignal | undefined): Promise<WireSchema> {
    const text = await client
      .metadata(signal, (chunks) => wholeText(chunks, mostMetadataBytes))
      .catch((error: unknown) => {
        throw error instanceof RefusedKql ? new ServiceFault('refused', error.message) : error
      })
    const { schema: told, tellsWatchlists, hasWatchlists } = readMetadata(text, workspace, options.plans ?? {})
    if (tellsWatchlists || !hasWatchlists) return told
    const lists = fetchWatchlists(async (kql) => {
      const late = AbortSignal.timeout(schemaMs + graceMs)
      const { tables } = await ask({
        kql,
        timeoutMs: schemaMs,
        signal: signal ? AbortSignal.any([signal, late]) : late,
      })
      return tables[0].table
    })
    try {
      return { ...told, watchlists: await lists }
    } catch {
      signal?.throwIfAborted()
      // Queries over lists go to the service as they stand.
      return { ...told, isPartial: true }
    }
  }

  return {
    name: options.name,
    // Plans are a part of the schema.
    place: JSON.stringify([workspace.toLowerCase(), options.plans ?? {}]),
    limited: {
      key: options.limitKey,
      concurrent: 5,
      concurrentBasic: 2,
      requests: { count: 200, withinMs: 30_000 },
      rows: 500_000,
      longestMs,
    },
    ask,
    schema,
    close: async () => client.close(),
  }
}

/** Whether the end of a range is in it is the service's own affair: a text that keeps to the range is given room. */
function tickAfter(end: string): string {
  const ticks = parseDatetime(end)
  return ticks !== undefined && isInstant(ticks + 1n) ? formatDatetime(ticks + 1n) : end
}

function wireAnswer({ tables, rest }: ServiceAnswer): WireAnswer {
  const [first, ...more] = tables
  const short = shortfallOf(rest.error)
  if (!first) throw new ServiceFault('bad-answer', short?.message ?? 'The service answers without a table.')
  const unknown = tables.flatMap((table) => table.unknown)
  const shortfall = unknown.length > 0 ? withUnknown(short, unknown) : short
  const chart = member(rest.render, 'visualization')
  const statistics = statisticsOf(rest.statistics)
  const named = ({ name, table }: (typeof tables)[number]): NamedTable => ({ name, table })
  return {
    tables: [named(first), ...more.map(named)],
    ...(shortfall && { shortfall }),
    ...(typeof chart === 'string' && chart !== '' && { chart }),
    ...(statistics && { statistics }),
  }
}

function withUnknown(short: Shortfall | undefined, unknown: readonly { name: string; type: string }[]): Shortfall {
  const said = unknown.map(
    ({ name, type }) =>
      `\`${name}\` is of the type ${JSON.stringify(type)}, which is not known here, and shown as text.`,
  )
  return { kind: short?.kind ?? 'other', message: [...(short ? [short.message] : []), ...said].join(' ') }
}

function statisticsOf(statistics: Json | undefined): WireAnswer['statistics'] {
  const query = member(statistics, 'query')
  const seconds = member(query, 'executionTime')
  const rows = member(member(member(query, 'inputDatasetStatistics'), 'rows'), 'scanned')
  if (typeof seconds !== 'number' && typeof rows !== 'number') return undefined
  return { ...(typeof seconds === 'number' && { seconds }), ...(typeof rows === 'number' && { rows }) }
}

function member(value: Json | undefined, name: string): Json | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as { readonly [key: string]: Json })[name]
    : undefined
}

async function wholeText(chunks: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of chunks) {
    length += part.length
    if (length > most)
      throw new ServiceFault('bad-answer', `What the service says of its tables is longer than ${most} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

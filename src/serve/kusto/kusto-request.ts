import { randomUUID } from 'node:crypto'
import { parseDatetime, parseTimespan, ticksPerMillisecond } from '../../lib/kql-time.ts'
import type { Json } from '../../lib/table.ts'
import type { ServeRequest } from '../route.ts'
import { badRequest } from './one-api-error.ts'

/** What a client of Kusto asks, taken from the body (or, of a GET, from the address). */
export interface KustoRequest {
  readonly csl: string
  /** Absent: the default one. */
  readonly database?: string
  readonly options: Readonly<Record<string, Json>>
  /** Values of `declare query_parameters`, as one writes them. */
  readonly parameters: Readonly<Record<string, string>>
  /** What the client calls the request, else a name made up for it; printable ASCII alone, as it goes into a header. */
  readonly clientRequestId: string
  readonly activityId: string
}

/** Throws RequestRefused where it is no request of Kusto's. */
export function kustoRequest({ method, query, headers, body }: ServeRequest): KustoRequest {
  const given = headers['x-ms-client-request-id']
  const activityId = randomUUID()
  const clientRequestId = printable(typeof given === 'string' ? given : '') || `unspecified;${activityId}`
  const about = { clientRequestId, activityId }
  const fields = method === 'GET' ? Object.fromEntries(query) : body
  if (!isBag(fields)) throw badRequest('The request body is missing or no JSON object.', about)
  const { csl, db, properties = null } = fields
  if (typeof csl !== 'string')
    throw badRequest('The property `csl` is missing: the text of the query or command.', about)
  if (db !== undefined && db !== null && typeof db !== 'string')
    throw badRequest('`db` is no name of a database.', about)
  const bag = readProperties(properties)
  if (bag === undefined) throw badRequest('`properties` is no JSON object.', about)
  const { Options = {}, Parameters = {} } = bag
  if (!isBag(Options) || !isBag(Parameters)) throw badRequest('`Options` and `Parameters` are JSON objects.', about)
  const parameters = Object.entries(Parameters).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return {
    csl,
    ...(db && { database: db }),
    options: Options,
    parameters: Object.fromEntries(parameters),
    ...about,
  }
}

/** v1 clients send them as a text that holds JSON. */
function readProperties(properties: Json): { readonly [key: string]: Json } | undefined {
  if (properties === null || properties === '') return {}
  if (typeof properties !== 'string') return isBag(properties) ? properties : undefined
  try {
    const parsed: Json = JSON.parse(properties)
    return isBag(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isBag(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 256)
}

/** Options are switched on as `true`, `"true"` or 1. */
export function isOn(value: Json | undefined): boolean {
  return value === true || value === 1 || (typeof value === 'string' && value.toLowerCase() === 'true')
}

/** How long the query may take, in milliseconds: `servertimeout`, an hour with `norequesttimeout`; undefined where nothing is said. */
export function timeoutOf({ options }: KustoRequest): number | undefined {
  if (isOn(options.norequesttimeout)) return longestMs
  const { servertimeout: given } = options
  const ticks = typeof given === 'string' ? parseTimespan(given) : undefined
  if (ticks === undefined || ticks <= 0n) return undefined
  return Math.min(Math.max(1, Number(ticks / ticksPerMillisecond)), longestMs)
}

const longestMs = 3_600_000

/**
 * The options that change which rows come out, as `set` statements before the query: on its first line, so that no line moves.
 * The query's own come later and win.
 */
export function setStatements(options: Readonly<Record<string, Json>>): string {
  return Object.entries(options)
    .flatMap(([name, value]) => statementOf(name.toLowerCase(), value) ?? [])
    .map((statement) => `set ${statement}; `)
    .join('')
}

function statementOf(name: string, value: Json): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  switch (name) {
    case 'notruncation':
      return isOn(value) ? name : undefined
    case 'truncationmaxrecords':
    case 'truncationmaxsize':
    case 'query_take_max_records':
      return /^\d{1,15}$/.test(text) ? `${name}=${text}` : undefined
    case 'query_now': {
      return parseDatetime(text) === undefined ? undefined : `${name}=datetime(${text.trim()})`
    }
    case 'query_bin_auto_size':
      if (/^\d+(\.\d+)?$/.test(text)) return `${name}=${text}`
      return parseTimespan(text) === undefined ? undefined : `${name}=timespan(${text.trim()})`
    case 'query_bin_auto_at':
      if (/^\d+(\.\d+)?$/.test(text)) return `${name}=${text}`
      return parseDatetime(text) === undefined ? undefined : `${name}=datetime(${text.trim()})`
    default:
      return unheeded.has(name) && !isUnset(value) ? name : undefined
  }
}

/** What the query would be answered otherwise under, and is not here: said to whoever asks for it. */
const unheeded: ReadonlySet<string> = new Set([
  'best_effort',
  'query_datetimescope_column',
  'query_datetimescope_from',
  'query_datetimescope_to',
  'query_take_max_records_per_shard',
])

function isUnset(value: Json): boolean {
  return value === null || value === false || value === '' || value === 'false'
}

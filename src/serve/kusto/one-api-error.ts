import { type Diagnostic, HuntletError, KqlError, positionOf } from '../../lib/diagnostic.ts'
import type { ServeResponse } from '../route.ts'
import { kustoHeaders } from './kusto-headers.ts'

/** The two names by which a request and its answer find each other. */
export interface RequestIds {
  readonly clientRequestId: string
  readonly activityId: string
}

/** An error in the form of OneApi, as Kusto writes it. */
export interface OneApiError {
  readonly code: string
  readonly message: string
  readonly '@type': string
  readonly '@message': string
  readonly '@context': Readonly<Record<string, string>>
  readonly '@permanent': boolean
  readonly innererror?: Readonly<Record<string, string>>
}

interface Fault {
  readonly status: number
  readonly code: string
  /** The name of Kusto's exception. */
  readonly type: string
  readonly what: string
  /** Whether the same request would fail again. */
  readonly isPermanent: boolean
  readonly innererror?: Readonly<Record<string, string>>
}

const invalid = 'Request is invalid and cannot be executed.'

/** A request that ends with an error in the place of an answer. */
export class KustoRefusal extends Error {
  override readonly name = 'KustoRefusal'
  readonly fault: Fault
  readonly ids: RequestIds

  constructor(fault: Fault, ids: RequestIds) {
    super(fault.what)
    this.fault = fault
    this.ids = ids
  }
}

export function badRequest(what: string, ids: RequestIds): KustoRefusal {
  const fault = { status: 400, code: 'General_BadRequest', type: 'KustoBadRequestException', what, isPermanent: true }
  return new KustoRefusal(fault, ids)
}

export function noSuchEntity(kind: 'Database' | 'Table' | 'Function', name: string, ids: RequestIds): KustoRefusal {
  const what = `Entity ID '${name}' of kind '${kind}' was not found.`
  const code = 'BadRequest_EntityNotFound'
  return new KustoRefusal({ status: 400, code, type: 'EntityNotFoundException', what, isPermanent: true }, ids)
}

export function refusal({ fault, ids }: KustoRefusal): ServeResponse {
  return { status: fault.status, headers: kustoHeaders(ids), body: JSON.stringify({ error: oneApiError(fault, ids) }) }
}

function oneApiError({ status, code, type, what, isPermanent, innererror }: Fault, ids: RequestIds): OneApiError {
  return {
    code,
    message: status === 400 ? invalid : what,
    '@type': `Kusto.Data.Exceptions.${type}`,
    '@message': what,
    '@context': {
      timestamp: new Date().toISOString().replace('Z', '0000Z'),
      serviceAlias: 'HUNTLET',
      clientRequestId: ids.clientRequestId,
      activityId: ids.activityId,
      subActivityId: ids.activityId,
      activityType: 'huntlet.serve',
      parentActivityId: ids.activityId,
    },
    '@permanent': isPermanent,
    ...(innererror && { innererror }),
  }
}

/** What went wrong with a query, as Kusto would say it; what is a defect stays what it is. `shift`: characters before the client's own text in the one that was asked. */
export function queryRefusal(error: unknown, csl: string, shift: number, ids: RequestIds): unknown {
  if (error instanceof KqlError) return new KustoRefusal(kqlFault(error, csl, shift), ids)
  if (!(error instanceof HuntletError)) return error
  return new KustoRefusal({ ...faultOf(error.code), what: error.message }, ids)
}

function faultOf(code: string): Omit<Fault, 'what'> {
  switch (code) {
    case 'QUERY_TIMEOUT':
      return { status: 504, code: 'RequestExecutionTimeout', type: 'KustoServiceTimeoutException', isPermanent: false }
    case 'CANCELLED':
      return { status: 400, code: 'BadRequest_QueryCancelled', type: 'KustoQueryCancelledException', isPermanent: true }
    case 'THROTTLED':
      return { status: 429, code: 'TooManyRequests', type: 'KustoRequestThrottledException', isPermanent: false }
    case 'OUT_OF_MEMORY':
    case 'RESULT_TOO_LARGE':
      return {
        status: 400,
        code: 'LowMemoryCondition',
        type: 'KustoServicePartialQueryFailureLowMemoryConditionException',
        isPermanent: true,
      }
    case 'NOT_LOGGED_IN':
    case 'SERVICE_UNAVAILABLE':
    case 'BAD_ANSWER':
    case 'WORKSPACE_CLOSED':
      return { status: 500, code: 'General_InternalServerError', type: 'KustoServiceException', isPermanent: false }
    default:
      return { status: 400, code: 'General_BadRequest', type: 'KustoBadRequestException', isPermanent: true }
  }
}

function kqlFault(error: KqlError, csl: string, shift: number): Fault {
  const [first] = error.diagnostics.filter(({ severity }) => severity === 'error')
  const base = { status: 400, code: 'General_BadRequest', type: 'KustoBadRequestException', isPermanent: true }
  if (!first) return { ...base, what: `Request is invalid and cannot be processed: ${error.message}` }
  const isSyntax = first.code === 'KQL001' || first.code === 'KQL013'
  const kind = isSyntax ? 'Syntax' : 'Semantic'
  const errorCode = isSyntax ? 'SYN0002' : unresolved.has(first.code) ? 'SEM0100' : 'SEM0001'
  const { line, pos } = placeOf(first, csl, shift)
  const said = first.hint === undefined ? first.message : `${first.message} ${first.hint}`
  const what = `${kind} error: ${errorCode}: ${said} [line:position=${line}:${pos}]`
  return {
    ...base,
    what: `Request is invalid and cannot be processed: ${what}. Query: '${shortened(csl)}'`,
    innererror: {
      code: errorCode,
      message: said,
      '@type': `Kusto.Data.Exceptions.${kind}Exception`,
      '@message': what,
      '@line': String(line),
      '@pos': String(pos),
      '@errorCode': errorCode,
      '@errorMessage': said,
    },
  }
}

/** Names that nothing goes by: columns, tables, functions, watchlists. */
const unresolved: ReadonlySet<string> = new Set(['KQL002', 'KQL003', 'KQL004', 'KQL015'])

/** A line counted from 1, a position in it from 0, as Kusto counts; 0:0 where it is not in the client's own text. */
function placeOf({ span, source }: Diagnostic, csl: string, shift: number): { line: number; pos: number } {
  const isOwn = source === undefined || source.text.slice(shift) === csl
  if (!isOwn || span.start < shift) return { line: 0, pos: 0 }
  const { line, column } = positionOf({ name: 'query', text: csl }, span.start - shift)
  return { line, pos: column - 1 }
}

function shortened(csl: string): string {
  return csl.length > 2000 ? `${csl.slice(0, 2000)}…` : csl
}

/** Which limit an answer was cut at. */
export type CutAt = { readonly rows: number } | { readonly bytes: number }

/** The error beside rows that are not all there are. */
export function truncation(cut: CutAt, ids: RequestIds): OneApiError {
  const limit = 'rows' in cut ? `${cut.rows} records` : `${cut.bytes} bytes`
  const what = `Query execution has exceeded the allowed limits (80DA0003): The results of this query exceed the set limit of ${limit}, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003). See https://aka.ms/kustoquerylimits for more information and possible solutions.`
  const type = 'KustoServicePartialQueryFailureLimitsExceededException'
  return oneApiError({ status: 400, code: 'LimitsExceeded', type, what, isPermanent: false }, ids)
}

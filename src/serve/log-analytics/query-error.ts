import { type Diagnostic, HuntletError, KqlError, positionOf } from '../../lib/diagnostic.ts'
import type { InnerError, Refusal } from '../refusal.ts'

/** What a query is refused with, as the service says it. Undefined for what is no error of ours: a defect. */
export function queryRefusal(error: unknown, kql: string): Refusal | undefined {
  if (error instanceof KqlError) return badArgument(kqlError(error, kql))
  if (!(error instanceof HuntletError)) return undefined
  const message = `${error.message}${error.hint ? ` ${error.hint}` : ''}`
  const inner = { code: error.code, message }
  switch (error.code) {
    case 'QUERY_TIMEOUT':
      return {
        status: 504,
        code: 'GatewayTimeout',
        message: 'The query took longer than it was allowed to.',
        innererror: inner,
      }
    case 'RESULT_TOO_LARGE':
    case 'VALUE_TOO_LARGE':
      return { status: 413, code: 'ResponseSizeTooLargeError', message: 'The answer is too large.', innererror: inner }
    case 'THROTTLED':
      return { status: 429, code: 'ThrottledError', message, headers: { 'retry-after': '5' } }
    case 'NO_PERMISSION':
      return {
        status: 403,
        code: 'InsufficientAccessError',
        message: 'The provided credentials have insufficient access to perform the requested operation',
        innererror: inner,
      }
    case 'UNKNOWN_WORKSPACE':
      return { status: 404, code: 'WorkspaceNotFoundError', message }
    case 'SERVICE_UNAVAILABLE':
    case 'BAD_ANSWER':
    case 'NOT_LOGGED_IN':
      return {
        status: 502,
        code: 'BadGateway',
        message: 'The workspace behind this server gave no answer.',
        innererror: inner,
      }
    case 'CANCELLED':
    case 'WORKSPACE_CLOSED':
      return { status: 503, code: 'ServiceUnavailable', message, headers: { 'retry-after': '1' } }
    case 'OUT_OF_MEMORY':
    case 'DISK_FULL':
    case 'ENGINE_BROKEN':
    case 'ENGINE_STOPPED':
    case 'QUERY_FAILED':
      return { status: 500, code: 'EngineError', message: 'The query failed.', innererror: inner }
    default:
      return badArgument(inner)
  }
}

export function badArgument(innererror: InnerError): Refusal {
  return { status: 400, code: 'BadArgumentError', message: 'The request had some invalid properties', innererror }
}

/** What can't be read, before it is looked at what the names in it mean. */
const syntaxCodes: ReadonlySet<string> = new Set(['KQL001', 'KQL005', 'KQL012', 'KQL013'])
const unknownNames: ReadonlySet<string> = new Set(['KQL002', 'KQL003', 'KQL004'])

function kqlError(error: KqlError, kql: string): InnerError {
  const found = error.diagnostics.find(({ severity }) => severity === 'error')
  if (!found)
    return {
      code: 'SemanticError',
      message: 'A semantic error occurred.',
      innererror: { code: error.code, message: error.message },
    }
  const words = `${found.message}${found.hint ? ` ${found.hint}` : ''}`
  const place = placeOf(found, kql)
  if (!syntaxCodes.has(found.code)) {
    const code = unknownNames.has(found.code) ? 'SEM0100' : found.code
    return {
      code: 'SemanticError',
      message: 'A semantic error occurred.',
      innererror: { code, message: words, ...place },
    }
  }
  const at = place ? `Query could not be parsed at '${place.token}' on line [${place.line},${place.pos}]: ` : ''
  return {
    code: 'SyntaxError',
    message: 'A recognition error occurred in the query.',
    innererror: { code: 'SYN0002', message: `${at}${words}`, ...place },
  }
}

/** Line from 1, position in it from 0. Nothing where the fault is in another text than the query, such as a stored function. */
function placeOf({ span, source }: Diagnostic, kql: string) {
  const text = span.source ?? source
  if (text && text.text !== kql) return undefined
  const { line, column } = positionOf({ name: 'query', text: kql }, span.start)
  return { line, pos: column - 1, token: kql.slice(span.start, Math.min(span.end, span.start + longestToken)) }
}

const longestToken = 200

import { retryAfter } from '../../remote/retry-after.ts'
import { type FaultKind, ServiceFault } from '../../remote/wire.ts'
import { errorsInBody, type ServiceError, titleOf, wordsIn } from './service-words.ts'

export interface Asked {
  readonly host: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** What was sent to say who asks. */
  readonly login: 'login' | 'token' | 'none'
  readonly tenant?: string
}

/** What was wrong with the KQL, as the service says it: whoever knows the text makes the error of it. */
export class RefusedKql extends Error {
  override readonly name = 'RefusedKql'
  readonly errors: readonly ServiceError[]

  constructor(errors: readonly ServiceError[]) {
    super(wordsIn(errors) ?? 'The service refuses the query.')
    this.errors = errors
  }
}

/** Why a request was refused: ServiceFault, or RefusedKql. */
export function statusFault(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  asked: Asked,
): ServiceFault | RefusedKql {
  const errors = errorsInBody(body)
  const said = errors.map(({ code, message }) => `${code} ${message}`).join(' ')
  const { kind, otherwise, hint } = judged(status, errors, said, headers, asked)
  if (kind === 'kql') return new RefusedKql(errors)
  const words = wordsIn(errors) ?? otherwise ?? pageWords(status, body, asked.host)
  const retryAfterMs = retryAfter(headers, asked.now)
  return new ServiceFault(kind, words, {
    status,
    ...(hint !== undefined && { hint }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

interface Judgement {
  readonly kind: FaultKind | 'kql'
  /** Where the service has no words of its own. */
  readonly otherwise?: string
  readonly hint?: string
}

const kqlCodes = /^(SyntaxError|SemanticError|SYN\d+|SEM\d+|KS\d+)$/i

/** Signs of what a query was too much for, in codes or words. A shorter range is less of it. */
const tooMuch =
  /E_QUERY_RESULT_SET_TOO_LARGE|E_RUNAWAY_QUERY|E_LOW_MEMORY|ResponseSizeTooLarge|ResponsePayloadTooLarge|80DA0003|80DA0001|exceed(s|ed)? .{0,40}(limit|budget)|out of memory/i
const tooLong = /QueryTimeout|GatewayTimeout|E_QUERY_TIMEOUT|query (execution )?(has )?timed out|E_EXECUTION_TIMEOUT/i

function isTooLong(said: string): boolean {
  return tooLong.test(said)
}

function isTooMuch(said: string): boolean {
  return tooMuch.test(said)
}

function judged(
  status: number,
  errors: readonly ServiceError[],
  said: string,
  headers: Readonly<Record<string, string>>,
  asked: Asked,
): Judgement {
  if (status === 400 && errors.some(({ code }) => kqlCodes.test(code))) return { kind: 'kql' }
  if (status === 204) {
    return {
      kind: 'bad-answer',
      otherwise: `\`${asked.host}\` answers that there is no content: a workspace that never took in a record, or a request that lost its body on the way.`,
    }
  }
  if (status === 401 || (status === 403 && /AuthenticationToken/i.test(said))) {
    return notLoggedIn(`${said} ${headers['www-authenticate'] ?? ''}`, asked)
  }
  if (status === 403) return forbidden(said)
  if (status === 404 || /PathNotFound|WorkspaceNotFound|ResourceNotFound/i.test(said)) {
    return {
      kind: 'not-found',
      otherwise: `\`${asked.host}\` knows no such workspace.`,
      hint: 'Check the id: it is the Workspace ID (a guid) on the overview page of the Log Analytics workspace, or a resource id that begins with /subscriptions/. A workspace of another tenant needs its tenant.',
    }
  }
  if (status === 407) {
    return {
      kind: 'refused',
      otherwise: 'The proxy wants to know who asks.',
      hint: 'Put a name and a password for it into HTTPS_PROXY.',
    }
  }
  if (status === 429) return { kind: 'throttled', otherwise: 'The service is asked too often.' }
  if (status === 504 || isTooLong(said)) {
    return { kind: 'timed-out', otherwise: 'The service ended the query: it took too long.' }
  }
  if (status === 413 && /request/i.test(said) && !/response|result/i.test(said)) {
    return { kind: 'refused', hint: 'The text of the query is too long for the service: shorten its lists.' }
  }
  if (status === 413 || isTooMuch(said)) {
    return { kind: 'too-large', otherwise: 'The answer is larger than the service gives.' }
  }
  if (status === 408 || status >= 500) return { kind: 'unavailable' }
  if (status < 400) {
    return {
      kind: 'bad-answer',
      hint: 'A proxy or a login page may stand between: open the address of the endpoint in a browser to see.',
    }
  }
  if (/UnsupportedTablePlan|basic (logs|plan|table|tier)|auxiliary (logs|plan|table)/i.test(said)) {
    return {
      kind: 'refused',
      hint: 'A table of the Basic or Auxiliary plan is asked for otherwise: name it with its plan under `plans` of the workspace.',
    }
  }
  return { kind: 'refused' }
}

function notLoggedIn(said: string, { login, tenant }: Asked): Judgement {
  if (login === 'login') {
    return {
      kind: 'token-expired',
      otherwise: 'The service does not take the login.',
      hint: /audience/i.test(said)
        ? 'The token is of another cloud: check `endpoint` and `audience` of the workspace.'
        : `Log in again, to the tenant of the workspace: \`az login --tenant ${tenant ?? 'TENANT'}\`.`,
    }
  }
  return {
    kind: 'not-logged-in',
    otherwise: 'The service wants to know who asks.',
    hint:
      login === 'token'
        ? 'The token that was given is not taken: check the variable that holds it.'
        : 'Put the token that the server was started with into a variable of the environment: --token-env NAME, or `token: { env: NAME }` in huntlet.yaml.',
  }
}

function forbidden(said: string): Judgement {
  return {
    kind: 'forbidden',
    otherwise: 'You may not read this workspace.',
    hint: /service principal|UnauthorizedClient/i.test(said)
      ? 'Have the application given the role Log Analytics Reader on the workspace (or its resource group); it takes some minutes to be in force.'
      : 'Ask for the role Log Analytics Reader or Microsoft Sentinel Reader on the workspace; where it was given just now, wait some minutes. A workspace of another tenant needs its tenant.',
  }
}

function pageWords(status: number, body: string, host: string): string {
  const title = titleOf(body)
  return `\`${host}\` answers ${status}${title ? ` “${title}”` : ''}.`
}

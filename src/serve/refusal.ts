import type { ServeResponse } from './route.ts'

/** Why a request is not answered, in the form that Azure's services share. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
  /** What is behind it, as deep as it goes. */
  readonly innererror?: InnerError
}

export interface InnerError {
  readonly code: string
  readonly message: string
  readonly innererror?: InnerError
  readonly line?: number
  readonly pos?: number
  readonly token?: string
  readonly severity?: number
  readonly severityName?: string
}

/** A refusal that ends the work on a request from wherever it is found. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/**
 * The answer that says no. Kusto's clients look for `@message` and `@permanent`, which are beside the common ones where a path
 * is Kusto's.
 */
export function refused(refusal: Refusal, requestId: string, path = ''): ServeResponse {
  const { status, code, message, headers, innererror } = refusal
  const isKusto = /^\/v[12]\/rest\//.test(path)
  const error = {
    message,
    code,
    correlationId: requestId,
    ...(isKusto && { '@message': message, '@permanent': status < 500 && status !== 429 }),
    ...(innererror && { innererror }),
  }
  return { status, headers: { ...jsonHeaders, ...headers }, body: JSON.stringify({ error }) }
}

export const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' } as const

/** The refusals that know no protocol. */
export const refusals = {
  path: { status: 404, code: 'PathNotFoundError', message: 'The requested path does not exist' },
  method: (allowed: string): Refusal => ({
    status: 405,
    code: 'MethodNotAllowedError',
    message: `Only ${allowed} can be asked for here.`,
    headers: { allow: allowed },
  }),
  noToken: {
    status: 401,
    code: 'AuthenticationFailed',
    message: "Authentication failed. The 'Authorization' header is missing.",
    headers: { 'www-authenticate': 'Bearer' },
  },
  wrongToken: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'The access token is invalid.',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  },
  expiredToken: {
    status: 401,
    code: 'ExpiredAuthenticationToken',
    message: 'The access token expiry has passed. Get a new one.',
    headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="The access token expired"' },
  },
  host: {
    status: 403,
    code: 'HostNotAllowedError',
    message: 'This server answers programs of this machine only, under localhost or a loopback address.',
  },
  origin: { status: 403, code: 'OriginNotAllowedError', message: 'This server answers no pages of a browser.' },
  tooLarge: (most: number): Refusal => ({
    status: 413,
    code: 'RequestTooLargeError',
    message: `The request is larger than ${most} bytes.`,
    headers: { connection: 'close' },
  }),
  encoding: (name: string): Refusal => ({
    status: 415,
    code: 'UnsupportedMediaTypeError',
    message: `A body in the encoding ${JSON.stringify(name)} cannot be read; gzip, deflate and br can.`,
  }),
  notJson: (why: string): Refusal => ({
    status: 400,
    code: 'BadArgumentError',
    message: 'The request had some invalid properties',
    innererror: { code: 'MalformedJsonError', message: why },
  }),
  throttled: (retryAfter: number | string, why: string): Refusal => ({
    status: 429,
    code: 'ThrottledError',
    message: why,
    headers: { 'retry-after': String(retryAfter) },
  }),
  internal: { status: 500, code: 'InternalServerError', message: 'The server failed to answer.' },
} as const satisfies Record<string, Refusal | ((...values: never[]) => Refusal)>

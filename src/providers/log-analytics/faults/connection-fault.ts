import { getDefaultProxySettings } from '@azure/core-rest-pipeline'
import { InvariantError } from '../../../lib/invariant.ts'
import { ServiceFault } from '../../remote/wire.ts'

interface Failure {
  readonly pattern: RegExp
  readonly kind: 'unavailable' | 'refused'
  readonly words: (host: string) => string
  readonly hint?: string
  readonly isOfQuestion?: true
}

/** By the code of the error, as Node and OpenSSL name them. Faults of certificates do not pass by asking again. */
const failures: readonly Failure[] = [
  {
    pattern: /^(ENOTFOUND|EAI_AGAIN|EAI_NONAME|EAI_NODATA)$/,
    kind: 'unavailable',
    words: (host) => `No address is known for \`${host}\`.`,
    hint: 'Check the name of the endpoint, the network and its DNS (a private link needs its own).',
  },
  {
    pattern: /^ECONNREFUSED$/,
    kind: 'unavailable',
    words: (host) => `\`${host}\` refuses the connection.`,
    hint: 'Check that the server is running, and its port.',
  },
  {
    pattern: /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET)$/,
    kind: 'unavailable',
    words: (host) => `The connection to \`${host}\` was ended in the middle.`,
    hint: 'It was asked again and again: see whether the service and the network are well, and whether the server is of https or of plain http.',
    isOfQuestion: true,
  },
  {
    pattern: /^(ETIMEDOUT|ESOCKETTIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/,
    kind: 'unavailable',
    words: (host) => `\`${host}\` cannot be reached.`,
    hint: 'Check the network, a firewall, or a proxy that is needed (HTTPS_PROXY).',
  },
  {
    pattern: /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|CERT_SIGNATURE|INVALID_CA/,
    kind: 'refused',
    words: (host) => `The certificate of \`${host}\` is signed by nobody this machine trusts.`,
    hint: 'Where a proxy looks into connections, or the server made its certificate itself: put that certificate into a file and name it in NODE_EXTRA_CA_CERTS.',
  },
  {
    pattern: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    kind: 'refused',
    words: (host) => `The certificate of \`${host}\` is not valid at this time.`,
    hint: 'Check the clock of this machine; else the server needs a new certificate.',
  },
  {
    pattern: /ERR_TLS_CERT_ALTNAME_INVALID/,
    kind: 'refused',
    words: (host) => `The certificate is of another server than \`${host}\`.`,
    hint: 'Check the name of the endpoint.',
  },
  {
    pattern: /^(EPROTO|ERR_SSL_.*|ERR_TLS_.*)$/,
    kind: 'refused',
    words: (host) => `No secure connection to \`${host}\` could be made.`,
    hint: 'Check whether the server is of https or of plain http.',
  },
  {
    pattern: /^HPE_/,
    kind: 'refused',
    words: (host) => `What \`${host}\` answers is not HTTP.`,
    hint: 'Check the port, and whether the server is of https or of plain http.',
  },
]

/** Why there was no answer at all. What is thrown as a fault already stays what it is. */
export function connectionFault(error: unknown, host: string): Error {
  if (error instanceof ServiceFault) return error
  if (isDefect(error)) return error
  const code = codeOf(error)
  const found = failures.find(({ pattern }) => pattern.test(code))
  const proxy = proxyInUse(host)
  const by = proxy === undefined ? '' : ` It was tried through the proxy \`${proxy}\` of HTTPS_PROXY or HTTP_PROXY.`
  if (!found) return new ServiceFault('unavailable', `\`${host}\` gave no answer${code ? ` (${code})` : ''}.${by}`)
  return new ServiceFault(found.kind, `${found.words(host)}${code ? ` (${code})` : ''}${by}`, {
    ...(found.hint !== undefined && { hint: found.hint }),
    // One that was reached and let go of this question may take the next.
    isUnreached: found.isOfQuestion !== true,
  })
}

/** A mistake of ours and not of the wire: those have a code. */
export function isDefect(error: unknown): error is Error {
  if (error instanceof InvariantError) return true
  const isMistake = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return isMistake && !('code' in error)
}

/** Of the error, or of what is behind it. */
function codeOf(error: unknown): string {
  let each: unknown = error
  for (let depth = 0; depth < 5 && each instanceof Error; depth++) {
    const { code } = each as NodeJS.ErrnoException
    if (typeof code === 'string' && code !== 'REQUEST_SEND_ERROR') return code
    each = each instanceof AggregateError ? each.errors[0] : each.cause
  }
  return ''
}

/** Host and port only: its name and password may stand in the variable. */
function proxyInUse(host: string): string | undefined {
  try {
    const settings = getDefaultProxySettings()
    if (!settings || /^(localhost|127\.|\[::1\])/.test(host)) return undefined
    return `${settings.host.replace(/^https?:\/\//, '').replace(/^.*@/, '')}:${settings.port}`
  } catch {
    return undefined
  }
}

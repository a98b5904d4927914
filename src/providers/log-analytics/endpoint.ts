import { HuntletError } from '../../lib/diagnostic.ts'
import { cloudOfHost, clouds } from '../azure-clouds.ts'
import { isLoopback } from '../loopback.ts'

/** Where questions go, and what they may bring. */
export interface Endpoint {
  /** `https://api.loganalytics.azure.com/v1` */
  readonly url: string
  readonly host: string
  /** What tokens are asked for. */
  readonly audience: string
  /** Where one logs in; default the public cloud's. */
  readonly authority?: string
  /** Plain http on this machine: no login is sent there. */
  readonly isPlain: boolean
  /** This machine: reached without a proxy, so that a token does not pass one. */
  readonly isLocal: boolean
  /** One of Azure's own hosts: only these are sent what a login to Azure gave. */
  readonly isAzure: boolean
}

export const publicEndpoint = clouds.public.endpoint

/**
 * Reads an endpoint as the user wrote it, with or without its `/v1`. Throws HuntletError BAD_ENDPOINT where it is no address, or of
 * plain http on another machine.
 */
export function endpointOf(text: string = publicEndpoint, audience?: string): Endpoint {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new HuntletError('BAD_ENDPOINT', `\`${shown(url)}\` is no address of a query API.`, {
      hint: `Write it as \`${publicEndpoint}\`.`,
    })
  }
  const isPlain = url.protocol === 'http:'
  const isLocal = isLoopback(url.hostname)
  if (isPlain && !isLocal) {
    throw new HuntletError('BAD_ENDPOINT', `\`${url.origin}\` is of plain http on another machine.`, {
      hint: 'What is sent over it can be read on the way: use https. Plain http is for `huntlet serve` on this machine.',
    })
  }
  const cloud = cloudOfHost(url.hostname)
  return {
    url: `${url.origin}/v1`,
    host: url.host,
    audience: (audience ?? cloud?.audience ?? clouds.public.audience).replace(/\/(\.default)?$/, ''),
    ...(cloud?.authority !== undefined && { authority: cloud.authority }),
    isPlain,
    isLocal,
    isAzure: cloud !== undefined && !isPlain && url.port === '',
  }
}

/** Without a name and password that may stand in it. */
function shown(url: URL | null): string {
  return url ? url.host : 'the endpoint'
}

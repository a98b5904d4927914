import { HuntletError } from '../../lib/diagnostic.ts'
import { clouds } from '../azure-clouds.ts'
import { isLoopback } from '../loopback.ts'

/** Where a cluster is, and what is to be known of it before it is asked. */
export interface ClusterAddress {
  /** Without a slash at its end: `https://help.kusto.windows.net`, `https://api.securityplatform.microsoft.com/lake/kql`. */
  readonly url: string
  /** As short as one says it: `help`, or the host. */
  readonly shortName: string
  /** This machine: no login of Azure's is ever sent there. */
  readonly isLoopback: boolean
  /** The data lake of Sentinel, which has limits of its own. */
  readonly isDataLake: boolean
  /** Where one logs in, in another cloud than the public one. */
  readonly authority?: string
}

const publicSuffix = '.kusto.windows.net'

/** US Government, China: ends of hosts, and where one logs in. */
const otherClouds: readonly { readonly suffix: RegExp; readonly authority: string }[] = [
  { suffix: /\.usgovcloudapi\.net$/, authority: clouds.usgov.authority },
  { suffix: /\.(chinacloudapi|azuresynapse\.azure)\.cn$/, authority: clouds.china.authority },
]

/**
 * A cluster as users name it: an address, a host, or a short name such as `help` or `help.westeurope` of the public cloud. Throws
 * HuntletError `BAD_WORKSPACE` where it is none, or where queries would go over plain http to another machine.
 */
export function clusterAddress(text: string): ClusterAddress {
  const trimmed = text.trim()
  const url = parsed(trimmed.includes('://') ? trimmed : `https://${hostOf(trimmed)}`)
  if (!url || /[;=]/.test(url.pathname) || url.username !== '' || url.password !== '' || url.search || url.hash) {
    throw badCluster(text)
  }
  const { hostname } = url
  const isLocal = isLoopback(hostname)
  if (url.protocol === 'http:' && !isLocal) {
    throw new HuntletError('BAD_WORKSPACE', `${url.origin} is asked over plain http, where others can read along.`, {
      hint: 'Name the cluster with https://. Plain http is for servers of this machine: http://127.0.0.1:8080.',
    })
  }
  const path = url.pathname.replace(/\/+$/, '')
  if (path !== '' && /\.kusto(mfa)?\.[a-z.]+$/.test(hostname)) {
    throw new HuntletError('BAD_WORKSPACE', `\`${text.slice(0, 200)}\` is a cluster with more behind it.`, {
      hint: `The database is named on its own: the cluster is ${url.origin}, and the database perhaps ${path.slice(1)}.`,
    })
  }
  const isDataLake = /(^|\.)api\.securityplatform\.microsoft\.com$/.test(hostname)
  const authority = otherClouds.find(({ suffix }) => suffix.test(hostname))?.authority
  return {
    url: url.origin + (isDataLake && path === '' ? '/lake/kql' : path),
    shortName: hostname.endsWith(publicSuffix) ? hostname.slice(0, -publicSuffix.length) : url.host,
    isLoopback: isLocal,
    isDataLake,
    ...(authority !== undefined && { authority }),
  }
}

function hostOf(text: string): string {
  // `help` and `help.westeurope` are short names; what has a port or another dot is a host.
  if (/^[a-z\d-]+(\.[a-z\d]+)?$/i.test(text) && text.toLowerCase() !== 'localhost') return text + publicSuffix
  return text
}

function parsed(text: string): URL | undefined {
  try {
    const url = new URL(text)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
  } catch {
    return undefined
  }
}

function badCluster(text: string): HuntletError {
  return new HuntletError('BAD_WORKSPACE', `\`${text.slice(0, 200)}\` is no cluster of Kusto.`, {
    hint: 'Write its short name, its host or its address: kusto:help/Samples, kusto:https://help.kusto.windows.net/Samples.',
  })
}

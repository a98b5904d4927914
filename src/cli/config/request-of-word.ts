import { existsSync } from 'node:fs'
import { HuntletError } from '../../lib/diagnostic.ts'
import { clouds } from '../../providers/azure-clouds.ts'
import { clusterAddress } from '../../providers/kusto/cluster-address.ts'
import type { KustoRequest } from '../../providers/service-request.ts'
import type { Configuration } from './configuration.ts'
import { configuredRequests, type NamedRequest, unknownName } from './configured-request.ts'
import { type PastedPlace, pastedPlace } from './pasted-place.ts'

/** `azure:`, `kusto:` or `recorded:` and more. */
export function isPrefixed(word: string): boolean {
  return /^(azure|kusto|recorded):/i.test(word)
}

/** `https://…` */
export function isAddress(word: string): boolean {
  return /^https?:\/\//i.test(word)
}

/**
 * What a word of `--workspace` asks for that is no name of the settings. Throws HuntletError: BAD_WORKSPACE, and UNKNOWN_WORKSPACE for
 * `azure:NAME` and `kusto:NAME` that the settings do not hold.
 */
export function requestOfWord(word: string, settings: Configuration): NamedRequest {
  return isPrefixed(word) ? requestOfPrefixed(word, settings) : placeOfWord(word, settings)
}

/** A folder or file, or what was copied from where Azure shows it. */
function placeOfWord(value: string, settings: Configuration): NamedRequest {
  if (existsSync(value)) return { kind: 'local', paths: [value] }
  const pasted = pastedPlace(value)
  if (pasted) return pastedRequest(pasted, settings)
  if (isAddress(value)) throw badWord(value, 'it is an address, and none of a workspace that can be asked')
  return { kind: 'local', paths: [value] }
}

function pastedRequest(place: PastedPlace, settings: Configuration): NamedRequest {
  if (place.kind === 'kusto') return kustoRequest(place.cluster, place.database, settings)
  const { workspace, endpoint, cloud, tenant } = place
  return {
    kind: 'log-analytics',
    name: `azure:${workspace}`,
    workspace,
    ...(cloud && { endpoint: clouds[cloud].endpoint, audience: clouds[cloud].audience }),
    ...(endpoint !== undefined && { endpoint }),
    ...loginFrom(settings),
    ...(tenant !== undefined && { tenant }),
  }
}

function kustoRequest(cluster: string, database: string, settings: Configuration): KustoRequest {
  // Throws where it is no address.
  clusterAddress(cluster)
  return { kind: 'kusto', name: `kusto:${cluster}/${database}`, cluster, database, ...loginFrom(settings) }
}

function requestOfPrefixed(value: string, settings: Configuration): NamedRequest {
  const at = value.indexOf(':')
  const kind = value.slice(0, at).toLowerCase()
  const rest = value.slice(at + 1)
  if (rest === '') throw badWord(value, 'there is nothing after the colon')
  if (kind === 'recorded') return { kind: 'recorded', folder: rest }
  const configured = settings.workspaces.get(rest)?.workspace.kind
  const pasted = pastedPlace(rest)
  if (kind === 'azure') {
    if (configured === 'log-analytics') return configuredRequests(rest, settings)[0]!
    if (pasted?.kind === 'log-analytics') return pastedRequest(pasted, settings)
    if (/^\/subscriptions\/./i.test(rest)) {
      return { kind: 'log-analytics', name: value, workspace: rest, ...loginFrom(settings) }
    }
    throw unknownWorkspace(rest, settings)
  }
  if (configured === 'kusto') return configuredRequests(rest, settings)[0]!
  if (pasted && (pasted.kind === 'kusto' || isAddress(rest))) return pastedRequest(pasted, settings)
  return kustoOf(value, rest, settings)
}

/** What Azure calls a workspace is not what the service is asked by, and easily taken for it. */
function unknownWorkspace(name: string, settings: Configuration): HuntletError {
  const { message, hint } = unknownName(name, settings)
  return new HuntletError('UNKNOWN_WORKSPACE', message, {
    hint: `Is it the name of the workspace in Azure? It is asked by its Workspace ID, the guid on its overview page (az monitor log-analytics workspace list -o table --query "[].[name,customerId]"), or by the address of that page. ${hint}`,
  })
}

/** `help/Samples`, `help.westeurope/Samples`, `https://host:port/Samples` */
function kustoOf(value: string, rest: string, settings: Configuration): NamedRequest {
  const slash = rest.lastIndexOf('/')
  if (slash < 0 && settings.workspaces.size > 0) {
    const { message, hint } = unknownName(rest, settings)
    throw new HuntletError('UNKNOWN_WORKSPACE', message, {
      hint: `A cluster is asked with its database: kusto:${rest}/DATABASE. ${hint}`,
    })
  }
  const [cluster, database] = [rest.slice(0, Math.max(0, slash)), rest.slice(slash + 1)]
  if (cluster === '' || cluster.endsWith('/') || database === '')
    throw badWord(value, 'it needs a cluster and a database')
  return { ...kustoRequest(cluster, decoded(database), settings), name: value }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function loginFrom({ auth, tenant }: Configuration) {
  return { ...(auth && { auth }), ...(tenant !== undefined && { tenant }) }
}

function badWord(value: string, why: string): HuntletError {
  return new HuntletError('BAD_WORKSPACE', `\`${value}\` is no workspace: ${why}.`, {
    hint: 'Write azure:ID (the guid of a workspace, or the address of its page in the portal) or azure:NAME of huntlet.yaml, kusto:CLUSTER/DATABASE such as kusto:help/Samples, or recorded:FOLDER.',
  })
}

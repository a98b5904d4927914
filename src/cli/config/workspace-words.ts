import { existsSync } from 'node:fs'
import { HuntletError } from '../../lib/diagnostic.ts'
import { clusterAddress } from '../../providers/kusto/cluster-address.ts'
import type { RemoteRequest } from '../../providers/open-workspace.ts'
import type { RecordedRequest } from '../../providers/service-request.ts'
import type { Configuration } from './configuration.ts'
import { configuredRequests, type NamedRequest, unknownName } from './configured-request.ts'
import { workspaceId } from './workspace-id.ts'

/** What the values of `--workspace` ask for together. */
export type WorkspaceChoice =
  | { readonly kind: 'demo' }
  | { readonly kind: 'local'; readonly paths: readonly string[]; readonly now?: string; readonly geoip?: string }
  | { readonly kind: 'asked'; readonly requests: readonly (RemoteRequest | RecordedRequest)[] }

const prefixed = /^(azure|kusto|recorded):/i

/** Whether a value is a workspace rather than what comes after `--workspace`. */
export function isWorkspaceWord(value: string, settings: Configuration): boolean {
  return value === 'demo' || prefixed.test(value) || settings.workspaces.has(value) || existsSync(value)
}

/**
 * What `--workspace` names. A configured name comes before a folder of that name (`./name` is the folder). Throws HuntletError: BAD_WORKSPACE
 * for what can't be asked together or is no workspace, UNKNOWN_WORKSPACE, NO_TOKEN.
 */
export function chooseWorkspace(values: readonly string[], settings: Configuration): WorkspaceChoice {
  if (values.includes('demo')) {
    if (values.length > 1) throw new HuntletError('BAD_WORKSPACE', 'The demo cannot be mixed with other workspaces.')
    return { kind: 'demo' }
  }
  const named = values.flatMap((value): { readonly value: string; readonly request: NamedRequest }[] => {
    if (settings.workspaces.has(value))
      return configuredRequests(value, settings).map((request) => ({ value, request }))
    return [
      { value, request: prefixed.test(value) ? requestOfWord(value, settings) : { kind: 'local', paths: [value] } },
    ]
  })
  const asked = named.flatMap(({ request }) => (request.kind === 'local' ? [] : [request]))
  const files = named.flatMap(({ request }) => (request.kind === 'local' ? [request] : []))
  if (asked.length === 0) {
    const [now, geoip] = [files.find((each) => each.now)?.now, files.find((each) => each.geoip)?.geoip]
    return {
      kind: 'local',
      paths: files.flatMap(({ paths }) => paths),
      ...(now !== undefined && { now }),
      ...(geoip !== undefined && { geoip }),
    }
  }
  if (files.length > 0) {
    const local = named.find(({ request }) => request.kind === 'local')!.value
    const other = named.find(({ request }) => request.kind !== 'local')!.value
    throw new HuntletError(
      'BAD_WORKSPACE',
      `\`${local}\` is files, \`${other}\` is not: they cannot be asked together.`,
      {
        hint:
          existsSync(local) || settings.workspaces.has(local)
            ? 'Run on one, then on the other. Files are opened together, and so are workspaces of services.'
            : `Is \`${local}\` a name? It is neither in huntlet.yaml nor a folder or file here.`,
      },
    )
  }
  return { kind: 'asked', requests: distinct(asked) }
}

/** The same workspace named twice is one. */
function distinct<Request extends NamedRequest>(requests: readonly Request[]): Request[] {
  const seen = new Set<string>()
  return requests.filter((request) => {
    const key = JSON.stringify(request)
    return !seen.has(key) && seen.add(key)
  })
}

function requestOfWord(value: string, settings: Configuration): NamedRequest {
  const at = value.indexOf(':')
  const kind = value.slice(0, at).toLowerCase()
  const rest = value.slice(at + 1)
  if (rest === '') throw badWord(value, 'there is nothing after the colon')
  if (kind === 'recorded') return { kind: 'recorded', folder: rest }
  const configured = settings.workspaces.get(rest)?.workspace.kind
  if (kind === 'azure') {
    if (configured === 'log-analytics') return configuredRequests(rest, settings)[0]!
    if (workspaceId.test(rest) || /^\/subscriptions\/./i.test(rest)) {
      return { kind: 'log-analytics', name: value, workspace: rest, ...loginFrom(settings) }
    }
    throw unknownName(rest, settings)
  }
  if (configured === 'kusto') return configuredRequests(rest, settings)[0]!
  return kustoOf(value, rest, settings)
}

/** `help/Samples`, `help.westeurope/Samples`, `https://host:port/Samples` */
function kustoOf(value: string, rest: string, settings: Configuration): NamedRequest {
  const slash = rest.lastIndexOf('/')
  if (slash < 0 && settings.workspaces.size > 0) throw unknownName(rest, settings)
  const [cluster, database] = [rest.slice(0, Math.max(0, slash)), rest.slice(slash + 1)]
  if (cluster === '' || cluster.endsWith('/') || database === '')
    throw badWord(value, 'it needs a cluster and a database')
  // Throws where it is no address.
  clusterAddress(cluster)
  return { kind: 'kusto', name: value, cluster, database: decoded(database), ...loginFrom(settings) }
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
    hint: 'Write azure:ID (the guid of a workspace) or azure:NAME of huntlet.yaml, kusto:CLUSTER/DATABASE such as kusto:help/Samples, or recorded:FOLDER.',
  })
}

import { HuntletError } from '../lib/diagnostic.ts'
import { clusterAddress } from '../providers/kusto/cluster-address.ts'
import type { DiskUse } from '../providers/local/cache/disk-use.ts'
import { isLoopback } from '../providers/loopback.ts'
import type { RemoteRequest } from '../providers/open-workspace.ts'
import { askingIdentity } from '../providers/remote/asking-identity.ts'
import type { RecordedRequest, ServiceRequest } from '../providers/service-request.ts'
import { type AuthKind, authKinds } from '../providers/service-request.ts'
import type { Workspace } from '../providers/workspace.ts'
import { trustOf } from './config/azure-hosts.ts'
import type { Configuration } from './config/configuration.ts'
import { limitsOf, tokenOfVariable } from './config/configured-request.ts'

/** Options of commands that may ask a service. */
export interface ServiceFlags {
  readonly auth?: string
  readonly tenant?: string
  /** Another place of Log Analytics. */
  readonly endpoint?: string
  /** A variable of the environment with a bearer token. */
  readonly tokenEnv?: string
}

export interface ServiceOpening {
  readonly flags: ServiceFlags
  readonly settings: Configuration
  readonly now: string | undefined
  readonly deadlineMs: number | undefined
  readonly disk: DiskUse | undefined
  readonly signal: AbortSignal | undefined
  /** Told of logging in and fetching what there is. */
  readonly onProgress: (text: string) => void
  /** Told what to do to log in by device code, which must not be overlooked. */
  readonly onDeviceCode: (text: string) => void
  /** Where who logged in may be kept: undefined where nothing is to be written. */
  readonly loginFolder: string | undefined
  /** Somebody reads what is told. Where nobody does, a code is shown only if it was asked for (`--auth device`): else a run waits for nobody. */
  readonly isAttended: boolean
}

type AskedRequest = RemoteRequest | RecordedRequest

/** Opens workspaces that are asked over the network, or were: one, or several side by side. Answers are kept where the disk may be used so. */
export async function openAsked(requests: readonly AskedRequest[], opening: ServiceOpening): Promise<Workspace> {
  refuseUselessFlags(requests, opening.flags)
  const whole = requests.map((request) => wholeRequest(request, opening))
  const { openWorkspace } = await import('../providers/open-workspace.ts')
  const [first] = whole
  const workspace = await openWorkspace(whole.length === 1 ? first! : { kind: 'several', workspaces: whole })
  const { disk } = opening
  if (!disk?.cache || whole.every(isAtHand)) return workspace
  const { cachedAnswers } = await import('../providers/recorded/cached-answers.ts')
  return cachedAnswers(workspace, { folder: disk.folder, identity: JSON.stringify(whole.map(identityOf)) })
}

/** The request with what the command line and the settings say beside it. Throws BAD_OPTION_VALUE, NO_TOKEN. */
export function wholeRequest<Request extends AskedRequest>(request: Request, opening: ServiceOpening): AskedRequest {
  const { flags, settings, now, deadlineMs, disk, signal, onProgress, onDeviceCode, loginFolder, isAttended } = opening
  const given = now === undefined ? {} : { now }
  if (request.kind === 'recorded') return { ...request, ...given }
  const service: Partial<ServiceRequest> = {
    ...given,
    ...(flags.auth !== undefined && { auth: authKind(flags.auth) }),
    ...(flags.tenant !== undefined && { tenant: flags.tenant }),
    ...(flags.tokenEnv !== undefined && { token: tokenOfVariable(flags.tokenEnv, 'this workspace') }),
    ...(disk && { disk }),
    ...(signal && { signal }),
    ...(loginFolder !== undefined && { loginFolder }),
    limits: { ...limitsOf(settings), ...(deadlineMs !== undefined && { deadlineMs }) },
    onProgress,
  }
  const auth = service.auth ?? request.auth ?? 'default'
  const login = isAttended || auth !== 'default' ? { onDeviceCode } : {}
  if (request.kind === 'kusto') return { ...request, ...service, ...login }
  const endpoint = flags.endpoint ?? request.endpoint
  return { ...request, ...service, ...login, ...(endpoint !== undefined && { endpoint: endpointOf(endpoint) }) }
}

/** A recording, or a server of this machine: what it answers may be another's tomorrow, and is asked anew at no cost. */
function isAtHand(request: AskedRequest): boolean {
  if (request.kind === 'recorded') return true
  const address = request.kind === 'kusto' ? clusterAddress(request.cluster).url : request.endpoint
  return address !== undefined && trustOf(new URL(address)) === 'own'
}

/** What tells a workspace, and who asks it, from all others. */
function identityOf(request: AskedRequest): unknown {
  if (request.kind === 'recorded') return [request.kind, request.folder]
  const who = askingIdentity(request)
  return request.kind === 'kusto'
    ? [request.kind, request.cluster, request.database, request.timeColumn, who]
    : [request.kind, request.workspace, request.endpoint, who]
}

/** `http://127.0.0.1:8765` → `http://127.0.0.1:8765/v1`. Throws BAD_OPTION_VALUE for what is no address, or sends a login in the clear. */
function endpointOf(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') {
    throw new HuntletError('BAD_OPTION_VALUE', `The endpoint \`${text}\` is no address such as http://127.0.0.1:8765.`)
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new HuntletError('BAD_OPTION_VALUE', `The endpoint \`${text}\`: plain http is for this machine only.`, {
      hint: 'Write https://…',
    })
  }
  return url.pathname === '/' ? new URL('/v1', url).href : text.replace(/\/$/, '')
}

function authKind(text: string): AuthKind {
  const found = authKinds.find((kind) => kind === text)
  if (found === undefined)
    throw new HuntletError('BAD_OPTION_VALUE', `--auth ${text}: expected one of ${authKinds.join(', ')}.`)
  return found
}

function refuseUselessFlags(requests: readonly AskedRequest[], flags: ServiceFlags): void {
  if (requests.some(({ kind }) => kind !== 'recorded')) {
    if (flags.endpoint === undefined || requests.some(({ kind }) => kind === 'log-analytics')) return
    throw new HuntletError('BAD_OPTION_VALUE', '--endpoint is where Log Analytics is asked; a cluster is its own.', {
      hint: 'Write kusto:http://127.0.0.1:8765/DATABASE',
    })
  }
  refuseServiceFlags(flags, 'A recording')
}

/** Throws BAD_OPTION_VALUE where a login was asked for that nothing needs. */
export function refuseServiceFlags({ auth, tenant, endpoint, tokenEnv }: ServiceFlags, what: string): void {
  const given = Object.entries({ '--auth': auth, '--tenant': tenant, '--endpoint': endpoint, '--token-env': tokenEnv })
  const found = given.find(([, value]) => value !== undefined)
  if (!found) return
  throw new HuntletError('BAD_OPTION_VALUE', `${what} needs no login: ${found[0]} is of no use.`, {
    hint: 'Name a workspace of a service: --workspace azure:ID, or kusto:CLUSTER/DATABASE.',
  })
}

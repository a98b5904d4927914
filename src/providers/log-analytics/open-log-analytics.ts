import { HuntletError } from '../../lib/diagnostic.ts'
import { type Clock, systemClock } from '../clock.ts'
import { askingIdentity } from '../remote/asking-identity.ts'
import { remoteWorkspace } from '../remote/remote-workspace.ts'
import type { Wire } from '../remote/wire.ts'
import type { LogAnalyticsRequest } from '../service-request.ts'
import type { Workspace } from '../workspace.ts'
import { type LogsClient, logsClient } from './client.ts'
import { credentialFor, type TokenCredential } from './credentials.ts'
import { type Endpoint, endpointOf } from './endpoint.ts'
import { logAnalyticsWire } from './log-analytics-wire.ts'

/** What tests bring instead of a login to Azure and the machine's certificates. */
export interface LogAnalyticsEffects {
  /** Used whatever `auth` says. */
  readonly credential?: TokenCredential
  /** As PEM. */
  readonly certificateAuthority?: string
}

/**
 * Opens a workspace of Log Analytics, or the logs of a resource. Throws HuntletError: BAD_ENDPOINT, BAD_WORKSPACE_ID, BAD_AUTH, and
 * what asking throws.
 */
export async function openLogAnalytics(
  request: LogAnalyticsRequest,
  effects: LogAnalyticsEffects = {},
): Promise<Workspace> {
  const clock = request.clock ?? systemClock
  const { wire } = await connectLogAnalytics(request, clock, effects)
  return await remoteWorkspace({
    kind: 'log-analytics',
    name: wire.name,
    wire,
    clock,
    ...(request.now !== undefined && { now: request.now }),
    ...(request.limits && { limits: request.limits }),
    ...(request.disk && { disk: request.disk }),
    ...(request.onProgress && { onProgress: request.onProgress }),
    ...(request.signal && { signal: request.signal }),
  })
}

export interface Connection {
  readonly endpoint: Endpoint
  readonly client: LogsClient
  readonly wire: Wire
  /** Who one is; absent where no login to Azure is used. */
  readonly credential?: TokenCredential
}

/** The wire to a workspace. Nothing is sent yet, and nobody is asked to log in. Throws as `openLogAnalytics`. */
export async function connectLogAnalytics(
  request: LogAnalyticsRequest,
  clock: Clock,
  effects: LogAnalyticsEffects,
): Promise<Connection> {
  const endpoint = endpointOf(request.endpoint, request.audience)
  const workspace = workspaceId(request.workspace, endpoint)
  const credential = effects.credential ?? (await credentialOf(request, endpoint))
  const client = logsClient({
    endpoint,
    workspace,
    now: () => clock.now(),
    ...(request.token !== undefined && { token: request.token }),
    ...(credential && { credential }),
    ...(request.tenant !== undefined && { tenant: request.tenant }),
    ...(effects.certificateAuthority !== undefined && { certificateAuthority: effects.certificateAuthority }),
  })
  const identity = request.token !== undefined || credential ? askingIdentity(request) : ''
  const wire = logAnalyticsWire({
    name: request.name ?? `azure:${request.workspace}`,
    client,
    workspace,
    limitKey: `${endpoint.url} ${identity}`.trim(),
    random: () => clock.random(),
    ...(request.plans && { plans: request.plans }),
  })
  return { endpoint, client, wire, ...(credential && { credential }) }
}

/** Tokens of Azure go to Azure's own hosts only: an endpoint may stand in a file that somebody else wrote. */
async function credentialOf(request: LogAnalyticsRequest, endpoint: Endpoint): Promise<TokenCredential | undefined> {
  if (request.token !== undefined) return undefined
  if (!endpoint.isAzure) {
    if (request.auth === undefined || endpoint.isPlain) return undefined
    throw new HuntletError(
      'BAD_ENDPOINT',
      `\`${endpoint.host}\` is none of Azure's own hosts: a login to Azure is not sent there.`,
      {
        hint: 'Give it a token of its own, in a variable of the environment that the workspace names.',
      },
    )
  }
  return await credentialFor({
    ...(request.auth && { auth: request.auth }),
    ...(request.tenant !== undefined && { tenant: request.tenant }),
    ...(request.clientId !== undefined && { clientId: request.clientId }),
    ...(request.certificate !== undefined && { certificate: request.certificate }),
    ...(endpoint.authority !== undefined && { authority: endpoint.authority }),
    ...(request.onDeviceCode && { onDeviceCode: request.onDeviceCode }),
    ...(request.loginFolder !== undefined && { loginFolder: request.loginFolder }),
  })
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function workspaceId(text: string, { isAzure }: Endpoint): string {
  const id = text.trim()
  if (guid.test(id)) return id
  const isPath = /^\/subscriptions(\/[^/?#%\s\\]+)+\/?$/i.test(id) && !/\/\.{1,2}(\/|$)/.test(id)
  if (isPath) return id.replace(/\/$/, '')
  // What is served on this machine goes by its name too.
  if (!isAzure && /^[\w.-]{1,200}$/.test(id) && !/^\.+$/.test(id)) return id
  throw new HuntletError('BAD_WORKSPACE_ID', `\`${text}\` is no id of a workspace.`, {
    hint: 'It is the Workspace ID (a guid) on the overview page of the Log Analytics workspace, or a resource id that begins with /subscriptions/.',
  })
}

import { systemClock } from '../clock.ts'
import { askingIdentity } from '../remote/asking-identity.ts'
import { remoteWorkspace } from '../remote/remote-workspace.ts'
import type { KustoRequest } from '../service-request.ts'
import type { Workspace } from '../workspace.ts'
import { type ClusterAddress, clusterAddress } from './cluster-address.ts'
import { kustoConnection } from './kusto-client.ts'
import { KustoWire } from './kusto-wire.ts'
import { givenToken, type TokenSource, tokensOf } from './token-source.ts'

/**
 * A database of Azure Data Explorer, Fabric, the Sentinel data lake, the emulator, or of `huntlet serve`. Its tables are fetched before
 * it is given; nothing of that is kept open where it fails. A login of Azure's goes to hosts of Azure's alone, and never to this
 * machine. Throws HuntletError: BAD_WORKSPACE, BAD_AUTH, CANCELLED, and those of `faultCodes`.
 */
export async function openKusto(request: KustoRequest): Promise<Workspace> {
  const { database, clock = systemClock, timeColumn } = request
  const cluster = clusterAddress(request.cluster)
  const name = request.name ?? `kusto:${cluster.shortName}/${database}`
  const tokens = await tokenSource(request, cluster, () => clock.now())
  const connection = await kustoConnection(cluster, tokens)
  const wire = new KustoWire({
    name,
    cluster,
    database,
    connection,
    identity: tokens === undefined ? '' : askingIdentity(request),
    hasToken: tokens !== undefined,
    ...(timeColumn !== undefined && { timeColumn }),
    clock,
  })
  const { now, limits, disk, onProgress, signal } = request
  try {
    return await remoteWorkspace({
      kind: 'kusto',
      name,
      wire,
      clock,
      ...(now !== undefined && { now }),
      ...(limits && { limits }),
      ...(disk && { disk }),
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    })
  } catch (error) {
    await wire.close()
    throw error
  }
}

/** Undefined: nobody is asked to log in, as on this machine. */
async function tokenSource(
  request: KustoRequest,
  { isLoopback, authority }: ClusterAddress,
  now: () => number,
): Promise<TokenSource | undefined> {
  const { auth, tenant, clientId, certificate, token, onDeviceCode, loginFolder } = request
  if (token !== undefined) return givenToken(token)
  if (isLoopback) return undefined
  const { credentialFor } = await import('../log-analytics/credentials.ts')
  const credential = await credentialFor({
    ...(auth && { auth }),
    ...(tenant !== undefined && { tenant }),
    ...(clientId !== undefined && { clientId }),
    ...(certificate !== undefined && { certificate }),
    ...(authority !== undefined && { authority }),
    ...(onDeviceCode && { onDeviceCode }),
    ...(loginFolder !== undefined && { loginFolder }),
  })
  return tokensOf(credential, now)
}

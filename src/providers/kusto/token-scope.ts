import type { CloudInfo, Client as KustoClient } from 'azure-kusto-data'
import { ownEntry } from '../../lib/own-entry.ts'
import type { ClusterAddress } from './cluster-address.ts'
import { RequestFailure } from './request-failure.ts'

type Package = typeof import('azure-kusto-data')

/** What the data lake's tokens are asked for; it is the lake's alone. */
const dataLakeResource = '4500ebfb-89b6-4b14-a480-7f749797bfcd'

const metadataMs = 30_000

/** What a token is asked for. Throws RequestFailure where the cluster is none that the client trusts with one. */
export async function scopeOf(
  kusto: Package,
  client: KustoClient,
  { url, isDataLake }: ClusterAddress,
  isLogin: boolean,
  signal: AbortSignal,
): Promise<string> {
  const { CloudSettings, kustoTrustedEndpoints, MatchRule } = kusto
  // Fetched here, as the client's own way to it can neither be ended nor says what went wrong.
  let cloud = CloudSettings.getFromCache(url)
  if (!cloud) {
    cloud = isDataLake ? CloudSettings.defaultCloudInfo : await cloudInfo(kusto, client, url, signal)
    CloudSettings.writeToCache(url, cloud)
  }
  const { hostname } = new URL(url)
  const { matchers } = kustoTrustedEndpoints
  const isAzure = isDataLake || ownEntry(matchers, cloud.LoginEndpoint.toLowerCase())?.isMatch(hostname) === true
  if (isLogin && !isAzure) throw new RequestFailure(`A login is not sent to ${hostname}.`, { code: 'UNTRUSTED' })
  // The client trusts the hosts of the lake's regions, but not the lake's own, and no server of one's own. Its list is one for the
  // whole process, so it is no judge of where a login may go.
  if (!kustoTrustedEndpoints.additionalMatcher?.isMatch(hostname)) {
    kustoTrustedEndpoints.addTrustedHosts([new MatchRule(hostname, true)], false)
  }
  if (isDataLake) return `${dataLakeResource}/.default`
  const resource = cloud.KustoServiceResourceId
  return `${cloud.LoginMfaRequired ? resource.replace('.kusto.', '.kustomfa.') : resource}/.default`
}

async function cloudInfo(
  { CloudSettings }: Package,
  client: KustoClient,
  url: string,
  signal: AbortSignal,
): Promise<CloudInfo> {
  const { origin } = new URL(url)
  const options = { signal, timeout: metadataMs, responseType: 'text', maxContentLength: 1 << 20 } as const
  const response = await client.axiosInstance
    .get<unknown>(origin + CloudSettings.METADATA_ENDPOINT, { ...options, transformResponse: (text: unknown) => text })
    .catch((error: { readonly response?: { readonly status?: number } }) => {
      // Proxies before clusters, and emulators, may have none.
      if (error.response?.status === 404) return undefined
      throw error
    })
  if (!response) return CloudSettings.defaultCloudInfo
  const body = String(response.data)
  const told = metadataIn(body)
  if (told) return { ...CloudSettings.defaultCloudInfo, ...told }
  const { status } = response
  throw new RequestFailure('Its metadata is no JSON.', { status, body: body.slice(0, 1000), code: 'NO_JSON' })
}

/** What is used of the metadata, as far as it is told; undefined where it is no JSON. */
function metadataIn(body: string): Partial<CloudInfo> | undefined {
  try {
    const { AzureAD: told } = (JSON.parse(body) ?? {}) as { readonly AzureAD?: Partial<CloudInfo> | null }
    const { LoginEndpoint, KustoServiceResourceId, LoginMfaRequired } = told ?? {}
    return {
      ...(typeof LoginEndpoint === 'string' && { LoginEndpoint }),
      ...(typeof KustoServiceResourceId === 'string' && { KustoServiceResourceId }),
      LoginMfaRequired: LoginMfaRequired === true,
    }
  } catch {
    return undefined
  }
}

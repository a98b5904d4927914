import type { WireLimits } from '../remote/wire.ts'
import type { ClusterAddress } from './cluster-address.ts'

/**
 * What a cluster allows, or is good manners where it leaves it to its administrators. Of the data lake:
 * https://learn.microsoft.com/azure/sentinel/datalake/sentinel-lake-service-limits
 */
export function clusterLimits({ url, isDataLake }: ClusterAddress, identity: string): WireLimits {
  const key = `${url} ${identity}`
  if (isDataLake) {
    const requests = { count: 45, withinMs: 60_000 }
    return { key, concurrent: 5, concurrentBasic: 5, requests, rows: 500_000, longestMs: 4 * 60_000 }
  }
  const requests = { count: 1000, withinMs: 60_000 }
  return { key, concurrent: 10, concurrentBasic: 10, requests, rows: 500_000, longestMs: 60 * 60_000 }
}

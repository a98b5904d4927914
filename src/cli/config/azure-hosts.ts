import { cloudOfHost } from '../../providers/azure-clouds.ts'
import { isLoopback } from '../../providers/loopback.ts'

/** Hosts of Microsoft's query services beside Log Analytics: the name itself, or what ends in it where it begins with a dot. */
const kustoHosts = [
  'api.securityplatform.microsoft.com',
  '.kusto.windows.net',
  '.kustomfa.windows.net',
  '.kusto.usgovcloudapi.net',
  '.kusto.chinacloudapi.cn',
  '.kusto.azuresynapse.net',
  '.kusto.fabric.microsoft.com',
  '.kusto.data.microsoft.com',
  'ade.loganalytics.io',
  'ade.applicationinsights.io',
  'adx.monitor.azure.com',
] as const

/** `own`: of this machine, over plain http, where no login is sent. `other`: a login sent there is in the hands of whoever runs it. */
export type Trust = 'azure' | 'own' | 'other'

/** Whose an address is. */
export function trustOf(url: URL): Trust {
  const host = url.hostname.toLowerCase()
  if (url.protocol === 'http:') return isLoopback(host) ? 'own' : 'other'
  const isKusto = kustoHosts.some((known) => (known.startsWith('.') ? host.endsWith(known) : host === known))
  const isAzure = isKusto || cloudOfHost(host) !== undefined
  return isAzure && url.protocol === 'https:' && url.port === '' && url.username === '' ? 'azure' : 'other'
}

/** Clouds of Azure, with where Log Analytics is asked in each and what tokens are for. */
export const clouds = {
  public: { endpoint: 'https://api.loganalytics.azure.com/v1', audience: 'https://api.loganalytics.io' },
  usgov: { endpoint: 'https://api.loganalytics.us/v1', audience: 'https://api.loganalytics.us' },
  china: { endpoint: 'https://api.loganalytics.azure.cn/v1', audience: 'https://api.loganalytics.azure.cn' },
} as const

export type Cloud = keyof typeof clouds

/** Hosts of Microsoft's query services: the name itself, or what ends in it where it begins with a dot. */
const azureHosts = [
  'api.loganalytics.azure.com',
  'api.loganalytics.io',
  'api.loganalytics.us',
  'api.loganalytics.azure.cn',
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
  const isAzure = azureHosts.some((known) => (known.startsWith('.') ? host.endsWith(known) : host === known))
  return isAzure && url.protocol === 'https:' && url.port === '' && url.username === '' ? 'azure' : 'other'
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

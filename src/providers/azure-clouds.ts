/** One of the clouds of Azure. */
export interface Cloud {
  /** Where Log Analytics is asked. */
  readonly endpoint: string
  /** What tokens are for. */
  readonly audience: string
  /** Hosts that the query API of Log Analytics goes by there. */
  readonly hosts: readonly string[]
  /** Where one logs in; default the public cloud's. */
  readonly authority?: string
}

export const clouds = {
  public: {
    endpoint: 'https://api.loganalytics.azure.com/v1',
    audience: 'https://api.loganalytics.io',
    hosts: ['api.loganalytics.azure.com', 'api.loganalytics.io', 'api.monitor.azure.com'],
  },
  usgov: {
    endpoint: 'https://api.loganalytics.us/v1',
    audience: 'https://api.loganalytics.us',
    hosts: ['api.loganalytics.us', 'api.loganalytics.azure.us', 'api.monitor.azure.us'],
    authority: 'https://login.microsoftonline.us',
  },
  china: {
    endpoint: 'https://api.loganalytics.azure.cn/v1',
    audience: 'https://api.loganalytics.azure.cn',
    hosts: ['api.loganalytics.azure.cn', 'api.monitor.azure.cn'],
    authority: 'https://login.chinacloudapi.cn',
  },
} as const satisfies Readonly<Record<string, Cloud>>

export type CloudName = keyof typeof clouds

/** The cloud whose query API of Log Analytics has this host. */
export function cloudOfHost(host: string): Cloud | undefined {
  const name = host.toLowerCase()
  return Object.values<Cloud>(clouds).find(({ hosts }) => hosts.includes(name))
}

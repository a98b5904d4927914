import { ownEntry } from '../../lib/own-entry.ts'
import type { CloudName } from '../../providers/azure-clouds.ts'
import { trustOf } from './azure-hosts.ts'
import { workspaceId } from './workspace-id.ts'

/** A workspace as it is written elsewhere: in the address line of a portal, on an overview page, in a connection string. */
export type PastedPlace =
  | {
      readonly kind: 'log-analytics'
      /** A guid, or `/subscriptions/…`. */
      readonly workspace: string
      readonly endpoint?: string
      readonly cloud?: CloudName
      /** The directory that the portal showed. */
      readonly tenant?: string
    }
  | { readonly kind: 'kusto'; readonly cluster: string; readonly database: string }

/**
 * What a text means that was copied from where Azure shows it; undefined where it is nothing of the kind, or says too little. With
 * or without `azure:` or `kusto:` before it.
 */
export function pastedPlace(text: string): PastedPlace | undefined {
  const plain = text.trim().replace(/^(azure|kusto):/i, '')
  const id = plain.replace(/^\{(.*)\}$/, '$1')
  if (workspaceId.test(id)) return { kind: 'log-analytics', workspace: id }
  if (/^\/?subscriptions\//i.test(plain)) return ofResource(plain)
  const source = /^data source=([^;]+);(?:.*;)?\s*initial catalog=([^;]+)/i.exec(plain)
  if (source) return { kind: 'kusto', cluster: source[1]!.trim(), database: source[2]!.trim() }
  const url = URL.parse(plain)
  return url && /^https?:$/.test(url.protocol) ? ofAddress(url) : undefined
}

const portals: Readonly<Record<string, CloudName>> = {
  'portal.azure.com': 'public',
  'portal.azure.us': 'usgov',
  'portal.azure.cn': 'china',
}

function ofAddress(url: URL): PastedPlace | undefined {
  const host = url.hostname.toLowerCase()
  const path = decoded(url.pathname).replace(/\/+$/, '')
  const cloud = ownEntry(portals, host) ?? ownEntry(portals, host.replace(/^[\w-]+\./, ''))
  if (cloud) {
    const shown = decoded(url.hash)
    const found = ofResource(/\/subscriptions\/.*/i.exec(shown)?.[0] ?? '')
    const tenant = /^#@([\w-]+(?:\.[\w-]+)*)\//.exec(shown)?.[1]
    return found && { ...found, ...(cloud !== 'public' && { cloud }), ...(tenant !== undefined && { tenant }) }
  }
  // What stands in for a cluster before a workspace of Log Analytics is that workspace.
  if (/^(ade\.loganalytics\.io|adx\.monitor\.azure\.com)$/.test(host)) return ofResource(path)
  const asked = /^\/v1\/workspaces\/([^/]+)(?:\/(?:query|search|metadata))?$/i.exec(path)
  if (asked) return { kind: 'log-analytics', workspace: asked[1]!, endpoint: `${url.origin}/v1` }
  const explorer = /^\/clusters\/([^/]+)\/databases\/([^/]+)$/i.exec(path)
  if (host === 'dataexplorer.azure.com') {
    return explorer ? { kind: 'kusto', cluster: explorer[1]!, database: explorer[2]! } : undefined
  }
  const database = /^\/([^/]+)$/.exec(path)?.[1]
  if (database === undefined || trustOf(new URL(url.origin)) !== 'azure') return undefined
  return { kind: 'kusto', cluster: url.origin, database }
}

/** A resource id, without the page of the portal that was open on it. */
function ofResource(text: string): Extract<PastedPlace, { kind: 'log-analytics' }> | undefined {
  const parts = text
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((part) => part !== '')
  const at = parts.findIndex((part) => part.toLowerCase() === 'providers')
  if (at < 0 || parts.length < at + 4) return undefined
  const [namespace, type] = [parts[at + 1]!, parts[at + 2]!]
  const above = parts.slice(0, at + 1)
  // Sentinel of a workspace goes by the name of the workspace, which is in the same group.
  const isSentinel = /^microsoft\.securityinsights(arg)?$/i.test(namespace) && type.toLowerCase() === 'sentinel'
  const isWorkspace = /^microsoft\.operationalinsights$/i.test(namespace) && type.toLowerCase() === 'workspaces'
  const found =
    isSentinel || isWorkspace
      ? [...above, 'Microsoft.OperationalInsights', 'workspaces', parts[at + 3]!]
      : // Types and names come in pairs; what is left over is a page.
        parts.slice(0, at + 2 + 2 * Math.floor((parts.length - at - 2) / 2))
  return { kind: 'log-analytics', workspace: `/${found.join('/')}` }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import { existsSync } from 'node:fs'
import { HuntletError } from '../../lib/diagnostic.ts'
import type { RemoteRequest } from '../../providers/open-workspace.ts'
import type { RecordedRequest } from '../../providers/service-request.ts'
import type { Configuration } from './configuration.ts'
import { configuredRequests, type NamedRequest } from './configured-request.ts'
import { pastedPlace } from './pasted-place.ts'
import { isAddress, isPrefixed, requestOfWord } from './request-of-word.ts'

/** What the values of `--workspace` ask for together. */
export type WorkspaceChoice =
  | { readonly kind: 'demo' }
  | { readonly kind: 'local'; readonly paths: readonly string[]; readonly now?: string; readonly geoip?: string }
  | { readonly kind: 'asked'; readonly requests: readonly (RemoteRequest | RecordedRequest)[] }

/** Whether a value is a workspace rather than what comes after `--workspace`. */
export function isWorkspaceWord(value: string, settings: Configuration): boolean {
  if (value === 'demo' || isPrefixed(value) || isAddress(value)) return true
  return settings.workspaces.has(value) || existsSync(value) || pastedPlace(value) !== undefined
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
    return [{ value, request: requestOfWord(value, settings) }]
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

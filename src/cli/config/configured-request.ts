import { readFileSync } from 'node:fs'
import { HuntletError, nearest } from '../../lib/diagnostic.ts'
import { clouds } from '../../providers/azure-clouds.ts'
import { clusterAddress } from '../../providers/kusto/cluster-address.ts'
import type { LocalRequest, RemoteRequest } from '../../providers/open-workspace.ts'
import type { RecordedRequest, ServiceRequest } from '../../providers/service-request.ts'
import { timeOf } from '../time-of.ts'
import { trustOf } from './azure-hosts.ts'
import { type Configuration, placeOf } from './configuration.ts'
import type { ConfigFile } from './read-config.ts'

/** A workspace as the settings name it, ready to be opened. */
export type NamedRequest =
  | (Pick<LocalRequest, 'kind' | 'paths'> & { readonly now?: string; readonly geoip?: string })
  | RemoteRequest
  | RecordedRequest

/** What a configured name stands for: one workspace, or those of `several`. Throws HuntletError: UNKNOWN_WORKSPACE, BAD_CONFIG, NO_TOKEN. */
export function configuredRequests(name: string, settings: Configuration): readonly NamedRequest[] {
  const found = settings.workspaces.get(name)
  if (!found) throw unknownName(name, settings)
  const { workspace } = found
  if (workspace.kind !== 'several') return [requestOf(name, settings)]
  return [...new Set(workspace.workspaces)].map((each) => {
    if (settings.workspaces.get(each)?.workspace.kind === 'several') {
      throw new HuntletError('BAD_CONFIG', `\`${name}\` holds \`${each}\`, which is several workspaces itself.`, {
        hint: 'Name each workspace one by one.',
      })
    }
    if (!settings.workspaces.has(each)) throw unknownName(each, settings, `\`${name}\` of ${found.file.path}`)
    return requestOf(each, settings)
  })
}

/** The error of a name that the settings do not hold, with what was meant. `by`: what of the settings names it, where nobody typed it. */
export function unknownName(name: string, { workspaces }: Configuration, by?: string): HuntletError {
  const known = [...workspaces.keys()]
  const meant = nearest(name, known)
  const what =
    by === undefined
      ? `No workspace \`${name}\` in huntlet.yaml.`
      : `${by} names \`${name}\`, and there is no such workspace.`
  return new HuntletError('UNKNOWN_WORKSPACE', `${what}${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`, {
    hint:
      known.length > 0
        ? `There are ${known.join(', ')}. huntlet workspaces add NAME adds one.`
        : 'huntlet workspaces add NAME adds one.',
  })
}

function requestOf(name: string, settings: Configuration): NamedRequest {
  const found = settings.workspaces.get(name)
  if (!found) throw unknownName(name, settings)
  const { workspace, file } = found
  switch (workspace.kind) {
    case 'local': {
      const { now, geoip, paths } = workspace
      return {
        kind: 'local',
        paths: paths.map((path) => placeOf(path, file)),
        ...(now !== undefined && { now }),
        ...(geoip !== undefined && { geoip: placeOf(geoip, file) }),
      }
    }
    case 'recorded':
      return {
        kind: 'recorded',
        folder: placeOf(workspace.folder, file),
        ...(workspace.now !== undefined && { now: workspace.now }),
      }
    case 'log-analytics': {
      const { plans, cloud, resource, workspace: id, endpoint, audience } = workspace
      const place =
        cloud === undefined || cloud === 'public'
          ? { endpoint, audience }
          : { ...clouds[cloud], ...given({ audience }) }
      return {
        kind: 'log-analytics',
        name: `azure:${name}`,
        workspace: id ?? resource!,
        ...given(place),
        ...(plans && { plans }),
        ...loginOf(name, workspace, settings, file, endpoint),
      }
    }
    case 'kusto': {
      const { cluster, database, timeColumn } = workspace
      return {
        kind: 'kusto',
        name: `kusto:${name}`,
        cluster,
        database,
        ...given({ timeColumn }),
        ...loginOf(name, workspace, settings, file, clusterAddress(cluster).url),
      }
    }
    case 'several':
      throw new HuntletError('BAD_CONFIG', `\`${name}\` is several workspaces.`)
  }
}

interface Login {
  readonly auth?: ServiceRequest['auth'] | undefined
  readonly tenant?: string | undefined
  readonly clientId?: string | undefined
  readonly certificate?: string | undefined
  readonly token?: { readonly env: string } | { readonly file: string } | undefined
}

/** What a workspace says of the login, and where it says nothing what the settings say. */
function loginOf(
  name: string,
  { auth, tenant, clientId, certificate, token }: Login,
  settings: Configuration,
  file: ConfigFile,
  endpoint: string | undefined,
): Pick<ServiceRequest, 'auth' | 'tenant' | 'clientId' | 'certificate' | 'token'> {
  const isOwn = endpoint !== undefined && trustOf(new URL(endpoint)) === 'own'
  return {
    // A server of this machine asks for no login of Azure.
    ...given(isOwn ? { auth } : { auth: auth ?? settings.auth, tenant: tenant ?? settings.tenant }),
    ...given({ clientId }),
    ...(certificate !== undefined && { certificate: placeOf(certificate, file) }),
    ...(token && { token: tokenOf(name, token, file) }),
  }
}

function tokenOf(name: string, token: NonNullable<Login['token']>, file: ConfigFile): string {
  return 'env' in token
    ? tokenOfVariable(token.env, `\`${name}\``)
    : checkedToken(readToken(placeOf(token.file, file)), `The file of the token of \`${name}\``)
}

/** The token in a variable of the environment. Throws NO_TOKEN. */
export function tokenOfVariable(variable: string, whose: string): string {
  const token = process.env[variable]?.trim() ?? ''
  if (token !== '') return checkedToken(token, `The variable ${variable}`)
  throw new HuntletError(
    'NO_TOKEN',
    `The variable ${variable} of the environment, with the token of ${whose}, is not set.`,
  )
}

function readToken(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/** A token stands in one line; anything else was not meant to be sent. */
function checkedToken(token: string, what: string): string {
  if (/^[\x21-\x7e]{1,20000}$/.test(token)) return token
  throw new HuntletError('NO_TOKEN', `${what} holds no token.`)
}

function given<Values extends object>(values: Values): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>
  }
}

/** The limits of the settings as services take them. */
export function limitsOf({ limits }: Configuration): NonNullable<ServiceRequest['limits']> {
  const { concurrent, timeout, rows } = limits
  return {
    ...given({ concurrent, rows }),
    ...(timeout !== undefined && { timeoutMs: timeOf('limits.timeout', timeout) }),
  }
}

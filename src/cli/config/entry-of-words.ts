import { HuntletError } from '../../lib/diagnostic.ts'
import { type CloudName, clouds } from '../../providers/azure-clouds.ts'
import type { ConfiguredWorkspace } from './config-schema.ts'
import type { Configuration } from './configuration.ts'
import { chooseWorkspace } from './workspace-words.ts'

/** What is said of a workspace beside where it is. */
export interface EntryFlags {
  readonly auth?: string
  readonly tenant?: string
  readonly cloud?: string
  readonly endpoint?: string
  readonly timeColumn?: string
  readonly tokenEnv?: string
  readonly certificate?: string
  readonly clientId?: string
}

/**
 * A workspace as the settings hold it, of the words that `--workspace` takes: `azure:ID`, `kusto:CLUSTER/DATABASE`, `recorded:FOLDER`, folders and files,
 * or names of two workspaces and more. What is wrong in it is found when the file is checked. Throws BAD_WORKSPACE, BAD_OPTION_VALUE.
 */
export function entryOfWords(
  words: readonly string[],
  flags: EntryFlags,
  settings: Configuration,
  pathOf: (path: string) => string,
): ConfiguredWorkspace {
  if (words.length > 1 && words.every((word) => settings.workspaces.has(word))) {
    refuse(flags, [], 'several workspaces')
    return { kind: 'several', workspaces: [...words] }
  }
  const choice = chooseWorkspace(words, withoutLogin(settings))
  switch (choice.kind) {
    case 'demo':
      throw new HuntletError('BAD_WORKSPACE', 'The demo needs no settings: --workspace demo is always there.')
    case 'local':
      refuse(flags, [], 'files')
      return { kind: 'local', paths: choice.paths.map(pathOf) }
    case 'asked':
  }
  const [request, ...others] = choice.requests
  if (!request || others.length > 0) {
    throw new HuntletError('BAD_WORKSPACE', 'Each workspace of a service has a name of its own.', {
      hint: 'Add them one by one; then one name for all: huntlet workspaces add all NAME NAME',
    })
  }
  if (request.kind === 'recorded') {
    refuse(flags, [], 'a recording')
    return { kind: 'recorded', folder: pathOf(request.folder) }
  }
  const { auth, tenant = request.tenant, timeColumn, clientId, certificate, tokenEnv } = flags
  const login = {
    ...(auth !== undefined && { auth: auth as NonNullable<Extract<ConfiguredWorkspace, { kind: 'kusto' }>['auth']> }),
    ...(tenant !== undefined && { tenant }),
    ...(clientId !== undefined && { clientId }),
    ...(certificate !== undefined && { certificate: pathOf(certificate) }),
    ...(tokenEnv !== undefined && { token: { env: tokenEnv } }),
  }
  if (request.kind === 'kusto') {
    refuse(flags, ['auth', 'tenant', 'clientId', 'certificate', 'tokenEnv', 'timeColumn'], 'a cluster')
    const { cluster, database } = request
    return { kind: 'kusto', cluster, database, ...(timeColumn !== undefined && { timeColumn }), ...login }
  }
  refuse(flags, ['auth', 'tenant', 'clientId', 'certificate', 'tokenEnv', 'cloud', 'endpoint'], 'Log Analytics')
  const { workspace } = request
  const cloud = (Object.keys(clouds) as CloudName[]).find((name) => clouds[name].endpoint === request.endpoint)
  const place =
    flags.endpoint !== undefined || flags.cloud !== undefined
      ? { cloud: flags.cloud as CloudName | undefined, endpoint: flags.endpoint }
      : cloud === undefined
        ? { endpoint: request.endpoint }
        : { cloud }
  return {
    kind: 'log-analytics',
    ...(workspace.startsWith('/') ? { resource: workspace } : { workspace }),
    ...(place.cloud !== undefined && { cloud: place.cloud }),
    ...(place.endpoint !== undefined && { endpoint: place.endpoint }),
    ...login,
  }
}

/** What a word says for itself: names and logins of the settings hold anyway. */
function withoutLogin({ files, limits }: Configuration): Configuration {
  return { files, limits, workspaces: new Map() }
}

const words: Readonly<Record<keyof EntryFlags, string>> = {
  auth: '--auth',
  tenant: '--tenant',
  cloud: '--cloud',
  endpoint: '--endpoint',
  timeColumn: '--time-column',
  tokenEnv: '--token-env',
  certificate: '--certificate',
  clientId: '--client-id',
}

function refuse(flags: EntryFlags, taken: readonly (keyof EntryFlags)[], what: string): void {
  const names = Object.keys(words) as (keyof EntryFlags)[]
  const useless = names.find((name) => flags[name] !== undefined && !taken.includes(name))
  if (useless) throw new HuntletError('BAD_OPTION_VALUE', `${words[useless]} is of no use for ${what}.`)
}

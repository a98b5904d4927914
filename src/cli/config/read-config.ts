import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { type Diagnostic, HuntletError, positionOf } from '../../lib/diagnostic.ts'
import { clusterAddress } from '../../providers/kusto/cluster-address.ts'
import { checkYaml, readYaml, type YamlDocument } from '../../queries/yaml-document.ts'
import { trustOf } from './azure-hosts.ts'
import { type Config, configSchema } from './config-schema.ts'
import { placeOf } from './configuration.ts'

/** A file of settings that was read, with its place: paths in it are seen from there. */
export interface ConfigFile {
  readonly path: string
  readonly folder: string
  /** `project`: it came with the folder one stands in, and may not send a login elsewhere. */
  readonly owner: 'user' | 'project'
  readonly config: Config
}

/**
 * Reads a `huntlet.yaml`. Throws HuntletError: BAD_CONFIG with a diagnostic at each line that is wrong, SECRET_IN_CONFIG for a secret that is
 * written there, which names the line and does not show it.
 */
export function readConfig(path: string, content: string, owner: ConfigFile['owner']): ConfigFile {
  const document = readYaml(path, content)
  refuseSecrets(document)
  if (document.value === null) return { path, folder: dirname(resolve(path)), owner, config: configSchema.parse({}) }
  const { value, diagnostics } = checkYaml(document, configSchema, 'huntlet.yaml')
  if (!value) throw badConfig(path, diagnostics)
  const folder = dirname(resolve(path))
  const faults = [
    ...faultsOfWorkspaces(value, document),
    ...(owner === 'project' ? overreach(value, folder, document) : []),
  ]
  if (faults.length > 0) throw badConfig(path, faults)
  return { path, folder, owner, config: value }
}

function badConfig(path: string, diagnostics: readonly Diagnostic[]): HuntletError {
  return new HuntletError('BAD_CONFIG', `${path} cannot be used as it is.`, {
    diagnostics: diagnostics.toSorted((a, b) => a.span.start - b.span.start),
  })
}

function fault(document: YamlDocument, path: readonly string[], message: string, hint?: string): Diagnostic {
  return {
    code: 'CONFIG001',
    severity: 'error',
    message,
    span: document.spanOf(path),
    source: document.source,
    ...(hint !== undefined && { hint }),
  }
}

/** What the form alone does not say. */
function faultsOfWorkspaces({ workspaces }: Config, document: YamlDocument): Diagnostic[] {
  return Object.entries(workspaces).flatMap(([name, each]) => {
    const at = ['workspaces', name]
    switch (each.kind) {
      case 'log-analytics': {
        const { workspace, resource, endpoint, cloud } = each
        return [
          ...((workspace === undefined) === (resource === undefined)
            ? [
                fault(
                  document,
                  at,
                  `\`${name}\` needs either \`workspace\` (its id) or \`resource\` (/subscriptions/…).`,
                ),
              ]
            : []),
          ...(endpoint !== undefined && cloud !== undefined
            ? [fault(document, [...at, 'endpoint'], `\`${name}\` has both a \`cloud\` and an \`endpoint\`: give one.`)]
            : []),
          ...insecure(document, [...at, 'endpoint'], endpoint),
          ...withoutCertificate(document, at, each),
        ]
      }
      case 'kusto':
        return withoutCertificate(document, at, each)
      default:
        return []
    }
  })
}

function insecure(document: YamlDocument, at: readonly string[], url: string | undefined): Diagnostic[] {
  if (url === undefined || !url.startsWith('http:') || trustOf(new URL(url)) === 'own') return []
  return [fault(document, at, 'Plain http is for this machine only, such as http://127.0.0.1:8765.', 'Write https://…')]
}

function withoutCertificate(
  document: YamlDocument,
  at: readonly string[],
  { auth, certificate }: { readonly auth?: string | undefined; readonly certificate?: string | undefined },
): Diagnostic[] {
  if (auth !== 'certificate' || certificate !== undefined) return []
  return [fault(document, [...at, 'auth'], 'Login by certificate needs `certificate`: the file of it and its key.')]
}

/** What a project may not say for the user: folders of evidence and clones come from others. */
function overreach({ workspaces, folders }: Config, folder: string, document: YamlDocument): Diagnostic[] {
  const hint =
    'Write it into your own huntlet.yaml (huntlet workspaces list shows where), or name this file with --config.'
  const elsewhere = Object.entries(workspaces).flatMap(([name, each]) => {
    if (each.kind !== 'log-analytics' && each.kind !== 'kusto') return []
    const at = ['workspaces', name]
    const addresses =
      each.kind === 'kusto'
        ? { cluster: clusterAddress(each.cluster).url }
        : { endpoint: each.endpoint, audience: each.audience }
    return [
      ...Object.entries(addresses).flatMap(([key, url]) =>
        url === undefined || trustOf(new URL(url)) !== 'other'
          ? []
          : [
              fault(
                document,
                [...at, key],
                'A project may name Azure’s own addresses and this machine only: your login would be sent there.',
                hint,
              ),
            ],
      ),
      ...(each.token === undefined
        ? []
        : [fault(document, [...at, 'token'], 'A project may not name a token of yours to be sent.', hint)]),
    ]
  })
  const outside = (['notebooklets', 'queries'] as const).flatMap((key) => {
    const place = folders[key]
    if (place === undefined || isWithin(folder, placeOf(place, { folder }))) return []
    return [
      fault(document, ['folders', key], 'A project may name folders of its own only: what is there is run.', hint),
    ]
  })
  const cache =
    folders.cache === undefined
      ? []
      : [fault(document, ['folders', 'cache'], 'A project may not say where the cache is.', hint)]
  return [...elsewhere, ...outside, ...cache]
}

/** As it is written, and where links lead. */
function isWithin(folder: string, path: string): boolean {
  const isBelow = (above: string, below: string) => {
    const way = relative(above, below)
    return !/^\.\.(?:$|[\\/])/.test(way) && !isAbsolute(way)
  }
  return isBelow(folder, path) && (!existsSync(path) || isBelow(realpathSync(folder), realpathSync(path)))
}

const secretKey =
  /(token|secret|password|passphrase|passwd|connection_?string|api_?key|account_?key|credential|^key$|^sas$)/i
const secretText =
  /\beyJ[\w-]{8,}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|\b(AccountKey|SharedAccessKey|sig|client_secret)=[^\s&]/i

function refuseSecrets({ source, value, spanOf }: YamlDocument): void {
  const at = value === undefined ? secretLine(source.text) : secretPath(value, [])
  if (at === undefined) return
  const line = typeof at === 'number' ? at : positionOf(source, spanOf(at).start).line
  throw new HuntletError('SECRET_IN_CONFIG', `${source.name}:${line}: a secret is written into the settings.`, {
    hint: 'Name where it is instead: `{ env: NAME }` for a variable of the environment, or `{ file: PATH }` for a file that holds it. Change the secret if others have seen the file.',
  })
}

function secretPath(value: unknown, above: readonly string[]): readonly string[] | undefined {
  if (typeof value === 'string' && secretText.test(value)) return above
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const path = [...above, key]
    const isScalar = (typeof inner === 'string' && inner !== '') || typeof inner === 'number'
    if (isScalar && secretKey.test(key) && !Array.isArray(value)) return path
    const found = secretPath(inner, path)
    if (found) return found
  }
  return undefined
}

/** In a file that is no YAML, by its look: the message of what is wrong would show the line. */
function secretLine(text: string): number | undefined {
  const at = text.split('\n').findIndex((line) => {
    const pair = /^[\s{,-]*["']?([\w-]+)["']?\s*:\s*["']?[^\s{["'#]/.exec(line)
    return (pair && secretKey.test(pair[1]!)) || secretText.test(line)
  })
  return at < 0 ? undefined : at + 1
}

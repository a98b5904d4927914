import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { HuntletError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { setCacheFolder } from '../disk-use.ts'
import { userFolder } from '../user-folder.ts'
import type { Config, ConfiguredWorkspace } from './config-schema.ts'
import type { ConfigFile } from './read-config.ts'

export const configName = 'huntlet.yaml'

/** What the files of settings say together, what the project says before what the user says. */
export interface Configuration {
  /** In the order in which they were read: the user's, then the project's. */
  readonly files: readonly ConfigFile[]
  /** By name, with the file that says it. */
  readonly workspaces: ReadonlyMap<string, { readonly workspace: ConfiguredWorkspace; readonly file: ConfigFile }>
  readonly default?: string
  readonly auth?: NonNullable<Config['auth']>
  readonly tenant?: string
  readonly timeZone?: string
  readonly limits: Config['limits']
}

export interface ConfigFlags {
  /** Read instead of the user's file and the project's. */
  readonly config?: string
}

/** Where settings are looked for, whether or not there are any. */
export function configPlaces({ config }: ConfigFlags): readonly Pick<ConfigFile, 'path' | 'owner'>[] {
  if (config !== undefined) return [{ path: config, owner: 'user' }]
  const places = [
    { path: join(userFolder(), configName), owner: 'user' },
    { path: join(process.cwd(), configName), owner: 'project' },
  ] as const
  return resolve(places[0].path) === resolve(places[1].path) ? [places[0]] : places
}

/** Settings where there are none. */
export const nothingSaid: Configuration = { files: [], workspaces: new Map(), limits: {} }

const read = new Map<string, Promise<Configuration>>()

/**
 * The settings, read once. Throws HuntletError: NO_CONFIG for a file of `--config` that is not there, UNREADABLE_PATH, and what
 * `readConfig` throws.
 */
export function configuration(flags: ConfigFlags): Promise<Configuration> {
  const key = JSON.stringify(configPlaces(flags))
  const known = read.get(key) ?? load(flags)
  read.set(key, known)
  return known.then((settings) => {
    latest = settings
    return settings
  })
}

let latest: Configuration = nothingSaid

/** The settings as they were asked for last: for those who come after that and cannot wait. */
export function latestConfiguration(): Configuration {
  return latest
}

async function load(flags: ConfigFlags): Promise<Configuration> {
  const there = configPlaces(flags).filter(({ path }) => existsSync(path))
  if (flags.config !== undefined && there.length === 0) {
    throw new HuntletError('NO_CONFIG', `There is no file ${flags.config}.`, { hint: 'huntlet init writes one.' })
  }
  if (there.length === 0) return nothingSaid
  // The schema is only needed where there is something to check.
  const { readConfig } = await import('./read-config.ts')
  const settings = merged(there.map(({ path, owner }) => readConfig(path, textOf(path), owner)))
  const own = settings.files.findLast(({ owner, config }) => owner === 'user' && config.folders.cache !== undefined)
  if (own) setCacheFolder(placeOf(own.config.folders.cache!, own))
  return settings
}

/** A path of a file of settings, as it is seen from there. */
export function placeOf(path: string, { folder }: Pick<ConfigFile, 'folder'>): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(folder, path)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new HuntletError('UNREADABLE_PATH', `Cannot read ${path}: ${wordsOf(error)}`, { cause: error })
  }
}

function merged(files: readonly ConfigFile[]): Configuration {
  const workspaces = new Map(
    files.flatMap((file) =>
      Object.entries(file.config.workspaces).map(([name, workspace]) => [name, { workspace, file }] as const),
    ),
  )
  const last = <Key extends 'default' | 'auth' | 'tenant' | 'timeZone'>(key: Key) =>
    files.map(({ config }) => config[key]).findLast((value) => value !== undefined)
  const [chosen, auth, tenant, timeZone] = [last('default'), last('auth'), last('tenant'), last('timeZone')]
  return {
    files,
    workspaces,
    ...(chosen !== undefined && { default: chosen }),
    ...(auth !== undefined && { auth }),
    ...(tenant !== undefined && { tenant }),
    ...(timeZone !== undefined && { timeZone }),
    limits: Object.assign({}, ...files.map(({ config }) => config.limits)),
  }
}

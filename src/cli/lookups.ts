import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { HuntletError, printDiagnostic } from '../lib/diagnostic.ts'
import { systemClock } from '../providers/clock.ts'
import { AddressRanges } from '../providers/lookups/address-ranges.ts'
import { answerCache } from '../providers/lookups/answer-cache.ts'
import { type LookupPlaces, localLookups } from '../providers/lookups/local-lookups.ts'
import type { Lookup } from '../providers/lookups/lookup.ts'
import {
  type KeySource,
  type LookupSettings,
  lookupSettings,
  readLookupSettings,
} from '../providers/lookups/lookup-settings.ts'
import type { Own } from '../providers/lookups/reserved.ts'
import { serviceLookup } from '../providers/lookups/service.ts'
import { services } from '../providers/lookups/services/index.ts'
import type { Workspace } from '../providers/workspace.ts'
import { latestConfiguration } from './config/configuration.ts'
import { diskUse } from './disk-use.ts'
import { errorText } from './exit-code.ts'
import { isAgreed } from './lookup-consent.ts'
import { writeError } from './terminal.ts'
import { userFolder } from './user-folder.ts'
import type { WorkspaceFlags } from './workspace-argument.ts'

/** Options of every command that may look something up. */
export interface LookupFlags extends WorkspaceFlags {
  readonly offline?: boolean
}

/** The look-ups of this user, and what is one's own and never sent. */
export interface ConfiguredLookups {
  readonly local: readonly Lookup[]
  /** Services that are configured and have their keys. */
  readonly services: readonly Lookup[]
  /** Those of them that may be asked without a question. */
  readonly agreed: ReadonlySet<string>
  readonly own: Own
  /** What is configured and cannot be asked: id → why. */
  readonly hindered: ReadonlyMap<string, string>
  readonly isOffline: boolean
}

/** Most observables a service is asked about in one run, where its settings say nothing: what some minutes allow. */
const mostAsked = { minutes: 5, observables: 200 }

const fileName = 'lookups.yaml'

interface FoundSettings extends LookupSettings {
  readonly folder: string
  /** Only what the user wrote himself may agree for him. */
  readonly mayAgree: boolean
}

/** Reads `lookups.yaml` of the user and of the folder one stands in, where a service that both name is as the latter says. Throws `BAD_LOOKUPS`, `KEY_IN_FILE`. */
export function configuredLookups(flags: LookupFlags, workspace?: Workspace): ConfiguredLookups {
  const found = settingsFiles()
  const local = localLookups(placesOf(flags, workspace))
  const own = ownOf(found)
  const isOffline = offline(flags)
  const disk = diskUse(flags)
  const cache = answerCache(disk?.cache && disk.folder)
  const ready: Lookup[] = []
  const agreed = new Set<string>()
  const hindered = new Map<string, string>()
  for (const definition of isOffline ? [] : services) {
    const { id } = definition
    const settings = found.filter((each) => Object.hasOwn(each.services, id)).at(-1)
    if (!settings) continue
    const usual = Math.min(mostAsked.observables, mostAsked.minutes * definition.perMinute)
    const { key, password, most = usual, consent } = settings.services[id]!
    const [keyRead, passwordRead] = [readKey(key, settings.folder), readKey(password, settings.folder)]
    const problem = keyRead.problem ?? passwordRead.problem
    if (problem !== undefined) {
      hindered.set(id, problem)
      continue
    }
    const keys = { key: keyRead.text, password: passwordRead.text }
    const lookup = serviceLookup(definition, { keys, cache, clock: systemClock, own, most })
    ready.push(lookup)
    if ((consent === true && settings.mayAgree) || isAgreed(lookup)) agreed.add(id)
  }
  return { local, services: ready, agreed, own, hindered, isOffline }
}

/**
 * Look-ups as a run uses them: a service that nobody agreed to says so instead of being asked. `alsoAgreed` were agreed to since,
 * whether that could be remembered or not.
 */
export function lookupsForRun(
  flags: LookupFlags,
  workspace: Workspace,
  alsoAgreed: readonly string[] = [],
): readonly Lookup[] {
  let configured: ConfiguredLookups
  try {
    configured = configuredLookups(flags, workspace)
  } catch (error) {
    if (!(error instanceof HuntletError)) throw error
    // A slip in these settings need not stop an investigation of what is here.
    writeError(`${errorText(error)}\nwarning: no service is asked until that is mended`)
    return localLookups(placesOf(flags, workspace))
  }
  const { local, services: ready, hindered } = configured
  const agreed = new Set([...configured.agreed, ...alsoAgreed])
  const why = new Map(hindered)
  for (const { id } of ready) {
    if (!agreed.has(id))
      why.set(
        id,
        'you have not agreed yet that observables are sent there; `huntlet lookup` asks, as does L on the screen',
      )
  }
  const unasked = services
    .filter(({ id }) => why.has(id))
    .map(
      ({ id, title, text, about, kinds }): Lookup => ({
        id,
        title,
        text,
        about,
        kinds,
        place: 'local',
        hosts: [],
        needsKey: false,
        look: async (observables) => ({
          answers: [],
          entries: 0,
          // Of what it takes nothing of, it would not have been asked either.
          notices: observables.length === 0 ? [] : [`${title} was not asked: ${why.get(id)}.`],
        }),
      }),
    )
  return [...local, ...ready.filter(({ id }) => agreed.has(id)), ...unasked]
}

/** `--offline`, or `HUNTLET_OFFLINE` set to anything but 0: nothing is sent to any service. */
function offline({ offline }: { readonly offline?: boolean }): boolean {
  return offline === true || !['', '0', undefined].includes(process.env.HUNTLET_OFFLINE)
}

function placesOf(flags: LookupFlags, workspace: Workspace | undefined): LookupPlaces {
  const { folders = [], geoip = flags.geoip } = workspace?.beside ?? {}
  return { folders: [...folders, userFolder()], geoip }
}

/** `lookups` of `huntlet.yaml` and `lookups.yaml`, the user's before the project's: of a service that several name, the last counts. */
function settingsFiles(): FoundSettings[] {
  const folders = [...new Set([userFolder(), process.cwd()].map((folder) => resolve(folder)))]
  const inConfig = latestConfiguration().files.flatMap(({ config, folder, owner }): FoundSettings[] =>
    config.lookups ? [{ ...lookupSettings(config.lookups), folder, mayAgree: owner === 'user' }] : [],
  )
  return [...inConfig, ...settingsIn(folders)].sort((a, b) => Number(b.mayAgree) - Number(a.mayAgree))
}

function settingsIn(folders: readonly string[]): FoundSettings[] {
  return folders.flatMap((folder, index) => {
    const path = join(folder, fileName)
    let content: string
    try {
      content = readFileSync(path, 'utf8')
    } catch {
      return []
    }
    const { settings, diagnostics } = readLookupSettings(path, content)
    if (!settings) {
      throw new HuntletError('BAD_LOOKUPS', diagnostics.map((each) => printDiagnostic(each)).join('\n'), {
        diagnostics,
      })
    }
    return [{ ...settings, folder, mayAgree: index === 0 }]
  })
}

function ownOf(found: readonly FoundSettings[]): Own {
  const networks = new AddressRanges<true>()
  for (const network of found.flatMap(({ own }) => own.networks)) networks.add(network, true)
  return { networks, domains: found.flatMap(({ own }) => own.domains) }
}

function readKey(source: KeySource | undefined, folder: string): { readonly text: string; readonly problem?: string } {
  if (source === undefined) return { text: '' }
  if ('env' in source) {
    const text = process.env[source.env]?.trim() ?? ''
    return text === '' ? { text, problem: `the variable ${source.env} of the environment is not set` } : { text }
  }
  const path = source.file.startsWith('~/') ? join(homedir(), source.file.slice(2)) : resolve(folder, source.file)
  try {
    const text = readFileSync(path, 'utf8').trim()
    // A key stands in one line; anything else was not meant to be sent.
    if (/^[\x21-\x7e]{1,500}$/.test(text)) return { text }
    return { text: '', problem: `the file ${path} in ${dirname(path)} holds no key` }
  } catch {
    return { text: '', problem: `the file ${path} with its key cannot be read` }
  }
}

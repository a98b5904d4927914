import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { Table } from '../../lib/table.ts'
import { clusterAddress } from '../../providers/kusto/cluster-address.ts'
import { textTable } from '../../report/text-table.ts'
import { trustOf } from '../config/azure-hosts.ts'
import type { ConfiguredWorkspace } from '../config/config-schema.ts'
import {
  type ConfigFlags,
  type Configuration,
  configName,
  configPlaces,
  configuration,
  nothingSaid,
  placeOf,
} from '../config/configuration.ts'
import { configuredRequests, type NamedRequest, unknownName } from '../config/configured-request.ts'
import { dropWorkspace, editConfig, pathFor, putWorkspace, saveConfig } from '../config/edit-config.ts'
import { type EntryFlags, entryOfWords } from '../config/entry-of-words.ts'
import type { ConfigFile } from '../config/read-config.ts'
import { workspaceName } from '../config/workspace-id.ts'
import { chooseWorkspace } from '../config/workspace-words.ts'
import { exitCodes } from '../exit-code.ts'
import { interruptible } from '../interrupt.ts'
import { tellLogin } from '../login-text.ts'
import { leavesNoTrace } from '../no-trace.ts'
import { type ServiceFlags, wholeRequest } from '../open-services.ts'
import { isRead, outputWidth, writeError, writeOut } from '../terminal.ts'
import { userFolder } from '../user-folder.ts'
import { type TriedStep, tryWorkspace } from '../workspaces/try-workspace.ts'

/** `huntlet workspaces list`: what the settings name, and where the settings are. Nothing secret is in them. */
export async function listWorkspaces(flags: ConfigFlags & { readonly format: 'text' | 'json' }): Promise<void> {
  const settings = await configuration(flags)
  const entries = Array.from(settings.workspaces, ([name, { workspace, file }]) => ({ name, workspace, file }))
  if (flags.format === 'json') {
    const shown = entries.map(({ name, workspace, file }) => ({
      name,
      ...workspace,
      isDefault: name === settings.default,
      file: file.path,
    }))
    await writeOut([`${JSON.stringify(shown, null, 2)}\n`])
    return
  }
  const table = Table.fromRows(
    ['Name', 'Kind', 'Where', 'Login', 'Settings'].map((name) => ({ name, type: 'string' })),
    entries.map(({ name, workspace, file }) => [
      name === settings.default ? `${name} (default)` : name,
      workspace.kind,
      placeText(workspace, settings),
      loginText(workspace, settings),
      file.owner === 'project' ? 'project' : 'your own',
    ]),
  )
  const places = configPlaces(flags).map(
    ({ path, owner }) =>
      `${owner === 'project' ? 'of this folder' : 'your own'}: ${safeText(path)}${existsSync(path) ? '' : ' (not there)'}`,
  )
  const rows =
    entries.length > 0 ? [...textTable(table, { width: outputWidth() }), ''] : ['No workspace is named yet.', '']
  const { default: chosen } = settings
  const lost =
    chosen === undefined || chosen === 'demo' || settings.workspaces.has(chosen)
      ? []
      : ['', `default: ${unknownName(chosen, settings, 'it').message}`]
  const hint =
    entries.length > 0 ? [] : ['', 'huntlet init asks a few questions; huntlet workspaces add NAME WORKSPACE adds one.']
  await writeOut(
    [...rows, 'Settings', ...places.map((place) => `  ${place}`), ...lost, ...hint].map((line) => `${line}\n`),
  )
}

function placeText(workspace: ConfiguredWorkspace, { workspaces }: Configuration): string {
  switch (workspace.kind) {
    case 'log-analytics': {
      const { workspace: id, resource, cloud, endpoint } = workspace
      return [id ?? resource, cloud, endpoint].filter((part) => part !== undefined).join(' ')
    }
    case 'kusto':
      return `${workspace.cluster}/${workspace.database}`
    case 'local':
      return workspace.paths.join(', ')
    case 'recorded':
      return workspace.folder
    case 'several':
      return workspace.workspaces.map((each) => (workspaces.has(each) ? each : `${each} (not there)`)).join(', ')
  }
}

function loginText(workspace: ConfiguredWorkspace, settings: Configuration): string {
  if (workspace.kind !== 'log-analytics' && workspace.kind !== 'kusto') return ''
  const address = workspace.kind === 'kusto' ? clusterAddress(workspace.cluster).url : workspace.endpoint
  if (!workspace.token && address !== undefined && trustOf(new URL(address)) === 'own') return 'none'
  const { token, auth = settings.auth ?? 'default', tenant = settings.tenant } = workspace
  if (token) return 'env' in token ? `token of $${token.env}` : `token of ${token.file}`
  return tenant === undefined ? auth : `${auth}, ${tenant}`
}

export interface ChangeFlags extends ConfigFlags {
  /** Into the file of the folder one stands in, not one's own. */
  readonly project?: boolean
}

/** Where a change goes. */
function placeOfChange(flags: ChangeFlags): Pick<ConfigFile, 'path' | 'owner'> {
  if (flags.config !== undefined) return { path: flags.config, owner: 'user' }
  if (flags.project === true) return { path: configName, owner: 'project' }
  return configPlaces({})[0]!
}

/** `huntlet workspaces add NAME WORKSPACE…` */
export async function addWorkspace(
  name: string,
  words: readonly string[],
  flags: ChangeFlags & EntryFlags & { readonly default?: boolean; readonly replace?: boolean },
): Promise<void> {
  if (!workspaceName.test(name)) {
    throw new HuntletError('BAD_NAME', `\`${name}\` is no name for a workspace.`, {
      hint: 'Use letters, digits, `-`, `_` and `.`; `demo` is taken.',
    })
  }
  const isNew = flags.config !== undefined && !existsSync(flags.config)
  const settings = isNew ? nothingSaid : await configuration(flags)
  const edit = editConfig(...placed(flags))
  if (edit.document.hasIn(['workspaces', name]) && flags.replace !== true) {
    throw new HuntletError('BAD_NAME', `There is a workspace \`${name}\` in ${edit.path} already.`, {
      hint: 'Choose another name, or replace it with --replace.',
    })
  }
  const workspace = entryOfWords(words, flags, settings, (path) => pathFor(edit, path))
  putWorkspace(edit, name, workspace)
  if (flags.default === true) edit.document.set('default', name)
  saveConfig(edit)
  for (const missing of missingPaths(workspace, edit.path))
    writeError(`warning: ${safeText(missing)} is not there now.`)
  await writeOut([
    `${safeText(name)} is added to ${safeText(edit.path)}\n`,
    `  ${workspace.kind}: ${safeText(placeText(workspace, settings))}\n`,
    `\nNext:\n  huntlet workspaces test ${name}\n`,
    `  huntlet tables -w ${name}\n`,
  ])
}

/** What was meant may have been something else than a folder. */
function missingPaths(workspace: ConfiguredWorkspace, file: string): string[] {
  const paths = workspace.kind === 'local' ? workspace.paths : workspace.kind === 'recorded' ? [workspace.folder] : []
  return paths.filter((path) => !existsSync(placeOf(path, { folder: dirname(resolve(file)) })))
}

function placed(flags: ChangeFlags): [string, ConfigFile['owner']] {
  const { path, owner } = placeOfChange(flags)
  return [path, owner]
}

/** `huntlet workspaces remove NAME` */
export async function removeWorkspace(name: string, flags: ConfigFlags): Promise<void> {
  const settings = await configuration(flags)
  const found = settings.workspaces.get(name)
  if (!found) throw unknownName(name, settings)
  const users = Array.from(settings.workspaces)
    .filter(([, { workspace }]) => workspace.kind === 'several' && workspace.workspaces.includes(name))
    .map(([each]) => each)
  if (users.length > 0) {
    throw new HuntletError('IN_USE', `\`${name}\` is one of ${users.join(', ')}.`, {
      hint: `Remove it there first: huntlet workspaces remove ${users[0]}`,
    })
  }
  const { path, owner } = found.file
  const edit = editConfig(path, owner)
  const wasDefault = edit.document.get('default') === name
  dropWorkspace(edit, name)
  saveConfig(edit)
  await writeOut([
    `${safeText(name)} is removed from ${safeText(path)}\n`,
    ...(wasDefault ? ['It was the default; there is none now.\n'] : []),
  ])
}

/** `huntlet workspaces logout`: who logged in by device code or browser is asked for again. */
export async function logout(): Promise<void> {
  const { forgetLogins } = await import('../../providers/log-analytics/logins/login-record.ts')
  forgetLogins(userFolder())
  await writeOut([
    'Logins by device code and browser are forgotten: the next command asks for them. What the system keeps of them runs out.\n',
    'Those of Azure CLI and PowerShell end with az logout and Disconnect-AzAccount.\n',
  ])
}

/** `huntlet workspaces test [NAME…]`: each step with what to do where it fails. */
export async function testWorkspaces(
  words: readonly string[],
  flags: ConfigFlags & ServiceFlags & { readonly format: 'text' | 'json' },
): Promise<void> {
  const settings = await configuration(flags)
  const asked = requestsOf(words, settings)
  const shown: { readonly name: string; readonly steps: readonly TriedStep[] }[] = []
  await interruptible(async (signal) => {
    for (const { name, request } of asked) {
      const whole =
        request.kind === 'local'
          ? request
          : wholeRequest(request, {
              flags,
              settings,
              now: undefined,
              deadlineMs: undefined,
              disk: undefined,
              signal,
              onProgress: () => {},
              onDeviceCode: tellLogin,
              loginFolder: leavesNoTrace({}) ? undefined : userFolder(),
              isAttended: isRead(),
            })
      if (flags.format === 'text') await writeOut([`${safeText(name)}\n`])
      const writing: Promise<void>[] = []
      const steps = await tryWorkspace(
        whole,
        (step) => {
          if (flags.format === 'text') writing.push(writeOut(stepLines(step)))
        },
        signal,
      )
      await Promise.all(writing)
      shown.push({ name, steps })
    }
  })
  if (flags.format === 'json') await writeOut([`${JSON.stringify(shown, null, 2)}\n`])
  if (shown.some(({ steps }) => steps.some(({ status }) => status === 'failed'))) process.exitCode = exitCodes.failed
}

function requestsOf(words: readonly string[], settings: Configuration): { name: string; request: NamedRequest }[] {
  const named = words.length > 0 ? words : settings.default === undefined ? [] : [settings.default]
  if (named.length === 0) {
    throw new HuntletError('BAD_WORKSPACE', 'No workspace was named.', {
      hint: 'huntlet workspaces list shows those of huntlet.yaml; azure:ID and kusto:CLUSTER/DATABASE can be tested too.',
    })
  }
  return named.flatMap((word) => {
    if (settings.workspaces.has(word)) {
      const requests = configuredRequests(word, settings)
      return requests.map((request) => ({ name: requests.length > 1 ? `${word}: ${titleOf(request)}` : word, request }))
    }
    const choice = chooseWorkspace([word], settings)
    if (choice.kind === 'demo') throw new HuntletError('BAD_WORKSPACE', 'The demo always works.')
    if (choice.kind === 'asked') return choice.requests.map((request) => ({ name: word, request }))
    if (!existsSync(word)) throw unknownName(word, settings)
    return [{ name: word, request: { kind: 'local', paths: choice.paths } }]
  })
}

function titleOf(request: NamedRequest): string {
  if (request.kind === 'local') return request.paths.join(', ')
  return request.kind === 'recorded' ? request.folder : (request.name ?? request.kind)
}

const marks: Readonly<Record<TriedStep['status'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
  skipped: '-      ',
}

function stepLines({ step, status, text, remedy }: TriedStep): string[] {
  const lines = [`  ${marks[status]} ${step.padEnd(10)} ${safeText(text)}\n`]
  return remedy === undefined ? lines : [...lines, `${' '.repeat(21)}→ ${safeText(remedy)}\n`]
}

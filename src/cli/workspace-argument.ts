import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { HuntletError, nearest } from '../lib/diagnostic.ts'
import { safeText } from '../lib/safe-text.ts'
import type { LocalRequest } from '../providers/open-workspace.ts'
import { withRunDeadline } from '../providers/run-deadline.ts'
import { toldWorkspace } from '../providers/told-workspace.ts'
import type { Workspace, WorkspaceNotice } from '../providers/workspace.ts'
import { type ConfigFlags, type Configuration, configuration } from './config/configuration.ts'
import { unknownName } from './config/configured-request.ts'
import { chooseWorkspace, isWorkspaceWord, type WorkspaceChoice } from './config/workspace-words.ts'
import { diskUse } from './disk-use.ts'
import { tellLogin } from './login-text.ts'
import { leavesNoTrace } from './no-trace.ts'
import type { ServiceFlags } from './open-services.ts'
import { runDeadline } from './run-deadline.ts'
import { isRead, progressLine, writeError } from './terminal.ts'
import { userFolder } from './user-folder.ts'

/** Options of every command that reads a workspace. */
export interface WorkspaceFlags extends ConfigFlags, ServiceFlags {
  readonly workspace?: readonly string[]
  readonly table?: readonly string[]
  readonly now?: string
  readonly memory?: string
  readonly geoip?: string
  readonly cache?: boolean
  readonly trace?: boolean
  /** Longest all questions of a run may take together. */
  readonly deadline?: string
  /** Where every question and answer is kept. */
  readonly record?: string
}

/**
 * `--workspace` takes several values, so it also swallows what follows it: `--workspace logs account-summary`. Values
 * after the first that are no workspace are given back as what they were meant to be.
 */
export async function separateWorkspace(
  flags: Pick<WorkspaceFlags, 'workspace' | 'config'>,
  positional: readonly string[],
  needed: number,
): Promise<{ readonly workspace: string[]; readonly positional: string[] }> {
  const workspace = [...(flags.workspace ?? [])]
  const missing = needed - positional.length
  if (missing <= 0 || workspace.length < 2) return { workspace, positional: [...positional] }
  const settings = await configuration(flags)
  const at = workspace.findIndex((value, index) => index > 0 && !isWorkspaceWord(value, settings))
  if (at < 0) return { workspace, positional: [...positional] }
  return { workspace: workspace.slice(0, at), positional: [...workspace.slice(at), ...positional] }
}

/** What to open where `--workspace` names nothing: the default of the settings or else the demo, the default or else nothing, nothing. */
export type Otherwise = 'demo' | 'default' | 'nothing'

/**
 * Opens what `--workspace` names, and without one what `otherwise` says. The folder one stands in is not guessed. `tell` is told of waiting and
 * repeating while questions are asked.
 */
export async function openFromFlags(
  flags: WorkspaceFlags,
  signal?: AbortSignal,
  otherwise: Otherwise = 'demo',
  tell?: (text: string) => void,
): Promise<Workspace> {
  const workspace = await openGiven(flags, signal, otherwise)
  try {
    const recorded = flags.record === undefined ? workspace : await recordedInto(workspace, flags.record)
    return tell ? toldWorkspace(recorded, tell) : recorded
  } catch (error) {
    await workspace.close()
    throw error
  }
}

async function recordedInto(workspace: Workspace, folder: string): Promise<Workspace> {
  const { recording } = await import('../providers/recorded/recording.ts')
  return recording(workspace, folder)
}

async function openGiven(
  flags: WorkspaceFlags,
  signal: AbortSignal | undefined,
  otherwise: Otherwise,
): Promise<Workspace> {
  const settings = await configuration(flags)
  const values = valuesOf(flags, settings, otherwise)
  const chosen = chooseWorkspace(values, settings)
  const isDemo = values.length === 0 && !flags.table && otherwise === 'demo'
  const choice = isDemo ? ({ kind: 'demo' } as const) : chosen
  const line = progressLine()
  try {
    return choice.kind === 'asked'
      ? await openServices(choice.requests, flags, settings, signal, line)
      : await openFiles(choice, flags, settings, signal, line)
  } finally {
    line.clear()
  }
}

type ProgressLine = ReturnType<typeof progressLine>

async function openServices(
  requests: Extract<WorkspaceChoice, { kind: 'asked' }>['requests'],
  flags: WorkspaceFlags,
  settings: Configuration,
  signal: AbortSignal | undefined,
  line: ProgressLine,
): Promise<Workspace> {
  if (flags.table) throw new HuntletError('BAD_TABLE', '--table reads a file: it goes with folders and files of logs.')
  const { openAsked } = await import('./open-services.ts')
  const workspace = await openAsked(requests, {
    flags,
    settings,
    now: flags.now,
    deadlineMs: await runDeadline(flags),
    disk: diskUse(flags),
    signal,
    onProgress: (text) => line.show(safeText(text)),
    onDeviceCode: (text) => {
      line.clear()
      tellLogin(text)
    },
    loginFolder: leavesNoTrace(flags) ? undefined : userFolder(),
    isAttended: isRead(),
  })
  line.clear()
  await sayWarnings(workspace)
  return workspace
}

async function openFiles(
  choice: Exclude<WorkspaceChoice, { kind: 'asked' }>,
  flags: WorkspaceFlags,
  settings: Configuration,
  signal: AbortSignal | undefined,
  line: ProgressLine,
): Promise<Workspace> {
  if (flags.auth ?? flags.tenant ?? flags.endpoint ?? flags.tokenEnv) {
    const { refuseServiceFlags } = await import('./open-services.ts')
    refuseServiceFlags(flags, choice.kind === 'demo' ? 'The demo' : 'A workspace of files')
  }
  const { openWorkspace } = await import('../providers/open-workspace.ts')
  const configured: Pick<LocalRequest, 'now' | 'geoip'> = choice.kind === 'local' ? choice : {}
  const now = flags.now ?? configured.now
  const geoip = flags.geoip ?? (process.env.HUNTLET_GEOIP || undefined) ?? configured.geoip
  const disk = diskUse(flags)
  const shared = {
    ...(disk && { disk }),
    ...(geoip !== undefined && { geoip }),
    ...(now !== undefined && { now }),
    ...(flags.memory !== undefined && { memoryLimit: flags.memory }),
    ...(signal && { signal }),
    onProgress: (progress: { readonly text: string }) => line.show(safeText(progress.text)),
  }
  const deadlineMs = await runDeadline(flags)
  const held = (workspace: Workspace) => (deadlineMs === undefined ? workspace : withRunDeadline(workspace, deadlineMs))
  if (choice.kind === 'demo') return held(await openWorkspace({ kind: 'demo', ...shared }))
  const { paths } = choice
  refuseMissingNames(paths, settings)
  const tables = tableOverrides(flags.table)
  const opened = await openWorkspace({ kind: 'local', paths, tables, mappings: userMappings(), ...shared })
  return held(await withTables(opened, paths.length > 0))
}

function valuesOf(flags: WorkspaceFlags, settings: Configuration, otherwise: Otherwise): readonly string[] {
  const { workspace = [], table } = flags
  const chosen = settings.default
  if (workspace.length > 0 || table || otherwise === 'nothing' || chosen === undefined) return workspace
  if (!isWorkspaceWord(chosen, settings)) {
    const file = settings.files.findLast(({ config }) => config.default !== undefined)
    throw unknownName(chosen, settings, `\`default\` of ${file?.path ?? 'huntlet.yaml'}`)
  }
  return [chosen]
}

/** A name that was mistyped is no file that is missing. */
function refuseMissingNames(paths: readonly string[], settings: Configuration): void {
  for (const path of paths) {
    if (existsSync(path) || !nearest(path, settings.workspaces.keys())) continue
    throw new HuntletError(
      'UNKNOWN_WORKSPACE',
      `\`${path}\` is neither a folder or file nor a workspace of huntlet.yaml. Did you mean \`${nearest(path, settings.workspaces.keys())}\`?`,
      { hint: 'huntlet workspaces list shows them.' },
    )
  }
}

/** Folders of mappings of the user's own, for all logs. */
export function userMappings(): string[] {
  return [join(userFolder(), 'mappings')]
}

/** `warning: logs/a.csv:17: what is wrong` */
export function noticeText({ severity, message, file, line }: WorkspaceNotice): string {
  return `${severity}: ${file ? `${safeText(file)}${line ? `:${line}` : ''}: ` : ''}${safeText(message)}`
}

/** Says what could not be read; refuses a folder in which there is nothing at all to ask. */
async function withTables(workspace: Workspace, isGiven: boolean): Promise<Workspace> {
  await sayWarnings(workspace)
  const beside = await workspace.surroundings?.()
  const isBare = (await workspace.tables()).length === 0 && !beside?.functions.length && !beside?.watchlists.length
  if (!isGiven || !isBare) return workspace
  await workspace.close()
  throw new HuntletError('NO_SUCH_TABLES', `${workspace.name} holds no logs that can be read.`, {
    hint: 'Give a folder or files of CSV, JSON, JSON lines, Parquet, syslog or .evtx (packed or in archives), or --workspace demo.',
  })
}

async function sayWarnings(workspace: Workspace): Promise<void> {
  const notices = (await workspace.notices()).filter(({ severity }) => severity === 'warning')
  for (const notice of notices.slice(0, mostWarnings)) {
    writeError(noticeText(notice))
  }
  if (notices.length > mostWarnings)
    writeError(`warning: ${notices.length - mostWarnings} more; huntlet tables shows them all.`)
}

const mostWarnings = 10

/** The notices that opening a workspace of files leaves unsaid: those that are no warnings, and warnings beyond the first. */
export function unsaidNotices(notices: readonly WorkspaceNotice[]): WorkspaceNotice[] {
  let warnings = 0
  return notices.filter(({ severity }) => severity !== 'warning' || ++warnings > mostWarnings)
}

/** `--table NAME=FILE`, as often as it is given. */
export function tableOverrides(given: readonly string[] | undefined): Record<string, string> {
  return Object.fromEntries((given ?? []).map(tableOverride))
}

function tableOverride(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at <= 0 || at === text.length - 1) {
    throw new HuntletError(
      'BAD_TABLE',
      `\`--table ${text}\`: expected NAME=FILE, for example --table SigninLogs=export.csv`,
    )
  }
  return [text.slice(0, at), text.slice(at + 1)]
}

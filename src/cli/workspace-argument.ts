import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { HuntletError } from '../lib/diagnostic.ts'
import { safeText } from '../lib/safe-text.ts'
import type { Workspace, WorkspaceNotice } from '../providers/workspace.ts'
import { userFolder } from './content-roots.ts'
import { diskUse } from './disk-use.ts'
import { progressLine, writeError } from './terminal.ts'

/** Options of every command that reads a workspace. */
export interface WorkspaceFlags {
  readonly workspace?: readonly string[]
  readonly table?: readonly string[]
  readonly now?: string
  readonly memory?: string
  readonly geoip?: string
  readonly cache?: boolean
  readonly trace?: boolean
}

/**
 * `--workspace` takes several values, so it also swallows what follows it: `--workspace logs account-summary`. Values
 * after the first that are no path are given back as what they were meant to be.
 */
export function separateWorkspace(
  values: readonly string[] | undefined,
  positional: readonly string[],
  needed: number,
) {
  const workspace = [...(values ?? [])]
  const missing = needed - positional.length
  if (missing <= 0 || workspace.length < 2) return { workspace, positional: [...positional] }
  const at = workspace.findIndex((value, index) => index > 0 && !isWorkspace(value))
  if (at < 0) return { workspace, positional: [...positional] }
  return { workspace: workspace.slice(0, at), positional: [...workspace.slice(at), ...positional] }
}

function isWorkspace(value: string): boolean {
  return value === 'demo' || /^(azure|kusto):/.test(value) || existsSync(value)
}

/** Opens what `--workspace` names; without one, the demo. The folder one stands in is not guessed. */
export async function openFromFlags(
  flags: WorkspaceFlags,
  signal?: AbortSignal,
  otherwise: 'demo' | 'nothing' = 'demo',
): Promise<Workspace> {
  const values = flags.workspace ?? []
  const remote = values.find((value) => /^(azure|kusto):/.test(value))
  if (remote) {
    throw new HuntletError(
      'BAD_WORKSPACE',
      `\`${remote}\`: this version answers from local files and the demo, not from Azure yet.`,
      {
        hint: 'Export the tables and give the folder: --workspace ./logs',
      },
    )
  }
  const tables = tableOverrides(flags.table)
  const mappings = userMappings()
  const geoip = flags.geoip ?? (process.env.HUNTLET_GEOIP || undefined)
  const disk = diskUse(flags)
  const shared = {
    ...(disk && { disk }),
    ...(geoip !== undefined && { geoip }),
    ...(flags.now !== undefined && { now: flags.now }),
    ...(flags.memory !== undefined && { memoryLimit: flags.memory }),
    ...(signal && { signal }),
  }
  const { openWorkspace } = await import('../providers/open-workspace.ts')
  const line = progressLine()
  const onProgress = (progress: { readonly text: string }) => line.show(progress.text)
  try {
    if (values.length === 0 && Object.keys(tables).length === 0 && otherwise === 'demo') {
      return await openWorkspace({ kind: 'demo', ...shared, onProgress })
    }
    if (values.includes('demo')) {
      if (values.length > 1) throw new HuntletError('BAD_WORKSPACE', 'The demo cannot be mixed with other workspaces.')
      return await openWorkspace({ kind: 'demo', ...shared, onProgress })
    }
    return await withTables(
      await openWorkspace({ kind: 'local', paths: values, tables, mappings, ...shared, onProgress }),
      values.length > 0,
    )
  } finally {
    line.clear()
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
  const notices = (await workspace.notices()).filter(({ severity }) => severity === 'warning')
  for (const notice of notices.slice(0, mostWarnings)) {
    writeError(noticeText(notice))
  }
  if (notices.length > mostWarnings)
    writeError(`warning: ${notices.length - mostWarnings} more; huntlet tables shows them all.`)
  const beside = await workspace.surroundings?.()
  const isBare = (await workspace.tables()).length === 0 && !beside?.functions.length && !beside?.watchlists.length
  if (!isGiven || !isBare) return workspace
  await workspace.close()
  throw new HuntletError('NO_SUCH_TABLES', `${workspace.name} holds no logs that can be read.`, {
    hint: 'Give a folder or files of CSV, JSON, JSON lines, Parquet, syslog or .evtx (packed or in archives), or --workspace demo.',
  })
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

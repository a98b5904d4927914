import { HuntletError, printDiagnostic } from '../lib/diagnostic.ts'
import { safeText } from '../lib/safe-text.ts'
import type { QueryTable } from '../providers/workspace.ts'

/** What the process ends with, as `huntlet --help` says it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, partial: 3 } as const

/** Codes of what goes wrong though it was asked for rightly: the disk, the engine, a broken file. Every other is a mistake in the asking. */
const failures: ReadonlySet<string> = new Set([
  'BAD_ANSWER',
  'BAD_RECORDING',
  'BROKEN_NOTEBOOKLET',
  'BROKEN_QUERY',
  'CANCELLED',
  'CANNOT_LISTEN',
  'CANNOT_WRITE',
  'CHECK_FAILED',
  'DISK_FULL',
  'ENGINE_BROKEN',
  'ENGINE_STOPPED',
  'LANGUAGE_SERVICE',
  'NOT_LOGGED_IN',
  'NO_PERMISSION',
  'NO_TERMINAL',
  'NO_TOKEN',
  'OUT_OF_MEMORY',
  'PORT_TAKEN',
  'QUERY_FAILED',
  'QUERY_TIMEOUT',
  'RESULT_CLOSED',
  'RESULT_TOO_LARGE',
  'SERVICE_UNAVAILABLE',
  'THROTTLED',
  'UNREADABLE_PATH',
  'VALUE_TOO_LARGE',
  'WORKSPACE_CLOSED',
])

/** Of an answer that lacks rows, unless the user's own limit is all that cut it. */
export function exitCodeOfAnswer({ table, completeness }: QueryTable, limit: number | undefined): number {
  const { status } = completeness
  const isOwnCut = status === 'truncated' && limit !== undefined && table.rowCount >= limit
  return status === 'complete' || isOwnCut ? exitCodes.done : exitCodes.partial
}

export function exitCodeOf(error: unknown): number {
  return error instanceof HuntletError && !failures.has(error.code) ? exitCodes.usage : exitCodes.failed
}

/** What standard error says of a failure: code, message, frames, the next step. A stack only for our own defects. */
export function errorText(error: unknown): string {
  if (!(error instanceof HuntletError)) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `error: ${words.split('\n').map(safeText).join('\n')}`
  }
  const frames = error.diagnostics.map((diagnostic) => printDiagnostic(diagnostic))
  const head = frames.length > 0 ? [] : [`error ${error.code}: ${error.message.split('\n').map(safeText).join('\n  ')}`]
  const said = error.diagnostics.some(({ hint }) => hint === error.hint)
  return [...head, ...frames, ...(error.hint && !said ? [`  hint: ${safeText(error.hint)}`] : [])].join('\n')
}

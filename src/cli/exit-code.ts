import { HuntletError, printDiagnostic } from '../lib/diagnostic.ts'
import { safeText } from '../lib/safe-text.ts'

export const exitCodes = { done: 0, failed: 1, usage: 2, partial: 3 } as const

/** Codes of mistakes in what was asked for; every other failure is one of the work itself. */
const usage = /^(KQL_|UNKNOWN_|BAD_|MISSING_|NO_SUCH_|AMBIGUOUS_|INVALID_|USAGE)/

export function exitCodeOf(error: unknown): number {
  return error instanceof HuntletError && usage.test(error.code) ? exitCodes.usage : exitCodes.failed
}

/** What standard error says of a failure: code, message, frames, the next step. A stack only for our own defects. */
export function errorText(error: unknown): string {
  if (!(error instanceof HuntletError)) {
    return error instanceof Error ? `error: ${error.stack ?? error.message}` : `error: ${String(error)}`
  }
  const frames = error.diagnostics.map((diagnostic) => printDiagnostic(diagnostic))
  const head = frames.length > 0 ? [] : [`error ${error.code}: ${safeText(error.message)}`]
  const said = error.diagnostics.some(({ hint }) => hint === error.hint)
  return [...head, ...frames, ...(error.hint && !said ? [`  hint: ${error.hint}`] : [])].join('\n')
}

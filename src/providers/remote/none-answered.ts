import { HuntletError, KqlError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'

/** One of several workspaces that gave no answer, or could not be opened. */
export interface Unanswered {
  readonly workspace: string
  readonly error: unknown
}

/** What went wrong and what to do, without the name of the workspace: that is said before it. */
export function saidOf({ workspace, error }: Unanswered): string {
  const hint = error instanceof HuntletError && error.hint !== undefined ? ` ${error.hint}` : ''
  const words = wordsOf(error)
  return `${words.startsWith(`${workspace}: `) ? words.slice(workspace.length + 2) : words}${hint}`
}

/** The error of several workspaces of which none has answered; there is one at least. What all say is said once, else each has a line. */
export function noneAnswered(all: readonly Unanswered[]): unknown {
  const [first] = all.map(({ error }) => error)
  const said = all.map(saidOf)
  if (new Set(said).size === 1) return first
  const code = first instanceof HuntletError ? first.code : 'QUERY_FAILED'
  const message = all.map(({ workspace }, at) => `${workspace}: ${said[at]}`).join('\n')
  const Kind = all.every(({ error }) => error instanceof KqlError) ? KqlError : HuntletError
  const diagnostics = first instanceof HuntletError ? first.diagnostics : []
  return new Kind(code, message, { diagnostics, cause: first })
}

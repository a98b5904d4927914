import { HuntletError, KqlError, positionOf } from '../lib/diagnostic.ts'
import { placeDiagnostics, type RenderedQuery } from '../queries/render.ts'
import type { QueryRecord } from './result-data.ts'

/** A table that could not be had: why, and what was asked. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
  readonly notices: readonly string[]
  readonly queries: readonly QueryRecord[]

  constructor(notices: readonly string[], queries: readonly QueryRecord[], cause: unknown) {
    super(notices[0] ?? 'failed', { cause })
    this.notices = notices
    this.queries = queries
  }
}

/** A failure in the words of a reader: what, where in which file, and what to do. */
export function failureNotices(error: unknown, rendered?: RenderedQuery): readonly string[] {
  if (error instanceof SourceFailure) return error.notices
  if (error instanceof KqlError && error.diagnostics.length > 0) {
    const placed = rendered ? placeDiagnostics(rendered, error.diagnostics) : error.diagnostics
    return placed.map(({ message, hint, source, span }) => {
      const said = `${message}${hint ? ` ${hint}` : ''}`
      if (!source) return said
      const { line, column } = positionOf(source, span.start)
      return `${said} (${source.name}:${line}:${column})`
    })
  }
  // Of several workspaces each has a line.
  if (error instanceof HuntletError) return (error.hint ? `${error.message} ${error.hint}` : error.message).split('\n')
  return [error instanceof Error ? error.message : String(error)]
}

/** What `work` makes; what it throws becomes a SourceFailure that knows what was asked before. */
export function attempt<T>(queries: readonly QueryRecord[], work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new SourceFailure(failureNotices(error), queries, error)
  }
}

import { type Diagnostic, HuntletError, KqlError } from '../../lib/diagnostic.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { firstSentence, isOutOfMemory, largeValueIn } from './engine-words.ts'

/** An error on its way to another thread: structured cloning keeps neither its class nor its code. */
export interface Failure {
  readonly kind: 'kql' | 'huntlet'
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly diagnostics?: readonly Diagnostic[]
  /** What lies behind it, in words. */
  readonly cause?: string
}

export function toFailure(error: unknown): Failure {
  if (error instanceof HuntletError) {
    return {
      kind: error instanceof KqlError ? 'kql' : 'huntlet',
      code: error.code,
      message: error.message,
      ...(error.hint !== undefined && { hint: error.hint }),
      ...(error.diagnostics.length > 0 && { diagnostics: error.diagnostics }),
      ...(error.cause !== undefined && { cause: wordsOf(error.cause) }),
    }
  }
  return engineFailure(error)
}

/** What DuckDB said, or a defect of ours, as something a user can act on. */
function engineFailure(error: unknown): Failure {
  const words = wordsOf(error)
  const failure = (code: string, message: string, hint?: string): Failure => ({
    kind: 'huntlet',
    code,
    message,
    ...(hint !== undefined && { hint }),
    cause: error instanceof Error && error.stack !== undefined ? error.stack : words,
  })
  if (isOutOfMemory(error)) {
    const hint =
      'Ask for a shorter time range or fewer columns, summarize earlier, or raise the memory limit (--memory 8GB).'
    return failure('OUT_OF_MEMORY', 'The engine ran out of the memory it may use.', hint)
  }
  const large = largeValueIn(words)
  if (large !== undefined) {
    const hint = 'Make it shorter, with `substring`, `take` or `array_slice`, before it is worked on.'
    return failure('VALUE_TOO_LARGE', `The query makes ${large}.`, hint)
  }
  if (/database has been invalidated|^FATAL/i.test(words)) {
    return failure('ENGINE_BROKEN', `The engine stopped working: ${firstSentence(words)}`, 'Open the workspace again.')
  }
  if (error instanceof RangeError && /call stack/i.test(words)) {
    return failure('QUERY_TOO_DEEP', 'The query is nested too deeply.', 'Split it with `let` statements.')
  }
  return failure('QUERY_FAILED', `The engine could not answer: ${firstSentence(words)}`)
}

export function fromFailure({ kind, code, message, hint, diagnostics, cause }: Failure): HuntletError {
  const Kind = kind === 'kql' ? KqlError : HuntletError
  return new Kind(code, message, {
    ...(hint !== undefined && { hint }),
    ...(diagnostics && { diagnostics }),
    ...(cause !== undefined && { cause }),
  })
}

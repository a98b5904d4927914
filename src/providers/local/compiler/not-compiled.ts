import { KqlError } from '../../../lib/diagnostic.ts'

/** What is said of a query that the compiler did not survive. */
export const notCompiled = {
  tooLong: (kql: string, afterMs: number) =>
    notUnderstood(
      kql,
      'KQL152',
      `The query is too complex: after ${afterMs / 1000} seconds it was still being compiled`,
    ),
  crashed: (kql: string, cause: unknown) =>
    notUnderstood(kql, 'KQL153', 'The query is too large or nested too deeply to be compiled', cause),
}

function notUnderstood(kql: string, code: string, message: string, cause?: unknown): KqlError {
  const hint = 'Split it: fewer calls of functions that call others, shorter lists, less nesting.'
  const span = { start: 0, end: kql.length }
  return new KqlError('KQL_UNSUPPORTED', message, {
    hint,
    diagnostics: [{ code, severity: 'error', message, span, source: { name: 'query', text: kql }, hint }],
    ...(cause !== undefined && { cause }),
  })
}

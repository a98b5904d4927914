import { KqlError, type Span } from '../../lib/diagnostic.ts'
import type { OneApiError } from './frames/one-api-error.ts'

/** What Kusto finds wrong in a query, at its place in the text that was sent; where it names none, the whole text. */
export function placedError({ message, inner, place, code: given }: OneApiError, kql: string): KqlError {
  const named = [given, ...inner.map((each) => each.code)].find((code) => /^(SYN|SEM)\d+$/.test(code))
  const code = named ?? /\b(SYN|SEM)\d+\b/.exec(message)?.[0] ?? 'KUSTO'
  const said = inner.at(-1)?.message || plainWords(message)
  const span = place ? spanAt(kql, place.line, place.position) : { start: 0, end: kql.length }
  return new KqlError('KQL_INVALID', said, { diagnostics: [{ code, severity: 'error', message: said, span }] })
}

/** Without what is around it for programs: the request's failing, the place, the query itself. */
function plainWords(message: string): string {
  const words = message
    .replace(/^Request is invalid[^:]*: /, '')
    .replace(/\. Query: '[\s\S]*$/, '')
    .replace(/\s*\[line:position=[^\]]*\]/, '')
    .replace(/^(Syntax|Semantic) error: ((SYN|SEM)\d+: )?/, '')
    .trim()
  return words === '' ? message : words
}

/** The word at a line counted from 1 and a position in it counted from 0; a character where there is no word. */
export function spanAt(text: string, line: number, position: number): Span {
  let start = 0
  for (let counted = 1; counted < line; counted++) {
    const end = text.indexOf('\n', start)
    if (end < 0) return { start: text.length, end: text.length }
    start = end + 1
  }
  const at = Math.min(start + position, text.length)
  const word = /^(?:[\w$]+|"[^"\n]*"|'[^'\n]*'|\['[^'\n]*'\])/.exec(text.slice(at, at + 1000))?.[0].length ?? 1
  return { start: at, end: Math.min(at + word, text.length) }
}

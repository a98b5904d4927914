import { KqlError, type Span } from '../../../lib/diagnostic.ts'
import type { ServiceError } from './service-words.ts'
import type { RefusedKql } from './status-fault.ts'

/** What the service says against a query, at its place in the text that was sent. */
export function kqlError(refused: RefusedKql, kql: string): KqlError {
  const { errors } = refused
  const innermost = errors.findLast(({ message }) => message !== '') ?? errors.at(-1)
  const placed = errors.findLast(({ line, pos }) => line !== undefined && pos !== undefined)
  const span = (placed && placeOf(placed, kql)) ?? namedIn(refused.message, kql) ?? { start: 0, end: kql.length }
  return new KqlError('KQL_INVALID', refused.message, {
    diagnostics: [{ code: innermost?.code || 'KQL_INVALID', severity: 'error', message: refused.message, span }],
  })
}

/** Lines count from 1. Whether positions count from 0 or 1 differs: where the token stands tells. */
function placeOf({ line = 1, pos = 0, token = '' }: ServiceError, kql: string): Span | undefined {
  const lines = kql.split('\n')
  if (line < 1 || line > lines.length) return undefined
  const before = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0)
  const at = [pos, pos - 1]
    .map((each) => before + each)
    .find((each) => each >= 0 && token !== '' && kql.startsWith(token, each))
  const start = Math.max(0, Math.min(at ?? before + pos, kql.length))
  const end = at === undefined ? Math.min(start + 1, kql.length) : at + token.length
  return { start, end }
}

/** The one place of a name that the message puts into quotes; the last one, as the operator is named before it. */
function namedIn(message: string, kql: string): Span | undefined {
  for (const [, name] of [...message.matchAll(/['`"]([^'`"\n]{1,200})['`"]/g)].toReversed()) {
    const start = placeOfWord(kql, name!)
    if (start >= 0) return { start, end: start + name!.length }
  }
  return undefined
}

/** Where the name stands as a whole word, if only once; else -1. */
function placeOfWord(kql: string, name: string): number {
  const isWord = (character: string | undefined) => character !== undefined && /\w/.test(character)
  let found = -1
  for (let at = kql.indexOf(name); at >= 0; at = kql.indexOf(name, at + 1)) {
    if (isWord(name[0]) && isWord(kql[at - 1])) continue
    if (isWord(name.at(-1)) && isWord(kql[at + name.length])) continue
    if (found >= 0) return -1
    found = at
  }
  return found
}

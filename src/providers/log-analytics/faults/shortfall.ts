import type { Json } from '../../../lib/table.ts'
import type { Shortfall } from '../../remote/wire.ts'
import { errorsIn, saysSomething, wordsIn } from './service-words.ts'

/** By what the service writes; the numbers are those of Kusto, also as signed ones. */
const kinds: readonly { readonly pattern: RegExp; readonly kind: Shortfall['kind'] }[] = [
  { pattern: /limit of [\d,.]+ (records|rows)|record count|row (count )?limit/i, kind: 'rows' },
  {
    pattern:
      /limit of [\d,.]+ ?(bytes|[kmg]i?b)|E_QUERY_RESULT_SET_TOO_LARGE|0x80DA0003|-2133196797|data size|E_RUNAWAY_QUERY|E_LOW_MEMORY|memory/i,
    kind: 'bytes',
  },
  { pattern: /time[d-]? ?out|took too long|E_QUERY_TIMEOUT|execution time/i, kind: 'time' },
]

/** Why an answer of status 200 is not all there is; undefined where it says nothing of the kind. */
export function shortfallOf(error: Json | undefined): Shortfall | undefined {
  if (error === undefined || error === null) return undefined
  const errors = errorsIn(error)
  const message = wordsIn(errors) ?? 'The service says that its answer is not complete.'
  const found = errors
    .filter(saysSomething)
    .map(({ code, message: words }) => kinds.find(({ pattern }) => pattern.test(`${code} ${words}`))?.kind ?? 'other')
  // A part of the work that failed is not got back by asking for less.
  const kind = found.length === 0 || found.includes('other') ? 'other' : found[0]!
  return { kind, message }
}

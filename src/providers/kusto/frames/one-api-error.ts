import type { Json } from '../../../lib/table.ts'

/** An error as Kusto tells it, in the place of an answer or within one. */
export interface OneApiError {
  readonly code: string
  /** The service's own words. */
  readonly message: string
  /** The name of its exception, such as `Kusto.Data.Exceptions.SemanticException`. */
  readonly type: string
  readonly isPermanent: boolean | undefined
  /** What is behind it, the innermost last. */
  readonly inner: readonly { readonly code: string; readonly message: string }[]
  /** A line counted from 1 and a position in it counted from 0. */
  readonly place?: { readonly line: number; readonly position: number }
}

type Bag = { readonly [key: string]: Json }

/** Characters of a message: nobody reads more. */
const longest = 10_000

/** How deep errors within errors are looked for. */
const deepest = 8

/** The error of `{"error": {…}}`, or of what stands in it; undefined where it is none. */
export function oneApiError(value: Json): OneApiError | undefined {
  if (typeof value === 'string') return { code: '', message: text(value), type: '', isPermanent: undefined, inner: [] }
  if (!isBag(value)) return undefined
  const error = value.error ?? value
  if (typeof error === 'string') return oneApiError(error)
  if (!isBag(error)) return undefined
  const message = text(error['@message']) || text(error.message)
  const code = text(error.code)
  if (message === '' && code === '') return undefined
  const inner: { code: string; message: string }[] = []
  let place = placeOf(error)
  let next: Json | undefined = error.innererror
  for (let depth = 0; depth < deepest && isBag(next); depth++) {
    inner.push({
      code: text(next.code),
      message: text(next['@errorMessage']) || text(next['@message']) || text(next.message),
    })
    place = placeOf(next) ?? place
    next = next.innererror
  }
  place ??= writtenPlace(message)
  const permanent = error['@permanent']
  return {
    code,
    message: message || code,
    type: text(error['@type']),
    isPermanent: typeof permanent === 'boolean' ? permanent : undefined,
    inner,
    ...(place && { place }),
  }
}

/** Those of `OneApiErrors`, or of `Exceptions`, which are texts; none where it is no list. */
export function oneApiErrors(list: Json | undefined): OneApiError[] {
  return Array.isArray(list) ? (list as readonly Json[]).flatMap((each) => oneApiError(each) ?? []) : []
}

function placeOf(error: Bag): OneApiError['place'] {
  const [line, position] = [Number(error['@line'] ?? Number.NaN), Number(error['@pos'] ?? Number.NaN)]
  return Number.isSafeInteger(line) && Number.isSafeInteger(position) && line > 0 && position >= 0
    ? { line, position }
    : undefined
}

function writtenPlace(message: string): OneApiError['place'] {
  const [, line, position] = /\[line:position=(\d{1,9}):(\d{1,9})\]/.exec(message) ?? []
  return line === undefined || Number(line) === 0 ? undefined : { line: Number(line), position: Number(position) }
}

function isBag(value: Json | undefined): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value.slice(0, longest) : ''
}

import { HuntletError } from '../../lib/diagnostic.ts'
import type { Json } from '../../lib/table.ts'
import { describe } from './parse-event.ts'

/** A whole number within bounds. Throws `MODEL_INVALID`, as all of these do. */
export function wholeNumber(json: unknown, least: number, most: number, what: string): number {
  if (typeof json === 'number' && Number.isInteger(json) && json >= least && json <= most) return json
  throw damaged(`\`${what}\` is ${shown(json)}, not a whole number from ${least} to ${most}`)
}

/** A list of texts. */
export function textsOf(json: unknown, what: string): readonly string[] {
  const list = listOf(json, what)
  const odd = list.findIndex((item) => typeof item !== 'string')
  if (odd >= 0) throw damaged(`\`${what}[${odd}]\` is ${shown(list[odd])}, not a text`)
  return list as readonly string[]
}

/** A list. */
export function listOf(json: unknown, what: string): readonly unknown[] {
  if (Array.isArray(json)) return json
  throw damaged(`\`${what}\` is ${shown(json)}, not a list`)
}

/** An object; `what` begins a sentence. */
export function objectOf(json: unknown, what: string): { readonly [key: string]: unknown } {
  if (json !== null && typeof json === 'object' && !Array.isArray(json))
    return json as { readonly [key: string]: unknown }
  throw damaged(`${what} is ${shown(json)}, not an object`)
}

/** A value in a few words of an error. */
export function shown(json: unknown): string {
  return typeof json === 'string' || typeof json === 'number'
    ? JSON.stringify(json).slice(0, 60)
    : describe(json as Json)
}

/** The error of data that is damaged; `what` says how, after a colon. */
export function damaged(what: string): HuntletError {
  return new HuntletError('MODEL_INVALID', `This is no session model, or a damaged one: ${what}.`, {
    hint: 'A model is written by `huntlet score FILE --save-model MODEL`, or by saveSessionModel.',
  })
}

import { createHash, timingSafeEqual } from 'node:crypto'
import { type Refusal, refusals } from '../refusal.ts'

/** What is wrong with the token a request brings; undefined where it is the one expected. Takes as long for each wrong one. */
export function tokenFault(authorization: string | undefined, expected: string): Refusal | undefined {
  if (authorization === undefined || authorization === '') return refusals.noToken
  const given = /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1]
  return timingSafeEqual(digest(given ?? ''), digest(expected)) ? undefined : refusals.wrongToken
}

/** Of one length whatever it is of, so that comparing tells nothing of it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

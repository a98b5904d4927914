import { HuntletError } from '../../lib/diagnostic.ts'
import type { ServiceQuery } from '../local/compiler/service-binder.ts'

/** Throws NOW_OF_SERVICE where a query asks the service what time it is, in a way that cannot be given another answer. */
export function refuseOtherNow({ functionsOfNow, usesNow, edits }: ServiceQuery): void {
  const [name] = functionsOfNow
  const isFixed = edits.some(({ by }) => by.some((part) => typeof part !== 'string' && part.slot === 'now'))
  if (name === undefined && (!usesNow || isFixed)) return
  const who = name === undefined ? 'the query' : `the stored function \`${name}\``
  throw new HuntletError('NOW_OF_SERVICE', `A time is given for now, and ${who} asks the service what time it is.`, {
    hint: 'Ask without --now, or write the times into the query.',
  })
}

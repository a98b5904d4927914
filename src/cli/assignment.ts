import { HuntletError } from '../lib/diagnostic.ts'

/** `name=value`, as a flag that comes several times is given; a value may be empty and hold more of these signs. */
export function assignment(flag: string, text: string): [string, string] {
  const at = text.indexOf('=')
  if (at <= 0) throw new HuntletError('BAD_OPTION_VALUE', `${flag} ${text}: expected name=value.`)
  return [text.slice(0, at), text.slice(at + 1)]
}

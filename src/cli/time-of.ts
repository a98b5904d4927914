import { HuntletError } from '../lib/diagnostic.ts'
import { parseTimespan } from '../lib/kql-time.ts'

/** Milliseconds of `30s`, `5m`, `1h` or `none`. */
export function timeOf(flag: string, text: string): number {
  if (text === 'none') return Number.POSITIVE_INFINITY
  const ticks = parseTimespan(text)
  if (ticks !== undefined && ticks > 0n) return Number(ticks) / 10_000
  throw new HuntletError('BAD_OPTION_VALUE', `${flag} ${text}: expected a time such as 30s, 5m or 1h, or none.`)
}

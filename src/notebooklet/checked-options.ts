import type { z } from 'zod'
import { HuntletError } from '../lib/diagnostic.ts'

/** Options as their schema reads them. Throws `INVALID_OPTIONS`, which names each fault; `owner` is whose they are, such as `Step \`take\``. */
export function checkedOptions<Options>(
  owner: string,
  schema: z.ZodType<Options>,
  written: unknown,
  hint?: string,
): Options {
  const options = schema.safeParse(written)
  if (options.success) return options.data
  const faults = options.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new HuntletError('INVALID_OPTIONS', `${owner}: ${faults.join('; ')}`, hint === undefined ? {} : { hint })
}

import { refang } from '../analytics/text/refang.ts'
import { readObservable } from '../providers/lookups/observable.ts'
import type { EntityType } from './result-data.ts'

/**
 * A value as it is copied out of reports, mails and paths, as what it names: `203.0.113[.]7`, `<evil.example>,`, `"alice"` without what was put
 * around it, `\\web01\share$` as its host. `entities` are what it can be; texts that may be command lines or files stay as they are.
 */
export function copiedValue(text: string, entities: readonly EntityType[]): string {
  const written = text.trim()
  if (entities.length === 0 || entities.some((type) => type === 'process' || type === 'file')) return written
  const plain = written.replace(quoted, '$2')
  if (entities.includes('host')) {
    const host = /^\\\\([^\\/\s]+)(\\[^\\]*)*$/.exec(plain)?.[1]
    if (host !== undefined) return host
    // The machine's own account, and a name that says where it ends.
    if (!entities.includes('account') && /^[\w.-]+[$.]$/.test(plain)) return plain.slice(0, -1)
  }
  if (!entities.some((type) => looked.has(type))) return plain
  const bare = plain.replace(/[,;]+$/, '').replace(/^[<(](.*)[>)]$/, '$1')
  const whole = refang(bare).text
  return readObservable(whole, 'any') ? whole : plain
}

/** One pair of quotes around a text that has none within. */
const quoted = /^(["'`“‘])([^"'`“”‘’]+)["'`”’]$/

/** Entities whose texts have a form of their own. */
const looked: ReadonlySet<EntityType> = new Set<EntityType>(['ip', 'domain', 'url', 'hash'])

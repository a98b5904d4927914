import { Resolver } from 'node:dns/promises'
import { wordsOf } from '../../../lib/words-of.ts'
import { whyKept } from '../reserved.ts'
import type { ServiceDefinition } from '../service.ts'

/** What resolves names; tests bring their own. */
export interface NameResolver {
  resolve(name: string, type: 'A' | 'AAAA'): Promise<unknown>
  reverse(address: string): Promise<string[]>
  cancel(): void
}

/** The DNS, asked by the resolver of this machine. */
export function dns(
  makeResolver: () => NameResolver = () => new Resolver({ timeout: 5000, tries: 2 }),
): ServiceDefinition {
  return {
    id: 'dns',
    title: 'DNS',
    text: 'What a name resolves to now, and the name of an address: information. The resolver of this machine asks the servers of the domain, which its owner may see.',
    about: 'context',
    kinds: ['ip', 'domain'],
    base: undefined,
    alsoSentTo: ['the resolver of this machine', 'the servers of the domain'],
    needs: 'nothing',
    perMinute: 600,
    burst: 20,
    hours: 1,
    async ask({ kind, value }, { signal }) {
      const resolver = makeResolver()
      const cancel = () => resolver.cancel()
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        if (kind === 'ip') {
          const names = await orNothing(resolver.reverse(value))
          return names.length === 0
            ? undefined
            : { severity: 'information', verdict: `Named ${names.join(', ')}`, raw: [...names] }
        }
        const [old, new6] = await Promise.all([
          orNothing(resolver.resolve(value, 'A')),
          orNothing(resolver.resolve(value, 'AAAA')),
        ])
        const addresses = [...old, ...new6]
        if (addresses.length === 0) return undefined
        const inside = addresses.filter((address) => whyKept({ kind: 'ip', value: address }) !== undefined)
        return {
          severity: 'information',
          verdict: `Resolves to ${addresses.join(', ')}${inside.length > 0 ? ', which is no public address' : ''}`,
          raw: addresses,
        }
      } finally {
        signal?.removeEventListener('abort', cancel)
      }
    },
  }
}

/** What is asked for, or nothing where the name does not exist or has no such records. */
async function orNothing(asked: Promise<unknown>): Promise<string[]> {
  try {
    const found = await asked
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []
  } catch (error) {
    const { code } = error as { readonly code?: string }
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw new Error(`the resolver failed: ${code ?? wordsOf(error)}`)
  }
}

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { wordsOf } from '../../../lib/words-of.ts'

/**
 * Microsoft's package that keeps tokens where the system keeps secrets: DPAPI, Keychain, libsecret. It is native and none of ours: whoever wants
 * it installs it, beside huntlet or into the user's own folder.
 */
export const tokenCachePackage = '@azure/identity-cache-persistence'

/** Whether tokens can be kept from one command to the next. `why`: what is wrong with the package that is there. */
export type TokenCache =
  | { readonly kind: 'ready' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly why: string }

type Provider = (options?: { readonly name?: string }) => Promise<unknown>
type Plugin = (context: { readonly cachePluginControl: { setPersistence(provider: Provider): void } }) => void

/** Name of what is kept, as the package of logins gives it to the provider. */
export const tokenCacheName = 'huntlet'

const known = new Map<string, Promise<TokenCache>>()

/** Looks for the package once, and has the logins of this process use it where it works. `folder`: the user's own. */
export function tokenCache(folder: string): Promise<TokenCache> {
  const found = known.get(folder) ?? look(folder)
  known.set(folder, found)
  return found
}

async function look(folder: string): Promise<TokenCache> {
  const path = placeOf([import.meta.url, join(folder, 'package.json')])
  if (path === undefined) return { kind: 'absent' }
  try {
    const provider = providerOf(await import(pathToFileURL(path).href))
    // Without a keyring to be reached this says so, and nothing is kept in a file instead.
    await provider({ name: tokenCacheName })
    const { useIdentityPlugin: use } = await import('@azure/identity')
    const plugin: Plugin = ({ cachePluginControl }) => cachePluginControl.setPersistence(provider)
    use(plugin as (context: unknown) => void)
    return { kind: 'ready' }
  } catch (error) {
    return { kind: 'unusable', why: wordsOf(error).split('\n')[0]!.slice(0, 200) }
  }
}

function placeOf(bases: readonly string[]): string | undefined {
  for (const base of bases) {
    try {
      return createRequire(base).resolve(tokenCachePackage)
    } catch {}
  }
  return undefined
}

/** What the package would give to the logins: one for each name, as a second that nobody waits for would end the process where it fails. */
function providerOf(loaded: { readonly cachePersistencePlugin?: Plugin; readonly default?: unknown }): Provider {
  const { cachePersistencePlugin = (loaded.default as typeof loaded | undefined)?.cachePersistencePlugin } = loaded
  let given: Provider | undefined
  cachePersistencePlugin?.({
    cachePluginControl: {
      setPersistence: (provider) => {
        given = provider
      },
    },
  })
  if (!given) throw new Error('it is another version than the one known here')
  const make = given
  const made = new Map<string, Promise<unknown>>()
  return (options = {}) => {
    const name = options.name ?? ''
    const cache = made.get(name) ?? make(options)
    made.set(name, cache)
    cache.catch(() => {})
    return cache
  }
}

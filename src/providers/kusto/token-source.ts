import type { TokenCredential } from '../log-analytics/credentials.ts'
import { ServiceFault } from '../remote/wire.ts'

/** Bearer tokens for requests. */
export interface TokenSource {
  /** Made by logging in to Azure: for hosts of Azure's alone. */
  readonly isLogin: boolean
  /** For a scope such as `https://kusto.kusto.windows.net/.default`. Rejects with the reason of the signal, and with what logging in throws. */
  token(scope: string, signal: AbortSignal): Promise<string>
  /** The service takes the token no longer: the next one is a new one. */
  forget(): void
}

/** A token that is given, whatever is asked for. */
export function givenToken(token: string): TokenSource {
  return { isLogin: false, token: async () => token, forget: () => {} }
}

/** A token is got anew before its time is over, as it has to last for the request. */
const earlyMs = 5 * 60_000

interface Fetching {
  readonly token: Promise<string>
  readonly ending: AbortController
  waiting: number
}

/**
 * Tokens of a login, kept while they hold: each way of logging in takes its time, and some ask a person. Who asks for one while it is
 * on its way waits for the same; it is given up when nobody waits any more.
 */
export function tokensOf(credential: TokenCredential, now: () => number): TokenSource {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()
  const fetching = new Map<string, Fetching>()

  const fetch = (scope: string): Fetching => {
    const ending = new AbortController()
    const token = credential.getToken(scope, { abortSignal: ending.signal }).then((given) => {
      if (!given) throw new ServiceFault('not-logged-in', 'The login gave no token.', { hint: 'Log in: az login.' })
      const until = given.refreshAfterTimestamp ?? given.expiresOnTimestamp - earlyMs
      if (fetching.get(scope) === begun) kept.set(scope, { token: given.token, until })
      return given.token
    })
    const begun: Fetching = { token, ending, waiting: 0 }
    fetching.set(scope, begun)
    const over = () => {
      if (fetching.get(scope) === begun) fetching.delete(scope)
    }
    token.then(over, over)
    return begun
  }

  return {
    isLogin: true,
    async token(scope, signal) {
      signal.throwIfAborted()
      const known = kept.get(scope)
      if (known && known.until > now()) return known.token
      const begun = fetching.get(scope) ?? fetch(scope)
      begun.waiting++
      try {
        return await unless(signal, begun.token)
      } finally {
        begun.waiting--
        if (begun.waiting === 0) {
          if (fetching.get(scope) === begun) fetching.delete(scope)
          begun.ending.abort()
        }
      }
    },
    forget() {
      kept.clear()
      fetching.clear()
    },
  }
}

function unless<Value>(signal: AbortSignal, value: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

import type { TokenCredential } from './credentials.ts'

/** Before its end a token is not used any more: what is sent may wait for a turn. */
const sparedMs = 120_000

type Token = Awaited<ReturnType<TokenCredential['getToken']>>

/** One asking for a token, and how many wait for it. */
interface Asking {
  readonly token: Promise<Token>
  readonly aborting: AbortController
  waiting: number
}

export interface RememberedToken {
  readonly credential: TokenCredential
  /** The next who asks gets a new one. */
  forget(): void
}

/**
 * A credential that is asked once for all who need a token, and again when that runs out: Azure CLI takes a second, and a device
 * code a person. Asking ends when nobody waits for it any more. `now` and `usableUntil`: milliseconds since 1970.
 */
export function rememberedToken(
  credential: TokenCredential,
  now: () => number,
  usableUntil: (token: NonNullable<Token>) => number = ({ expiresOnTimestamp }) => expiresOnTimestamp - sparedMs,
): RememberedToken {
  const known = new Map<string, Asking>()

  function asked(key: string, scopes: string | string[], tenantId: string | undefined): Asking {
    const aborting = new AbortController()
    const options = { abortSignal: aborting.signal, ...(tenantId !== undefined && { tenantId }) }
    const asking: Asking = { token: credential.getToken(scopes, options), aborting, waiting: 0 }
    known.set(key, asking)
    asking.token.catch(() => {
      if (known.get(key) === asking) known.delete(key)
    })
    return asking
  }

  return {
    credential: {
      async getToken(scopes, options) {
        // Where the service asks for more than a token, what was remembered is not it.
        if (options?.claims !== undefined) return await credential.getToken(scopes, options)
        const key = JSON.stringify([scopes, options?.tenantId])
        const signal = options?.abortSignal as AbortSignal | undefined
        for (;;) {
          signal?.throwIfAborted()
          const last = known.get(key)
          const found = last?.aborting.signal.aborted ? undefined : last
          const asking = found ?? asked(key, scopes, options?.tenantId)
          const token = await waitFor(asking, signal)
          if (!found || (token && usableUntil(token) > now())) return token
          if (known.get(key) === found) known.delete(key)
        }
      },
    },
    forget: () => known.clear(),
  }
}

/** The token, or the reason of the signal where that is aborted first. */
async function waitFor(asking: Asking, signal: AbortSignal | undefined): Promise<Token> {
  if (!signal) return await asking.token
  asking.waiting++
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([asking.token, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
    asking.waiting--
    if (asking.waiting === 0 && signal.aborted) asking.aborting.abort(signal.reason)
  }
}

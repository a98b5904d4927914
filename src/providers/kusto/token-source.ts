import type { TokenCredential } from '../log-analytics/credentials.ts'
import { rememberedToken } from '../log-analytics/remembered-token.ts'
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

/** Tokens of a login, each kept while it holds. */
export function tokensOf(login: TokenCredential, now: () => number): TokenSource {
  const { credential, forget } = rememberedToken(
    login,
    now,
    ({ refreshAfterTimestamp, expiresOnTimestamp }) => refreshAfterTimestamp ?? expiresOnTimestamp - earlyMs,
  )
  return {
    isLogin: true,
    async token(scope, signal) {
      const given = await credential.getToken(scope, { abortSignal: signal })
      if (!given) throw new ServiceFault('not-logged-in', 'The login gave no token.', { hint: 'Log in: az login.' })
      return given.token
    },
    forget,
  }
}

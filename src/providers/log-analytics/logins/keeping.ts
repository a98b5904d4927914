import type { AuthenticationRecord } from '@azure/identity'
import { type LoginOf, loginRecord } from './login-record.ts'
import { tokenCache, tokenCacheName } from './token-cache.ts'

/** What a login that a person takes part in is made with, so that the next command finds it. */
export interface Keeping {
  readonly isKept: boolean
  readonly options: {
    readonly disableAutomaticAuthentication: true
    readonly tokenCachePersistenceOptions?: { readonly enabled: true; readonly name: string }
    readonly authenticationRecord?: AuthenticationRecord
  }
  readonly onLogin: (found: AuthenticationRecord) => void
}

/** `loginFolder`: the user's own; absent where nothing may be written. */
export async function keeping(login: LoginOf & { readonly loginFolder?: string }): Promise<Keeping> {
  const { loginFolder } = login
  const options = { disableAutomaticAuthentication: true } as const
  if (loginFolder === undefined || (await tokenCache(loginFolder)).kind !== 'ready') {
    return { isKept: false, options, onLogin: () => {} }
  }
  const record = loginRecord(loginFolder, login)
  const authenticationRecord = record.read()
  return {
    isKept: true,
    options: {
      ...options,
      tokenCachePersistenceOptions: { enabled: true, name: tokenCacheName },
      ...(authenticationRecord && { authenticationRecord }),
    },
    onLogin: (found) => record.write(found),
  }
}

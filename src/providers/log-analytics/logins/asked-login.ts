import type { AuthenticationRecord, DeviceCodeCredential } from '@azure/identity'
import type { TokenCredential } from '../credentials.ts'

/** A login that a person takes part in, made so that it never asks by itself (`disableAutomaticAuthentication`). */
export type AskingCredential = Pick<DeviceCodeCredential, 'getToken' | 'authenticate'>

/**
 * Asks a person only where no token is at hand: from this process, or kept from an earlier one. `onAsking` is told before, once; `onLogin` of who
 * it was.
 */
export function askedLogin(
  credential: AskingCredential,
  { onAsking, onLogin }: { readonly onAsking?: () => void; readonly onLogin: (found: AuthenticationRecord) => void },
): TokenCredential {
  let isTold = false
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options)
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'AuthenticationRequiredError') throw error
      }
      if (!isTold) onAsking?.()
      isTold = true
      const found = await credential.authenticate(scopes, options)
      if (found) onLogin(found)
      return await credential.getToken(scopes, options)
    },
  }
}

import type { AuthKind } from '../../service-request.ts'
import { tokenCache, tokenCachePackage } from './token-cache.ts'

/** Whether a login lasts longer than a command: a sentence, and what would make it so. Undefined for logins that other programs keep. */
export interface LoginKeeping {
  readonly text: string
  readonly remedy?: string
}

/** `folder`: the user's own; absent where nothing may be written. */
export async function loginKeeping(auth: AuthKind, folder: string | undefined): Promise<LoginKeeping | undefined> {
  if (auth !== 'device' && auth !== 'browser') return undefined
  if (folder === undefined) return { text: 'It is not kept: nothing may be written.' }
  const cache = await tokenCache(folder)
  switch (cache.kind) {
    case 'ready':
      return { text: 'It is kept where the system keeps secrets, until huntlet workspaces logout.' }
    case 'absent':
      return {
        text: 'It is not kept: each command asks for it anew.',
        remedy: `To keep it where the system keeps secrets: npm install --prefix "${folder}" ${tokenCachePackage} (on Linux it needs libsecret and a keyring). Or log in with az login, and use --auth cli.`,
      }
    case 'unusable':
      return {
        text: 'It is not kept: each command asks for it anew.',
        remedy: `${tokenCachePackage} is installed and does not work (${cache.why}): on Linux it needs libsecret and a keyring that is open. Or log in with az login, and use --auth cli.`,
      }
  }
}

import type { TokenCredential as AzureTokenCredential } from '@azure/identity'
import { HuntletError } from '../../lib/diagnostic.ts'
import type { ServiceFault } from '../remote/wire.ts'
import type { AuthKind } from '../service-request.ts'
import { loginFault } from './faults/login-fault.ts'
import { askedLogin } from './logins/asked-login.ts'
import { keeping } from './logins/keeping.ts'

/** Gives tokens, as the clients of Azure ask for them. What is thrown is a ServiceFault `not-logged-in` of one sentence, or `unavailable`. */
export type TokenCredential = AzureTokenCredential

export interface CredentialRequest {
  /** Default `default`: what Azure CLI or PowerShell is logged in with, else by device code where that can be shown. */
  readonly auth?: AuthKind
  /** A guid or a domain; default that of who is logged in. */
  readonly tenant?: string
  /** Of `certificate`, `managed` and `workload`, and of an application of one's own for `device` and `browser`. */
  readonly clientId?: string
  /** A file of certificate and key in PEM. */
  readonly certificate?: string
  /** Tenants beside `tenant` that tokens may be asked of; `*` for any. */
  readonly allowedTenants?: readonly string[]
  /** Where one logs in, in another cloud than the public one. */
  readonly authority?: string
  /** Told what to do to log in by device code or in a browser. Where it is absent `device` is refused. */
  readonly onDeviceCode?: (text: string) => void
  /** The user's own folder, where who logged in by device code or browser may be kept. Absent: such a login lasts as long as the process. */
  readonly loginFolder?: string
  /** What tests bring: an authority of their own. */
  readonly identityOptions?: object
}

/**
 * A credential of one way of logging in. Nothing is asked of anybody before its first token is. Throws HuntletError BAD_AUTH where
 * something is missing that the way needs.
 */
export async function credentialFor(request: CredentialRequest): Promise<TokenCredential> {
  const { auth = 'default', tenant } = request
  if (tenant !== undefined && !/^[a-z0-9.-]{1,255}$/i.test(tenant)) {
    throw new HuntletError('BAD_AUTH', `\`${tenant}\` is no tenant.`, {
      hint: 'A tenant is a guid, or a domain such as contoso.com.',
    })
  }
  const ways = await waysOf(auth, request)
  return {
    async getToken(scopes, options) {
      const failed: { readonly way: AuthKind; readonly error: unknown }[] = []
      for (const { way, credential } of ways) {
        try {
          const token = await credential.getToken(scopes, options)
          if (token) return token
          failed.push({ way, error: undefined })
        } catch (error) {
          if (options?.abortSignal?.aborted) throw error
          failed.push({ way, error })
        }
      }
      const scope = typeof scopes === 'string' ? scopes : scopes[0]
      throw loginFault(auth, failed, { ...(tenant !== undefined && { tenant }), ...(scope !== undefined && { scope }) })
    },
  }
}

interface Way {
  readonly way: AuthKind
  readonly credential: AzureTokenCredential
}

async function waysOf(auth: AuthKind, request: CredentialRequest): Promise<readonly Way[]> {
  if (auth !== 'default') return [{ way: auth, credential: await credentialOf(auth, request) }]
  const kinds: readonly Exclude<AuthKind, 'default'>[] = request.onDeviceCode
    ? ['cli', 'powershell', 'device']
    : ['cli', 'powershell']
  return await Promise.all(kinds.map(async (way) => ({ way, credential: await credentialOf(way, request) })))
}

async function credentialOf(
  auth: Exclude<AuthKind, 'default'>,
  request: CredentialRequest,
): Promise<AzureTokenCredential> {
  const { tenant, clientId, certificate, allowedTenants, authority, onDeviceCode } = request
  const identity = await import('@azure/identity')
  const tenantId = tenant !== undefined ? { tenantId: tenant } : {}
  const client = clientId !== undefined ? { clientId } : {}
  const common = {
    ...(authority !== undefined && { authorityHost: authority }),
    ...(allowedTenants && { additionallyAllowedTenants: [...allowedTenants] }),
    ...request.identityOptions,
  }
  switch (auth) {
    case 'cli':
      return new identity.AzureCliCredential({ ...tenantId, ...common })
    case 'powershell':
      return new identity.AzurePowerShellCredential({ ...tenantId, ...common })
    case 'device':
      if (!onDeviceCode) {
        throw new HuntletError('BAD_AUTH', 'Nobody is there to be shown a device code.', {
          hint: 'Use `--auth cli` after `az login`, or run it in a terminal.',
        })
      }
      return await deviceLogin(identity, { ...tenantId, ...client, ...common }, request, onDeviceCode)
    case 'browser': {
      const { options, onLogin } = await keeping(request)
      return askedLogin(new identity.InteractiveBrowserCredential({ ...tenantId, ...client, ...common, ...options }), {
        onLogin,
        onAsking: () =>
          onDeviceCode?.(
            'Log in in the browser that opens now. Where none opens, end this with Ctrl+C and use --auth device.',
          ),
      })
    }
    case 'env':
      return new identity.EnvironmentCredential(common)
    case 'managed':
      return new identity.ManagedIdentityCredential(client)
    case 'workload':
      return workload(() => new identity.WorkloadIdentityCredential({ ...tenantId, ...client, ...common }))
    case 'certificate': {
      const missing = Object.entries({ tenant, clientId, certificate }).flatMap(([name, value]) =>
        value ? [] : [name],
      )
      if (missing.length > 0) {
        throw new HuntletError('BAD_AUTH', `To log in with a certificate, ${listOf(missing)} must be given.`, {
          hint: 'The tenant, the id of the application, and a file of PEM with certificate and key: huntlet workspaces add NAME azure:ID --auth certificate --tenant … --client-id … --certificate FILE',
        })
      }
      return new identity.ClientCertificateCredential(tenant!, clientId!, { certificatePath: certificate! }, common)
    }
  }
}

async function deviceLogin(
  identity: typeof import('@azure/identity'),
  common: object,
  request: CredentialRequest,
  tell: (text: string) => void,
): Promise<AzureTokenCredential> {
  const { isKept, options, onLogin } = await keeping(request)
  const note = isKept ? '' : ' Each command asks this anew; huntlet workspaces test says how the login can be kept.'
  const credential = new identity.DeviceCodeCredential({
    ...common,
    ...options,
    userPromptCallback: ({ userCode, verificationUri }) => {
      // What answered was a proxy, or a page of one: the package takes it for a code without looking.
      if (!userCode || !verificationUri) throw new Error('network_error: the login service gave no code')
      tell(`To log in, open ${verificationUri} in a browser and enter the code ${userCode}.${note}`)
    },
  })
  return askedLogin(credential, { onLogin })
}

function listOf(names: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names)
}

/** This one looks for its variables when it is made, and says then what is missing. */
function workload(make: () => AzureTokenCredential): AzureTokenCredential {
  try {
    return make()
  } catch (error) {
    const fault: ServiceFault = loginFault('workload', [{ way: 'workload', error }], {})
    return { getToken: () => Promise.reject(fault) }
  }
}

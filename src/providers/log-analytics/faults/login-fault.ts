import { ServiceFault } from '../../remote/wire.ts'
import type { AuthKind } from '../../service-request.ts'

/** One way of logging in that gave no token. */
export interface FailedLogin {
  readonly way: AuthKind
  readonly error: unknown
}

interface Said {
  readonly message: string
  readonly hint: string
}

interface Asked {
  readonly tenant?: string
  /** What the token is for: `https://api.loganalytics.io/.default`. */
  readonly scope?: string
}

/** Reasons that the identity platform gives, by the number of its error. */
const reasons: readonly { readonly pattern: RegExp; readonly said: (asked: Asked) => Said }[] = [
  {
    pattern: /AADSTS(50076|50079|50158|53000|53003|530034|500011111)|claims challenge|--claims-challenge/i,
    said: (asked) => ({
      message: 'The login needs another step: multi-factor authentication, or what a policy of the tenant asks for.',
      hint: `Log in anew and do that step: \`az login${tenantOf(asked)}${asked.scope === undefined ? '' : ` --scope ${asked.scope}`}\`, or use \`--auth browser\`.`,
    }),
  },
  {
    pattern: /AADSTS(70043|700082|70008|50173|50089|700084|50133)|refresh token .{0,30}expired/i,
    said: (asked) => ({
      message: 'The login has run out.',
      hint: `Log in anew: \`az login${tenantOf(asked)}\`.`,
    }),
  },
  {
    pattern:
      /AADSTS(90002|900023|90072|50020|50034|50128|500208)|tenant .{0,60}not found|not configured to acquire tokens for tenant/i,
    said: (asked) => ({
      message: asked.tenant
        ? `There is no login for the tenant \`${asked.tenant}\`, or no such tenant.`
        : 'The account does not belong to this tenant.',
      hint: `Check the tenant of the workspace, and log in to it: \`az login --tenant ${asked.tenant ?? 'TENANT'}\`.`,
    }),
  },
  {
    pattern: /AADSTS(65001|65004|90094|900941)/,
    said: () => ({
      message: 'Nobody has allowed this application to read logs in the tenant.',
      hint: 'Have an administrator consent to it, or use `--auth cli`.',
    }),
  },
  {
    pattern: /AADSTS(700016|70001)/,
    said: () => ({
      message: 'The tenant does not know this application.',
      hint: 'Check the id of the application (clientId or AZURE_CLIENT_ID) and the tenant.',
    }),
  },
  {
    pattern: /AADSTS(7000215|7000222|700027|70002)/,
    said: () => ({
      message: 'The secret or certificate of the application is wrong or has run out.',
      hint: 'Make a new one for the application, and check AZURE_CLIENT_SECRET or the file of the certificate.',
    }),
  },
  {
    pattern: /AADSTS(500011|650052|650057)/,
    said: () => ({
      message: 'The tenant does not know the service that the token is for.',
      hint: 'Check `endpoint` and `audience`: they differ between the public cloud, US Government and China.',
    }),
  },
  {
    pattern: /AADSTS(50053|50055|50057|50126|50144)/,
    said: () => ({
      message: 'The account cannot log in: wrong or expired password, locked or disabled.',
      hint: 'Log in in a browser first, or ask an administrator.',
    }),
  },
  {
    pattern:
      /AADSTS(70016|70018|70020)|code_expired|authorization_declined|timeout_reached|device.?code .{0,40}(expired|timed out)/i,
    said: () => ({
      message: 'The device code was not used in time, or refused.',
      hint: 'Ask again and enter the new code within fifteen minutes.',
    }),
  },
]

/** What each way says where no reason was given. */
const ways: Readonly<Record<AuthKind, (text: string, asked: Asked) => Said>> = {
  cli: (text, asked) =>
    /could not be found|not installed|not recognized|not found/i.test(text)
      ? {
          message: 'Azure CLI is not installed.',
          hint: `Install it (https://aka.ms/azure-cli) and log in with \`az login${tenantOf(asked)}\`, or use \`--auth device\`.`,
        }
      : { message: 'Azure CLI is not logged in.', hint: `Log in: \`az login${tenantOf(asked)}\`.` },
  powershell: (text, asked) =>
    /not installed|unable to execute|module/i.test(text)
      ? {
          message: 'Azure PowerShell is not installed.',
          hint: 'Install the module Az.Accounts: `Install-Module Az.Accounts`, then `Connect-AzAccount`.',
        }
      : {
          message: 'Azure PowerShell is not logged in.',
          hint: `Log in: \`Connect-AzAccount${asked.tenant === undefined ? '' : ` -Tenant ${asked.tenant}`}\`.`,
        },
  device: () => ({ message: 'The login by device code did not succeed.', hint: 'Try again, or use `--auth cli`.' }),
  browser: () => ({
    message: 'The login in the browser did not succeed.',
    hint: 'Try again; where no browser can be opened use `--auth device` or `--auth cli`.',
  }),
  env: () => ({
    message: 'The environment has no login.',
    hint: 'Set AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH.',
  }),
  managed: () => ({
    message: 'This machine has no managed identity.',
    hint: 'Managed identities are of machines in Azure; assign one, give `clientId` where there are several, or use another `--auth`.',
  }),
  workload: () => ({
    message: 'This is no workload with an identity.',
    hint: 'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE are set by the cluster: check the service account of the pod.',
  }),
  certificate: (text) =>
    /ENOENT|no such file|PEM|certificate/i.test(text)
      ? {
          message: 'The file of the certificate cannot be read.',
          hint: 'It is a file of PEM that holds the certificate and its key, without a passphrase.',
        }
      : {
          message: 'The login with the certificate did not succeed.',
          hint: 'Check the tenant, the application and the file.',
        },
  default: (_, asked) => ({
    message: 'You are not logged in to Azure.',
    hint: `Log in: \`az login${tenantOf(asked)}\` (or \`Connect-AzAccount\`), or choose another way with \`--auth\`.`,
  }),
}

/** One sentence and the next step, out of what the packages say at length. Nothing of what they say is repeated: it may hold anything. */
export function loginFault(auth: AuthKind, failed: readonly FailedLogin[], asked: Asked): ServiceFault {
  const texts = failed.map(({ error }) => textOf(error))
  const offline = texts.find((text) => unreachable.test(text))
  // A way that got as far as an answer says more than one that is not installed.
  for (const text of texts.toReversed()) {
    const reason = reasons.find(({ pattern }) => pattern.test(text))
    if (reason) return notLoggedIn(reason.said(asked), text)
  }
  if (offline !== undefined && auth !== 'managed') {
    return new ServiceFault('unavailable', 'The login service of Azure cannot be reached.', {
      hint: 'Check the network, and the proxy that may be needed (HTTPS_PROXY).',
      isUnreached: true,
    })
  }
  return notLoggedIn(ways[auth](texts.at(-1) ?? '', asked), texts.join(' '))
}

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network_error|endpoints_resolution_error|openid_config_error/i

function notLoggedIn({ message, hint }: Said, text: string): ServiceFault {
  const number = /AADSTS\d{4,10}/.exec(text)?.[0]
  return new ServiceFault('not-logged-in', `${message}${number === undefined ? '' : ` (${number})`}`, { hint })
}

function tenantOf({ tenant }: Asked): string {
  return tenant === undefined ? '' : ` --tenant ${tenant}`
}

/** All that an error says, with what is behind it: to be looked through, never shown. */
function textOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return ''
  const { code, errorCode, errors, errorResponse } = error as Error & {
    readonly code?: unknown
    readonly errorCode?: unknown
    readonly errors?: unknown
    readonly errorResponse?: { readonly error?: unknown; readonly errorDescription?: unknown }
  }
  const inside = Array.isArray(errors) ? errors.map((each) => textOf(each, depth + 1)) : []
  return [
    error.message,
    code,
    errorCode,
    errorResponse?.error,
    errorResponse?.errorDescription,
    textOf(error.cause, depth + 1),
    ...inside,
  ]
    .filter((part) => typeof part === 'string')
    .join(' ')
    .slice(0, 50_000)
}

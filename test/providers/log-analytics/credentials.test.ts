import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { credentialFor } from '../../../src/providers/log-analytics/credentials.ts'
import { type FailedLogin, loginFault } from '../../../src/providers/log-analytics/faults/login-fault.ts'
import { identityOf } from '../../../src/providers/log-analytics/token-claims.ts'

const scope = 'https://api.loganalytics.io/.default'

/** What variables were before a test took them away. */
const kept = { ...process.env }

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/^AZURE_|^PATH$/i.test(name)) delete process.env[name]
  // No az and no pwsh, whatever the machine has.
  process.env.PATH = ''
})

afterEach(() => {
  Object.assign(process.env, kept)
})

describe('a login', () => {
  it.each([
    ['cli', {}, 'Azure CLI is not installed.', 'az login'],
    ['cli', { tenant: 'contoso.com' }, 'Azure CLI is not installed.', 'az login --tenant contoso.com'],
    ['powershell', {}, 'Azure PowerShell is not installed.', 'Install-Module Az.Accounts'],
    ['env', {}, 'The environment has no login.', 'AZURE_CLIENT_ID'],
    ['workload', {}, 'This is no workload with an identity.', 'AZURE_FEDERATED_TOKEN_FILE'],
    [
      'certificate',
      { tenant: 'contoso.com', clientId: '11111111-2222-3333-4444-555555555555', certificate: 'no-such-file.pem' },
      'The file of the certificate cannot be read.',
      'PEM',
    ],
    ['default', {}, 'You are not logged in to Azure.', 'az login'],
  ] as const)('by %s that fails is one sentence and the next step', async (auth, more, message, hint) => {
    const credential = await credentialFor({ auth, ...more })
    await expect(credential.getToken(scope)).rejects.toMatchObject({
      name: 'ServiceFault',
      kind: 'not-logged-in',
      message,
      hint: expect.stringContaining(hint),
    })
  })

  it('to a tenant that is none is refused', async () => {
    await expect(credentialFor({ auth: 'cli', tenant: 'x; rm -rf /' })).rejects.toMatchObject({ code: 'BAD_AUTH' })
  })

  it('in a browser says so once, as nothing else shows that somebody is waited for', async () => {
    const told: string[] = []
    // An authority that cannot be reached opens no browser.
    const place = { tenant: 'contoso.com', authority: 'https://127.0.0.1:1' }
    const credential = await credentialFor({ auth: 'browser', ...place, onDeviceCode: (text) => told.push(text) })
    const asked = await Promise.allSettled([credential.getToken(scope), credential.getToken(scope)])
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(told).toEqual([expect.stringContaining('--auth device')])
  })

  it('by device code needs somebody who sees it', async () => {
    await expect(credentialFor({ auth: 'device' })).rejects.toMatchObject({ code: 'BAD_AUTH' })
  })
})

describe('what the identity platform says', () => {
  const failed = (text: string): FailedLogin => ({ way: 'cli', error: new Error(text) })

  it.each([
    [
      'AADSTS700082: The refresh token has expired due to inactivity. secret-of-the-day',
      'The login has run out. (AADSTS700082)',
      'az login --tenant contoso.com',
    ],
    [
      'AADSTS50076: Due to a configuration change you must use multi-factor authentication',
      'The login needs another step: multi-factor authentication, or what a policy of the tenant asks for. (AADSTS50076)',
      '--tenant contoso.com --scope https://api.loganalytics.io/.default',
    ],
    [
      "AADSTS90002: Tenant 'contoso.com' not found.",
      'There is no login for the tenant `contoso.com`, or no such tenant. (AADSTS90002)',
      'az login --tenant contoso.com',
    ],
    [
      'AADSTS65001: The user or administrator has not consented',
      'Nobody has allowed this application to read logs in the tenant. (AADSTS65001)',
      'consent',
    ],
    [
      'AADSTS7000215: Invalid client secret provided.',
      'The secret or certificate of the application is wrong or has run out. (AADSTS7000215)',
      'AZURE_CLIENT_SECRET',
    ],
    [
      'AADSTS500011: The resource principal named x was not found',
      'The tenant does not know the service that the token is for. (AADSTS500011)',
      'audience',
    ],
    [
      "Please run 'az login' from a command prompt to authenticate before using this credential.",
      'Azure CLI is not logged in.',
      'az login --tenant contoso.com',
    ],
  ])('%s', (text, message, hint) => {
    const fault = loginFault('cli', [failed(text)], { tenant: 'contoso.com', scope })
    expect(fault).toMatchObject({ kind: 'not-logged-in', message, hint: expect.stringContaining(hint) })
    expect(JSON.stringify(fault, ['message', 'hint', 'stack'])).not.toContain('secret-of-the-day')
    expect(fault.cause).toBeUndefined()
  })

  it('is found inside of other errors', () => {
    const inner = Object.assign(new Error('nothing'), { errorResponse: { errorDescription: 'AADSTS70043: expired' } })
    const outer = new AggregateError([new Error('x', { cause: inner })], 'all failed')
    expect(loginFault('default', [{ way: 'cli', error: outer }], {}).message).toBe(
      'The login has run out. (AADSTS70043)',
    )
  })

  it('is a service out of reach where the network is gone', () => {
    const fault = loginFault('device', [failed('network_error: getaddrinfo ENOTFOUND login.microsoftonline.com')], {})
    expect(fault).toMatchObject({ kind: 'unavailable', hint: expect.stringContaining('HTTPS_PROXY') })
  })
})

describe('who a token is of', () => {
  const tokenOf = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`

  it('is what the token says of a user and of an application', () => {
    expect(identityOf(tokenOf({ upn: 'ada@contoso.com', tid: 't', oid: 'o', scp: 'x', exp: 1_767_225_600 }))).toEqual({
      kind: 'user',
      name: 'ada@contoso.com',
      tenant: 't',
      objectId: 'o',
      until: '2026-01-01T00:00:00.000Z',
    })
    expect(identityOf(tokenOf({ idtyp: 'app', appid: 'a', oid: 'o', upn: 7 }), 0)).toEqual({
      kind: 'application',
      name: 'a',
      objectId: 'o',
      until: '1970-01-01T00:00:00.000Z',
    })
  })

  it('is unknown of a token that says nothing, or nothing of the kind', () => {
    for (const text of ['', 'opaque', 'a.b.c', 'a.!!.c', tokenOf([])]) expect(identityOf(text)).toBeUndefined()
    expect(identityOf(tokenOf({ exp: 1e300 }))).toEqual({ kind: 'application' })
  })
})

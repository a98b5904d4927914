import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CredentialRequest, credentialFor } from '../../../../src/providers/log-analytics/credentials.ts'
import { loginKeeping } from '../../../../src/providers/log-analytics/logins/login-keeping.ts'
import { forgetLogins } from '../../../../src/providers/log-analytics/logins/login-record.ts'
import { selfMadeCertificate } from '../../../../src/serve/self-made-certificate.ts'
import { temporaryFolder } from '../../../support/huntlet.ts'

const scope = 'https://api.loganalytics.io/.default'
const folder = temporaryFolder()
let server: Server
let ca: string
/** What answers is a page of a proxy. */
let isProxied = false
const asked: string[] = []

/** Stands for what keeps tokens in a keyring: into a file of the test's own. */
function install(at: string, body: string): string {
  const place = join(at, 'node_modules/@azure/identity-cache-persistence')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), '{"name":"@azure/identity-cache-persistence","main":"index.js"}')
  writeFileSync(join(place, 'index.js'), body)
  return at
}

const intoFile = `
const fs = require('node:fs'), path = require('node:path')
exports.cachePersistencePlugin = ({ cachePluginControl }) => cachePluginControl.setPersistence(async ({ name }) => {
  const file = path.join(__dirname, name + '.kept')
  return {
    async beforeCacheAccess({ tokenCache }) { if (fs.existsSync(file)) tokenCache.deserialize(fs.readFileSync(file, 'utf8')) },
    async afterCacheAccess({ tokenCache, cacheHasChanged }) { if (cacheHasChanged) fs.writeFileSync(file, tokenCache.serialize()) },
  }
})`

/** The identity platform, as far as a login by device code needs it. */
async function identityPlatform(): Promise<Server> {
  const { cert, key } = await selfMadeCertificate('127.0.0.1', Date.now())
  ca = cert
  const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const made = createServer({ cert, key }, (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    const origin = `https://localhost:${(made.address() as AddressInfo).port}`
    const seconds = Math.floor(Date.now() / 1000)
    const claims = { oid: 'o', tid: 't', sub: 's', ver: '2.0', preferred_username: 'alice@contoso.com' }
    const idToken = { ...claims, iss: `${origin}/t/v2.0`, iat: seconds, nbf: seconds, exp: seconds + 3600 }
    const answers: Readonly<Record<string, object>> = {
      'openid-configuration': {
        issuer: `${origin}/t/v2.0`,
        authorization_endpoint: `${origin}/t/authorize`,
        token_endpoint: `${origin}/t/token`,
        device_authorization_endpoint: `${origin}/t/devicecode`,
        jwks_uri: `${origin}/keys`,
      },
      devicecode: {
        user_code: 'ABC',
        device_code: 'd',
        verification_uri: 'https://login',
        expires_in: 900,
        interval: 1,
      },
      token: {
        token_type: 'Bearer',
        scope,
        expires_in: 3600,
        access_token: 'the-access-token',
        refresh_token: 'the-refresh-token',
        id_token: `${json({ alg: 'none' })}.${json(idToken)}.x`,
        client_info: json({ uid: 'o', utid: 't' }),
      },
    }
    const name = path.split('/').at(-1) ?? ''
    asked.push(name)
    if (isProxied && name === 'devicecode') {
      response.writeHead(502, { 'content-type': 'application/json' }).end('{}')
      return
    }
    response.writeHead(answers[name] ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answers[name] ?? {}))
  })
  await new Promise<void>((resolve) => made.listen(0, resolve))
  return made
}

beforeAll(async () => {
  server = await identityPlatform()
})
afterAll(() => {
  server.close()
  folder.remove()
})

function requestTo(loginFolder: string | undefined): CredentialRequest {
  return {
    auth: 'device',
    authority: `https://localhost:${(server.address() as AddressInfo).port}`,
    ...(loginFolder !== undefined && { loginFolder }),
    identityOptions: { disableInstanceDiscovery: true, tlsOptions: { ca }, retryOptions: { maxRetries: 0 } },
  }
}

/** A login of its own, as each command has one. */
async function login(loginFolder: string | undefined): Promise<{ token: string | undefined; told: string[] }> {
  const told: string[] = []
  asked.length = 0
  const credential = await credentialFor({ ...requestTo(loginFolder), onDeviceCode: (text) => told.push(text) })
  const given = await credential.getToken(scope)
  return { token: given?.token, told }
}

describe('a login by device code', () => {
  it('is asked for by each command where nothing keeps it, and says what would', async () => {
    const home = join(folder.path, 'bare')
    for (const _ of [1, 2]) {
      const { token, told } = await login(home)
      expect(token).toBe('the-access-token')
      expect(told).toEqual([
        expect.stringMatching(/enter the code ABC\. Each command asks this anew; huntlet workspaces test/),
      ])
    }
    expect(await loginKeeping('device', home)).toMatchObject({
      remedy: expect.stringContaining(`npm install --prefix "${home}" @azure/identity-cache-persistence`),
    })
  }, 30_000)

  it('is kept by the package that the user installed: the next command asks nobody', async () => {
    const home = install(join(folder.path, 'own'), intoFile)
    const first = await login(home)
    expect(first.told).toEqual(['To log in, open https://login in a browser and enter the code ABC.'])
    const second = await login(home)
    expect(second).toEqual({ token: 'the-access-token', told: [] })
    expect(asked).not.toContain('devicecode')
    expect(await loginKeeping('device', home)).toEqual({
      text: expect.stringContaining('where the system keeps secrets'),
    })
    // Who it was is ours to keep, tokens never.
    const files = readdirSync(join(home, 'logins')).map((name) => join(home, 'logins', name))
    expect(files).toHaveLength(1)
    expect(readFileSync(files[0]!, 'utf8')).toContain('alice@contoso.com')
    expect(readFileSync(files[0]!, 'utf8')).not.toContain('token')
    if (process.platform !== 'win32') expect(statSync(files[0]!).mode & 0o077).toBe(0)
    forgetLogins(home)
    expect((await login(home)).told).toHaveLength(1)
  }, 30_000)

  it('is asked for where the package does not work, and says why', async () => {
    const home = install(
      join(folder.path, 'locked'),
      `exports.cachePersistencePlugin = ({ cachePluginControl }) =>
        cachePluginControl.setPersistence(async () => { throw new Error('Unable to read from the system keyring (libsecret).') })`,
    )
    expect((await login(home)).token).toBe('the-access-token')
    expect(await loginKeeping('device', home)).toMatchObject({
      text: expect.stringContaining('not kept'),
      remedy: expect.stringContaining('Unable to read from the system keyring'),
    })
    const broken = install(join(folder.path, 'broken'), 'require("./build/keytar.node")')
    expect(await loginKeeping('browser', broken)).toMatchObject({ remedy: expect.stringContaining('does not work') })
  }, 30_000)

  it('shows no code where none came', async () => {
    isProxied = true
    try {
      const told: string[] = []
      const credential = await credentialFor({ ...requestTo(undefined), onDeviceCode: (text) => told.push(text) })
      await expect(credential.getToken(scope)).rejects.toMatchObject({ kind: 'unavailable' })
      expect(told).toEqual([])
    } finally {
      isProxied = false
    }
  }, 60_000)

  it('of other programs is theirs to keep', async () => {
    expect(await loginKeeping('cli', folder.path)).toBeUndefined()
  })
})

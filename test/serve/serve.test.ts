import { once } from 'node:events'
import { request } from 'node:http'
import { get } from 'node:https'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import type { ServedQuery } from '../../src/serve/http/served-query.ts'
import { type Server, serve } from '../../src/serve/serve.ts'
import type { ServeOptions } from '../../src/serve/serve-options.ts'
import { ask, dial, raw, untilEnd } from './support/ask.ts'
import { standIn } from './support/stand-in-workspace.ts'

const opened: Server[] = []

async function started(options: Partial<ServeOptions> = {}): Promise<Server> {
  const server = await serve({
    workspaces: [{ name: 'logs', workspace: standIn() }],
    onDefect: (error) => {
      throw error
    },
    ...options,
  })
  opened.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

const token = 'a-token-of-some-length'
const path = (server: Server) => `/v1/workspaces/${server.ids[0]}/query`

describe('a server', () => {
  it('listens on this machine alone, at a port that is free', async () => {
    const server = await started()
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
    expect(server.ids).toEqual([expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)])
    expect((await ask(server, { query: 'print 1' })).body.tables[0].rows).toEqual([['print 1']])
  })

  it('gives a name the same id in each start', async () => {
    const workspaces = [
      { name: 'logs', workspace: standIn() },
      { name: 'more', workspace: standIn() },
    ]
    const [one, two] = [await started({ workspaces }), await started({ workspaces })]
    expect(one.ids).toEqual(two.ids)
    expect(new Set(one.ids).size).toBe(2)
  })

  it('refuses to be reached by others without a token, two workspaces of one name, and none', async () => {
    await expect(started({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'BAD_SERVE_OPTIONS' })
    const twice = [
      { name: 'logs', workspace: standIn() },
      { name: 'Logs', workspace: standIn() },
    ]
    await expect(started({ workspaces: twice })).rejects.toMatchObject({ code: 'BAD_SERVE_OPTIONS' })
    await expect(started({ workspaces: [] })).rejects.toMatchObject({ code: 'BAD_SERVE_OPTIONS' })
  })

  it('says which port is taken', async () => {
    const { port } = await started()
    await expect(started({ port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(String(port)),
    })
  })

  it('answers by https with a certificate that it makes, and that a client can trust', async () => {
    const server = await started({ https: 'self-made', token })
    const [url, ca] = [`${server.url}${path(server)}?query=print%201`, server.certificate!]
    const [response] = await once(get(url, { ca, headers: { authorization: `Bearer ${token}` } }), 'response')
    response.resume()
    expect([server.url.slice(0, 8), response.statusCode]).toEqual(['https://', 200])
    await expect(once(get(url), 'response')).rejects.toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|CERT/) })
    await expect(started({ https: { cert: 'no', key: 'pem' } })).rejects.toMatchObject({ code: 'BAD_SERVE_OPTIONS' })
  })
})

describe('who may ask', () => {
  it('is who has the token, and nobody learns more without it', async () => {
    const server = await started({ token })
    const asWith = async (headers: Record<string, string>, options = {}) => {
      const { status, body } = await ask(server, { query: 'print 1' }, { headers, ...options })
      return [status, body.error?.code]
    }
    expect(await asWith({})).toEqual([401, 'AuthenticationFailed'])
    expect(await asWith({ authorization: 'Bearer another-token-of-a-length' })).toEqual([
      401,
      'InvalidAuthenticationToken',
    ])
    expect(await asWith({}, { path: '/v1/nothing' })).toEqual([401, 'AuthenticationFailed'])
    expect(await asWith({ authorization: `Bearer ${token}` })).toEqual([200, undefined])
  })

  it('is no page of a browser: neither by its origin nor by a name that it made resolve to this machine', async () => {
    const server = await started()
    const asked = await ask(server, { query: 'print 1' }, { headers: { origin: 'https://evil.example' } })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([403, null])
    const image = await ask(server, undefined, {
      method: 'GET',
      path: `${path(server)}?query=x`,
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect([image.status, image.body.error.code]).toEqual([403, 'OriginNotAllowedError'])
    const rebound = await raw(
      server,
      `GET ${path(server)}?query=print HTTP/1.1\r\nHost: evil.example:${server.port}\r\nConnection: close\r\n\r\n`,
    )
    expect(rebound).toMatch(/^HTTP\/1\.1 403 /)
    expect(rebound).toContain('HostNotAllowedError')
    const preflight = await raw(
      server,
      `OPTIONS ${path(server)} HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n`,
    )
    expect(preflight).toMatch(/^HTTP\/1\.1 403 /)
    expect(preflight.toLowerCase()).not.toContain('access-control-allow')
  })

  it('may ask where to log in without a token', async () => {
    const server = await started({ token })
    expect((await fetch(`${server.url}/v1/rest/auth/metadata`)).status).toBe(200)
  })

  it('is told nothing of a token in a log', async () => {
    const told: ServedQuery[] = []
    const server = await started({ token, onAnswered: (query) => told.push(query) })
    await ask(server, { query: 'print 1' }, { headers: { authorization: `Bearer ${token}` } })
    await ask(
      server,
      { query: 'print 1' },
      { headers: { authorization: `Bearer ${token}x` }, path: `${path(server)}?token=${token}` },
    )
    expect(told.map(({ status, rows }) => [status, rows])).toEqual([
      [200, 1],
      [401, undefined],
    ])
    expect(JSON.stringify(told)).not.toContain(token)
  })
})

describe('a request that is none', () => {
  it.each([
    ['dot segments', '/v1/../v1/workspaces'],
    ['an encoded slash', '/v1%2fworkspaces'],
    ['a doubled slash', '/v1//workspaces'],
    ['NUL', '/v1/%00'],
  ])('is not found with %s in its path', async (_, target) => {
    const server = await started()
    const answer = await raw(server, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
    expect(answer).toContain('"code":"PathNotFoundError"')
  })

  it('is not found where no route answers, and refused with another method', async () => {
    const server = await started()
    expect(await ask(server, {}, { path: '/v1/nothing' })).toMatchObject({
      status: 404,
      body: { error: { code: 'PathNotFoundError' } },
    })
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status, headers } = await ask(server, {}, { method })
      expect([status, headers.get('allow')]).toEqual([405, 'GET, POST'])
    }
  })

  it.each([
    ['no JSON', '{"query": '],
    ['JSON of another form', '[1, 2]'],
    ['a text', '"print 1"'],
    ['nothing', ''],
    ['no query', '{"timespan": "P1D"}'],
    ['a query that is none', '{"query": 7}'],
    ['JSON nested too deeply', `{"query": "print 1", "x": ${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('is refused with %s', async (_, body) => {
    const { status, body: answer } = await ask(await started(), body)
    expect([status, answer.error.code]).toEqual([400, 'BadArgumentError'])
  })

  it('is refused where it is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"query":"print '), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    expect((await ask(await started(), bytes)).status).toBe(400)
  })

  it('is refused where it is too large, as it comes and unpacked, also where it does not say how large it is', async () => {
    const server = await started({ bounds: { bodyBytes: 10_000 } })
    const large = JSON.stringify({ query: 'x'.repeat(20_000) })
    expect((await ask(server, large)).status).toBe(413)
    expect((await ask(server, gzipSync(large), { headers: { 'content-encoding': 'gzip' } })).status).toBe(413)
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const chunked = await raw(
      server,
      `POST ${path(server)} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(4)}0\r\n\r\n`,
    )
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /)
    expect((await ask(server, { query: 'print 1' })).status).toBe(200)
  })

  it('is read packed, and refused where it cannot be unpacked', async () => {
    const server = await started()
    const packed = gzipSync(JSON.stringify({ query: 'print 1' }))
    expect((await ask(server, packed, { headers: { 'content-encoding': 'gzip' } })).status).toBe(200)
    expect((await ask(server, 'no gzip', { headers: { 'content-encoding': 'gzip' } })).status).toBe(400)
    expect((await ask(server, packed, { headers: { 'content-encoding': 'zstd' } })).status).toBe(415)
  })

  it('is refused where it is no HTTP, or has headers without end', async () => {
    const server = await started()
    expect(await raw(server, 'EHLO there\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    expect(await raw(server, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
    expect(await raw(server, Buffer.from(Array.from({ length: 2000 }, (_, at) => (at * 131) % 256)))).toMatch(
      /^HTTP\/1\.1 400 |^$/,
    )
    expect((await ask(server, { query: 'print 1' })).status).toBe(200)
  })

  it('that comes in drops is let go, its headers and its body, and others are answered meanwhile', async () => {
    const server = await started({ bounds: { headersMs: 200, requestMs: 400 } })
    const [headers, body] = [await dial(server), await dial(server)]
    headers.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-')
    body.write(`POST ${path(server)} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"que`)
    const ends = Promise.all([untilEnd(headers), untilEnd(body)])
    expect((await ask(server, { query: 'print 1' })).status).toBe(200)
    for (const end of await ends) expect(end).toMatch(/^(HTTP\/1\.1 408 |$)/)
  })

  it('beyond the most connections is not taken', async () => {
    const server = await started({ bounds: { connections: 2 } })
    const held = [await dial(server), await dial(server)]
    expect(await untilEnd(await dial(server))).toBe('')
    for (const socket of held) socket.destroy()
  })
})

describe('an answer', () => {
  const column = { name: 'text', type: 'string' as const }
  const many = Table.fromRows(
    [column],
    Array.from({ length: 20_000 }, (_, row) => [`row ${row} ${'x'.repeat(200)}`]),
  )

  it('is packed where the client takes that, and not otherwise', async () => {
    const server = await started({ workspaces: [{ name: 'logs', workspace: standIn(async () => ({ table: many })) }] })
    const packed = await ask(server, { query: 'x' }, { headers: { 'accept-encoding': 'gzip' } })
    const plain = await ask(server, { query: 'x' }, { headers: { 'accept-encoding': 'gzip;q=0, identity' } })
    expect([packed.headers.get('content-encoding'), plain.headers.get('content-encoding')]).toEqual(['gzip', null])
    expect(packed.body).toEqual(plain.body)
    expect(plain.body.tables[0].rows.length).toBe(20_000)
  })

  it('waits for a client that takes it slowly, and nothing of it is lost', async () => {
    const server = await started({ workspaces: [{ name: 'logs', workspace: standIn(async () => ({ table: many })) }] })
    const [response] = await once(request(`${server.url}${path(server)}?query=x`).end(), 'response')
    let size = 0
    response.setEncoding('utf8')
    for await (const piece of response) {
      size += piece.length
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(size).toBeGreaterThan(20_000 * 200)
  })

  it('is given up where its client takes nothing of it', async () => {
    // More than the buffers on the way hold.
    const huge = Table.fromRows(
      [column],
      Array.from({ length: 400 }, () => ['x'.repeat(200_000)]),
    )
    const told = Promise.withResolvers<ServedQuery>()
    const server = await started({
      workspaces: [{ name: 'logs', workspace: standIn(async () => ({ table: huge })) }],
      bounds: { stallMs: 100 },
      onAnswered: told.resolve,
    })
    const socket = await dial(server)
    socket.pause()
    socket.write(`GET ${path(server)}?query=x HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    expect(await told.promise).toMatchObject({ status: 200, isBroken: true })
    socket.destroy()
  })

  it('is not worked on further when its client has gone', async () => {
    const [asked, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const workspace = standIn(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal!.addEventListener('abort', () => {
            ended.resolve()
            reject(signal!.reason)
          })
          asked.resolve()
        }),
    )
    const server = await started({ workspaces: [{ name: 'logs', workspace }] })
    const gone = new AbortController()
    const response = fetch(`${server.url}${path(server)}?query=x`, { signal: gone.signal })
    await asked.promise
    gone.abort()
    await expect(response).rejects.toThrow()
    await ended.promise
  })

  it('names the request, in its headers and in an error', async () => {
    const { headers, body } = await ask(await started(), {})
    expect(headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(body.error.correlationId).toBe(headers.get('x-ms-request-id'))
  })

  it('of a defect tells the client nothing of it', async () => {
    const defects: unknown[] = []
    const workspace = standIn(async () => {
      throw new TypeError('secret of the inside')
    })
    const server = await started({
      workspaces: [{ name: 'logs', workspace }],
      onDefect: (error) => defects.push(error),
    })
    const { status, body } = await ask(server, { query: 'x' })
    expect([status, body.error.code]).toEqual([500, 'InternalServerError'])
    expect(JSON.stringify(body)).not.toContain('secret')
    expect(defects).toEqual([expect.any(TypeError)])
  })

  it('comes over one connection for several requests', async () => {
    const server = await started()
    const get = `GET ${path(server)}?query=x HTTP/1.1\r\nHost: localhost\r\n`
    const answers = await raw(server, `${get}\r\n${get}Connection: close\r\n\r\n`)
    expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  })
})

it('works on so many queries at once, however many clients ask', async () => {
  const waiting: (() => void)[] = []
  let most = 0
  let atWork = 0
  const workspace = standIn(async () => {
    most = Math.max(most, ++atWork)
    await new Promise<void>((resolve) => waiting.push(resolve))
    atWork--
    return {}
  })
  const server = await started({ workspaces: [{ name: 'logs', workspace }], bounds: { queries: 3 } })
  const answers = Array.from({ length: 10 }, () => ask(server, { query: 'x' }))
  for (let left = 10; left > 0; left--) {
    while (waiting.length < Math.min(3, left)) await new Promise((resolve) => setImmediate(resolve))
    waiting.shift()!()
  }
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(most).toBe(3)
})

describe('closing', () => {
  it('lets what is under way end, and takes nothing new', async () => {
    const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const workspace = standIn(async () => {
      asked.resolve()
      await held.promise
      return {}
    })
    const server = await started({ workspaces: [{ name: 'logs', workspace }] })
    const answer = ask(server, { query: 'x' })
    await asked.promise
    const closed = server.close()
    await expect(dial(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    held.resolve()
    expect((await answer).status).toBe(200)
    await closed
    await server.close()
  })

  it('ends what does not end by itself', async () => {
    const asked = Promise.withResolvers<void>()
    const workspace = standIn(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason))
          asked.resolve()
        }),
    )
    const server = await started({ workspaces: [{ name: 'logs', workspace }], bounds: { closeMs: 50 } })
    const answer = ask(server, { query: 'x' }).catch((error) => error)
    await asked.promise
    await server.close()
    expect(await answer).toBeInstanceOf(Error)
  })
})

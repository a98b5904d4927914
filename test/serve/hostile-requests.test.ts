import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Server, serve } from '../../src/serve/serve.ts'
import { ask, untilEnd } from './support/ask.ts'
import { standIn } from './support/stand-in-workspace.ts'

let server: Server
const defects: unknown[] = []

beforeAll(async () => {
  server = await serve({
    workspaces: [{ name: 'logs', workspace: standIn() }],
    bounds: { bodyBytes: 10_000, headersMs: 300, requestMs: 300, idleMs: 200 },
    onDefect: (error) => defects.push(error),
  })
})

afterAll(() => server?.close())

/** All that comes back of bytes after which the client says no more. */
async function sent(bytes: Uint8Array | string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  const end = untilEnd(socket)
  socket.end(bytes)
  return end
}

const path = fc.oneof(
  fc.constantFrom(
    '/v1/workspaces/logs/query',
    '/v2/rest/query',
    '/v1/rest/mgmt',
    '/v1/rest/query',
    '/v1/workspaces/logs/metadata',
    '/v1/workspaces/logs/search',
  ),
  fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).pathname),
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => `/${encodeURIComponent(text)}`),
  fc
    .array(fc.constantFrom('..', '.', '', '%2e', '%2f', '%00', 'v1', 'workspaces', 'logs', 'query', '%'))
    .map((parts) => `/${parts.join('/')}`),
)
const header = fc.tuple(
  fc.constantFrom(
    'Prefer',
    'Content-Encoding',
    'Accept-Encoding',
    'Authorization',
    'Content-Type',
    'Transfer-Encoding',
    'Expect',
    'Connection',
    'Content-Length',
  ),
  fc.string({ maxLength: 40 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
)
const body = fc.oneof(
  fc.json(),
  fc
    .record({
      query: fc.anything(),
      timespan: fc.anything(),
      workspaces: fc.anything(),
      db: fc.anything(),
      csl: fc.anything(),
      properties: fc.anything(),
    })
    .map((value) => {
      try {
        return JSON.stringify(value)
      } catch {
        return '{}'
      }
    }),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

it('answers or refuses whatever bytes come, and goes on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      expect(await sent(bytes)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/)
    }),
    { numRuns: 50, seed: 7 },
  )
  expect((await ask(server, { query: 'x' })).status).toBe(200)
  expect(defects).toEqual([])
})

it('answers or refuses whatever requests come, never with a defect', async () => {
  const statuses = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT'),
      path,
      fc.array(header, { maxLength: 3 }),
      body,
      async (method, target, headers, text) => {
        const bytes = Buffer.from(text)
        const lines = [
          `${method} ${target} HTTP/1.1`,
          'Host: localhost',
          `Content-Length: ${bytes.length}`,
          'Connection: close',
          ...headers.map(([name, value]) => `${name}: ${value}`),
        ]
        const answer = await sent(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]))
        expect(answer).toMatch(/^(HTTP\/1\.1 (100|200|204|4\d\d) |$)/)
        const status = answer.slice(9, 12)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      },
    ),
    { numRuns: 200, seed: 7 },
  )
  // They reach as far as the workspace, and to each kind of refusal.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining(['200', '400', '404', '405']))
  expect(defects).toEqual([])
  expect((await ask(server, { query: 'x' })).status).toBe(200)
})

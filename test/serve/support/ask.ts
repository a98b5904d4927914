import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Server } from '../../../src/serve/serve.ts'

/** What came back, its body as JSON where it is some. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose form is what they check.
  readonly body: any
}

/** Asks as the documentation of the service shows it. */
export async function ask(
  server: Server,
  body: unknown,
  { headers = {}, path = `/v1/workspaces/${server.ids[0]}/query`, method = 'POST' }: AskOptions = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && {
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
  readonly method?: string
}

/** Sends bytes as they are, and gives all that comes until the server ends the connection. */
export async function raw(server: Server, text: string | Uint8Array): Promise<string> {
  const socket = await dial(server)
  socket.write(text)
  return untilEnd(socket)
}

export async function dial(server: Server): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** All that comes until the connection ends, by whichever way. */
export function untilEnd(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let all = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      all += text
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(all))
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import type { ServeResponse } from '../route.ts'

/** Smaller answers are not worth packing. */
const smallestPacked = 1024

/**
 * Writes an answer as fast as the client takes it, packed where it likes that. A client that takes nothing for `stallMs` is let
 * go. Throws where the connection ended before the answer did, or the body failed: the client sees a broken answer then, never
 * a short one.
 */
export async function writeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ServeResponse,
  stallMs: number,
): Promise<void> {
  const { status, headers, body } = answer
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value)
  response.statusCode = status
  if (body === undefined) {
    response.end()
    return
  }
  const isTiny = typeof body === 'string' && body.length < smallestPacked
  const packs = !isTiny && !headers?.['content-encoding'] && takesGzip(request.headers['accept-encoding'])
  if (packs) {
    response.setHeader('content-encoding', 'gzip')
    response.setHeader('vary', 'accept-encoding')
  }
  if (typeof body === 'string' && !packs) {
    response.setHeader('content-length', Buffer.byteLength(body))
    response.end(body)
    return
  }
  const stalled = () => request.socket.destroy()
  request.socket.setTimeout(stallMs, stalled)
  try {
    const source = Readable.from(typeof body === 'string' ? [body] : body, { highWaterMark: 1 })
    await (packs ? pipeline(source, gzip(), response) : pipeline(source, response))
  } finally {
    request.socket.off('timeout', stalled)
    request.socket.setTimeout(0)
  }
}

/** Fast before small: the way is short. */
function gzip(): Transform {
  return createGzip({ level: constants.Z_BEST_SPEED })
}

function takesGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((each) => /^\s*(gzip|x-gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*)?$/i.test(each))
}

import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Json } from '../../lib/table.ts'
import { RequestRefused, refusals } from '../refusal.ts'

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const

/** Bytes beyond the limit that are waited for before the connection ends. */
const patience = 16 * 2 ** 20

/** Deeper than any question is; parsed JSON is walked by functions that call themselves. */
const deepest = 64

/**
 * The body of a request as JSON, undefined where there is none. Neither what comes nor what it is unpacked to may be larger
 * than `most` bytes. Throws RequestRefused.
 */
export async function readBody(request: IncomingMessage, most: number): Promise<Json | undefined> {
  const parts: Buffer[] = []
  let size = 0
  // Leaving the loop early would end the connection, and the answer with it.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= most) parts.push(part)
    else parts.length = 0
    // A client that still sends does not see the answer: what is too much is taken for a while, and thrown away.
    if (size > most + patience) break
  }
  if (size > most) throw new RequestRefused(refusals.tooLarge(most))
  if (size === 0) return undefined
  const text = utf8(await unpacked(Buffer.concat(parts), request.headers['content-encoding'], most))
  if (text.trim() === '') return undefined
  return parsed(text)
}

async function unpacked(bytes: Buffer, encoding: string | undefined, most: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity'
  if (name === 'identity' || name === '') return bytes
  if (!Object.hasOwn(unpackers, name)) throw new RequestRefused(refusals.encoding(name.slice(0, 40)))
  try {
    return await unpackers[name as keyof typeof unpackers](bytes, { maxOutputLength: most })
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new RequestRefused(isTooLarge ? refusals.tooLarge(most) : refusals.notJson(`The body is not ${name}.`))
  }
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RequestRefused(refusals.notJson('The body is not UTF-8.'))
  }
}

function parsed(text: string): Json {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    throw new RequestRefused(refusals.notJson('The body is not JSON.'))
  }
  if (depthOf(text) > deepest) throw new RequestRefused(refusals.notJson(`The body is nested deeper than ${deepest}.`))
  return value
}

/** How deep valid JSON is nested. */
function depthOf(text: string): number {
  let depth = 0
  let most = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inText) {
      if (character === '\\') at++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') most = Math.max(most, ++depth)
    else if (character === '}' || character === ']') depth--
  }
  return most
}

import { pipeline, type Readable } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import {
  createHttpHeaders,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
  type SendRequest,
} from '@azure/core-rest-pipeline'
import { ServiceFault } from '../remote/wire.ts'
import type { Endpoint } from './endpoint.ts'
import { isDefect } from './faults/connection-fault.ts'
import { contentFault } from './faults/content-fault.ts'

/** Reads a body of status 200 while it comes. */
export type ReadBody<Answer> = (chunks: AsyncIterable<Uint8Array>) => Promise<Answer>

/** One request under way: what the policy at the wire's end is to do with it, and what came of it. */
export interface Call {
  readonly read: ReadBody<unknown>
  readonly timespan: string | undefined
  /** Longest it may take once it is sent; absent where whoever asks looks to that. */
  readonly longestMs?: number
  readonly end: (late: ServiceFault) => void
  answer?: { readonly value: unknown }
  refusal?: { readonly response: PipelineResponse; readonly text: string }
}

/** Bodies of errors are looked at no further. */
const mostErrorBytes = 1 << 20

/** What the client is given to read in the place of an answer that was read at the wire. */
const nothing = '{"tables":[]}'

export interface WireOptions {
  readonly endpoint: Endpoint
  /** Sent as it is, instead of a login. */
  readonly token?: string
}

/**
 * Stands nearest to the wire, after retries and tokens. It reads the body itself while it comes, as the client cuts ticks and long
 * numbers and turns null times into 1970; it says the range to the tick; and it unpacks, as the client waits for ever where a
 * packed body is cut off.
 */
export function wirePolicy(calls: WeakMap<object, Call>, { token, endpoint }: WireOptions): PipelinePolicy {
  return {
    name: 'huntletWire',
    async sendRequest(request, next) {
      const call = request.abortSignal && calls.get(request.abortSignal)
      if (!call) throw new ServiceFault('refused', 'A request that nobody made.')
      if (request.url.endsWith('/query')) request.body = withTimespan(request.body, call.timespan)
      request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY])
      request.headers.delete('Accept-Encoding')
      if (endpoint.isLocal) delete request.agent
      request.requestOverrides = {
        headers: {
          ...request.headers.toJSON({ preserveCase: true }),
          'Accept-Encoding': 'gzip',
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
      }
      return await inTime(call, endpoint.host, () => answered(call, request, next))
    },
  }

  async function answered(call: Call, request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> {
    const response = await next(request)
    const body = response.readableStreamBody as Readable | undefined
    const { readableStreamBody: _, ...head } = response
    const plain = createHttpHeaders({ 'Content-Type': 'application/json' })
    if (response.status === 200) {
      const isWeb = /html|xml/i.test(response.headers.get('Content-Type') ?? '')
      if (isWeb || !body) throw contentFault(await textOf(body, response), endpoint.host)
      const chunks = unpacked(body, response)
      call.answer = { value: await whole(call.read(chunks), chunks, endpoint.host) }
      return { ...head, headers: plain, bodyAsText: nothing }
    }
    // A server may say back what it was sent.
    const sent = token ?? request.headers.get('Authorization')?.replace(/^\S+\s+/, '')
    const text = await textOf(body, response)
    call.refusal = { response, text: sent ? text.replaceAll(sent, '…') : text }
    return { ...head, bodyAsText: nothing }
  }
}

async function inTime<Result>({ longestMs, end }: Call, host: string, work: () => Promise<Result>): Promise<Result> {
  const late = () => end(new ServiceFault('timed-out', `\`${host}\` did not answer within ${longestMs} ms.`))
  const timer = longestMs === undefined ? undefined : setTimeout(late, longestMs)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}

/** The stream is ended whatever becomes of the reading, and a fault of it is said as one. */
async function whole<Answer>(reading: Promise<Answer>, chunks: Readable, host: string): Promise<Answer> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof ServiceFault || isDefect(error)) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code.startsWith('Z_')) throw new ServiceFault('bad-answer', `The answer of ${host} cannot be unpacked.`)
    throw new ServiceFault('bad-answer', `The answer of ${host} was cut off: the connection ended.`)
  } finally {
    chunks.destroy()
  }
}

function unpacked(body: Readable, response: PipelineResponse): Readable {
  const encoding = response.headers.get('Content-Encoding')?.toLowerCase()
  if (encoding !== 'gzip' && encoding !== 'deflate') return body
  const unzip = encoding === 'gzip' ? createGunzip() : createInflate()
  // The fault of either ends the other.
  pipeline(body, unzip, () => {})
  return unzip
}

/** What a refusal says, as far as it is of use; nothing where it cannot be read. */
async function textOf(body: Readable | undefined, response: PipelineResponse): Promise<string> {
  if (!body) return ''
  const chunks = unpacked(body, response)
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of chunks as AsyncIterable<Buffer>) {
      parts.push(part)
      length += part.length
      if (length > mostErrorBytes) break
    }
  } catch {
    // The status says enough.
  } finally {
    chunks.destroy()
  }
  return Buffer.concat(parts).toString('utf8')
}

function withTimespan(body: PipelineRequest['body'], timespan: string | undefined): string {
  const { timespan: _, ...members } = JSON.parse(String(body)) as Record<string, unknown>
  return JSON.stringify({ ...members, ...(timespan !== undefined && { timespan }) })
}

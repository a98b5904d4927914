import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from '../../../../src/providers/clock.ts'
import { clusterAddress } from '../../../../src/providers/kusto/cluster-address.ts'
import { kustoConnection } from '../../../../src/providers/kusto/kusto-client.ts'
import { KustoWire } from '../../../../src/providers/kusto/kusto-wire.ts'
import { givenToken } from '../../../../src/providers/kusto/token-source.ts'
import type { WireAnswer, WireQuestion } from '../../../../src/providers/remote/wire.ts'

export interface WireOptions {
  readonly database?: string
  readonly token?: string
  readonly timeColumn?: string
  readonly clock?: Clock
  readonly schemaBodyMs?: number
}

/** A wire through the real client of Kusto. */
export async function wireTo(url: string, options: WireOptions = {}): Promise<KustoWire> {
  const { database = 'soc', token, timeColumn, clock = systemClock, schemaBodyMs } = options
  const cluster = clusterAddress(url)
  const tokens = token === undefined ? undefined : givenToken(token)
  return new KustoWire({
    name: `kusto:${cluster.shortName}/${database}`,
    cluster,
    database,
    connection: await kustoConnection(cluster, tokens),
    identity: 'test',
    hasToken: token !== undefined,
    ...(timeColumn !== undefined && { timeColumn }),
    clock,
    ...(schemaBodyMs !== undefined && { schemaBodyMs }),
  })
}

export function question(kql: string, more: Partial<WireQuestion> = {}): WireQuestion {
  return { kql, timeoutMs: 60_000, signal: new AbortController().signal, ...more }
}

/** What is thrown in the place of an answer. */
export async function faultOf(answer: Promise<WireAnswer | unknown>): Promise<unknown> {
  return answer.then(
    (value) => ({ unexpected: value }),
    (error: unknown) => error,
  )
}

export interface MadeServer {
  readonly url: string
  /** Paths and headers of what was asked, but for the metadata. */
  readonly asked: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string }[]
  close(): Promise<void>
}

/** A server that answers each request as told; the metadata of logging in is not found where none is given. */
export async function madeServer(
  answer: (response: ServerResponse, path: string, body: string) => void,
  metadata?: string,
): Promise<MadeServer> {
  const asked: MadeServer['asked'] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      if (path.endsWith('/auth/metadata')) {
        response.writeHead(metadata === undefined ? 404 : 200).end(metadata)
        return
      }
      const body = Buffer.concat(chunks).toString()
      asked.push({ path, headers: request.headers, body })
      answer(response, path, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Frames of version 2 around rows of a table. */
export function framesBody(
  columns: readonly (readonly [string, string])[],
  rows: string,
  completion = '{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}',
): string {
  const declared = JSON.stringify(columns.map(([ColumnName, ColumnType]) => ({ ColumnName, ColumnType })))
  return `[{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"},{"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","TableName":"PrimaryResult","Columns":${declared},"Rows":${rows}},${completion}]`
}

import { writeFile } from 'node:fs/promises'
import { countOf } from '../../lib/count-of.ts'
import { HuntletError } from '../../lib/diagnostic.ts'
import { safeText } from '../../lib/safe-text.ts'
import { wordsOf } from '../../lib/words-of.ts'
import { isLoopback } from '../../providers/loopback.ts'
import type { Workspace } from '../../providers/workspace.ts'
import type { ServedQuery } from '../../serve/http/served-query.ts'
import type { Server } from '../../serve/serve.ts'
import { interruptible } from '../interrupt.ts'
import {
  certificateOf,
  furtherWorkspaces,
  nameToServe,
  portOf,
  shellWord,
  type TokenFlags,
  tokenHeader,
  tokenOf,
} from '../served-flags.ts'
import { writeError, writeOut } from '../terminal.ts'
import { openFromFlags, type WorkspaceFlags } from '../workspace-argument.ts'

export interface ServeFlags extends WorkspaceFlags, TokenFlags {
  readonly port: string
  readonly host: string
  readonly name?: string
  readonly add?: readonly string[]
  readonly https?: boolean
  readonly cert?: string
  readonly key?: string
  readonly writeCert?: string
  readonly limits: 'azure' | 'none'
  readonly basic?: readonly string[]
}

/** `huntlet serve`: answers the query APIs of Log Analytics and Kusto until it is interrupted. */
export async function serveWorkspaces(flags: ServeFlags): Promise<void> {
  // The token of this server is none for the workspaces it serves.
  const { tokenEnv: _variable, tokenFile: _file, ...source } = flags
  const values = flags.workspace ?? []
  const further = furtherWorkspaces(flags.add)
  const port = portOf(flags.port)
  const [token, https] = await Promise.all([tokenOf(flags), certificateOf(flags)])
  const [{ serve }, { checkReach }, { azureLimits }] = await Promise.all([
    import('../../serve/serve.ts'),
    import('../../serve/serve-options.ts'),
    import('../../serve/limits/azure-limits.ts'),
  ])
  // Before a large workspace is opened for nothing.
  checkReach(flags.host, token)
  await interruptible(async (signal) => {
    const opened: { name: string; workspace: Workspace; paths: readonly string[] }[] = []
    try {
      opened.push({
        name: nameToServe(flags.name, values),
        workspace: await openFromFlags(source, signal),
        paths: values,
      })
      for (const { name, path } of further) {
        const workspace = await openFromFlags({ ...source, workspace: [path], table: [] }, signal)
        opened.push({ name, workspace, paths: [path] })
      }
      const server = await serve({
        workspaces: opened,
        host: flags.host,
        port,
        ...(token !== undefined && { token }),
        ...(https && { https }),
        ...(flags.limits === 'azure' && { limits: azureLimits }),
        ...(flags.basic && { basic: flags.basic }),
        union: (names) => {
          const paths = opened.filter(({ name }) => names.includes(name)).flatMap((each) => each.paths)
          return openFromFlags({ ...source, workspace: paths }, signal)
        },
        onAnswered: (query) => writeError(logLine(query)),
        onDefect: (error) => writeError(`error: ${safeText(wordsOf(error))}`),
      })
      try {
        if (token !== undefined && !https && !isLoopback(flags.host)) {
          writeError(
            'warning: the token and the answers go over the network as plain text; --https or --cert keeps them from others',
          )
        }
        if (flags.writeCert !== undefined) await writeCertificate(flags.writeCert, server)
        await writeOut(await greeting(server, opened, flags))
        await aborted(signal)
        writeError('closing: no new requests are taken')
      } finally {
        await server.close()
      }
    } finally {
      for (const { workspace } of opened) await workspace.close()
    }
  })
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function writeCertificate(file: string, { certificate }: Server): Promise<void> {
  if (certificate === undefined) {
    throw new HuntletError('BAD_OPTION_VALUE', '--write-cert goes with --https, which makes a certificate.')
  }
  try {
    await writeFile(file, certificate)
  } catch (error) {
    throw new HuntletError('CANNOT_WRITE', `Cannot write ${file}: ${wordsOf(error)}`, { cause: error })
  }
}

/** Where it listens, and how one asks it. */
async function greeting(
  server: Server,
  opened: readonly { readonly name: string; readonly workspace: Workspace }[],
  flags: ServeFlags,
): Promise<string[]> {
  const { url, ids } = server
  const lines = [`Listening on ${url}; ctrl+c ends it.`, '']
  for (const [index, { name, workspace }] of opened.entries()) {
    lines.push(
      `workspace ${name}: ${countOf((await workspace.tables()).length, 'table')}, now() is ${(await workspace.now()).at}`,
    )
    lines.push(`  Log Analytics  ${url}/v1/workspaces/${ids[index]}/query`)
    lines.push(`  Kusto          ${url} database ${name}`, '')
  }
  const [{ name, workspace }, id] = [opened[0]!, ids[0]!]
  const table = (await workspace.tables()).find((each) => /^\w+$/.test(each.name))?.name
  const body = JSON.stringify({ query: table === undefined ? 'print now()' : `${table} | take 3` })
  const trust = flags.writeCert ? ` --cacert ${shellWord(flags.writeCert)}` : flags.https ? ' --insecure' : ''
  const kql = shellWord(table === undefined ? 'print now()' : `${table} | take 3`)
  // huntlet takes no other way to trust it; a certificate that is in no file can only be looked past by curl.
  const isUntold = flags.https === true && flags.writeCert === undefined
  const trusting = flags.writeCert === undefined ? '' : `NODE_EXTRA_CA_CERTS=${shellWord(flags.writeCert)} `
  const login = flags.tokenEnv === undefined ? '' : ` --token-env ${flags.tokenEnv}`
  lines.push(
    'With curl',
    `  curl -s${trust} ${url}/v1/workspaces/${id}/query${tokenHeader(flags)} -H 'content-type: application/json' -d ${shellWord(body)}`,
    isUntold ? 'With huntlet, once it can trust the certificate (--write-cert FILE)' : 'With huntlet',
    ...(flags.tokenFile === undefined
      ? [
          `  ${trusting}huntlet query ${kql} --workspace azure:${id} --endpoint ${url}${login}`,
          `  ${trusting}huntlet query ${kql} --workspace kusto:${url}/${name}${login}`,
        ]
      : []),
    'or under `workspaces` in huntlet.yaml',
    `  served: { kind: log-analytics, workspace: ${id}, endpoint: '${url}/v1'${tokenSetting(flags)} }`,
    `  served-kusto: { kind: kusto, cluster: '${url}', database: ${name}${tokenSetting(flags)} }`,
  )
  return lines.map((line) => `${line}\n`)
}

function tokenSetting({ tokenEnv, tokenFile }: TokenFlags): string {
  if (tokenEnv !== undefined) return `, token: { env: ${tokenEnv} }`
  return tokenFile === undefined ? '' : `, token: { file: ${JSON.stringify(tokenFile)} }`
}

/** `2026-11-22T08:18:05.167Z 127.0.0.1 200 145 rows 30 ms POST /v1/workspaces/…/query` */
function logLine({
  at,
  client,
  method,
  path,
  status,
  rows,
  durationMs,
  notices,
  isBroken,
  requestId,
}: ServedQuery): string {
  const words = [
    new Date(at).toISOString(),
    client,
    isBroken ? 'gone' : String(status),
    rows === undefined ? '-' : countOf(rows, 'row'),
    `${Math.round(durationMs)} ms`,
    safeText(`${method} ${path.slice(0, 200)}`),
    requestId,
  ]
  return [words.join(' '), ...notices.map((notice) => `  notice: ${safeText(notice)}`)].join('\n')
}

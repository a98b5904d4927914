import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { huntlet, repository } from '../support/huntlet.ts'
import { makeFolder } from '../support/load-fixture.ts'

const logs = makeFolder({ 'Visits_CL.csv': 'TimeGenerated,User\n2026-05-01T08:00:00Z,ada\n2026-05-02T08:00:00Z,bob\n' })
const other = makeFolder({ 'Visits_CL.csv': 'TimeGenerated,User\n2026-05-03T08:00:00Z,eve\n' })
const token = 'a-token-that-is-never-shown'

afterAll(() => {
  logs.remove()
  other.remove()
})

/** The command, once it listens. */
async function serving(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(
    process.execPath,
    [
      join(repository, 'src', 'cli', 'main.ts'),
      'serve',
      '--workspace',
      logs.path,
      '--port',
      '0',
      '--no-trace',
      ...args,
    ],
    { env: { ...process.env, HUNTLET_HOME: join(tmpdir(), 'huntlet-has-no-such-folder'), ...env } },
  )
  const said = { out: '', error: '' }
  const closed = once(child, 'close')
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.error += text
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text
      if (said.out.includes('served-kusto') && said.out.endsWith('}\n')) resolve()
    })
    closed.then(() => reject(new Error(said.error)))
  })
  const ids = [...said.out.matchAll(/\/v1\/workspaces\/([^/]+)\/query$/gm)].map((match) => match[1]!)
  return {
    said,
    ids,
    url: /^Listening on (\S+);/.exec(said.out)![1]!,
    end: async () => {
      child.kill('SIGINT')
      return (await closed)[0] as number | null
    },
  }
}

describe('huntlet serve', () => {
  it('says where it listens and how one asks it, answers, tells each query, and ends at ctrl+c', async () => {
    const server = await serving(
      ['--name', 'lab', '--add', `branch=${other.path}`, '--token-env', 'LAB_TOKEN', '--limits', 'azure'],
      {
        LAB_TOKEN: token,
      },
    )
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(server.said.out).toContain('workspace lab: 1 table, now() is 2026-05-02T08:00:00.0000000Z')
    expect(server.said.out).toContain('workspace branch: 1 table')
    expect(server.said.out).toContain('authorization: Bearer $LAB_TOKEN')
    const ask = async (body: object, authorization: string) => {
      const response = await fetch(`${server.url}/v1/workspaces/${server.ids[0]}/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify(body),
      })
      return [response.status, ((await response.json()) as { tables?: { rows: unknown }[] }).tables?.[0]?.rows]
    }
    const query = 'Visits_CL | summarize count() by User | sort by User asc'
    expect(await ask({ query }, 'Bearer wrong')).toEqual([401, undefined])
    expect(await ask({ query }, `Bearer ${token}`)).toEqual([
      200,
      [
        ['ada', 1],
        ['bob', 1],
      ],
    ])
    expect(await ask({ query: 'Visits_CL | count', workspaces: ['branch'] }, `Bearer ${token}`)).toEqual([200, [[3]]])
    expect(await server.end()).toBe(0)
    const lines = server.said.error.split('\n').filter((line) => line.includes('/query'))
    expect(lines.map((line) => / 127\.0\.0\.1 (\d+ (?:-|\d+ rows?)) [\d,]+ ms POST /.exec(line)?.[1])).toEqual([
      '401 -',
      '200 2 rows',
      '200 1 row',
    ])
    expect(server.said.out + server.said.error).not.toContain(token)
  })

  it('answers by https with a certificate that it writes for clients', async () => {
    const file = join(other.path, 'certificate.pem')
    const server = await serving(['--https', '--write-cert', file])
    expect(server.said.out).toContain(`curl -s --cacert ${file} ${server.url}/`)
    expect(server.said.out).toContain(`  NODE_EXTRA_CA_CERTS=${file} huntlet query`)
    const url = `${server.url}/v1/workspaces/${server.ids[0]}/query?query=print%201`
    const [response] = await once(get(url, { ca: readFileSync(file) }), 'response')
    response.resume()
    expect(response.statusCode).toBe(200)
    expect(await server.end()).toBe(0)
  })

  it('refuses what cannot be, before it opens anything', async () => {
    const refused = async (...args: string[]) => {
      const { code, stderr } = await huntlet(['serve', '--workspace', logs.path, ...args], {
        env: { EMPTY: '', SHORT: 'short' },
      })
      return [code, /error ([A-Z_]+)/.exec(stderr)?.[1]]
    }
    const file = join(other.path, 'token')
    writeFileSync(file, 'has spaces in it, and is long')
    expect(
      await Promise.all([
        refused('--host', '0.0.0.0'),
        refused('--token-env', 'EMPTY'),
        refused('--token-env', 'SHORT'),
        refused('--token-file', file),
        refused('--token-file', join(other.path, 'nothing')),
        refused('--port', '70000'),
        refused('--cert', file),
        refused('--name', '../x'),
        refused('--add', 'x'),
      ]),
    ).toEqual([
      [2, 'BAD_SERVE_OPTIONS'],
      [2, 'BAD_OPTION_VALUE'],
      [2, 'BAD_OPTION_VALUE'],
      [2, 'BAD_OPTION_VALUE'],
      [1, 'UNREADABLE_PATH'],
      [2, 'BAD_OPTION_VALUE'],
      [2, 'BAD_OPTION_VALUE'],
      [2, 'BAD_OPTION_VALUE'],
      [2, 'BAD_OPTION_VALUE'],
    ])
  })

  it('says that a port is taken', async () => {
    const server = await serving([])
    const { port } = new URL(server.url)
    const { code, stderr } = await huntlet(['serve', '--workspace', logs.path, '--no-trace', '--port', port])
    expect([code, stderr]).toEqual([1, expect.stringContaining(`error PORT_TAKEN: Port ${port} of 127.0.0.1 is taken`)])
    await server.end()
  })
})

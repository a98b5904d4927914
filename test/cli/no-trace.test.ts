import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { huntlet, temporaryFolder } from '../support/huntlet.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const logs = join(folder.path, 'logs')
/** More than is read anew each time. */
const rowCount = 60_000

beforeAll(() => {
  mkdirSync(logs)
  const text = 'x'.repeat(300)
  const lines = Array.from({ length: rowCount }, (_, n) => `{"n":${n},"text":"${text}"}\n`)
  writeFileSync(join(logs, 'log.jsonl'), [...lines, 'no json\n'].join(''))
})

/** A home of its own, in which all that a command leaves on disk can be seen. */
function makeHome(name: string) {
  const home = join(folder.path, name)
  const tmp = join(home, 'tmp')
  mkdirSync(tmp, { recursive: true })
  return {
    env: {
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      TMPDIR: tmp,
      XDG_CONFIG_HOME: join(home, 'config'),
      // That of the tests would be used instead.
      NODE_COMPILE_CACHE: '',
    },
    left: () =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name),
  }
}

const sum = (...more: string[]) => ['query', 'log | summarize sum(n)', '--format', 'csv', '--workspace', logs, ...more]
const answer = String((rowCount * (rowCount - 1)) / 2)

describe('what a command leaves on disk', () => {
  it('is what was read, by which the next one answers the same, and which cache shows and clears', async () => {
    const { env, left } = makeHome('plain')
    const first = await huntlet(sum(), { env })
    expect(first.stdout).toContain(answer)
    expect(first.code).toBe(3)
    expect(left().filter((name) => name.endsWith('.duckdb'))).toHaveLength(1)
    expect(await huntlet(sum(), { env })).toEqual(first)

    expect((await huntlet(['cache', 'list'], { env })).stdout).toContain(logs)
    expect(readdirSync(join(env.XDG_CACHE_HOME, 'huntlet', 'code')), 'compiled code').not.toEqual([])
    mkdirSync(join(env.XDG_CACHE_HOME, 'huntlet', 'compiler'))
    writeFileSync(join(env.XDG_CACHE_HOME, 'huntlet', 'compiler', 'compiler-0.blob'), 'x'.repeat(1_000_000))
    expect((await huntlet(['cache', 'list'], { env })).stdout).toMatch(
      /MB of logs and [1-9][\d.]* MB of huntlet itself/,
    )
    expect((await huntlet(['cache', 'clear'], { env })).stdout).toMatch(/^removed [\d.]+ MB/)
    expect(left().filter((name) => /duckdb|json|blob/.test(name))).toEqual([])
    expect(readdirSync(env.TMPDIR)).toEqual([])
    expect((await huntlet(['cache', 'list'], { env })).stdout).not.toContain(logs)
  }, 60_000)

  it('is no folder of an open workspace when the reader has seen enough', async () => {
    const { env } = makeHome('head')
    const kql = 'range x from 1 to 300000 step 1 | extend text = strcat("a long text to fill a pipe: ", x)'
    const { code, stderr } = await huntlet(['query', kql, '--format', 'csv'], { env, isHead: true })
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')])
    expect(readdirSync(join(env.XDG_CACHE_HOME, 'huntlet', 'spill'))).toEqual([])
  }, 60_000)

  it('is nothing of the logs with --no-cache', async () => {
    const { env, left } = makeHome('no-cache')
    expect((await huntlet(sum('--no-cache'), { env })).stdout).toContain(answer)
    expect(left().filter((name) => /duckdb|json/.test(name))).toEqual([])
  }, 60_000)

  it('is nothing at all with --no-trace, or where the environment says so', async () => {
    const { env, left } = makeHome('no-trace')
    expect((await huntlet(sum('--no-trace'), { env })).stdout).toContain(answer)
    expect(left()).toEqual([])
    expect((await huntlet(sum(), { env: { ...env, HUNTLET_NO_TRACE: '1' } })).stdout).toContain(answer)
    expect(left()).toEqual([])
  }, 60_000)

  it('is read by the mappings of the user, for import as for query', async () => {
    const { env } = makeHome('mapped')
    const home = join(folder.path, 'user')
    mkdirSync(join(home, 'mappings'), { recursive: true })
    writeFileSync(
      join(home, 'mappings', 'shop.yaml'),
      "table: Shop_CL\nfor: { files: '*.shop' }\nread: { pattern: '^(?<user>\\S+) bought (?<what>.*)$' }\n",
    )
    const path = join(folder.path, 'a.shop')
    writeFileSync(path, 'ada bought tea\n')
    const into = join(folder.path, 'bought')
    const { stdout } = await huntlet(['import', path, '--into', into], { env: { ...env, HUNTLET_HOME: home } })
    expect(stdout).toMatch(/^Shop_CL +1 +1 /m)
  }, 60_000)

  it('is the folder alone when logs are imported so', async () => {
    const { env, left } = makeHome('import')
    const into = join(folder.path, 'imported')
    const { code, stdout, stderr } = await huntlet(['import', logs, '--into', into, '--no-trace'], { env })
    expect(left()).toEqual([])
    expect(stdout).toMatch(/^log +60000 +1 /m)
    expect(stderr).toContain('left over:')
    expect(code).toBe(3)
    expect(readdirSync(join(into, 'log'))).toEqual(['no-date.parquet'])
    expect((await huntlet(['import', logs, '--into', into], { env })).code).toBe(2)
  }, 60_000)
})

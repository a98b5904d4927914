import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import type { Workspace } from '../../src/providers/workspace.ts'
import { type Server, serve } from '../../src/serve/serve.ts'
import { huntlet, temporaryFolder } from '../support/huntlet.ts'

const folder = temporaryFolder()
const logs = join(folder.path, 'logs')
let local: Workspace
let server: Server

beforeAll(async () => {
  mkdirSync(logs)
  const row = (time: string, user: string) =>
    JSON.stringify({ TimeGenerated: time, UserPrincipalName: user, ResultType: '0', IPAddress: '198.51.100.7' })
  writeFileSync(
    join(logs, 'SigninLogs.jsonl'),
    [row('2026-03-02T08:00:00Z', 'alice@contoso.com'), row('2026-03-02T09:00:00Z', 'bob@contoso.com')].join('\n'),
  )
  local = await openWorkspace({ kind: 'local', paths: [logs] })
  server = await serve({ workspaces: [{ name: 'soc', workspace: local }] })
})

afterAll(async () => {
  await server.close()
  await local.close()
  folder.remove()
})

/** A user and a project of their own. */
function makePlace(name: string) {
  const home = join(folder.path, name, 'home')
  const project = join(folder.path, name, 'project')
  for (const each of [home, project]) mkdirSync(each, { recursive: true })
  const env = { HUNTLET_HOME: home, XDG_CACHE_HOME: join(folder.path, name, 'cache') }
  return {
    home,
    project,
    run: (...args: string[]) => huntlet(args, { cwd: project, env }),
    withEnv: (more: Record<string, string>, ...args: string[]) =>
      huntlet(args, { cwd: project, env: { ...env, ...more } }),
  }
}

const count = 'SigninLogs | count'

describe('huntlet workspaces', () => {
  it('adds, lists, tests and removes, and leaves comments alone', async () => {
    const { run, home, project } = makePlace('add')
    const file = join(home, 'huntlet.yaml')
    writeFileSync(file, '# my notes\ntimeZone: UTC # for all\n')
    expect((await run('workspaces', 'add', 'lab', logs, '--default')).code).toBe(0)
    const served = await run('workspaces', 'add', 'served', `azure:${server.ids[0]}`, '--endpoint', server.url)
    expect(served.stdout).toContain('huntlet workspaces test served')
    expect((await run('workspaces', 'add', 'adx', `kusto:${server.url}/soc`, '--project')).code).toBe(0)
    expect((await run('workspaces', 'add', 'both', 'served', 'adx')).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toContain('# my notes\ntimeZone: UTC # for all\nworkspaces:\n  lab:\n')
    expect(statSync(file).mode & 0o022).toBe(0)
    expect(readFileSync(join(project, 'huntlet.yaml'), 'utf8')).toContain('kind: kusto')

    const listed = JSON.parse((await run('workspaces', 'list', '--format', 'json')).stdout)
    expect(listed.map(({ name, kind, isDefault }: Record<string, unknown>) => [name, kind, isDefault])).toEqual([
      ['lab', 'local', true],
      ['served', 'log-analytics', false],
      ['both', 'several', false],
      ['adx', 'kusto', false],
    ])
    const { stdout } = await run('workspaces')
    expect(stdout).toContain('lab (default)')
    expect(stdout).toContain(file)

    const tested = await run('workspaces', 'test', 'lab', 'both')
    expect(tested.code).toBe(0)
    expect(tested.stdout.match(/ ok {6}/g)!.length).toBeGreaterThanOrEqual(8)
    expect(tested.stdout).not.toContain('FAILED')

    const inUse = await run('workspaces', 'remove', 'served')
    expect([inUse.code, inUse.stderr]).toEqual([2, expect.stringContaining('`served` is one of both.')])
    expect((await run('workspaces', 'remove', 'both')).code).toBe(0)
    expect((await run('workspaces', 'remove', 'lab')).stdout).toContain('there is none now')
    expect(readFileSync(file, 'utf8')).toMatch(/^# my notes\ntimeZone: UTC # for all\nworkspaces:\n {2}served:\n/)
  })

  it('shows which step fails, and what to do', async () => {
    const { run } = makePlace('test')
    await run('workspaces', 'add', 'soc', 'azure:11111111-2222-3333-4444-555555555555', '--endpoint', server.url)
    const { code, stdout } = await run('workspaces', 'test', 'soc', `kusto:${server.url}/none`, '--format', 'json')
    expect(code).toBe(1)
    const [soc, adx] = JSON.parse(stdout)
    expect(soc.steps.map(({ step, status }: Record<string, string>) => `${step} ${status}`)).toEqual([
      'login ok',
      'reach ok',
      'permission failed',
      'query skipped',
    ])
    expect(soc.steps[2].remedy).toBeTruthy()
    expect(adx.steps.find(({ status }: Record<string, string>) => status === 'failed')).toMatchObject({
      remedy: expect.any(String),
    })
  })

  it('adds nothing that is wrong, and names what was meant', async () => {
    const { run, home } = makePlace('wrong')
    const bad = [
      await run('workspaces', 'add', 'demo', logs),
      await run('workspaces', 'add', 'a b', logs),
      await run('workspaces', 'add', 'a', 'azure:xyz'),
      await run('workspaces', 'add', 'a', 'kusto:http://adx.example/d'),
      await run('workspaces', 'add', 'a', `azure:${server.ids[0]}`, '--auth', 'clie'),
      await run('workspaces', 'add', 'a', logs, '--auth', 'cli'),
      await run('workspaces', 'remove', 'a'),
    ]
    expect(bad.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2, 2])
    expect(bad[4]!.stderr).toContain('Did you mean `cli`?')
    expect(existsSync(join(home, 'huntlet.yaml'))).toBe(false)
    await run('workspaces', 'add', 'lab', logs)
    const again = await run('workspaces', 'add', 'lab', logs)
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('already')])
    expect((await run('query', count, '-w', 'lob')).stderr).toContain('Did you mean `lab`?')
  })
})

describe('huntlet init', () => {
  it('writes what options say, once', async () => {
    const { run, project } = makePlace('init')
    const none = await run('init')
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('--logs')])
    expect((await run('init', '--logs', logs, '--name', 'lab', '--time-zone', 'Mars/Olympus')).code).toBe(2)
    const written = await run('init', '--logs', logs, '--name', 'lab', '--time-zone', 'Europe/Berlin')
    expect([written.code, written.stdout]).toEqual([0, expect.stringContaining('huntlet workspaces test lab')])
    const before = readFileSync(join(project, 'huntlet.yaml'), 'utf8')
    expect((await run('init', '--logs', logs)).code).not.toBe(0)
    expect(readFileSync(join(project, 'huntlet.yaml'), 'utf8')).toBe(before)
    expect((await run('query', count, '--format', 'csv')).stdout).toBe('Count\n2\n')
  })
})

describe('a workspace of a service', () => {
  it('answers by id, by name, and beside another', async () => {
    const { run, home } = makePlace('service')
    const id = server.ids[0]!
    writeFileSync(
      join(home, 'huntlet.yaml'),
      `workspaces:
  soc: { kind: log-analytics, workspace: ${id}, endpoint: '${server.url}' }
  adx: { kind: kusto, cluster: '${server.url}', database: soc }
default: soc`,
    )
    const csv = ['--format', 'csv']
    const answers = [
      await run('query', count, '-w', `azure:${id}`, '--endpoint', server.url, ...csv),
      await run('query', count, '-w', 'soc', ...csv),
      await run('query', count, ...csv),
    ]
    expect(answers.map(({ stdout }) => stdout)).toEqual(Array(3).fill('Count\n2\n'))
    const both = await run('query', count, '-w', 'soc', 'adx', ...csv)
    expect(both.stdout).toContain('azure:soc,2')
    expect(both.stdout).toContain('kusto:adx,2')
    const mixed = await run('query', count, '-w', 'soc', logs)
    expect([mixed.code, mixed.stderr]).toEqual([2, expect.stringContaining('they cannot be asked together')])
    const useless = await run('query', count, '-w', logs, '--auth', 'cli')
    expect([useless.code, useless.stderr]).toEqual([2, expect.stringContaining('--auth is of no use')])
  })

  it('is sent a token that a variable holds, which nothing keeps', async () => {
    const guarded = await serve({ workspaces: [{ name: 'soc', workspace: local }], token: 'a-token-of-the-lab' })
    try {
      const { withEnv, project } = makePlace('token')
      const ask = ['query', count, '-w', `azure:${guarded.ids[0]}`, '--endpoint', guarded.url, '--format', 'csv']
      const without = await withEnv({}, ...ask)
      expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('NOT_LOGGED_IN')])
      const unset = await withEnv({}, ...ask, '--token-env', 'LAB_TOKEN')
      expect(unset.stderr).toContain('The variable LAB_TOKEN of the environment')
      const token = { LAB_TOKEN: 'a-token-of-the-lab' }
      const { code, stdout } = await withEnv(token, ...ask, '--token-env', 'LAB_TOKEN', '--record', 'rec')
      expect([code, stdout]).toEqual([0, 'Count\n2\n'])
      const kept = readdirSync(join(folder.path, 'token'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      expect(kept.length).toBeGreaterThan(3)
      expect(kept.join('\n')).not.toContain('a-token-of-the-lab')
      expect(existsSync(join(project, 'rec', 'recording.json'))).toBe(true)
    } finally {
      await guarded.close()
    }
  })
})

describe('a recorded run', () => {
  it('is the same Result again, without the logs', async () => {
    const { run } = makePlace('record')
    const args = ['run', 'account-summary', 'alice@contoso.com', '--format', 'json']
    const first = await run(...args, '-w', logs, '--record', 'rec')
    expect([first.code, first.stderr]).toEqual([0, ''])
    const replayed = await run(...args, '-w', 'recorded:rec')
    expect([replayed.code, replayed.stderr]).toEqual([0, ''])
    const [a, b] = [JSON.parse(first.stdout), JSON.parse(replayed.stdout)]
    expect(b.sections).toEqual(a.sections)
    expect(b.request.timeRange).toEqual(a.request.timeRange)
    const other = await run('query', count, '-w', 'recorded:rec')
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('NOT_RECORDED')])
    expect((await run('workspaces', 'test', 'recorded:rec')).stdout).toContain('each with its answer')
  })
})

describe('a run with a time of its own', () => {
  it('ends with what was answered in time', async () => {
    const { run } = makePlace('deadline')
    const { code, stdout } = await run(
      ...['run', 'account-summary', 'alice@contoso.com', '-w', logs, '--format', 'json', '--deadline', '1tick'],
    )
    expect(code).not.toBe(0)
    expect(stdout).toMatch(/The (run|query) was stopped/)
    expect((await run('query', count, '-w', logs, '--deadline', 'soon')).code).toBe(2)
  })
})

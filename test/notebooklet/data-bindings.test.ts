import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { checkProject } from '../../src/notebooklet/check-project.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import { type Answer, fakeWorkspace, table } from './fake-workspace.ts'
import { memoryFiles, root } from './memory-content.ts'

const alerts = `
id: alert/named
title: Alerts
tables: [SecurityAlert]
parameters:
  name: { type: string, required: true, example: Odd }
query: |
  // alerts
  SecurityAlert
  | where TimeGenerated between ({{start}} .. {{end}}) and AlertName == {{name}}
  | project Time = StartTime, AlertName, Hosts = dynamic(['a'])
`
const logons = `
id: host/logons
title: Logons
tables: [SecurityEvent]
parameters:
  hosts: { type: list, default: [] }
  alert: { type: string, default: none }
query: |
  // logons
  SecurityEvent
  | where TimeGenerated between ({{start}} .. {{end}}) and Computer in ({{hosts}}) and Account != {{alert}}
  | project TimeGenerated, Computer
`
const written = `
id: alert-hosts
title: Hosts of an alert
text: What happened on them.
entities: [alert]
value: { type: string, example: Odd }
data:
  named: { query: alert/named, with: { name: $value } }
sections:
  - id: logons
    title: Logons around it
    query: host/logons
    with: { hosts: $named.Hosts, alert: $named.AlertName }
    around: $named.Time
    within: 2h
`

function content(notebooklet = written) {
  return memoryFiles({
    project: {
      'queries/alert/named.yaml': alerts,
      'queries/host/logons.yaml': logons,
      'notebooklets/alert/alert-hosts/notebooklet.yaml': notebooklet,
    },
  })
}

const named = (...rows: readonly (readonly [string, string, readonly string[]])[]): Answer =>
  table('Time:datetime AlertName:string Hosts:dynamic', ...rows)

async function run(answer: Answer, notebooklet = written) {
  const workspace = fakeWorkspace({ answers: { '// alerts': answer } })
  const desk = await openDesk(workspace, await loadCatalog([root('project')], content(notebooklet)))
  const { data } = await desk.run({ notebooklet: 'alert-hosts', value: 'Odd' })
  return { data, asked: workspace.asked.find(({ kql }) => kql.includes('// logons')) }
}

async function faults(notebooklet: string): Promise<string[]> {
  const { diagnostics } = await checkProject([root('project')], undefined, content(notebooklet))
  return diagnostics.map(({ message }) => message)
}

describe('a binding to a column of data', () => {
  const found = named(
    ['2026-01-20T08:00:00Z', 'Odd', ['web01', "o'brien"]],
    ['2026-01-25T08:00:00Z', 'Even', ['web01', '']],
  )

  it('gives a list its distinct values, those within lists too, and one value the first', async () => {
    const { asked } = await run(found)
    expect(asked?.kql).toContain(`in ("web01", "o'brien")`)
    expect(asked?.kql).toContain('Account != "Odd"')
  })

  it('asks about the time around a datetime of it, and says so of an empty table', async () => {
    const { data, asked } = await run(found)
    expect(asked?.options.timespan).toEqual({
      start: '2026-01-20T06:00:00.0000000Z',
      end: '2026-01-20T10:00:00.0000000Z',
    })
    expect(asked?.kql).toContain('2026-01-20T06:00:00.0000000Z')
    expect(data.sections[0]?.notices.join()).toContain('2026-01-20T06:00:00Z to 2026-01-20T10:00:00Z')
  })

  it('keeps the time of named data in the section that shows it', async () => {
    const through = written
      .replace(
        'sections:',
        '  around: { query: host/logons, with: { hosts: $named.Hosts }, around: $named.Time, within: 2h }\nsections:',
      )
      .replace(/ {4}query: host\/logons[\s\S]*/, '    from: around\n')
    const { data } = await run(found, through)
    expect(data.sections[0]?.notices.join()).toContain('2026-01-20T06:00:00Z to 2026-01-20T10:00:00Z')
  })

  it('leaves a list empty and a value to its default where there is no row, over the time of the run', async () => {
    const { data, asked } = await run(named())
    expect(asked?.kql).toContain('in (dynamic([]))')
    expect(asked?.kql).toContain('Account != "none"')
    expect(asked?.options.timespan?.end).toBe(data.request.timeRange.end)
  })

  it('fails its section where the data can not be had, with the reason', async () => {
    const { data } = await run(new Error('no such luck'))
    expect(data.sections.map(({ status, notices }) => [status, ...notices])).toEqual([['failed', 'no such luck']])
  })

  it('waits for the choice that its data waits for', async () => {
    const chosen = written
      .replace('with: { name: $value } }', 'with: { name: $alert } }')
      .replace(
        'sections:',
        'sections:\n  - { id: which, title: Which, query: alert/named, with: { name: $value }, choose: { id: alert, value: AlertName } }',
      )
    expect(await faults(chosen)).toEqual([])
    const { data } = await run(found, chosen)
    expect(data.sections.map(({ id, status }) => `${id} ${status}`)).toEqual(['which ok', 'logons empty'])
    const { data: open } = await run(
      named(['2026-01-20T08:00:00Z', 'One', []], ['2026-01-20T08:00:00Z', 'Two', []]),
      chosen,
    )
    expect(open.sections.map(({ id, status }) => `${id} ${status}`)).toEqual(['which ok', 'logons skipped'])
  })

  it('is checked: data, column, circles, and what says when', async () => {
    expect(await faults(written)).toEqual([])
    expect((await faults(written.replace('$named.Hosts', '$name.Hosts'))).join()).toContain('names the data `name`')
    expect((await faults(written.replace('$named.Hosts', '$named.Host'))).join()).toContain('names the column `Host`')
    expect((await faults(written.replace('name: $value', 'name: $named.AlertName'))).join()).toContain(
      'comes from itself',
    )
    expect((await faults(written.replace('    around: $named.Time\n', ''))).join()).toContain('`around` is missing')
    expect((await faults(written.replace('within: 2h', 'within: soon'))).join()).toContain('is no timespan')
  })
})

import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import { checkProject } from '../../src/notebooklet/check-project.ts'
import type { RunHooks, RunRequest } from '../../src/notebooklet/desk.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { Result } from '../../src/notebooklet/result.ts'
import type { RunEvent } from '../../src/notebooklet/result-data.ts'
import { type Answer, fakeWorkspace, table } from './fake-workspace.ts'
import { logonsFiles, logonsRoot } from './logons-content.ts'
import { memoryFiles } from './memory-content.ts'

const whole = `
id: whole
title: The whole account
text: Two notebooklets in one.
entities: [account]
value: { type: string }
sections:
  - id: matches
    title: Which account
    query: account/find
    with: { name: $value }
    choose: { id: who, title: Who?, value: Account }
  - { id: logons, title: Logons, run: logons, value: $who, sections: [logons, alerts] }
  - { id: mail, title: Mail, run: office, value: $who }
`
const accounts = (...names: string[]) =>
  table('Account:string Last:datetime', ...names.map((name) => [name, '2026-01-30T00:00:00Z']))
const answers: Readonly<Record<string, Answer>> = {
  '// find': accounts('alice@contoso.com', 'malice@contoso.com'),
  '// logons': table('TimeGenerated:datetime Account:string Where:string ResultType:string', [
    '2026-01-30T01:00:00Z',
    'alice@contoso.com',
    '10.0.0.1',
    '0',
  ]),
  '// alerts': table('TimeGenerated:datetime AlertName:string', ['2026-01-30T01:00:00Z', 'Odd']),
  '// office': table('TimeGenerated:datetime Account:string Operation:string', [
    '2026-01-30T05:00:00Z',
    'alice@contoso.com',
    'New-InboxRule',
  ]),
}

function content(written = whole) {
  return memoryFiles({ project: { ...logonsFiles, 'notebooklets/account/whole/notebooklet.yaml': written } })
}

async function deskOver(written = whole) {
  return openDesk(fakeWorkspace({ answers }), await loadCatalog([logonsRoot], content(written)))
}

async function run(request: Partial<RunRequest> = {}, hooks?: RunHooks): Promise<Result> {
  const desk = await deskOver()
  return (await desk.run({ notebooklet: 'whole', value: 'alice@contoso.com', ...request }, hooks)) as Result
}

const ids = (result: Result) => result.sections.map(({ id, status }) => `${id} ${status}`)

async function faults(written: string): Promise<string[]> {
  const { diagnostics } = await checkProject([logonsRoot], undefined, content(written))
  return diagnostics.map(({ message }) => message)
}

describe('a notebooklet within another', () => {
  it('gives its sections in the place of the section that runs it, all or those that are named', async () => {
    const result = await run()
    expect(ids(result)).toEqual(['matches ok', 'logons/logons ok', 'logons/alerts ok', 'mail/operations ok'])
    expect(result.sections.every(({ followUp }) => followUp === undefined)).toBe(true)
    expect(result.data.entities.map(({ value }) => value)).toContain('10.0.0.1')
  })

  it('asks nothing for sections that are not kept', async () => {
    const asked: string[] = []
    const onEvent = (event: RunEvent) => {
      if (event.kind === 'query-started') asked.push(`${event.section} ${event.query}`)
    }
    const desk = await deskOver(whole.replace('[logons, alerts]', '[alerts]'))
    await desk.run({ notebooklet: 'whole', value: 'alice@contoso.com' }, { onEvent })
    expect(asked.sort()).toEqual([
      'logons/alerts account/alerts',
      'logons/matches account/find',
      'mail/operations account/office',
      'matches account/find',
    ])
  })

  it('is planned and told of under the ids its sections will have', async () => {
    const events: RunEvent[] = []
    await run({}, { onEvent: (event) => events.push(event) })
    const planned = events.flatMap((event) => (event.kind === 'plan' ? event.sections.map(({ id }) => id) : []))
    expect(planned).toEqual(expect.arrayContaining(['matches', 'logons/logons', 'mail/operations']))
    expect(planned).not.toContain('mail')
  })

  it('offers its follow-ups, whose sections join its own', async () => {
    const result = await run()
    const offered = result.data.followUps.map(({ id }) => id)
    expect(offered).toEqual(['logons/by-address', 'logons/failures', 'logons/office', 'mail/count'])
    const grown = await result.followUp('mail/count')
    expect(ids(grown)).toEqual([
      ...['matches ok', 'logons/logons ok', 'logons/alerts ok'],
      ...['mail/operations ok', 'mail/count ok'],
    ])
    const twice = await grown.followUp('logons/by-address', { address: '10.0.0.1' })
    expect(ids(twice).slice(0, 4)).toEqual([
      'matches ok',
      'logons/logons ok',
      'logons/alerts ok',
      'logons/by-address ok',
    ])
  })

  it('looks at the time around a choice where it is told so, and says that', async () => {
    const around = whole
      .replace(
        '  - { id: logons,',
        '  - { id: when, title: When, query: account/find, with: { name: $value }, choose: { id: seen, value: Last } }\n  - { id: logons,',
      )
      .replace('run: office', 'around: $seen, within: 2h, run: office')
    expect(await faults(around)).toEqual([])
    const desk = await deskOver(around)
    const request = { notebooklet: 'whole', value: 'alice@contoso.com', start: '2026-01-01', end: '2026-02-01' }
    const result = (await desk.run(request)) as Result
    const asked = (id: string) => result.section(id)?.queries[0]?.timeRange
    expect(asked('logons/logons')?.start).toBe('2026-01-01T00:00:00.0000000Z')
    expect(asked('mail/operations')).toEqual({
      start: '2026-01-29T22:00:00.0000000Z',
      end: '2026-01-30T02:00:00.0000000Z',
    })
    expect(result.data.notices).toEqual([expect.stringContaining('looks at 2h on each side of 2026-01-30')])
  })

  it('is skipped while the choice it needs is open', async () => {
    const result = await run({ value: 'lice' })
    expect(result.data.status).toBe('choice')
    expect(ids(result)).toEqual(['matches ok', 'logons skipped', 'mail skipped'])
    const chosen = await run({ value: 'lice', choose: ['who=alice@contoso.com'] })
    expect(ids(chosen)).toContain('mail/operations ok')
  })

  it.each([
    [whole.replace('run: office', 'run: offices'), '`offices`, which there is not'],
    [whole.replace('[logons, alerts]', '[logons, alert]'), '`alert`'],
    [whole.replace('run: office, value: $who', 'run: whole, value: $who'), 'comes to run this notebooklet again'],
    [whole.replace('run: office, value: $who', 'run: office'), 'needs a `value`'],
    [whole.replace('run: office', 'around: noon, run: office'), 'neither a datetime'],
    [whole.replace('run: office', 'around: $when, run: office'), '`$when`'],
    [whole.replace('run: office', 'within: 1d, run: office'), '`around` is missing'],
    [whole.replace('run: office', 'around: 2026-01-01, within: wide, run: office'), 'no timespan'],
    [whole.replace('run: office', 'query: account/office, run: office'), 'stands beside `run`'],
    [whole.replace('with: { name: $value }', 'with: { name: $value }\n    sections: [a]'), 'belongs to `run`'],
  ])('is checked: %#', async (written, expected) => {
    expect((await faults(written)).join('\n')).toContain(expected)
  })

  it('that would run itself without end fails, and says so', async () => {
    const desk = await deskOver(whole.replace('run: office, value: $who', 'run: whole, value: $who'))
    const result = (await desk.run({ notebooklet: 'whole', value: 'alice@contoso.com' })) as Result
    expect(ids(result)).toContain('mail failed')
    expect(result.sections.at(-1)!.notices[0]).toContain('whole → whole')
  })
})

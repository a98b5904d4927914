import { describe, expect, it } from 'vitest'
import { HuntletError, KqlError } from '../../src/lib/diagnostic.ts'
import { loadCatalog } from '../../src/notebooklet/catalog.ts'
import type { RunHooks, RunRequest } from '../../src/notebooklet/desk.ts'
import { openDesk } from '../../src/notebooklet/open-desk.ts'
import type { Result } from '../../src/notebooklet/result.ts'
import type { RunEvent } from '../../src/notebooklet/result-data.ts'
import type { QueryOptions } from '../../src/providers/workspace.ts'
import { type Answer, type FakeOptions, type FakeWorkspace, fakeWorkspace, table } from './fake-workspace.ts'
import { logonsContent, logonsRoot } from './logons-content.ts'

const accounts = (...names: string[]) =>
  table('Account:string Last:datetime', ...names.map((name) => [name, '2026-01-30T00:00:00Z']))
const logons = table(
  'TimeGenerated:datetime Account:string Where:string ResultType:string',
  ['2026-01-30T01:00:00Z', 'alice@contoso.com', '10.0.0.1:443', '0'],
  ['2026-01-30T02:00:00Z', 'Alice@contoso.com', '10.0.0.2', '0'],
  ['2026-01-30T03:00:00Z', 'alice@contoso.com', '10.0.0.1', '50126'],
  ['2026-01-30T04:00:00Z', '-', '::1', '0'],
)
const alerts = table('TimeGenerated:datetime AlertName:string', ['2026-01-30T01:00:00Z', 'Odd'])
const office = table('TimeGenerated:datetime Account:string Operation:string', [
  '2026-01-30T05:00:00Z',
  'alice@contoso.com',
  'New-InboxRule',
])
const answers: Readonly<Record<string, Answer>> = {
  '// find': accounts('alice@contoso.com', 'malice@contoso.com'),
  '// logons': logons,
  '// alerts': alerts,
  '// office': office,
}

async function run(
  request: Partial<RunRequest> = {},
  options: FakeOptions = { answers },
  hooks?: RunHooks,
): Promise<{ result: Result; workspace: FakeWorkspace }> {
  const workspace = fakeWorkspace(options)
  const desk = await openDesk(workspace, await loadCatalog([logonsRoot], logonsContent))
  const result = await desk.run({ notebooklet: 'logons', value: 'alice@contoso.com', ...request }, hooks)
  return { result: result as Result, workspace }
}

const states = (result: Result) => result.sections.map(({ id, status }) => `${id} ${status}`)

describe('a run', () => {
  it('shows the sections whose options are on, each with its exact question', async () => {
    const { result } = await run()
    expect(states(result)).toEqual(['matches ok', 'logons ok', 'first ok', 'alerts ok'])
    expect(result.data.status).toBe('ok')
    const [matches] = result.sections
    expect(matches?.queries).toEqual([
      {
        query: 'account/find',
        kql: expect.stringContaining('has "alice@contoso.com"'),
        timeRange: { start: '2026-01-29T00:00:00.0000000Z', end: '2026-01-31T00:00:00.0000000Z' },
        rowCount: 2,
        durationMs: 5,
        completeness: 'complete',
      },
    ])
    expect(result.section('first')?.table?.rowCount).toBe(2)
    expect(result.section('first')?.notices).toEqual(['The first 2 of 4 rows.'])
  })

  it('says what it was asked for', async () => {
    const { result } = await run({ timespan: '12h', options: ['-alerts'], parameters: { top: '3' } })
    expect(result.data.request).toEqual({
      notebooklet: 'logons',
      value: 'alice@contoso.com',
      parameters: { source: 'all', top: 3 },
      options: [],
      timeRange: { start: '2026-01-30T12:00:00.0000000Z', end: '2026-01-31T00:00:00.0000000Z', said: 'last 12h' },
      now: { at: '2026-01-31T00:00:00.0000000Z', source: 'given' },
      workspace: 'fake',
      choices: { account: 'alice@contoso.com' },
    })
  })

  it('hands the time range to the workspace once, moved back by the lookback of a query', async () => {
    const { workspace } = await run()
    const asked = (text: string) => workspace.asked.find(({ kql }) => kql.includes(text))
    expect(asked('// logons')?.options.timespan?.start).toBe('2026-01-29T00:00:00.0000000Z')
    expect(asked('// logons')?.kql).toContain('between (datetime(2026-01-29T00:00:00.0000000Z) ..')
    expect(asked('// alerts')?.options.timespan?.start).toBe('2025-12-30T00:00:00.0000000Z')
  })

  it('fetches named data once, however many sections use it', async () => {
    const { workspace } = await run()
    expect(workspace.asked.filter(({ kql }) => kql.includes('// logons'))).toHaveLength(1)
  })

  it('unites sources under a column that names them, or takes the one that is asked for', async () => {
    const { result } = await run({ options: ['+office'] })
    const all = result.section('activity')?.table
    expect(all?.columns.map(({ name }) => name)).toEqual([
      'Source',
      'TimeGenerated',
      'Account',
      'Where',
      'ResultType',
      'Operation',
    ])
    expect(all?.column('Source')).toEqual(['sign-in', 'sign-in', 'sign-in', 'sign-in', 'office'])
    expect(all?.row(4)).toEqual([
      'office',
      '2026-01-30T05:00:00.0000000Z',
      'alice@contoso.com',
      '',
      '',
      'New-InboxRule',
    ])
    const one = await run({ options: ['+office'], parameters: { source: 'OFFICE' } })
    expect(one.result.section('activity')?.table?.column('Source')).toEqual(['office'])
  })

  it('keeps the other sources where one fails', async () => {
    const { result } = await run(
      { options: ['+office'] },
      { answers: { ...answers, '// office': new Error('too slow') } },
    )
    const activity = result.section('activity')!
    expect(activity).toMatchObject({ status: 'partial', notices: ['office: too slow'] })
    expect(activity.table?.rowCount).toBe(4)
    expect(activity.queries.map(({ completeness }) => completeness)).toEqual(['complete', 'failed'])
    expect(result.data.status).toBe('partial')
  })

  it('asks no more than five queries at once', async () => {
    const sections = Array.from(
      { length: 12 },
      (_, at) => `  - { id: s${at}, title: S, query: account/find, with: { name: n${at} } }`,
    )
    const { logonsFiles } = await import('./logons-content.ts')
    const { memoryFiles, root } = await import('./memory-content.ts')
    const many = `id: many\ntitle: Many\ntext: Many.\nsections:\n${sections.join('\n')}\n`
    const files = memoryFiles({ project: { ...logonsFiles, 'notebooklets/many/notebooklet.yaml': many } })
    const workspace = fakeWorkspace({ answers })
    const desk = await openDesk(workspace, await loadCatalog([root('project')], files))
    await desk.run({ notebooklet: 'many' })
    expect(workspace.asked).toHaveLength(12)
    expect(workspace.most).toBe(5)
  })
})

describe('what goes wrong in a section', () => {
  it('fails the section and those that share its data, not the run', async () => {
    const { result } = await run({}, { answers: { ...answers, '// logons': new Error('connection reset') } })
    expect(states(result)).toEqual(['matches ok', 'logons failed', 'first failed', 'alerts ok'])
    expect(result.section('logons')).toMatchObject({
      notices: ['connection reset'],
      queries: [{ query: 'account/logons', completeness: 'failed', rowCount: 0 }],
    })
    expect(result.data.status).toBe('partial')
  })

  it('names the line of the YAML for KQL that the workspace refuses', async () => {
    const refuse = (kql: string) => {
      const start = kql.indexOf('IPAddress')
      const span = { start, end: start + 9 }
      const message = 'Unknown column `IPAddress`.'
      return new KqlError('KQL_INVALID', message, {
        diagnostics: [{ code: 'KQL002', severity: 'error', message, span, hint: 'Did you mean `IpAddress`?' }],
      })
    }
    const { result } = await run({}, { answers: { ...answers, '// logons': refuse } })
    expect(result.section('logons')?.notices).toEqual([
      'Unknown column `IPAddress`. Did you mean `IpAddress`? (project/queries/account/logons.yaml:16:65)',
    ])
  })

  it('is failed as a whole only where nothing worked', async () => {
    const { result } = await run({}, { answers: { '//': new Error('offline') } })
    expect(states(result)).toEqual(['matches failed', 'logons skipped', 'first skipped', 'alerts skipped'])
    expect(result.data.status).toBe('failed')
    expect(result.section('logons')?.notices).toEqual(['Skipped: “Which account” could not be read.'])
  })

  it('says of an empty section what was looked at and when', async () => {
    const { result } = await run(
      {},
      { answers: { ...answers, '// alerts': table('TimeGenerated:datetime AlertName:string') } },
    )
    expect(result.section('alerts')).toMatchObject({
      status: 'empty',
      notices: ['Nothing was found.', 'Looked in SecurityAlert, 2026-01-29T00:00:00Z to 2026-01-31T00:00:00Z.'],
    })
    expect(result.data.status).toBe('ok')
  })

  it('passes on what the workspace says of an answer, and marks what was cut', async () => {
    const completeness = { status: 'truncated', notices: ['Cut at 100 rows.'] } as const
    const { result } = await run({}, { answers, completeness })
    expect(result.section('alerts')).toMatchObject({ status: 'partial', notices: ['Cut at 100 rows.'] })
    expect(result.section('alerts')?.queries[0]?.completeness).toBe('truncated')
  })
})

describe('a notice of the workspace', () => {
  it('that several sections share is said once, of the whole', async () => {
    const completeness = { status: 'complete', notices: ['no AuditLogs in this workspace'] } as const
    const none = table('TimeGenerated:datetime AlertName:string')
    const { result } = await run({}, { answers: { ...answers, '// alerts': none }, completeness })
    expect(result.data.notices).toEqual(['no AuditLogs in this workspace'])
    expect(result.section('matches')?.notices).toEqual([])
    expect(result.section('first')?.notices).toEqual(['The first 2 of 4 rows.'])
    // It may be why this one is empty.
    expect(result.section('alerts')?.notices).toContain('no AuditLogs in this workspace')
    const grown = await result.followUp('failures')
    expect(grown.section('failures')?.notices).toEqual([])
    expect(grown.data.notices).toEqual(['no AuditLogs in this workspace'])
  })

  it('stands in the order of the sections, whichever query is answered first', async () => {
    const noticed = (delays: readonly number[]) => {
      const fake = fakeWorkspace({ answers })
      const names = ['find', 'logons', 'alerts']
      const answer = fake.run.bind(fake)
      return Object.assign(fake, {
        async run(kql: string, options?: Parameters<typeof answer>[1]) {
          const at = names.findIndex((name) => kql.includes(`// ${name}`))
          await new Promise((done) => setTimeout(done, delays[at]))
          const notices = ['no A in this workspace', `no ${names[at]} in this workspace`, 'no B in this workspace']
          return { ...(await answer(kql, options)), completeness: { status: 'complete' as const, notices } }
        },
      })
    }
    const noticesAfter = async (delays: readonly number[]) => {
      const desk = await openDesk(noticed(delays), await loadCatalog([logonsRoot], logonsContent))
      const { data } = await desk.run({ notebooklet: 'logons', value: 'alice@contoso.com' })
      return data.notices
    }
    const expected = ['no A in this workspace', 'no B in this workspace', 'no logons in this workspace']
    expect([...(await noticesAfter([0, 0, 20]))].sort()).toEqual(expected)
    expect(await noticesAfter([0, 20, 0])).toEqual(await noticesAfter([0, 0, 20]))
  })

  it('stays with the one section that has it, and with what was cut', async () => {
    const cut = { status: 'truncated', notices: ['Cut at 4 rows.'] } as const
    const { result } = await run({}, { answers, completeness: cut })
    expect(result.data.notices).toEqual([])
    expect(result.section('logons')?.notices).toEqual(['Cut at 4 rows.'])
  })
})

describe('a choice', () => {
  it('is made by the value where one candidate equals it, whatever its case', async () => {
    const { result } = await run({ value: ' ALICE@contoso.com ' })
    expect(result.data.choices).toEqual([
      {
        id: 'account',
        title: 'Which account?',
        section: 'matches',
        options: [
          { value: 'alice@contoso.com', label: 'alice@contoso.com · 2026-01-30T00:00:00Z' },
          { value: 'malice@contoso.com', label: 'malice@contoso.com · 2026-01-30T00:00:00Z' },
        ],
        chosen: 'alice@contoso.com',
      },
    ])
  })

  it('is made where there is only one', async () => {
    const { result } = await run(
      { value: 'ali' },
      { answers: { ...answers, '// find': accounts('Alice@contoso.com', 'alice@CONTOSO.com') } },
    )
    expect(result.data.request.choices).toEqual({ account: 'Alice@contoso.com' })
  })

  it('stays open where several match: what needs it is skipped and says how to go on', async () => {
    const { result, workspace } = await run({ value: 'lice' })
    expect(states(result)).toEqual(['matches ok', 'logons skipped', 'first skipped', 'alerts skipped'])
    expect(result.data.status).toBe('choice')
    expect(result.section('logons')?.notices).toEqual([
      'Skipped until it is chosen: Which account? (2 match; answer with --choose account=…).',
    ])
    expect(result.data.choices[0]?.chosen).toBeUndefined()
    expect(result.data.followUps).toEqual([])
    expect(workspace.asked).toHaveLength(1)
    await expect(result.followUp('failures')).rejects.toMatchObject({ code: 'CHOICE_OPEN' })
  })

  it('takes the only candidate that is another spelling of the value', async () => {
    const { result } = await run({ value: 'alice' })
    expect(result.data.choices[0]?.chosen?.toLowerCase()).toBe('alice@contoso.com')
    expect(result.section('matches')?.notices).toEqual([
      expect.stringMatching(/^“alice” is taken to be alice@contoso\.com: user name alone\.$/i),
    ])
  })

  it.each([
    ['ali', ['“ali” is taken to be alice@contoso.com: the only one that matches.']],
    ['ALICE@contoso.com', []],
    [
      '59d82200-c942-4e21-ab81-24097b6ec379',
      [
        '“59d82200-c942-4e21-ab81-24097b6ec379” is taken to be alice@contoso.com: the only account that logs have it beside.',
      ],
    ],
  ])('says why %s is taken for what is written otherwise', async (value, notices) => {
    const { result } = await run({ value }, { answers: { ...answers, '// find': accounts('alice@contoso.com') } })
    expect(result.section('matches')?.notices).toEqual(notices)
  })

  it.each([['malice@contoso.com'], ['account=MALICE@contoso.com']])('is answered by %s', async (answer) => {
    const { result, workspace } = await run({ value: 'alice', choose: [answer] })
    expect(result.data.status).toBe('ok')
    expect(workspace.asked.at(-1)?.kql).toContain('"malice@contoso.com"')
  })

  it('is answered by another spelling of one candidate, which it says', async () => {
    const { result } = await run({ value: 'nobody', choose: ['CONTOSO\\malice'] })
    expect(result.data.choices[0]?.chosen).toBe('malice@contoso.com')
    expect(result.section('matches')?.notices).toEqual([
      '“CONTOSO\\malice” is taken to be malice@contoso.com: user name alone.',
    ])
  })

  it.each([['mallory'], ['account=mallory'], ['other=x']])(
    'refuses the answer %s, which is not on offer',
    async (answer) => {
      await expect(run({ value: 'alice', choose: [answer] })).rejects.toMatchObject({ code: 'UNKNOWN_CHOICE' })
    },
  )

  it('may be answered by a candidate that is too far down to be listed', async () => {
    const many = accounts(...Array.from({ length: 1500 }, (_, at) => `user${at}@contoso.com`))
    const { result } = await run(
      { value: 'user', choose: ['user1400@contoso.com'] },
      { answers: { ...answers, '// find': many } },
    )
    expect(result.data.request.choices).toEqual({ account: 'user1400@contoso.com' })
    expect(result.data.choices[0]?.options).toHaveLength(1000)
    expect(result.section('matches')?.notices).toEqual(['The first 1,000 of these are offered to choose from.'])
  })

  it('asks whose it is where a user name stands alone beside accounts of that name', async () => {
    const found = accounts('alice', 'alice@contoso.com')
    const { result } = await run({ value: 'alice' }, { answers: { ...answers, '// find': found } })
    expect(result.data.status).toBe('choice')
    const { result: named } = await run({ value: 'alice@contoso.com' }, { answers: { ...answers, '// find': found } })
    expect(named.data.request.choices).toEqual({ account: 'alice@contoso.com' })
  })

  it('is none where nothing matches: the Result is empty, and says so', async () => {
    const { result } = await run({ value: 'bob' }, { answers: { ...answers, '// find': accounts() } })
    expect(states(result)).toEqual(['matches empty', 'logons skipped', 'first skipped', 'alerts skipped'])
    expect(result.data.status).toBe('empty')
    expect(result.section('matches')?.notices[0]).toBe('Nobody of that name.')
    expect(result.section('logons')?.notices).toEqual(['Skipped: nothing matches in “Which account”.'])
  })

  it.each([
    ['alise', ['alice@contoso.com', 'bob@contoso.com'], 'No “alise”. Did you mean alice@contoso.com?'],
    [
      'zacharias',
      ['a@x.com', 'b@x.com', 'c@x.com', 'd@x.com'],
      'No “zacharias”, and none of the 4 there are is written nearly so.',
    ],
    ['zacharias', ['a@x.com', 'b@x.com'], 'No “zacharias”. There are only a@x.com, b@x.com.'],
    ['zacharias', ['a@x.com'], 'No “zacharias”. There is only a@x.com.'],
  ])('offers, where nothing matches %s, what is nearest of %j', async (value, known, notice) => {
    const names = table('Name:string', ...known.map((name): [string] => [name]))
    const { result } = await run({ value }, { answers: { ...answers, '// find': accounts(), '// names': names } })
    expect(result.section('matches')?.notices.slice(0, 2)).toEqual([notice, 'Nobody of that name.'])
    expect(result.section('matches')?.queries).toHaveLength(2)
  })

  it('says that nothing matches where what is near cannot be asked', async () => {
    const failing = { ...answers, '// find': accounts(), '// names': new Error('down') }
    const { result } = await run({ value: 'alise' }, { answers: failing })
    expect(result.section('matches')).toMatchObject({
      status: 'empty',
      notices: ['Nobody of that name.', expect.any(String)],
    })
  })
})

describe('entities', () => {
  it('are collected from sections, each once, without ports and without what names nothing', async () => {
    const { result } = await run()
    expect(result.entities).toEqual([
      { type: 'account', value: 'alice@contoso.com', sections: ['matches', 'logons', 'first'] },
      { type: 'account', value: 'malice@contoso.com', sections: ['matches'] },
      { type: 'ip', value: '10.0.0.1', sections: ['logons', 'first'] },
      { type: 'ip', value: '10.0.0.2', sections: ['logons', 'first'] },
    ])
    expect(result.section('logons')?.entityColumns).toEqual({ Account: 'account', Where: 'ip' })
  })
})

describe('a follow-up', () => {
  it('gives a grown Result and leaves the first as it was', async () => {
    const { result, workspace } = await run()
    const grown = await result.followUp('by-address', { address: '10.0.0.2' })
    expect(grown.section('by-address')).toMatchObject({
      title: 'Logons (address 10.0.0.2)',
      followUp: 'by-address',
      status: 'ok',
    })
    expect(grown.section('by-address')?.table?.rowCount).toBe(1)
    expect(result.section('by-address')).toBeUndefined()
    expect(grown.data.followUps.map(({ id, done }) => `${id} ${done}`)).toEqual([
      'by-address true',
      'failures false',
      'office false',
    ])
    expect(workspace.asked.filter(({ kql }) => kql.includes('// logons'))).toHaveLength(1)
  })

  it('is a method, too', async () => {
    const { result } = await run()
    const methods = result as unknown as Record<string, (parameters?: object) => Promise<Result>>
    const grown = await methods.byAddress!({ address: '10.0.0.2' })
    expect(grown.section('by-address')?.table?.rowCount).toBe(1)
  })

  it('run again replaces its sections; with other parameters it stands beside them', async () => {
    const { result } = await run()
    const one = await result.followUp('by-address', { address: '10.0.0.2' })
    const two = await one.followUp('by-address', { address: '10.0.0.1' })
    const again = await two.followUp('by-address', { address: '10.0.0.2' })
    expect(again.sections.slice(4).map(({ id, title }) => `${id}: ${title}`)).toEqual([
      'by-address: Logons (address 10.0.0.2)',
      'by-address-2: Logons (address 10.0.0.1)',
    ])
  })

  it('has data of its own', async () => {
    const { result, workspace } = await run()
    await result.followUp('failures')
    expect(workspace.asked.at(-1)?.kql).toContain('ResultType in ("50126")')
  })

  it('may be another notebooklet over the same time, whose follow-ups are then on offer', async () => {
    const { result, workspace } = await run({ timespan: '12h' })
    const grown = await result.followUp('office')
    expect(grown.sections.at(-1)).toMatchObject({ id: 'office/operations', status: 'ok', followUp: 'office' })
    expect(workspace.asked.at(-1)).toMatchObject({
      kql: expect.stringContaining('"alice@contoso.com"'),
      options: { timespan: { start: '2026-01-30T12:00:00.0000000Z' } },
    })
    expect(grown.data.followUps.map(({ id }) => id)).toEqual(['by-address', 'failures', 'office', 'office/count'])
    const further = await grown.followUp('office/count')
    expect(further.section('office/count')?.table?.rows()).toEqual([['New-InboxRule', 1]])
    expect(further.section('office/operations')).toBeDefined()
    const direct = await result.followUp('office/count')
    expect(direct.section('office/count')).toBeDefined()
  })

  it.each([
    ['by-adress', {}, { code: 'UNKNOWN_FOLLOW_UP', hint: 'Did you mean `by-address`?' }],
    ['constructor', {}, { code: 'UNKNOWN_FOLLOW_UP' }],
    ['failures/count', {}, { code: 'UNKNOWN_FOLLOW_UP' }],
    ['by-address', {}, { code: 'MISSING_PARAMETER', hint: 'An address' }],
    ['by-address', { adress: 'x' }, { code: 'UNKNOWN_PARAMETER', hint: 'Did you mean `address`?' }],
  ])('%s with %j is refused', async (id, parameters, error) => {
    const { result } = await run()
    await expect(result.followUp(id, parameters)).rejects.toMatchObject(error)
  })

  it('tries again what failed before', async () => {
    let isDown = true
    const { result } = await run(
      {},
      { answers: { ...answers, '// logons': () => (isDown ? new Error('down') : logons) } },
    )
    expect(result.section('logons')?.status).toBe('failed')
    isDown = false
    const grown = await result.followUp('by-address', { address: '10.0.0.2' })
    expect(grown.section('by-address')?.status).toBe('ok')
  })
})

describe('a request that is wrong', () => {
  it.each<[string, Partial<RunRequest>, object]>([
    [
      'an unknown notebooklet',
      { notebooklet: 'logon' },
      { code: 'UNKNOWN_NOTEBOOKLET', hint: 'Did you mean `logons`?' },
    ],
    [
      'no value',
      { value: '' },
      { code: 'MISSING_VALUE', message: '`logons` needs a value to run on: Part of a name.' },
    ],
    ['an unknown option', { options: ['+alert'] }, { code: 'UNKNOWN_OPTION', hint: 'Did you mean `alerts`?' }],
    ['an unknown parameter', { parameters: { tops: '1' } }, { code: 'UNKNOWN_PARAMETER', hint: 'Did you mean `top`?' }],
    [
      'a parameter of another type',
      { parameters: { top: 'many' } },
      {
        code: 'INVALID_PARAMETER',
        message: 'Parameter `top` of `logons` is `"many"`: expected a whole number of 32 bits.',
      },
    ],
    ['a parameter of another value', { parameters: { source: 'aws' } }, { code: 'INVALID_PARAMETER' }],
    ['no timespan', { timespan: 'yesterday' }, { code: 'INVALID_TIME_RANGE' }],
  ])('is refused before anything runs: %s', async (_, request, error) => {
    const workspace = fakeWorkspace({ answers })
    const desk = await openDesk(workspace, await loadCatalog([logonsRoot], logonsContent))
    await expect(desk.run({ notebooklet: 'logons', value: 'alice', ...request })).rejects.toMatchObject(error)
    expect(workspace.asked).toEqual([])
  })
})

describe('events', () => {
  it('tell what is told of a question under way, by its section and query', async () => {
    const events: RunEvent[] = []
    const waits = (_: string, { onProgress }: QueryOptions) => {
      onProgress?.('waiting for a turn')
      return new HuntletError('THROTTLED', 'Too many requests.')
    }
    await run({}, { answers: { Account: waits } }, { onEvent: (event) => events.push(event) })
    expect(events.find(({ kind }) => kind === 'query-told')).toEqual({
      kind: 'query-told',
      section: 'matches',
      query: 'account/find',
      text: 'waiting for a turn',
    })
  })

  it('tell the plan, each query, each section as it is ready, and the choice', async () => {
    const events: RunEvent[] = []
    await run({}, { answers }, { onEvent: (event) => events.push(event) })
    const told = events.map((event) => {
      switch (event.kind) {
        case 'plan':
          return `plan ${event.sections.map(({ id }) => id).join(' ')}`
        case 'section':
          return `section ${event.section.id}`
        case 'choice':
          return `choice ${event.choice.chosen}`
        case 'progress':
          return `progress ${event.section}`
        default:
          return `${event.kind} ${event.section} ${event.query}`
      }
    })
    expect(told[0]).toBe('plan matches logons first alerts')
    expect(told.slice(1, 5)).toEqual([
      'query-started matches account/find',
      'query-finished matches account/find',
      'choice alice@contoso.com',
      'section matches',
    ])
    expect(told.filter((text) => text.startsWith('section')).sort()).toEqual([
      'section alerts',
      'section first',
      'section logons',
      'section matches',
    ])
    expect(told.filter((text) => text.startsWith('query-started'))).toHaveLength(3)
    expect(told.filter((text) => text.startsWith('query-finished'))).toHaveLength(3)
  })
})

describe('events of a follow-up', () => {
  const eventsOf = async (result: Result, id: string, parameters = {}) => {
    const events: RunEvent[] = []
    const grown = await result.followUp(id, parameters, { onEvent: (event) => events.push(event) })
    const planned = events.flatMap((event) => (event.kind === 'plan' ? event.sections.map((each) => each.id) : []))
    const ready = events.flatMap((event) => (event.kind === 'section' ? [event.section] : []))
    return { grown, planned, ready }
  }

  it('name its sections as the grown Result does', async () => {
    const { result } = await run()
    const first = await eventsOf(result, 'by-address', { address: '10.0.0.2' })
    expect(first.planned).toEqual(['by-address'])
    const second = await eventsOf(first.grown, 'by-address', { address: '10.0.0.1' })
    expect(second.planned).toEqual(['by-address-2'])
    expect(second.ready.map(({ id, title }) => `${id} ${title}`)).toEqual(['by-address-2 Logons (address 10.0.0.1)'])
    const other = await eventsOf(result, 'office')
    expect(other.planned).toEqual(['office/operations'])
    expect(other.ready.map(({ id, followUp }) => `${id} ${followUp}`)).toEqual(['office/operations office'])
    expect((await eventsOf(other.grown, 'office/count')).planned).toEqual(['office/count'])
  })
})

describe('a cancelled run', () => {
  it('stops, and says that it was', async () => {
    const controller = new AbortController()
    const answer: Answer = () => {
      controller.abort()
      return logons
    }
    const { asked, error } = await cancelled(controller, { ...answers, '// logons': answer })
    expect(error).toMatchObject({ code: 'CANCELLED' })
    expect(asked.length).toBeLessThanOrEqual(3)
  })

  it('asks nothing where it is cancelled before it begins', async () => {
    const controller = new AbortController()
    controller.abort()
    const { asked, error } = await cancelled(controller, answers)
    expect(error).toMatchObject({ code: 'CANCELLED' })
    expect(asked).toEqual([])
  })

  async function cancelled(controller: AbortController, given: Readonly<Record<string, Answer>>) {
    const workspace = fakeWorkspace({ answers: given })
    const desk = await openDesk(workspace, await loadCatalog([logonsRoot], logonsContent))
    const request = { notebooklet: 'logons', value: 'alice@contoso.com' }
    const error = await desk.run(request, { signal: controller.signal }).catch((reason: unknown) => reason)
    return { asked: workspace.asked, error }
  }
})

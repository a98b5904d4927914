import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { huntlet, temporaryFolder } from '../support/huntlet.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const calls = join(folder.path, 'Calls_CL.csv')

beforeAll(() => {
  const rows = ['Ann,Open', 'Ann,Save', 'Ben,Open', 'Ben,Save', 'Cat,Erase'].map(
    (row, at) => `2026-04-01T10:00:${String(at).padStart(2, '0')}Z,${row}`,
  )
  writeFileSync(calls, ['TimeGenerated,User,Action', ...rows].join('\n'))
})

describe('step', () => {
  it('lists the steps, and says what one takes', async () => {
    const all = await huntlet(['step'])
    expect(all.stdout).toMatch(/^sessionize +Cuts a log into sessions/m)
    const { stdout } = await huntlet(['step', 'sessionize'])
    expect(stdout).toMatch(/^ +by +list of string \(required\)/m)
    expect(stdout).toMatch(/^ +maxGap +string = "2m"/m)
  })

  it('runs several, each on what the one before it gave, on a file', async () => {
    const { code, stdout } = await huntlet([
      ...['step', 'sessionize {by: [User], event: Action}', 'score-sessions {events: EventList}'],
      ...['sort {by: User}', 'select {columns: [User, Events]}', '--on', calls, '--format', 'csv'],
    ])
    expect(stdout.trim().split(/\r?\n/)).toEqual(['User,Events', 'Ann,2', 'Ben,2', 'Cat,1'])
    expect(code).toBe(0)
  })

  it('runs on what KQL gives, with notices on standard error and in JSON', async () => {
    const kql = "['Calls_CL'] | project User"
    const { stdout, stderr } = await huntlet([
      ...['step', 'take {rows: 2}', '--workspace', calls, '--on', kql, '--format', 'json'],
    ])
    const { columns, rows, completeness } = JSON.parse(stdout)
    expect(columns).toEqual([{ name: 'User', type: 'string' }])
    expect(rows).toEqual([['Ann'], ['Ann']])
    expect(completeness.notices).toEqual(['The first 2 of 5 rows.'])
    expect(stderr).toContain('notice: The first 2 of 5 rows.')
  })

  it.each([
    [['take {rows: 3}', '--on', calls, '--on', calls], 'takes any table: 1 times --on, not 2'],
    [['take {row: 3}', '--on', calls], 'there is no option `row`'],
    [['take {row: 3}', '--on', calls], 'huntlet step take shows its options'],
    [['tak'], 'Did you mean `take`?'],
    [['take [3', '--on', calls], 'take {rows: 10'],
    [['take 3', '--on', calls], 'the options are no mapping'],
    [['sort {by: Usr}', '--on', calls], 'Usr'],
  ])('says what is wrong with %j', async (args, expected) => {
    const { code, stdout, stderr } = await huntlet(['step', ...args])
    expect(stderr).toContain(expected)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})

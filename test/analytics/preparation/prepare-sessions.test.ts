import { expect, it } from 'vitest'
import { prepareSessions } from '../../../src/analytics/preparation/prepare-sessions.ts'
import { splitCommandLines } from '../../../src/analytics/preparation/split-command-lines.ts'
import { scoreSessionTable } from '../../../src/analytics/sessions/score-session-table.ts'
import { sessionize } from '../../../src/analytics/sessions/sessionize.ts'
import type { ColumnType } from '../../../src/lib/kql-type.ts'
import { Table } from '../../../src/lib/table.ts'
import { stepNamed } from '../../../src/notebooklet/steps.ts'

const columns: readonly ColumnType[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  ...['OfficeId', 'OfficeWorkload', 'UserId', 'ClientIP', 'Operation', 'Parameters'].map(
    (name) => ({ name, type: 'string' }) as const,
  ),
]
const row = (second: number, id: string, user: string, address: string, operation: string) => [
  `2024-01-01T00:00:${String(second).padStart(2, '0')}Z`,
  id,
  'Exchange',
  user,
  address,
  operation,
  '[{"Name":"Identity","Value":"x"}]',
]
const raw = Table.fromRows(columns, [
  row(1, 'a', 'Eve@contoso.com', '::ffff:10.0.0.1', 'Get-Mailbox'),
  row(2, 'b', 'eve@contoso.com', '10.0.0.1:5000', 'Set-Mailbox'),
  row(2, 'b', 'eve@contoso.com', '10.0.0.1:5000', 'Set-Mailbox'),
  row(3, 'c', 'eve@contoso.com', '[2A01::0:1]:5001', 'Get-Mailbox'),
])

it('makes one session of what one actor did, however it was written, and says all it did', () => {
  const told: string[] = []
  const { table, notices } = prepareSessions(raw, {}, (_done, _total, text) => text && told.push(text))
  expect(table.column('ClientIP')).toEqual(['10.0.0.1', '10.0.0.1', '2a01::1'])
  expect(notices).toEqual([
    'Duplicates: 1 row of 4 were there before and are left out (equal in `OfficeId`, `TimeGenerated`).',
    'Ports, `ClientIP`: port taken off in 2 rows; written plainly in 1 row.',
    'Case, `UserId`: 1 row changed to their most frequent spelling; 1 name had several (`eve@contoso.com`).',
    'Commands: read as OfficeActivity, recognised by `Operation`, `OfficeWorkload`, `Parameters`, `OfficeId`; values as logged.',
    'Commands: named by `Operation`; parameters from `Parameters`.',
    'Commands: 2 commands in 3 rows.',
    'Commands: actors to sessionize by: `UserId`, `ClientIP`.',
  ])
  expect([...new Set(told)]).toEqual([
    'Merging duplicates',
    'Taking ports off addresses',
    'Folding names',
    'Building commands',
    'Reading parameters',
  ])

  const sessions = sessionize(table, {
    by: ['UserId', 'ClientIP'],
    time: 'TimeGenerated',
    event: { name: 'Command', params: 'Parameters' },
    maxLength: '20m',
    maxGap: '2m',
  })
  expect(sessions.column('EventList')).toEqual([
    [
      { name: 'Get-Mailbox', params: { Identity: 'x' } },
      { name: 'Set-Mailbox', params: { Identity: 'x' } },
    ],
    [{ name: 'Get-Mailbox', params: { Identity: 'x' } }],
  ])
  for (const mode of ['commands', 'params', 'values'] as const)
    expect(scoreSessionTable(sessions, { mode, events: 'EventList' }).rowCount).toBe(2)
})

it('leaves automation in unless asked, and takes what is asked for each step', () => {
  const marked = prepareSessions(raw, { automation: { rules: ['aws-service'], mark: 'Rule' }, values: 'names' })
  expect(marked.table.column('Rule')).toEqual(['', '', ''])
  expect(marked.table.column('Parameters')).toEqual([['Identity'], ['Identity'], ['Identity']])
  expect(prepareSessions(raw, { record: ['UserId'], addresses: ['ClientIP'], names: ['UserId'] }).table.rowCount).toBe(
    2,
  )
  expect(prepareSessions(raw, { automation: true }).notices[3]).toMatch(/^Automation: 0 rows of 3 left out/)
})

it('is a step, with options that can be written in YAML', () => {
  for (const name of [
    'strip-ports',
    'fold-case',
    'merge-duplicates',
    'drop-automation',
    'build-commands',
    'prepare-sessions',
  ]) {
    const step = stepNamed({}, name)
    const made = step.run([raw], step.options.parse({}), () => {})
    expect(made).toHaveProperty('notices')
    expect(step.run([raw.pick([])], step.options.parse({}), () => {})).toHaveProperty('table')
    expect(step.options.safeParse({ colum: 'x' }).success).toBe(false)
  }
  const options = stepNamed({}, 'sessionize').options.parse({ by: ['UserId'], event: ['Command', 'Parameters'] })
  expect(options).toMatchObject({ event: { name: 'Command', params: 'Parameters' } })
})

it('splits a column of command lines, values left out unless asked for', () => {
  const lines = Table.fromRows(
    [{ name: 'CommandLine', type: 'string' }],
    [['C:\\Windows\\System32\\svchost.exe -k netsvcs -p 1234 /session123456'], ['cmd /c dir'], ['']],
  )
  const { table, notices } = splitCommandLines(lines)
  expect(table.rows().map((cells) => cells.slice(1))).toEqual([
    ['svchost.exe', ['-k', '-p', '/session<n>'], []],
    ['cmd', ['/c'], []],
    ['', [], []],
  ])
  expect(notices).toEqual([
    'Command lines: split `CommandLine` (auto), 2 programs; switches by name, values left out; 1 row without a program.',
  ])
  const switches = (values: 'normalised' | 'logged') => splitCommandLines(lines, { values }).table.column('Switches')[0]
  expect(switches('normalised')).toEqual({ '-k': 'netsvcs', '-p': '<n>', '/session<n>': null })
  expect(switches('logged')).toEqual({ '-k': 'netsvcs', '-p': '1234', '/session<n>': null })
  expect(() => splitCommandLines(lines, { column: 'Line' })).toThrow('no column `Line`')
})

import { describe, expect, it } from 'vitest'
import { markSessions, markSteps, pointingSessions } from '../../../src/analytics/sessions/mark-sessions.ts'
import { sessionDetail } from '../../../src/analytics/sessions/session-detail.ts'
import { Table } from '../../../src/lib/table.ts'

const options = {
  events: 'Sequence',
  details: 'Details',
  source: 'Source',
  commandLines: ['windows-processes', 'linux'],
  top: 500,
}

const sessions = Table.fromRows(
  [
    { name: 'Source', type: 'string' },
    { name: 'Sequence', type: 'dynamic' },
    { name: 'Details', type: 'dynamic' },
  ],
  [
    [
      'aws-cloudtrail',
      [{ name: 'ListBuckets' }, { name: 'StopLogging (AccessDenied)', params: { name: 'main' } }],
      ['', ''],
    ],
    [
      'windows-processes',
      [
        { name: 'whoami.exe', params: ['in c:\\windows\\system32\\', 'by cmd.exe'] },
        { name: 'whoami.exe', params: ['in c:\\windows\\system32\\', 'by cmd.exe'] },
        { name: 'wevtutil.exe', params: ['in c:\\windows\\system32\\', 'by cmd.exe'] },
      ],
      ['whoami', 'whoami /upn', 'wevtutil cl Security'],
    ],
    [
      'office-exchange',
      [
        { name: 'Set-Mailbox', params: [{ Name: 'ForwardingSmtpAddress', Value: 'smtp:x@evil.example' }] },
        { name: 'Set-Mailbox', params: '[{"Name":"Identity","Value":"alice"}]' },
      ],
      ['', ''],
    ],
    // A program is no operation, and a text of an operation is no command line.
    ['windows-processes', [{ name: 'StopLogging' }], ['notepad.exe']],
    ['aws-cloudtrail', ['ListBuckets'], ['whoami']],
    ['linux', [{ name: 'sudo useradd', params: ['as root'] }], ['/usr/sbin/useradd -m intruder']],
  ],
)

describe('markSessions', () => {
  const marked = markSessions(sessions, options)

  it('names what attacks have in common, what weighs most first, with how often', () => {
    expect(marked.column('PointsTo')).toEqual([
      'StopLogging (AccessDenied) (T1562.008)',
      'clears event logs (T1070.001), asks who and where it is 2 times (T1033)',
      'Set-Mailbox forwards mail (T1114.003)',
      '',
      '',
      'makes an account (T1136)',
    ])
    expect(marked.column('TechniqueCount')).toEqual([1, 2, 1, 0, 0, 1])
    expect(marked.column('Techniques')[1]).toEqual(['T1070.001', 'T1033'])
  })

  it('keeps rows and their order, and leaves open what is beyond the first', () => {
    const first = markSessions(sessions, { ...options, top: 2 })
    expect(first.column('Source')).toEqual(sessions.column('Source'))
    expect(first.column('TechniqueCount')).toEqual([1, 2, null, null, null, null])
    expect(first.column('PointsTo').slice(2)).toEqual(['', '', '', ''])
  })

  it('brings those first that point to most, and leaves out those that point to none', () => {
    expect(pointingSessions(marked).column('PointsTo')[0]).toContain('clears event logs')
    expect(pointingSessions(marked).rowCount).toBe(4)
  })

  it('is at home with sessions that have neither source nor texts, and with cells that are no list', () => {
    const bare = Table.fromRows(
      [{ name: 'Sequence', type: 'dynamic' }],
      [[['StopLogging']], [null], ['{}'], [[1, null]]],
    )
    expect(markSessions(bare, options).column('PointsTo')).toEqual(['StopLogging (T1562.008)', '', '', ''])
  })

  it('tells more kinds than it names', () => {
    const names = [
      'StopLogging',
      'DeleteTrail',
      'CreateUser',
      'CreateAccessKey',
      'SendCommand',
      'DeleteFlowLogs',
      'AssumeRoot',
    ]
    const many = Table.fromRows([{ name: 'Sequence', type: 'dynamic' }], [[names]])
    expect(markSessions(many, options).column('PointsTo')[0]).toMatch(/, and 1 more$/)
  })
})

describe('markSteps', () => {
  it('says it of each step, of the end nothing', () => {
    const steps = sessionDetail(sessions, {
      mode: 'commands',
      events: 'Sequence',
      source: 'Source',
      session: { row: 1 },
    })
    expect(markSteps(steps, sessions, 1, options).column('PointsTo')).toEqual([
      'asks who and where it is (T1033)',
      'asks who and where it is (T1033)',
      'clears event logs (T1070.001)',
      '',
    ])
  })
})

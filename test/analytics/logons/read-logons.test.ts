import { describe, expect, it } from 'vitest'
import { failureReason } from '../../../src/analytics/logons/failure-reasons.ts'
import { readLogonMessage } from '../../../src/analytics/logons/logon-message.ts'
import { readLogons } from '../../../src/analytics/logons/read-logons.ts'
import { table } from '../../notebooklet/fake-workspace.ts'

const windows =
  'TimeGenerated:datetime EventID:int Computer:string TargetUserName:string TargetDomainName:string LogonType:int Status:string SubStatus:string IpAddress:string'
const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`

describe('logons of Windows', () => {
  it('are successes and failures with their reason, type and plain address', () => {
    const { table: made } = readLogons(
      table(
        windows,
        [at(0), 4624, 'FS01', 'ann', 'CONTOSO', 10, '', '', '::ffff:10.0.0.9'],
        [at(1), 4625, 'FS01', 'bob', 'CONTOSO', 3, '0xc000006d', '0xC0000072', '10.0.0.8'],
        [at(2), 4771, 'DC01', 'bob', '', null, '0x18', '', '10.0.0.8'],
        [at(3), 4625, 'FS01', '-', '-', 3, '0xc000006e', '0x0', '-'],
        [at(4), 4688, 'FS01', 'bob', 'CONTOSO', null, '', '', ''],
        [at(5), 4768, 'DC01', 'bob', 'CONTOSO', null, '0x0', '', '10.0.0.8'],
      ),
    )
    const rows = [...made.objects()].map((row) => [row.Result, row.Account, row.Type, row.Reason, row.Address])
    expect(rows).toEqual([
      ['failed', '(unknown)', '3 network', 'account restriction', ''],
      ['failed', 'bob', 'Kerberos', 'wrong password', '10.0.0.8'],
      ['failed', 'CONTOSO\\bob', '3 network', 'account disabled', '10.0.0.8'],
      ['success', 'CONTOSO\\ann', '10 remote interactive', '', '10.0.0.9'],
    ])
  })

  it('count an attempt once that two records tell of, and two that four tell of twice', () => {
    const attempt = (second: number, event: number) =>
      [at(second), event, 'FS01', 'bob', event === 4625 ? 'CONTOSO' : '', 3, '0xc000006a', '', ''] as const
    const once = readLogons(table(windows, attempt(1, 4776), attempt(2, 4625)))
    expect(once.table.column('EventID')).toEqual([4625])
    expect(once.notices.join()).toContain('left out: 1.')
    const twice = readLogons(table(windows, attempt(1, 4776), attempt(2, 4625), attempt(3, 4776), attempt(4, 4625)))
    expect(twice.table.rowCount).toBe(2)
    const alone = readLogons(table(windows, attempt(1, 4776), attempt(30, 4625)))
    expect(alone.table.rowCount).toBe(2)
  })

  it('are given back as they are where they were read before', () => {
    const read = readLogons(table(windows, [at(0), 4624, 'FS01', 'ann', 'CONTOSO', 3, '', '', ''])).table
    expect(readLogons(read).table).toBe(read)
  })
})

describe('reasons of failures', () => {
  const none = { status: '', subStatus: '', reason: '' }
  it('are those of the sub-status, else the status, else the message, else the code', () => {
    expect(failureReason(4625, { ...none, status: '0xc000006d', subStatus: '0xc0000064' })).toBe('no such account')
    expect(failureReason(4625, { ...none, status: '0xC0000234', subStatus: '0x0' })).toBe('account locked out')
    expect(failureReason(4625, { ...none, reason: '%%2310' })).toBe('account disabled')
    expect(failureReason(4625, { ...none, status: '0xc0990001' })).toBe('0xc0990001')
    expect(failureReason(4625, none)).toBe('')
  })
  it('are of Kerberos where the same number is one of its codes', () => {
    expect(failureReason(4768, { ...none, status: '0x00000006' })).toBe('no such account')
    expect(failureReason(4771, { ...none, status: '0x12' })).toBe('account disabled, locked out or expired')
  })
})

describe('messages of syslog', () => {
  it.each([
    [
      'Accepted publickey for mia from 10.0.0.1 port 22 ssh2',
      { isSuccess: true, account: 'mia', type: 'ssh publickey', address: '10.0.0.1' },
    ],
    ['Failed password for invalid user x y from 10.0.0.1 port 22', undefined],
    [
      'Failed password for root from 2001:db8::1 port 22 ssh2',
      { isSuccess: false, reason: 'wrong password', address: '2001:db8::1' },
    ],
    [
      'Failed none for invalid user  from 10.0.0.1 port 22 ssh2',
      { isSuccess: false, account: '', reason: 'no such account' },
    ],
    ['message repeated 4 times: [ Failed password for root from 10.0.0.1 port 22 ssh2]', { times: 4, account: 'root' }],
    ['  mia : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls', { isSuccess: true, account: 'mia', type: 'sudo' }],
    ['mia : 3 incorrect password attempts ; TTY=pts/0 ; USER=root ; COMMAND=/bin/ls', { isSuccess: false, times: 3 }],
    [
      'pam_unix(su-l:session): session opened for user root(uid=0) by mia(uid=7)',
      { isSuccess: true, account: 'root', type: 'su' },
    ],
    ['pam_unix(sshd:session): session opened for user mia(uid=7) by (uid=0)', undefined],
    ['Connection closed by authenticating user mia 10.0.0.1 port 22 [preauth]', undefined],
  ])('%s', (text, expected) => {
    if (expected) expect(readLogonMessage(text)).toMatchObject(expected)
    else expect(readLogonMessage(text)).toBeUndefined()
  })

  it('announce an unknown user once where the failure follows', () => {
    const log = table(
      'TimeGenerated:datetime Computer:string SyslogMessage:string',
      [at(0), 'web', 'Invalid user bob from 10.0.0.1 port 22'],
      [at(3), 'web', 'Failed password for invalid user bob from 10.0.0.1 port 22 ssh2'],
      [at(40), 'web', 'Invalid user eve from 10.0.0.1 port 22'],
    )
    expect(readLogons(log).table.column('Account')).toEqual(['eve', 'bob'])
  })
})

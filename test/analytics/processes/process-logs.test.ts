import { describe, expect, it } from 'vitest'
import { buildProcessTree } from '../../../src/analytics/processes/build-process-tree.ts'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { drawn } from './made-up-tree.ts'

function table(columns: string, ...rows: readonly (readonly Cell[])[]): Table {
  const typed = columns.split(' ').map((column) => {
    const [name, type = 'string'] = column.split(':')
    return { name: name!, type: type as KqlType }
  })
  return Table.fromRows(typed, rows)
}

const at = (second: number) => `2024-03-01T08:00:${String(second).padStart(2, '0')}.0000000Z`
const unix = 1_709_280_000

describe('Sysmon in the Event table', () => {
  const created = (image: string, pid: number, guid: string, parent: string) =>
    `<DataItem type="System.XmlData"><EventData xmlns="x"><Data Name="RuleName">-</Data><Data Name="ProcessGuid">{${guid}}</Data>` +
    `<Data Name="ProcessId">${pid}</Data><Data Name="Image">${image}</Data><Data Name="CommandLine">${image} &quot;a &amp; b&quot; &lt;x&gt;</Data>` +
    `<Data Name="User">CONTOSO\\ann</Data><Data Name="LogonId">0x1f2</Data><Data Name="ParentProcessGuid">{${parent}}</Data>` +
    `<Data Name="ParentProcessId">9</Data><Data Name="ParentImage">C:\\explorer.exe</Data><Data Name="ParentCommandLine">explorer</Data></EventData></DataItem>`

  it('is read out of the event data, by its guids', () => {
    const tree = buildProcessTree(
      table(
        'TimeGenerated:datetime Computer EventID:int Source EventData',
        [at(1), 'h', 1, 'Microsoft-Windows-Sysmon', created('C:\\cmd.exe', 10, 'A1', 'B0')],
        [at(2), 'h', 3, 'Microsoft-Windows-Sysmon', '<EventData/>'],
        [at(3), 'h', 1, 'Microsoft-Windows-Sysmon', created('C:\\net.exe', 11, 'a2', 'a1')],
        [at(4), 'h', 1, 'Another program', '<EventData><Data Name="Text">started</Data></EventData>'],
        // Told once more, a second later.
        [at(5), 'h', 1, 'Microsoft-Windows-Sysmon', created('C:\\net.exe', 11, 'A2', 'A1')],
      ),
      { keep: ['Source'] },
    )
    expect(drawn(tree.table)).toEqual(['explorer.exe (9)*', '  cmd.exe (10)', '    net.exe (11)'])
    expect(tree.table.row(2).slice(6)).toEqual([
      at(3),
      'C:\\net.exe',
      '11',
      'C:\\net.exe "a & b" <x>',
      'CONTOSO\\ann',
      'h',
      '0x1f2',
      false,
      'identity',
      'Microsoft-Windows-Sysmon',
    ])
    expect(tree.table.value(0, 'CommandLine')).toBe('explorer')
    expect(tree.notices).toEqual(['1 rows tell of a process once more: left out.'])
  })

  it('is read where the event data is a bag, and event 4688 where there is no Sysmon', () => {
    const bag = (name: string, pid: string, parent: string) => ({
      NewProcessName: name,
      NewProcessId: pid,
      ProcessId: parent,
      ParentProcessName: 'C:\\cmd.exe',
      SubjectLogonId: '0x3e7',
    })
    const tree = buildProcessTree(
      table(
        'TimeGenerated:datetime Computer EventID:int Channel EventData:dynamic',
        [at(1), 'h', 4688, 'Security', bag('C:\\cmd.exe', '0xa', '0x4')],
        [at(2), 'h', 4688, 'Security', bag('C:\\net.exe', '0xb', '0xa')],
      ),
    )
    expect(drawn(tree.table)).toEqual(['cmd.exe (4)*', '  cmd.exe (10)', '    net.exe (11)'])
    expect(tree.table.column('Logon')).toEqual(['', '0x3e7', '0x3e7'])
  })
})

describe('a table that has all columns of its schema', () => {
  it('is read by those that are filled', () => {
    const log = table(
      'TimeGenerated:datetime Computer NewProcessName NewProcessId ProcessId CreatorProcessId Account SubjectUserName',
      [at(1), 'h', 'C:\\cmd.exe', '0xa', '', '0x4', '', 'ann'],
    )
    expect(buildProcessTree(log).table.row(1).slice(2, 3)).toEqual(['cmd.exe (10)'])
    expect(buildProcessTree(log).table.column('Account')).toEqual(['', 'ann'])
  })
})

describe('Linux audit records in Syslog', () => {
  const call = (serial: number, pid: number, parent: number, exe: string, rest = 'success=yes') =>
    `type=SYSCALL msg=audit(${unix + serial}.500:${serial}): arch=c000003e syscall=59 ${rest} exit=0 items=2 ppid=${parent} pid=${pid} auid=1000 uid=0 ses=3 comm="x" exe="${exe}" key="exec"\x1dARCH=x86_64 SYSCALL=execve AUID="ann" UID="root"`

  it('join the records of an event, in any order and over pieces', () => {
    const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase()
    const tree = buildProcessTree(
      table(
        'TimeGenerated:datetime Computer SyslogMessage',
        [at(9), 'h', call(2, 20, 10, '/usr/bin/curl')],
        [at(9), 'h', 'type=EXECVE msg=audit(1709280002.500:2): argc=3 a0="curl" a1_len=9 a2[1]="ö/b"'],
        [at(9), 'h', `type=EXECVE msg=audit(1709280002.500:2): a1=${hex('-H a b')} a2[0]="http://"`],
        [at(9), 'h', 'type=PROCTITLE msg=audit(1709280001.500:1): proctitle=2F62696E2F62617368002D6C'],
        [at(9), 'h', call(1, 10, 5, '/bin/bash')],
        [at(9), 'h', call(3, 30, 20, '/bin/no', 'success=no')],
        [at(9), 'h', `type=EXECVE msg=audit(${unix}.000:99): argc=1 a0="lost"`],
        [at(9), 'h', 'type=USER_LOGIN msg=audit(1709280003.000:7): pid=77 uid=0'],
        [at(9), 'h', 'an ordinary line'],
      ),
    )
    expect(drawn(tree.table)).toEqual(['(unknown) (5)*', '  bash (10)', '    curl (20)'])
    expect(tree.table.column('CommandLine')).toEqual(['', '/bin/bash -l', 'curl -H a b http://ö/b'])
    expect(tree.table.column('Time').slice(1)).toEqual([at(1).replace('01.0', '01.5'), at(2).replace('02.0', '02.5')])
    expect(tree.table.column('Account')).toEqual(['', 'ann', 'ann'])
    expect(tree.table.column('Logon')).toEqual(['', '3', '3'])
    expect(tree.table.column('Link')).toEqual(['', 'inferred', 'id'])
    expect(tree.notices).toEqual([
      '1 EXECVE records have no SYSCALL record, which would tell their process ids: left out.',
    ])
  })

  it('are known by number, as the kernel writes them, and by node', () => {
    const tree = buildProcessTree(
      table(
        'TimeGenerated:datetime Computer SyslogMessage',
        [
          at(1),
          'collector',
          `node=web1 audit: type=1300 audit(${unix}.100:1): arch=c00000b7 syscall=221 success=yes ppid=1 pid=2 ses=4294967295 auid=4294967295 uid=0 exe=2F746D702F6120 comm="a"`,
        ],
        [
          at(1),
          'collector',
          `node=web2 audit: type=1300 audit(${unix}.100:1): arch=c00000b7 syscall=56 success=yes ppid=1 pid=3 exe="/bin/opens"`,
        ],
      ),
    )
    expect(drawn(tree.table)).toEqual(['(unknown) (1)*', '  a  (2)'])
    expect(tree.table.row(1).slice(10, 13)).toEqual(['0', 'web1', ''])
  })

  it('are read from a custom table that has their fields as columns', () => {
    const tree = buildProcessTree(
      table(
        'TimeGenerated:datetime Computer EventType_s pid_d:real ppid_d:real exe_s cmdline_s auid_s ses_s',
        [at(1), 'h', 'SYSCALL_EXECVE', 10, 1, '/bin/sh', 'sh', '1000', '3'],
        [at(2), 'h', 'SYSCALL_EXECVE', 11, 10, '/bin/ls', 'ls -l', '1000', '3'],
        [at(3), 'h', 'USER_LOGIN', 12, 10, '/bin/login', '', '1000', '3'],
      ),
    )
    expect(drawn(tree.table)).toEqual(['(unknown) (1)*', '  sh (10)', '    ls (11)'])
  })

  it('take time in proportion to a hostile line', () => {
    const line = `type=SYSCALL msg=audit(1709280000.000:1): ${'A'.repeat(300_000)} ${'a='.repeat(100_000)}`
    expect(buildProcessTree(table('TimeGenerated:datetime Computer SyslogMessage', [at(1), 'h', line])).count).toBe(0)
  })
})

describe('ordinary lines of Syslog', () => {
  it('tell of sudo and its command, of cron, and of sshd and the process that serves a user', () => {
    const tree = buildProcessTree(
      table(
        'TimeGenerated:datetime Computer ProcessName ProcessID:int SyslogMessage',
        [at(1), 'h', 'sshd', 100, 'Accepted publickey for ann from 10.0.0.5 port 4242 ssh2: RSA SHA256:x'],
        [at(1), 'h', 'sshd', 100, 'pam_unix(sshd:session): session opened for user ann by (uid=0)'],
        [at(2), 'h', 'sshd', 100, 'User child is on pid 120'],
        [at(3), 'h', 'sshd', 120, 'Starting session: shell on pts/0 for ann from 10.0.0.5'],
        [
          at(4),
          'h',
          'sudo',
          130,
          '     ann : TTY=pts/0 ; PWD=/home/ann ; USER=root ; COMMAND=/usr/bin/cat /etc/shadow',
        ],
        [at(5), 'h', 'sudo', 131, '     ann : command not allowed ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh'],
        [at(6), 'h', 'CRON', 140, '(root) CMD (/usr/local/bin/backup --all)'],
        [at(7), 'h', 'sshd', 100, 'pam_unix(sshd:session): session closed for user ann'],
        [at(8), 'h', 'sshd', 100, 'Accepted password for bob from 10.0.0.6 port 1 ssh2'],
        [at(9), 'h', 'kernel', null, 'eth0: link up'],
      ),
    )
    expect(drawn(tree.table)).toEqual([
      'sshd (100)',
      '  sshd (120)',
      'sudo (130)',
      '  cat',
      'sudo (131)',
      'CRON (140)',
      'sshd (100)',
    ])
    expect(tree.table.column('CommandLine')).toEqual([
      '',
      '',
      '',
      '/usr/bin/cat /etc/shadow',
      '',
      '/usr/local/bin/backup --all',
      '',
    ])
    expect(tree.table.column('Account')).toEqual(['ann', '', 'root', 'root', 'root', 'root', 'bob'])
    expect(tree.notices[0]).toMatch(/^Syslog lines tell of sshd, sudo, su and cron processes only/)
  })

  it('name their program where the column is missing', () => {
    const tree = buildProcessTree(
      table(
        'TimeGenerated:datetime Computer ProcessID:real SyslogMessage',
        [at(1), 'h', 7.0, 'Invalid user admin from 10.0.0.9 port 1'],
        [at(2), 'h', 8.0, '(root) CMD (run-parts /etc/cron.hourly)'],
        [at(3), 'h', 9.0, 'New session 6 of user ann.'],
      ),
    )
    expect(drawn(tree.table)).toEqual(['sshd (7)', 'cron (8)'])
  })
})

describe('osquery', () => {
  const expected = ['(unknown) (1)*', '  sh (10)', '    ls (11)']

  it('has its times in seconds', () => {
    const tree = buildProcessTree(
      table(
        'hostIdentifier time:long pid parent path cmdline uid',
        ['h', unix, '10', '1', '/bin/sh', 'sh', '0'],
        ['h', unix + 1, '11', '10', '/bin/ls', 'ls -l', '0'],
      ),
    )
    expect(drawn(tree.table)).toEqual(expected)
    expect(tree.table.column('Time').slice(1)).toEqual([at(0), at(1)])
  })

  it('has its columns in a bag, or with the names of a custom table', () => {
    const bag = (pid: string, parent: string, path: string) => ({
      pid,
      parent,
      path,
      cmdline: path,
      time: `${unix}`,
      uid: '0',
    })
    const nested = table(
      'hostIdentifier unixTime:long name action columns:dynamic',
      ['h', unix, 'process_events', 'added', bag('10', '1', '/bin/sh')],
      ['h', unix, 'process_events', 'added', bag('11', '10', '/bin/ls')],
      ['h', unix, 'process_events', 'removed', bag('12', '10', '/bin/ps')],
      ['h', unix, 'users', 'added', { username: 'ann' }],
    )
    expect(drawn(buildProcessTree(nested).table)).toEqual(expected)
    const custom = table(
      'TimeGenerated:datetime hostIdentifier_s columns_time_s columns_pid_s columns_parent_s columns_path_s',
      [at(1), 'h', `${unix}`, '10', '1', '/bin/sh'],
      [at(1), 'h', `${unix + 1}`, '11', '10', '/bin/ls'],
    )
    expect(drawn(buildProcessTree(custom).table)).toEqual(expected)
  })
})

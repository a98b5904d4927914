import { describe, expect, it } from 'vitest'
import { buildProcessTree, type ProcessTreeOptions } from '../../../src/analytics/processes/build-process-tree.ts'
import type { HuntletError } from '../../../src/lib/diagnostic.ts'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'
import { drawn, minimal, processLog } from './made-up-tree.ts'

function treeTable(table: Table, options: ProcessTreeOptions = {}): Table {
  return buildProcessTree(table, options).table
}

describe('buildProcessTree', () => {
  it('puts each process under the one that started it', () => {
    const tree = treeTable(
      processLog([
        [3, 'h', 'C:\\c.exe', '30', 'C:\\B.EXE', '20'],
        [1, 'h', 'C:\\a.exe', '0xa', 'C:\\init.exe', '1'],
        [2, 'h', 'c:\\b.exe', '20.0', 'C:\\A.exe', '10'],
        [4, 'h', 'C:\\d.exe', '40', 'C:\\a.exe', '10'],
      ]),
      { schema: minimal },
    )
    expect(drawn(tree)).toEqual([
      'init.exe (1)*',
      '  a.exe (10)',
      '    b.exe (20)',
      '      c.exe (30)',
      '    d.exe (40)',
    ])
    expect(tree.column('Id')).toEqual([1, 2, 3, 4, 5])
    expect(tree.column('Parent')).toEqual([null, 1, 2, 3, 2])
    expect(tree.column('Children')).toEqual([1, 2, 1, 0, 0])
    expect(tree.column('Time').slice(0, 2)).toEqual([null, '1970-01-01T00:00:01.0000000Z'])
  })

  it('takes the latest process of a reused id, and none from later', () => {
    const tree = treeTable(
      processLog([
        [1, 'h', 'sh', '7', 'init', '1'],
        [2, 'h', 'first', '8', 'sh', '7'],
        [3, 'h', 'sh', '7', 'init', '1'],
        [4, 'h', 'second', '9', 'sh', '7'],
        [5, 'h', 'early', '10', 'cron', '11'],
        [6, 'h', 'cron', '11', 'init', '1'],
      ]),
      { schema: minimal },
    )
    expect(drawn(tree)).toEqual([
      'init (1)*',
      '  sh (7)',
      '    first (8)',
      '  sh (7)',
      '    second (9)',
      '  cron (11)',
      'cron (11)*',
      '  early (10)',
    ])
  })

  it('never takes a parent from another host', () => {
    const tree = treeTable(
      processLog([
        [1, 'one', 'sh', '7', '', ''],
        [2, 'two', 'ls', '8', 'sh', '7'],
      ]),
      { schema: minimal },
    )
    expect(drawn(tree)).toEqual(['sh (7)*', '  ls (8)', 'sh (7)'])
    expect(tree.column('Host')).toEqual(['two', 'two', 'one'])
  })

  it('matches by id alone where the log does not name the parent', () => {
    const tree = treeTable(
      processLog([
        [1, 'h', 'sh', '7', '', ''],
        [2, 'h', 'ls', '8', '', '7'],
        [3, 'h', 'ps', '9', '', '99'],
      ]),
      { schema: minimal },
    )
    expect(drawn(tree)).toEqual(['(unknown) (99)*', '  ps (9)', 'sh (7)', '  ls (8)'])
  })

  it('finds the parent of the same instant, wherever it stands, and breaks rings', () => {
    const tree = treeTable(
      processLog([
        [1, 'h', 'child', '8', 'sh', '7'],
        [1, 'h', 'sh', '7', '', ''],
        [2, 'h', 'x', '20', 'y', '21'],
        [2, 'h', 'y', '21', 'x', '20'],
        [3, 'h', 'self', '30', 'self', '30'],
      ]),
      { schema: minimal },
    )
    expect(drawn(tree)).toEqual(['self (30)*', '  self (30)', 'sh (7)', '  child (8)', 'x (20)', '  y (21)'])
  })

  it('counts a process told twice once', () => {
    const row = [1, 'h', 'sh', '7', 'init', '1'] as const
    expect(treeTable(processLog([row, [2, 'h', 'ls', '8', 'sh', '7'], row]), { schema: minimal }).rowCount).toBe(3)
  })

  it('survives a chain of 20,000', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => [at, 'h', 'cmd', `${at + 1}`, 'cmd', `${at}`] as const)
    const tree = treeTable(processLog(chain), { schema: minimal })
    expect(tree.column('Depth').at(-1)).toBe(20_000)
  })

  it('keeps rows without a time, before all others', () => {
    const tree = treeTable(
      processLog([
        [1, 'h', 'ls', '8', 'sh', '7'],
        [null, 'h', 'sh', '7', '', ''],
      ]),
      { schema: minimal },
    )
    expect(drawn(tree)).toEqual(['sh (7)', '  ls (8)'])
  })

  it('knows the logs it is given, and keeps their columns', () => {
    const security = table(
      {
        TimeGenerated: 'datetime',
        EventID: 'int',
        Computer: 'string',
        NewProcessName: 'string',
        NewProcessId: 'string',
        ProcessId: 'string',
        ParentProcessName: 'string',
        SubjectLogonId: 'string',
        TargetLogonId: 'string',
        Rarity: 'real',
      },
      [
        ['2024-01-01T00:00:00Z', 4688, 'h', 'C:\\sh.exe', '0x7', '0x1', 'C:\\init.exe', '0x3e7', '0x99', 0.5],
        ['2024-01-01T00:00:01Z', 4688, 'h', 'C:\\ls.exe', '0x8', '0x7', 'C:\\sh.exe', '0x99', '0x0', 1],
        ['2024-01-01T00:00:02Z', 4689, 'h', 'C:\\ls.exe', '0x8', '0x7', '', '0x99', '0x0', null],
      ],
    )
    const tree = treeTable(security, { keep: ['Rarity', 'Depth', 'Nothing'] })
    expect(drawn(tree)).toEqual(['init.exe (1)*', '  sh.exe (7)', '    ls.exe (8)'])
    expect(tree.column('Logon')).toEqual(['', '0x99', '0x99'])
    expect(tree.column('Rarity')).toEqual([null, 0.5, 1])
  })

  it('follows the guids of Sysmon', () => {
    const sysmon = table(
      {
        TimeGenerated: 'datetime',
        EventID: 'int',
        Image: 'string',
        ProcessId: 'int',
        ParentProcessId: 'int',
        ParentImage: 'string',
        ProcessGuid: 'string',
        ParentProcessGuid: 'string',
      },
      [
        ['2024-01-01T00:00:00Z', 1, 'sh.exe', 7, 1, 'init.exe', '{A}', '{0}'],
        ['2024-01-01T00:00:01Z', 1, 'sh.exe', 7, 1, 'init.exe', '{B}', '{0}'],
        ['2024-01-01T00:00:02Z', 1, 'ls.exe', 8, 7, 'sh.exe', '{C}', '{a}'],
      ],
    )
    expect(drawn(treeTable(sysmon))).toEqual(['init.exe (1)*', '  sh.exe (7)', '    ls.exe (8)', '  sh.exe (7)'])
  })

  it('follows the creation times of Defender, to the grandparent', () => {
    const at = (second: number) => `2024-01-01T00:00:0${second}.1234567Z`
    const defender = table(
      {
        TimeGenerated: 'datetime',
        ActionType: 'string',
        DeviceName: 'string',
        FileName: 'string',
        ProcessId: 'long',
        ProcessCreationTime: 'datetime',
        InitiatingProcessFileName: 'string',
        InitiatingProcessId: 'long',
        InitiatingProcessCreationTime: 'datetime',
        InitiatingProcessParentFileName: 'string',
        InitiatingProcessParentId: 'long',
        InitiatingProcessParentCreationTime: 'datetime',
      },
      [
        [at(3), 'ProcessCreated', 'h', 'ls', 8, at(3), 'sh', 7, at(1), 'init', 1, at(0)],
        [at(4), 'ProcessCreated', 'h', 'ps', 9, at(4), 'sh', 7, at(2), 'init', 1, at(0)],
      ],
    )
    const tree = treeTable(defender)
    expect(drawn(tree)).toEqual(['init (1)*', '  sh (7)*', '    ls (8)', '  sh (7)*', '    ps (9)'])
    expect(tree.value(0, 'Time')).toBe('2024-01-01T00:00:00.1234567Z')
  })

  it('takes for the parent what was logged between the creation it is told to have and the child', () => {
    const defender = (parentCreated: number) =>
      table(
        {
          TimeGenerated: 'datetime',
          DeviceName: 'string',
          FileName: 'string',
          ProcessId: 'long',
          InitiatingProcessFileName: 'string',
          InitiatingProcessId: 'long',
          ProcessCreationTime: 'datetime',
          InitiatingProcessCreationTime: 'datetime',
          InitiatingProcessCommandLine: 'string',
        },
        [
          [second(5), 'h', 'sh', 7, 'init', 1, second(5), '1970-01-01T00:00:00Z', 'init --first'],
          [second(9), 'h', 'ls', 8, 'sh', 7, second(9), second(parentCreated), 'sh -l'],
        ],
      )
    // Created at 3, logged at 5: no other process can have had its id since.
    expect(drawn(treeTable(defender(3)))).toEqual(['init (1)*', '  sh (7)', '    ls (8)'])
    // Created at 7: the one logged at 5 had ended, the id was used again.
    const reused = treeTable(defender(7))
    expect(drawn(reused)).toEqual(['init (1)*', '  sh (7)', 'sh (7)*', '  ls (8)'])
    expect(reused.column('CommandLine')).toEqual(['init --first', '', 'sh -l', ''])
    expect(reused.column('Time')[0]).toBe(null)
    expect(reused.column('Link')).toEqual(['', 'inferred', '', 'inferred'])
  })

  it('merges repeats that differ in the last digits of their time, and keeps what differs in its command line', () => {
    const repeated = table({ Time: 'datetime', Name: 'string', Pid: 'string', ParentPid: 'string', Line: 'string' }, [
      ['2024-01-01T00:00:00.1000099Z', 'sh', '7', '1', 'sh -c a'],
      ['2024-01-01T00:00:00.1000101Z', 'SH', '0x7', '1', ''],
      ['2024-01-01T00:00:00.1000101Z', 'sh', '7', '1', 'sh -c a'],
      ['2024-01-01T00:00:00.1000101Z', 'sh', '7', '1', 'sh -c b'],
      ['2024-01-01T00:00:00.2000000Z', 'sh', '7', '1', 'sh -c a'],
    ])
    const columns = { name: 'Name', pid: 'Pid', parentPid: 'ParentPid', time: 'Time', commandLine: 'Line' }
    const tree = buildProcessTree(repeated, { schema: columns })
    expect(tree.table.column('CommandLine')).toEqual(['', 'sh -c a', 'sh -c b', 'sh -c a'])
    expect(tree.notices).toEqual([
      '2 rows tell of a process once more: left out.',
      'The log does not name hosts: all processes are taken for those of one.',
    ])
  })

  it('says that processes name each other', () => {
    const ring = [1, 'h', 'x', '20', 'y', '21'] as const
    const tree = buildProcessTree(processLog([ring, [1, 'h', 'y', '21', 'x', '20']]), { schema: minimal })
    expect(tree.notices).toEqual([
      '1 times processes name each other as parents: the first of each is shown as a root.',
    ])
  })

  it('tells how far it has come', () => {
    const told: string[] = []
    const rows = Array.from({ length: 100 }, (_, at) => [at, 'h', 'ls', `${at}`, 'sh', '1'] as const)
    buildProcessTree(processLog(rows), { schema: minimal }, (done, total, text) =>
      told.push(`${text} ${done}/${total}`),
    )
    expect(told).toEqual(['Finding the parents of processes 0/100', 'Drawing the tree 100/100'])
  })

  it('says what is missing', () => {
    const failure = (action: () => unknown) => {
      try {
        action()
      } catch (error) {
        return (error as HuntletError).message
      }
      return 'nothing thrown'
    }
    expect(failure(() => treeTable(table({ A: 'string' }, [])))).toBe(
      'The columns of this table are not those of a log of created processes.',
    )
    expect(
      failure(() =>
        treeTable(table({ NewProcessId: 'string', TimeGenerated: 'datetime' }, []), { schema: 'SecurityEvent' }),
      ),
    ).toBe('The table lacks `NewProcessName` (name), `ProcessId` (parentPid) to build a process tree.')
    expect(failure(() => treeTable(processLog([]), { schema: 'toString' as 'Sysmon' }))).toBe(
      'There is no process schema `toString`.',
    )
    expect(treeTable(processLog([]), { schema: minimal }).rowCount).toBe(0)
    const pool = table({ Computer: 'string', ExecutableName: 'string', FirstPid: 'int', StartTime: 'datetime' }, [])
    expect(failure(() => treeTable(pool))).toBe('VMProcess tells which processes ran, not which started which.')
    // Three columns may be anybody's.
    expect(failure(() => treeTable(table({ path: 'string', pid: 'int', parent: 'int' }, [])))).toBe(
      'The columns of this table are not those of a log of created processes.',
    )
  })
})

describe.skipIf(!hasRealLogs)('the processes of a host', () => {
  it('each come after their parents, none is lost', () => {
    const security = realLog('msticnb/SecurityEvent.jsonl', {
      TimeGenerated: 'datetime',
      EventID: 'int',
      Computer: 'string',
      NewProcessName: 'string',
      NewProcessId: 'string',
      ProcessId: 'string',
      ParentProcessName: 'string',
    })
    const tree = treeTable(security)
    const inferred = tree.column('Inferred')
    expect(inferred.filter((cell) => cell === false)).toHaveLength(10_000)
    const times = tree.column('Time')
    tree.column('Parent').forEach((parent, row) => {
      if (parent === null) return
      expect(parent as number).toBeLessThan(row + 1)
      const before = times[(parent as number) - 1]
      if (before) expect(before <= times[row]!).toBe(true)
    })
    expect(Math.max(...(tree.column('Depth') as number[]))).toBeGreaterThan(50)
  })
})

function second(at: number): string {
  return `2024-01-01T00:00:0${at}.0000000Z`
}

function table(columns: Readonly<Record<string, KqlType>>, rows: readonly (readonly Cell[])[]): Table {
  return Table.fromRows(
    Object.entries(columns).map(([name, type]) => ({ name, type })),
    rows,
  )
}

import { describe, expect, it } from 'vitest'
import { buildProcessTree, type ProcessTreeOptions } from '../../../src/analytics/processes/build-process-tree.ts'
import type { ProcessColumns } from '../../../src/analytics/processes/process-columns.ts'
import type { HuntletError } from '../../../src/lib/diagnostic.ts'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

const minimal: ProcessColumns = {
  name: 'Name',
  pid: 'Pid',
  parentPid: 'ParentPid',
  time: 'Time',
  parentName: 'ParentName',
  host: 'Host',
}

function treeTable(table: Table, options: ProcessTreeOptions = {}): Table {
  return buildProcessTree(table, options).table
}

/** Rows of time (seconds), host, name, pid, parent's name, parent's pid. */
function log(rows: readonly (readonly [number | null, string, string, string, string, string])[]): Table {
  const names = ['Time', 'Host', 'Name', 'Pid', 'ParentName', 'ParentPid']
  return Table.fromRows(
    names.map((name) => ({ name, type: name === 'Time' ? 'datetime' : 'string' })),
    rows.map(([second, ...rest]) => [second === null ? null : new Date(second * 1000).toISOString(), ...rest]),
  )
}

/** The tree in words: one line a process, two blanks a level, `*` where it is inferred. */
function drawn(table: Table): string[] {
  const [label, depth, inferred] = ['Label', 'Depth', 'Inferred'].map((name) => table.column(name))
  return label!.map((text, row) => `${'  '.repeat(depth![row] as number)}${text}${inferred![row] ? '*' : ''}`)
}

describe('buildProcessTree', () => {
  it('puts each process under the one that started it', () => {
    const tree = treeTable(
      log([
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
      log([
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
      log([
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
      log([
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
      log([
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
    expect(treeTable(log([row, [2, 'h', 'ls', '8', 'sh', '7'], row]), { schema: minimal }).rowCount).toBe(3)
  })

  it('survives a chain of 20,000', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => [at, 'h', 'cmd', `${at + 1}`, 'cmd', `${at}`] as const)
    const tree = treeTable(log(chain), { schema: minimal })
    expect(tree.column('Depth').at(-1)).toBe(20_000)
  })

  it('keeps rows without a time, before all others', () => {
    const tree = treeTable(
      log([
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
    expect(failure(() => treeTable(log([]), { schema: 'toString' as 'Sysmon' }))).toBe(
      'There is no process schema `toString`.',
    )
    expect(treeTable(log([]), { schema: minimal }).rowCount).toBe(0)
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

function table(columns: Readonly<Record<string, KqlType>>, rows: readonly (readonly Cell[])[]): Table {
  return Table.fromRows(
    Object.entries(columns).map(([name, type]) => ({ name, type })),
    rows,
  )
}

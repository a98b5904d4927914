import { describe, expect, it } from 'vitest'
import { logonGuessing } from '../../../src/analytics/logons/logon-guessing.ts'
import {
  failedThenSucceeded,
  logonClusters,
  logonFailures,
  logonMatrix,
} from '../../../src/analytics/logons/summarise-logons.ts'
import { table } from '../../notebooklet/fake-workspace.ts'

type Row = readonly [
  second: number,
  event: 4624 | 4625,
  user: string,
  address?: string,
  computer?: string,
  type?: number,
]

function log(...rows: readonly Row[]) {
  return table(
    'TimeGenerated:datetime EventID:int Computer:string TargetUserName:string TargetDomainName:string LogonType:int Status:string SubStatus:string IpAddress:string',
    ...rows.map(
      ([second, event, user, address = '10.0.0.9', computer = 'FS01', type = 3]) =>
        [
          new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
          event,
          computer,
          user,
          'CONTOSO',
          type,
          event === 4625 ? '0xc000006d' : '',
          event === 4625 ? '0xc000006a' : '',
          address,
        ] as const,
    ),
  )
}

const failures = (count: number, user: string, gap = 30, from = 0) =>
  Array.from({ length: count }, (_, at): Row => [from + at * gap, 4625, user])
const kinds = (rows: readonly Row[], options = {}) => [...logonGuessing(log(...rows), options).table.objects()]

describe('brute force', () => {
  it('is as many failures on one account as the threshold, in its time', () => {
    expect(kinds(failures(5, 'ann'))).toMatchObject([{ Kind: 'Brute force', Count: 5, Most: 5, Succeeded: '' }])
    expect(kinds(failures(4, 'ann'))).toEqual([])
    // Five in 10 minutes and 40 seconds are four in any ten minutes.
    expect(kinds(failures(5, 'ann', 160))).toEqual([])
    expect(kinds(failures(5, 'ann', 160), { bruteWindow: '11m' })).toHaveLength(1)
  })

  it('tells of the success that followed within a day, first, and of none before', () => {
    const found = kinds([
      ...failures(9, 'bob'),
      ...failures(5, 'ann'),
      [400, 4624, 'ann', '10.0.0.7'],
      [0, 4624, 'bob'],
    ])
    expect(found.map((row) => [row.Accounts, row.Succeeded])).toEqual([
      ['CONTOSO\\ann', 'CONTOSO\\ann'],
      ['CONTOSO\\bob', ''],
    ])
    expect(String(found[0]!.Why)).toContain('then a success from 10.0.0.7')
  })

  it('is on one host: local accounts of one name are many', () => {
    const rows = failures(4, 'ann').concat(failures(4, 'ann').map(([t, e, u, a]) => [t, e, u, a, 'FS02'] as Row))
    expect(kinds(rows)).toEqual([])
  })
})

describe('a password spray', () => {
  const spray = (accounts: number, tries = 1) =>
    Array.from({ length: accounts * tries }, (_, at): Row => [at * 60, 4625, `user${at % accounts}`])

  it('is one source that fails on many accounts with few tries each', () => {
    expect(kinds(spray(5))).toMatchObject([{ Kind: 'Password spray', AccountCount: 5, Source: '10.0.0.9' }])
    expect(kinds(spray(4))).toEqual([])
    expect(kinds(spray(5, 6), { bruteFailures: 100 })).toEqual([])
  })

  it('names accounts that succeeded from there since it began, not those that did before', () => {
    const [found] = kinds([[-60, 4624, 'regular'], ...spray(6), [90, 4624, 'user1'], [100, 4624, 'regular']])
    expect(found).toMatchObject({ Succeeded: 'CONTOSO\\user1' })
  })

  it('does not lie in failures that days part', () => {
    const slow = Array.from({ length: 6 }, (_, at): Row => [at * 86_400, 4625, `user${at}`])
    expect(kinds(slow)).toEqual([])
    expect(kinds(slow, { sprayWindow: '7d' })).toHaveLength(1)
  })
})

describe('summaries of logons', () => {
  it('find the longest run of failures that a success ended', () => {
    const rows: Row[] = [
      ...failures(2, 'ann'),
      [100, 4624, 'ANN'],
      ...failures(3, 'ann', 10, 200),
      [300, 4624, 'ann', '10.0.0.7'],
      ...failures(9, 'ann', 1, 400),
      ...failures(3, 'bob'),
    ]
    expect([...failedThenSucceeded(log(...rows)).table.objects()]).toMatchObject([
      { Account: 'CONTOSO\\ann', Failures: 3, SucceededFrom: '10.0.0.7', SameSource: false, Times: 2 },
    ])
  })

  it('count by account, type and result, whatever the case of the account', () => {
    const made = logonMatrix(log([0, 4624, 'ann'], [1, 4624, 'ANN'], [2, 4625, 'ann'], [3, 4624, 'bob']), true).table
    expect([...made.objects()].map(({ Account, Column, Count }) => [Account, Column, Count])).toEqual([
      ['CONTOSO\\ann', '3 network, failed', 1],
      ['CONTOSO\\ann', '3 network', 2],
      ['CONTOSO\\bob', '3 network', 1],
    ])
    expect(logonMatrix(log([0, 4624, 'ann'], [1, 4625, 'ann']), false).table.rowCount).toBe(1)
  })

  it('say why logons failed, most first', () => {
    const made = logonFailures(
      log(...failures(2, 'ann'), [5, 4625, 'bob', '10.0.0.9', 'FS01', 10], [6, 4624, 'bob']),
    ).table
    expect([...made.objects()].map(({ Reason, Type, Failures }) => [Reason, Type, Failures])).toEqual([
      ['wrong password', '3 network', 2],
      ['wrong password', '10 remote interactive', 1],
    ])
  })

  it('take logons alike by account and type as one, rarest first', () => {
    const made = logonClusters(
      log([0, 4624, 'ann'], [1, 4624, 'ann'], [2, 4624, 'ann', '', 'FS01', 10], [3, 4625, 'x']),
      0.0001,
    )
    expect([...made.table.objects()].map(({ Type, ClusterSize, Rarity }) => [Type, ClusterSize, Rarity])).toEqual([
      ['10 remote interactive', 1, 1],
      ['3 network', 2, 0.5],
    ])
  })
})

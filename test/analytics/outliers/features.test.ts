import { describe, expect, it } from 'vitest'
import { findOutliers } from '../../../src/analytics/outliers/find-outliers.ts'
import { hourOf, isNight } from '../../../src/analytics/outliers/hours.ts'
import { logonFeatures } from '../../../src/analytics/outliers/logon-features.ts'
import { sessionFeatures } from '../../../src/analytics/outliers/session-features.ts'
import { parseDatetime } from '../../../src/lib/kql-time.ts'
import type { KqlType } from '../../../src/lib/kql-type.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'
import { hasRealLogs, realLog } from '../real-logs.ts'

function table(columns: string, ...rows: readonly (readonly Cell[])[]): Table {
  const typed = columns.split(' ').map((column) => {
    const [name, type = 'string'] = column.split(':')
    return { name: name!, type: type as KqlType }
  })
  return Table.fromRows(typed, rows)
}

const at = (clock: string) => `2024-03-01T${clock}.0000000Z`

describe('sessions in numbers', () => {
  const sessions = table(
    'Actor Rank:long Sequence:dynamic Times:dynamic',
    ['ann', 1, ['Get', 'Set', 'Get', 'Get'], [at('09:00:00'), at('09:00:30'), at('09:01:00'), at('09:02:00')]],
    [
      'bob',
      2,
      [
        { name: 'Get', params: ['Identity', 'Force'] },
        { name: 'Drop', params: { Identity: 'x' } },
      ],
      [at('23:00:00'), at('23:00:00')],
    ],
    ['cid', 3, ['Get'], [at('05:59:59')]],
  )

  it('count events, commands, parameters, what is rare, how long, how fast, how late', () => {
    const features = sessionFeatures(sessions)
    expect(features.columns.map(({ name }) => name)).toEqual([
      'Actor',
      'Events',
      'Commands',
      'Parameters',
      'RareShare',
      'Seconds',
      'EventsPerMinute',
      'NightShare',
    ])
    expect(features.rows()).toEqual([
      // Set is in this session only.
      ['ann', 4, 2, 0, 0.25, 120, 2, 0],
      // Both events in one second, at 23 o'clock; Drop is in this session only.
      ['bob', 2, 2, 2, 0.5, 0, 120, 1],
      ['cid', 1, 1, 0, 0, 0, null, 1],
    ])
  })

  it('tell night by the clocks there', () => {
    expect(sessionFeatures(sessions, { hoursAhead: -5 }).column('NightShare')).toEqual([1, 0, 1])
    expect(sessionFeatures(sessions, { nightFrom: 9, nightTo: 10 }).column('NightShare')).toEqual([1, 0, 0])
    const instant = parseDatetime('2024-03-01T23:30:00Z')!
    expect([hourOf(instant, {}), hourOf(instant, { hoursAhead: 5.5 })]).toEqual([23, 5])
    expect([isNight(22, {}), isNight(6, {}), isNight(3, {})]).toEqual([true, false, true])
  })

  it('know how long a session was by its begin and end, and nothing where there are no times', () => {
    const limits = table('Begin:datetime End:datetime Sequence:dynamic', [at('09:00:00'), at('09:10:00'), ['A', 'B']])
    expect(sessionFeatures(limits).row(0).slice(-3)).toEqual([600, 0.2, null])
    expect(
      sessionFeatures(table('Sequence:dynamic', [['A', 'B']]))
        .row(0)
        .slice(-3),
    ).toEqual([null, null, null])
    expect(sessionFeatures(sessions.pick([])).rowCount).toBe(0)
  })

  it('tell what is rare within a source', () => {
    const rows = Array.from({ length: 300 }, (_, row): Cell[] => [
      row < 200 ? 'a' : 'b',
      [row < 2 || row >= 200 ? 'X' : 'Y'],
    ])
    const features = sessionFeatures(table('Kind Sequence:dynamic', ...rows), { source: 'Kind' })
    // X is in two of 200 sessions of `a`, that is 1 %, and in all of `b`.
    expect([0, 5, 250].map((row) => features.value(row, 'RareShare'))).toEqual([1, 0, 0])
  })
})

describe('logons in numbers', () => {
  it('count Windows logons by account', () => {
    const features = logonFeatures(
      table(
        'TimeGenerated:datetime EventID:int Computer TargetDomainName TargetUserName LogonType:int IpAddress',
        [at('09:00:00'), 4624, 'web1', 'CONTOSO', 'ann', 3, '10.0.0.5'],
        [at('09:10:00'), 4625, 'web1', 'CONTOSO', 'ANN', 3, '::ffff:10.0.0.5'],
        [at('09:50:00'), 4625, 'web2', 'CONTOSO', 'ann', 10, '10.0.0.6'],
        [at('23:10:00'), 4625, 'web2', 'CONTOSO', 'ann', 10, '-'],
        [at('09:00:00'), 4624, 'web1', 'OTHER', 'ann', 3, ''],
        [at('09:00:00'), 4688, 'web1', 'CONTOSO', 'bob', null, ''],
      ),
    )
    expect([...features.objects()]).toEqual([
      {
        TargetUserName: 'ann',
        TargetDomainName: 'CONTOSO',
        First: at('09:00:00'),
        Last: at('23:10:00'),
        Logons: 1,
        Failures: 3,
        Interrupts: 0,
        FailureShare: 0.75,
        MostFailuresAnHour: 2,
        Hosts: 2,
        Addresses: 2,
        Types: 2,
        Days: 1,
        Hours: 2,
        NightShare: 0.25,
      },
      expect.objectContaining({ TargetDomainName: 'OTHER', Logons: 1, FailureShare: 0, Addresses: 0 }),
    ])
  })

  it('count sign-ins by account or by address; one that goes on with a second factor has not failed', () => {
    const log = table(
      'TimeGenerated:datetime UserPrincipalName ResultType IPAddress ClientAppUsed AppDisplayName Location',
      [at('09:00:00'), 'ann@contoso.com', '0', '10.0.0.5:443', 'Browser', 'Portal', 'DE'],
      [at('09:00:01'), 'Ann@contoso.com', '50074', '10.0.0.5:444', 'Browser', 'Portal', 'DE'],
      [at('09:00:02'), 'bob@contoso.com', '50126', '10.0.0.5', 'Browser', 'Mail', 'DE'],
    )
    const byAccount = logonFeatures(log)
    expect(byAccount.column('UserPrincipalName')).toEqual(['ann@contoso.com', 'bob@contoso.com'])
    expect([byAccount.column('Interrupts'), byAccount.column('Failures')]).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(byAccount.column('Addresses')).toEqual([1, 1])
    expect(byAccount.indexOf('Accounts')).toBe(-1)
    const byPlace = logonFeatures(log, { by: ['Location'] })
    expect([byPlace.column('Accounts'), byPlace.column('Applications'), byPlace.indexOf('Locations')]).toEqual([
      [2],
      [2],
      -1,
    ])
  })

  it('count those of Defender, and our own', () => {
    const defender = table('Timestamp:datetime DeviceName AccountName ActionType RemoteIP LogonType', [
      at('09:00:00'),
      'pc',
      'ann',
      'LogonFailed',
      '10.0.0.1',
      'Network',
    ])
    expect(logonFeatures(defender).column('Failures')).toEqual([1])
    const own = table('TimeGenerated:datetime Account Result Address', [at('09:00:00'), 'ann', 'success', '10.0.0.1'])
    expect(logonFeatures(own).column('Logons')).toEqual([1])
  })

  it('take the column that is filled, where a table has all of its schema', () => {
    const log = table(
      'TimeGenerated:datetime EventID:int TargetAccount TargetUserName LogonType:int LogonTypeName',
      [at('09:00:00'), 4624, '', 'ann', null, '3 - Network'],
      [at('09:00:00'), 4625, '', 'bob', null, '3 - Network'],
    )
    expect(logonFeatures(log).column('TargetUserName')).toEqual(['ann', 'bob'])
    expect(logonFeatures(log).column('Types')).toEqual([1, 1])
  })

  it('say what is not a log of logons', () => {
    expect(() => logonFeatures(table('TimeGenerated:datetime Computer'))).toThrow(
      'The columns of this table are not those of a log of logons.',
    )
    const log = table('TimeGenerated:datetime UserPrincipalName ResultType')
    expect(() => logonFeatures(log, { by: ['Address'] })).toThrow('The table has no column `Address`')
  })
})

describe.skipIf(!hasRealLogs)('sign-ins of a real tenant', () => {
  it('are 202 accounts, of which few stand out, each with its reasons', () => {
    const log = realLog('msticnb/SigninLogs.jsonl', {
      TimeGenerated: 'datetime',
      UserPrincipalName: 'string',
      ResultType: 'string',
      IPAddress: 'string',
      ClientAppUsed: 'string',
      AppDisplayName: 'string',
      Location: 'string',
    })
    const { table: ranked, outliers } = findOutliers(logonFeatures(log))
    expect(ranked.rowCount).toBe(202)
    expect(outliers).toBeLessThanOrEqual(10)
    const reasons = ranked.column('OutlierWhy')
    expect(reasons.map((text) => text !== '')).toEqual(ranked.column('Outlier'))
    expect(reasons[0]).toContain('Failures 1, usually 0')
  })
})

import { describe, expect, it } from 'vitest'
import { standingOut } from '../../../src/analytics/accounts/standing-out.ts'
import { type Cell, Table } from '../../../src/lib/table.ts'

const text = (name: string) => ({ name, type: 'string' }) as const
const count = (name: string) => ({ name, type: 'long' }) as const
const time = (name: string) => ({ name, type: 'datetime' }) as const

const operation = (
  operation: string,
  weight: number,
  technique: string,
  everybody: number,
  from = '203.0.113.7',
  at = 5,
) => [
  operation,
  '',
  weight,
  technique,
  1,
  from,
  'alice',
  everybody,
  `2026-01-0${at}T00:00:00.0000000Z`,
  `2026-01-0${at}T01:00:00.0000000Z`,
]
const operations = (...rows: Cell[][]) =>
  Table.fromRows(
    [
      text('Operation'),
      text('How'),
      count('Weight'),
      text('Technique'),
      count('Count'),
      text('From'),
      text('By'),
      count('Everybody'),
      time('First'),
      time('Last'),
    ],
    rows,
  )
const signIns = (...rows: Cell[][]) =>
  Table.fromRows(
    [
      { name: 'Score', type: 'real' },
      time('TimeGenerated'),
      text('New'),
      text('Result'),
      count('Since'),
      text('Address'),
      text('Account'),
    ],
    rows,
  )
const journeys = (...rows: Cell[][]) =>
  Table.fromRows(
    [
      count('Speed'),
      text('From'),
      text('FromAddress'),
      time('Left'),
      text('To'),
      text('ToAddress'),
      time('Arrived'),
      count('Times'),
      text('Account'),
    ],
    rows,
  )
const alerts = (...rows: Cell[][]) =>
  Table.fromRows([time('TimeGenerated'), text('AlertName'), text('AlertSeverity'), text('Named')], rows)
const none = { operations: operations(), signIns: signIns(), journeys: journeys(), alerts: alerts() }
const told = (table: Table) =>
  [...table.objects()].map(({ Level, What, Count, Address }) => [Level, What, Count, Address])

describe('what stands out of an account', () => {
  it('is one line for a technique, without what everybody does of it', () => {
    const table = standingOut({
      ...none,
      operations: operations(
        operation('Set-InboxRule', 2, 'T1564.008 Email Hiding Rules', 20, '192.0.2.10', 1),
        operation('microsoft.keyvault/vaults/delete', 3, 'T1485 Data Destruction', 9),
        operation('microsoft.web/sites/delete', 2, 'T1485 Data Destruction', 1, '203.0.113.8', 4),
        operation('microsoft.compute/disks/delete', 2, 'T1485 Data Destruction', 9, '192.0.2.10', 1),
        operation('CreateUser', 2, 'T1136.003 Cloud Account', 2),
        operation('FileAccessed', 1, 'T1213.002 Sharepoint', 1),
      ),
    })
    expect(told(table)).toEqual([
      ['high', 'keyvault/vaults/delete, web/sites/delete', 2, '203.0.113.7, 203.0.113.8'],
      ['medium', 'CreateUser', 1, '203.0.113.7'],
    ])
    expect(table.value(0, 'First')).toBe('2026-01-04T00:00:00.0000000Z')
    expect(table.value(0, 'Last')).toBe('2026-01-05T01:00:00.0000000Z')
  })

  it('says what was tried only', () => {
    const tried = operations(
      operation('GetPasswordData', 3, 'T1552 Unsecured Credentials', 1),
      operation('SendCommand', 3, 'T1651 Cloud Administration Command', 1),
    ).withColumn(count('Failed'), [1, 0])
    expect(told(standingOut({ ...none, operations: tried })).map(([, what]) => what)).toEqual([
      'GetPasswordData (failed)',
      'SendCommand',
    ])
  })

  it('is a sign-in from seven bits on, high from ten', () => {
    const at = '2026-01-05T00:00:00.0000000Z'
    const table = standingOut({
      ...none,
      signIns: signIns(
        [10, at, 'country IS', 'success', 3, '203.0.113.7', 'alice'],
        [7, at, 'hour 04 UTC', 'success', 0, '203.0.113.8', 'alice'],
        [6.9, at, 'hour 05 UTC', 'success', 0, '203.0.113.9', 'alice'],
      ),
    })
    expect(told(table)).toEqual([
      ['high', 'Sign-in (success) with what it never used: country IS', 4, '203.0.113.7'],
      ['medium', 'Sign-in (success) with what it never used: hour 04 UTC', 1, '203.0.113.8'],
    ])
  })

  it('is a journey nobody makes, and alerts of weight by name, in the order of time', () => {
    const table = standingOut({
      ...none,
      journeys: journeys([
        2631,
        'Reykjavik',
        '203.0.113.7',
        '2026-01-06T00:00:00.0000000Z',
        'Bristol',
        '192.0.2.1',
        '2026-01-06T01:00:00.0000000Z',
        1,
        'alice',
      ]),
      alerts: alerts(
        ['2026-01-05T00:00:00.0000000Z', 'Odd', 'Medium', 'as asked'],
        ['2026-01-07T00:00:00.0000000Z', 'Odd', 'Medium', 'by the user name alone'],
        ['2026-01-09T00:00:00.0000000Z', 'Log cleared', 'High', 'by the user name alone'],
        ['2026-01-01T00:00:00.0000000Z', 'Port scan', 'Low', 'as asked'],
      ),
    })
    expect(told(table)).toEqual([
      ['high', 'Alert: Log cleared (names the user name alone)', 1, ''],
      ['medium', 'Alert: Odd', 2, ''],
      ['medium', 'Signed in at Reykjavik, then at Bristol: 2,631 km/h', 1, '203.0.113.7, 192.0.2.1'],
    ])
  })

  it('is nothing where there is nothing', () => {
    expect(standingOut(none).rowCount).toBe(0)
  })
})

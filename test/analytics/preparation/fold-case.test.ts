import { describe, expect, it } from 'vitest'
import { foldCase } from '../../../src/analytics/preparation/fold-case.ts'
import { Table } from '../../../src/lib/table.ts'

const log = Table.fromRows(
  [
    { name: 'UserId', type: 'string' },
    { name: 'Operation', type: 'string' },
  ],
  [
    ['USER@contoso.com', 'Send'],
    ['user@contoso.com', 'send'],
    ['user@contoso.com', 'SEND'],
    ['', 'x'],
    ['Bob@contoso.com', 'x'],
    ['BOB@contoso.com', 'x'],
  ],
)

describe('foldCase', () => {
  it('takes the most frequent spelling, of several the first', () => {
    const { table, notices } = foldCase(log)
    expect(table.column('UserId')).toEqual([
      'user@contoso.com',
      'user@contoso.com',
      'user@contoso.com',
      '',
      'Bob@contoso.com',
      'Bob@contoso.com',
    ])
    expect(table.column('Operation')).toEqual(log.column('Operation'))
    expect(notices).toEqual([
      'Case, `UserId`: 2 rows changed to their most frequent spelling; 2 names had several (`user@contoso.com`, `Bob@contoso.com`).',
    ])
  })

  it('writes lower case where asked', () => {
    expect(
      foldCase(log, { to: 'lower', columns: ['UserId'] })
        .table.column('UserId')
        .slice(3),
    ).toEqual(['', 'bob@contoso.com', 'bob@contoso.com'])
  })

  it('says that there was nothing to fold', () => {
    const one = log.pick([1, 2])
    expect(foldCase(one)).toEqual({ table: one, notices: ['Case: one spelling a name already in `UserId`.'] })
    expect(foldCase(one.select(['Operation'])).notices).toEqual([
      'Case: no column is known to hold names; none was changed.',
    ])
  })

  it('refuses a column that is not there', () => {
    expect(() => foldCase(log, { columns: ['User'] })).toThrow('no column `User`')
  })
})

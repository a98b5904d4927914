import { describe, expect, it } from 'vitest'
import { columnKind, entityKind } from '../../../src/analytics/lookup/entity-kind.ts'
import type { LookupTable } from '../../../src/analytics/lookup/lookup-request.ts'
import { groupTables, planTables } from '../../../src/analytics/lookup/plan-tables.ts'
import { parseDatetime } from '../../../src/lib/kql-time.ts'

const near = { start: parseDatetime('2026-03-29')!, end: parseDatetime('2026-03-31')! }

function table(name: string, columns: string, rowCount = 100, times?: readonly [string, string]): LookupTable {
  return {
    name,
    rowCount,
    columns: columns.split(' ').map((each) => ({ name: each, type: each === 'TimeGenerated' ? 'datetime' : 'string' })),
    ...(times && { first: times[0], last: times[1] }),
  }
}

describe('planTables', () => {
  it('asks first where such an entity commonly stands, then where there is more', () => {
    const tables = [
      table('Big', 'TimeGenerated Text', 900),
      table('Small', 'TimeGenerated IPAddress', 5),
      table('Larger', 'TimeGenerated SourceIP', 50),
    ]
    expect(planTables(tables, '192.0.2.1', near).candidates.map(({ name }) => name)).toEqual(['Larger', 'Small', 'Big'])
  })

  it('asks nothing of a table that has no times, no text, or records of other times only', () => {
    const tables = [
      table('NoTime', 'Text'),
      { ...table('NoText', 'TimeGenerated'), name: 'NoText' },
      table('Before', 'TimeGenerated Text', 9, ['2026-01-01T00:00:00Z', '2026-03-28T23:59:59Z']),
      table('After', 'TimeGenerated Text', 9, ['2026-03-31T00:00:00Z', '2026-04-28T23:59:59Z']),
      table('Around', 'TimeGenerated Text', 9, ['2026-01-01T00:00:00Z', '2026-03-29T00:00:00Z']),
    ]
    const { candidates, excluded } = planTables(tables, 'alice', near)
    expect(candidates.map(({ name }) => name)).toEqual(['Around'])
    expect(excluded.map(({ table: each, status }) => [each.name, status])).toEqual([
      ['NoTime', 'no times'],
      ['NoText', 'other times'],
      ['Before', 'other times'],
      ['After', 'other times'],
    ])
  })
})

describe('groupTables', () => {
  it('puts at most twenty tables and six hundred columns into one question', () => {
    const small = Array.from({ length: 45 }, (_, index) => table(`T${index}`, 'TimeGenerated A B'))
    expect(groupTables(small).map(({ length }) => length)).toEqual([20, 20, 5])
    const wide = table('Wide', Array.from({ length: 599 }, (_, index) => `C${index}`).join(' '))
    expect(groupTables([wide, wide, small[0]!]).map(({ length }) => length)).toEqual([1, 1, 1])
  })
})

describe('the kinds of entities', () => {
  it('are told by their form', () => {
    const kinds = [
      '192.0.2.1',
      '2001:db8::7',
      'alice@contoso.com',
      'CONTOSO\\alice',
      'cmd.exe',
      'web01.contoso.com',
      'alice',
    ]
    expect(kinds.map(entityKind)).toEqual(['address', 'address', 'account', 'account', 'process', 'host', 'name'])
    expect(entityKind('d41d8cd98f00b204e9800998ecf8427e')).toBe('hash')
  })

  it('are told by the name of a column', () => {
    const names = [
      'CallerIpAddress',
      'ClientIP',
      'SrcIpAddr',
      'Address_s',
      'UserPrincipalName',
      'Caller',
      'Computer',
      'SHA256',
    ]
    expect(names.map(columnKind)).toEqual([...new Array(4).fill('address'), 'account', 'account', 'host', 'hash'])
    expect(['AccountType', 'Description', 'ZipCode', 'MailboxOwnerSid'].map(columnKind)).toEqual(
      new Array(4).fill(undefined),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { Table } from '../../src/lib/table.ts'
import { accountSpellings } from '../../src/notebooklet/account-spellings.ts'

const names = (...rows: [string, number][]) =>
  Table.fromRows(
    [
      { name: 'As', type: 'string' },
      { name: 'Events', type: 'long' },
    ],
    rows,
  )

describe('spellings of an account', () => {
  it('tell a namesake of another domain and a name without domain from the account', () => {
    const { table, notices } = accountSpellings(
      names(
        ['Alice@contoso.com', 5],
        ['contoso\\alice', 4],
        ['fabrikam\\alice', 1200],
        ['fabrikam\\alice', 34],
        ['alice', 2],
      ),
      'alice@contoso.com',
    )
    expect(table.column('Taken')).toEqual([
      'as asked',
      'same domain',
      'user name alone, other domain',
      'user name alone, other domain',
      'user name alone',
    ])
    expect(notices).toEqual([
      'Taken for it by the user name, though the domain is another, so maybe somebody else: fabrikam\\alice (1,234).',
      'Taken for it by the user name alone, as these logs know no domain: alice (2).',
    ])
  })

  it('tell namesakes of DOMAIN\\user among user principal names', () => {
    const { table } = accountSpellings(names(['alice@contoso.com', 1], ['alice@fabrikam.com', 1]), 'CONTOSO\\alice')
    expect(table.column('Taken')).toEqual(['same domain', 'user name alone, other domain'])
  })

  it('say nothing where all is as asked', () => {
    expect(accountSpellings(names(['alice@contoso.com', 1]), 'ALICE@contoso.com').notices).toEqual([])
  })
})

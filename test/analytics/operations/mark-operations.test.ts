import { describe, expect, it } from 'vitest'
import { awsOperations } from '../../../src/analytics/operations/aws-operations.ts'
import { azureOperations } from '../../../src/analytics/operations/azure-operations.ts'
import { entraOperations } from '../../../src/analytics/operations/entra-operations.ts'
import { markOperations } from '../../../src/analytics/operations/mark-operations.ts'
import { notableOperation } from '../../../src/analytics/operations/notable-operations.ts'
import { officeOperations } from '../../../src/analytics/operations/office-operations.ts'
import { rareOperations } from '../../../src/analytics/operations/rare-operations.ts'
import { Table } from '../../../src/lib/table.ts'

const options = { operation: 'Operation', how: 'How', least: 0, order: 'weight' } as const

function operations(...rows: [string, string, number][]): Table {
  return Table.fromRows(
    [
      { name: 'Operation', type: 'string' },
      { name: 'How', type: 'string' },
      { name: 'Count', type: 'long' },
    ],
    rows,
  )
}

describe('the lists of operations', () => {
  const all = [officeOperations, azureOperations, entraOperations, awsOperations].flat()

  it('name each operation and way once, a technique with its id and name, and a reason', () => {
    const names = all.map(({ operation, how = '' }) => `${operation} (${how})`.toLowerCase())
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    for (const { technique, why } of all) {
      expect(technique).toMatch(/^T\d{4}(\.\d{3})? [A-Z]/)
      expect(why).toMatch(/\.$|\w;.*\.$/)
    }
  })

  it('are found whatever their case, dashes, blanks and versions', () => {
    expect(notableOperation('MICROSOFT.KEYVAULT/VAULTS/DELETE')?.weight).toBe(3)
    expect(notableOperation('Update application – Certificates and secrets management ')?.weight).toBe(3)
    expect(notableOperation('UpdateFunctionCode20150331v2')?.why).toContain('function')
    expect(notableOperation('FilePreviewed')).toBeUndefined()
  })

  it('say more of an operation done in a telling way, and something of one done in no known way', () => {
    expect(notableOperation('Set-Mailbox', 'forwards mail')?.technique).toContain('T1114.003')
    expect(notableOperation('Set-Mailbox')).toBeUndefined()
    expect(notableOperation('New-InboxRule', 'something else')?.weight).toBe(2)
  })
})

describe('markOperations', () => {
  const log = operations(['FilePreviewed', '', 9], ['FileDownloaded', '', 5], ['New-InboxRule', 'forwards mail', 1])

  it('puts what matters first, the marks behind what was done', () => {
    const marked = markOperations(log, options)
    expect(marked.columns.map(({ name }) => name)).toEqual(['Operation', 'How', 'Weight', 'Technique', 'Why', 'Count'])
    expect(marked.column('Operation')).toEqual(['New-InboxRule', 'FileDownloaded', 'FilePreviewed'])
    expect(marked.column('Technique')).toEqual(['T1114.003 Email Forwarding Rule', 'T1213.002 Sharepoint', ''])
    expect(marked.column('Weight')).toEqual([3, 1, 0])
  })

  it('leaves out what weighs less, and keeps the order when asked', () => {
    expect(markOperations(log, { ...options, least: 1, order: 'kept' }).column('Operation')).toEqual([
      'FileDownloaded',
      'New-InboxRule',
    ])
  })

  it('takes a log without a column for the way, and an empty one', () => {
    expect(markOperations(log.select(['Operation', 'Count']), options).column('Weight')).toEqual([2, 1, 0])
    expect(markOperations(log.pick([]), options).rowCount).toBe(0)
  })
})

describe('rareOperations', () => {
  const columns = { everybody: 'Everybody', population: 'Population', share: 0.05 }
  const log = (population: number) =>
    Table.fromRows(
      [
        { name: 'Operation', type: 'string' },
        { name: 'Everybody', type: 'long' },
        { name: 'Population', type: 'long' },
      ],
      [
        ['Usual', 60, population],
        ['Rare', 5, population],
        ['Rarest', 1, population],
      ],
    )

  it('keeps what a twentieth of the actors does, fewest first', () => {
    expect(rareOperations(log(100), columns).table.column('Operation')).toEqual(['Rarest', 'Rare'])
    expect(rareOperations(log(60), columns).table.column('Operation')).toEqual(['Rarest'])
  })

  it('says nothing of a log with one or two actors', () => {
    const { table, notices } = rareOperations(log(2), columns)
    expect(table.rowCount).toBe(0)
    expect(notices).toEqual(['Fewer than three actors in the log: nothing to compare with.'])
  })
})

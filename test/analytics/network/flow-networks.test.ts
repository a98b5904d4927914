import { describe, expect, it } from 'vitest'
import { flowNetworks, markRare } from '../../../src/analytics/network/flow-networks.ts'
import { Table } from '../../../src/lib/table.ts'

const answerColumns = ['Observable', 'Verdict', 'Source', 'Tags'].map((name) => ({ name, type: 'string' as const }))
const answers = Table.fromRows(
  [...answerColumns, { name: 'Raw', type: 'dynamic' }],
  [
    ['203.0.113.7', 'Amsterdam, NL', 'Places of addresses: city', 'NL', null],
    ['203.0.113.7', 'AS64500 Example Hosting', 'Networks of addresses: asn', 'AS64500', null],
    ['198.51.100.4', 'In 198.51.100.0/24: our cloud', 'Known address ranges: own', '', null],
    ['198.51.100.4', 'AS64501 Example Cloud', 'Networks of addresses: asn', 'AS64501', null],
    ['192.0.2.10', 'AS64501 Example Cloud', 'Networks of addresses: asn', 'AS64501', null],
    ['203.0.113.99', 'Address for documentation, used nowhere', 'Known address ranges', '', { range: 'documentation' }],
  ],
)

const flows = (rows: readonly (readonly [string, string])[]) =>
  Table.fromRows(
    [
      { name: 'Address', type: 'string' },
      { name: 'RemoteAddress', type: 'string' },
    ],
    rows,
  )

describe('flowNetworks', () => {
  const { table, notices } = flowNetworks(
    flows([
      ['192.0.2.10', '203.0.113.7'],
      ['192.0.2.10', '198.51.100.4'],
      ['192.0.2.10', '10.1.2.3'],
      ['192.0.2.10', '203.0.113.99'],
      ['192.0.2.10', '2001:db8:1::5'],
      ['192.0.2.10', ''],
    ]),
    answers,
  )

  it('names the autonomous system rather than a place or a list', () => {
    expect(table.column('Asn')).toEqual(['AS64500', 'AS64501', '', '', '', ''])
    expect(table.column('Network').slice(0, 2)).toEqual(['AS64500 Example Hosting', 'AS64501 Example Cloud'])
  })

  it('takes what nobody knows together by range, and says how many', () => {
    expect(table.column('Network').slice(2)).toEqual([
      'private addresses',
      '203.0.0.0/16',
      '2001:db8::/32',
      'no address',
    ])
    expect(notices[0]).toContain('of 3 of 6 addresses')
  })

  it('knows its own network, and private addresses, as its own', () => {
    expect(table.column('IsOwn')).toEqual([false, true, true, false, false, false])
  })

  it('says nothing where there are no flows', () => {
    expect(flowNetworks(flows([]), answers)).toMatchObject({ table: { rowCount: 0 }, notices: [] })
  })
})

describe('markRare', () => {
  const networks = (rows: readonly (readonly [number, boolean])[]) =>
    Table.fromRows(
      [
        { name: 'Flows', type: 'real' },
        { name: 'IsOwn', type: 'bool' },
      ],
      rows,
    )

  it('marks the lowest quarter of networks that are not its own', () => {
    // Of 1, 2, 5, 9 the lowest quarter is 1; the own network with less is no finding.
    const marked = markRare(
      networks([
        [0.5, true],
        [1, false],
        [2, false],
        [5, false],
        [9, false],
      ]),
    )
    expect(marked.column('Rare')).toEqual([false, true, false, false, false])
  })

  it('marks all that are as rare as those', () => {
    expect(
      markRare(
        networks([
          [1, false],
          [1, false],
          [8, false],
        ]),
      ).column('Rare'),
    ).toEqual([true, true, false])
  })

  it('marks nothing where all is its own', () => {
    expect(markRare(networks([[3, true]])).column('Rare')).toEqual([false])
  })
})

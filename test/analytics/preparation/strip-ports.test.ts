import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAddress, stripPorts } from '../../../src/analytics/preparation/strip-ports.ts'
import { Table } from '../../../src/lib/table.ts'

const table = (texts: readonly string[], name = 'ClientIP') =>
  Table.fromRows(
    [{ name, type: 'string' }],
    texts.map((text) => [text]),
  )

describe('readAddress', () => {
  it.each([
    ['62.0.0.1:62589', '62.0.0.1', 62589],
    ['62.0.0.1', '62.0.0.1', undefined],
    [' 62.0.0.1 ', '62.0.0.1', undefined],
    ['62.0.0.1:', '62.0.0.1', undefined],
    ['[62.0.0.1]:80', '62.0.0.1', 80],
    ['[2a01::1]:47114', '2a01::1', 47114],
    ['[::1]', '::1', undefined],
    ['2A01:0:0::1', '2A01:0:0::1', undefined],
    // Five digits are no group of an address, four may be.
    ['2a01::1:47114', '2a01::1', 47114],
    ['2a01::1:4711', '2a01::1:4711', undefined],
    ['2001:db8:1:2:3:4:5:6:443', '2001:db8:1:2:3:4:5:6', 443],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4', undefined],
    ['::ffff:1.2.3.4:443', '::ffff:1.2.3.4', 443],
    ['[::ffff:1.2.3.4]:443', '::ffff:1.2.3.4', 443],
    ['fe80::1%12', 'fe80::1', undefined],
    ['[fe80::1%eth0]:22', 'fe80::1', 22],
  ])('reads %s', (text, address, port) => {
    expect(readAddress(text)).toEqual(port === undefined ? { address } : { address, port })
  })

  it.each([
    '',
    '-',
    'ec2.amazonaws.com',
    'host:443',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4:70000',
    '[::1',
    '::g',
    '12:30',
    '<null>',
  ])('finds no address in %j', (text) => expect(readAddress(text)).toBeUndefined())

  it('writes IPv6 in one way where asked, and what only carries IPv4 as that', () => {
    expect(readAddress('2A01:0:0:0::1', true)?.address).toBe('2a01::1')
    expect(readAddress('::ffff:1.2.3.4', true)?.address).toBe('1.2.3.4')
    expect(readAddress('::FFFF:0102:0304', true)?.address).toBe('1.2.3.4')
  })

  it('takes off the port that was put on, for every address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 0, max: 65535 }), (address, port) => {
        const written = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
        expect(readAddress(written)).toEqual({ address, port })
        const plain = readAddress(address)
        expect(plain).toEqual({ address })
        const once = readAddress(address, true)!.address
        expect(readAddress(once, true)!.address).toBe(once)
      }),
    )
  })
})

describe('stripPorts', () => {
  it('leaves what is no address as it is and counts it', () => {
    const { table: made, notices } = stripPorts(
      table(['1.2.3.4:80', '1.2.3.4:81', '1.2.3.4', '', 'somewhere', 'somewhere']),
    )
    expect(made.column('ClientIP')).toEqual(['1.2.3.4', '1.2.3.4', '1.2.3.4', '', 'somewhere', 'somewhere'])
    expect(notices).toEqual([
      'Ports, `ClientIP`: port taken off in 2 rows; no address in 2 rows, left as it is (`somewhere`).',
    ])
  })

  it('gives back the same table where nothing is to be done', () => {
    const clean = table(['1.2.3.4', '2a01::1'])
    expect(stripPorts(clean)).toEqual({ table: clean, notices: ['Ports: none in `ClientIP`.'] })
  })

  it('says where no column is known to hold addresses, and takes the one it is told', () => {
    const own = table(['1.2.3.4:80'], 'Peer')
    expect(stripPorts(own).notices).toEqual(['Ports: no column is known to hold addresses; none was changed.'])
    expect(stripPorts(own, { columns: ['Peer'] }).table.column('Peer')).toEqual(['1.2.3.4'])
    expect(() => stripPorts(own, { columns: ['Pear'] })).toThrow('Did you mean `Peer`?')
  })

  it('looks only at texts that stand in a row', () => {
    const picked = table(['nowhere', '1.2.3.4:80']).pick([1])
    expect(stripPorts(picked).notices).toEqual(['Ports, `ClientIP`: port taken off in 1 row.'])
  })
})

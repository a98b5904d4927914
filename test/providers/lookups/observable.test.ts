import { describe, expect, it } from 'vitest'
import { AddressRanges } from '../../../src/providers/lookups/address-ranges.ts'
import { type ObservableHint, readObservable } from '../../../src/providers/lookups/observable.ts'
import { ObservableIndex } from '../../../src/providers/lookups/observable-index.ts'
import { observables } from './made-up.ts'

describe('a text as an observable', () => {
  it.each<[string, ObservableHint, string | undefined]>([
    ['8.8.8.8', 'any', 'ip 8.8.8.8'],
    [' 8.8.8.8:443 ', 'ip', 'ip 8.8.8.8'],
    ['[2001:4860:4860::8888]:53', 'ip', 'ip 2001:4860:4860::8888'],
    ['2001:4860:4860:0:0:0:0:8888', 'any', 'ip 2001:4860:4860::8888'],
    ['fe80::1%eth0', 'ip', 'ip fe80::1'],
    ['::ffff:8.8.8.8', 'ip', 'ip 8.8.8.8'],
    ['8.8.8', 'ip', undefined],
    ['999.8.8.8', 'any', undefined],
    ['Evil.COM.', 'any', 'domain evil.com'],
    ['dc01', 'any', undefined],
    ['dc01', 'domain', 'domain dc01'],
    ['8.8.8.8', 'domain', 'ip 8.8.8.8'],
    ['HTTP://User:secret@Evil.com:80/A?b=1#part', 'any', 'url http://evil.com/A?b=1'],
    ['evil.com/a', 'url', 'url http://evil.com/a'],
    ['evil.com', 'url', 'domain evil.com'],
    ['evil.com:8080', 'url', 'domain evil.com'],
    ['BOB@Contoso.com', 'any', 'email bob@contoso.com'],
    ['44D88612FEA8A8F36DE82E1278ABB02F', 'any', 'hash 44d88612fea8a8f36de82e1278abb02f'],
    ['0'.repeat(64), 'hash', undefined],
    ['', 'any', undefined],
    ['a b', 'any', undefined],
    ['evil.com\n8.8.8.8', 'any', undefined],
  ])('%j of %s', (text, hint, expected) => {
    const found = readObservable(text, hint)
    expect(found && `${found.kind} ${found.value}`).toBe(expected)
  })
})

describe('networks', () => {
  it('find every network that holds an address, the narrowest first, of both kinds', () => {
    const ranges = new AddressRanges<string>()
    for (const text of [
      '10.0.0.0/8',
      '10.1.0.0/16',
      '10.1.2.3/32',
      '10.2.0.0/16',
      '0.0.0.0/0',
      '2001:db8::/32',
      '::/0',
    ]) {
      expect(ranges.add(text, text)).toBe(true)
    }
    const found = (address: string) => ranges.find(address).map(({ entry }) => entry)
    expect(found('10.1.2.3')).toEqual(['10.1.2.3/32', '10.1.0.0/16', '10.0.0.0/8', '0.0.0.0/0'])
    expect(found('10.2.255.255')).toEqual(['10.2.0.0/16', '10.0.0.0/8', '0.0.0.0/0'])
    expect(found('10.3.0.0')).toEqual(['10.0.0.0/8', '0.0.0.0/0'])
    expect(found('11.0.0.0')).toEqual(['0.0.0.0/0'])
    expect(found('2001:db8:1::1')).toEqual(['2001:db8::/32', '::/0'])
  })

  it('take a first and a last address, which need be no network', () => {
    const ranges = new AddressRanges<string>()
    expect(ranges.add('203.0.113.5 - 203.0.113.10', 'some')).toBe(true)
    const inside = Array.from({ length: 16 }, (_, n) => n).filter((n) => ranges.find(`203.0.113.${n}`).length > 0)
    expect(inside).toEqual([5, 6, 7, 8, 9, 10])
  })

  it.each(['10.0.0.0/33', '10.0.0/8', 'x/8', '10.0.0.0/', '1.2.3.4-', '2001:db8::/129'])('refuse %s', (text) => {
    expect(new AddressRanges<string>().add(text, text)).toBe(false)
  })

  it('agree with a look at each one', () => {
    const ranges = new AddressRanges<number>()
    const networks = Array.from({ length: 300 }, (_, n) => ({ first: (n * 7919) % 4096, bits: n % 13 }))
    for (const [index, { first, bits }] of networks.entries()) {
      ranges.add(`10.0.${first >> 8}.${first & 255}/${20 + bits}`, index)
    }
    for (let address = 0; address < 4096; address += 37) {
      const expected = networks.flatMap(({ first, bits }, index) =>
        first >> (12 - bits) === address >> (12 - bits) ? [index] : [],
      )
      const found = ranges.find(`10.0.${address >> 8}.${address & 255}`).map(({ entry }) => entry)
      expect(found.sort((a, b) => a - b)).toEqual(expected)
    }
  })
})

describe('an index of observables', () => {
  const index = new ObservableIndex<string>()
  for (const text of ['evil.com', 'http://evil.com/a/', '8.8.8.0/24', 'bad@evil.com', '8.8.4.4']) index.add(text, text)

  it.each([
    ['http://evil.com/a', ['http://evil.com/a/ itself', 'evil.com host']],
    ['https://evil.com/a', ['http://evil.com/a/ itself', 'evil.com host']],
    ['http://8.8.8.9:8080/', ['8.8.8.0/24 network']],
    ['http://8.8.4.4/', ['8.8.4.4 host']],
    ['cdn.evil.com', ['evil.com domain above']],
    ['notevil.com', []],
    ['bad@evil.com', ['bad@evil.com itself', 'evil.com host']],
    ['8.8.9.1', []],
  ])('finds for %s what fits, and how', (text, expected) => {
    expect(index.find(observables([text])[0]!).map(({ entry, by }) => `${entry} ${by}`)).toEqual(expected)
  })
})

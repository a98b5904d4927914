import type { Json } from '../../lib/table.ts'
import { addressSearch } from '../functions/ip.ts'
import type { Udf } from '../row.ts'

/** An address of 128 bits with the length of its prefix; IPv4 is mapped into IPv6. */
interface Address {
  readonly bits: bigint
  readonly prefix: number
  /** Written as an IPv4 address and nothing else. */
  readonly isIpv4: boolean
}

const allBits = (1n << 128n) - 1n
const ipv4Mapped = 0xffffn << 32n

function parseIpv4(text: string): bigint | undefined {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return undefined
  return octets.reduce((number, octet) => number * 256n + BigInt(octet), 0n)
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined
}

function parseIpv6(text: string): bigint | undefined {
  // The last 32 bits may be written as an IPv4 address.
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (tail) {
    const number = parseIpv4(tail[2]!)
    if (number === undefined) return undefined
    return parseIpv6(`${tail[1]}${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`)
  }
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [left, right] = halves.map(parseGroups)
  if (!left || (halves.length === 2 && !right)) return undefined
  const missing = 8 - left.length - (right?.length ?? 0)
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...(right ?? [])]
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n)
}

function parseAddress(text: string): Address | undefined {
  const [address = '', suffix, ...more] = text.trim().split('/')
  if (more.length > 0 || (suffix !== undefined && !/^\d{1,3}$/.test(suffix))) return undefined
  // `::192.168.1.1` is taken for the IPv4 address it ends with.
  const ipv4 = parseIpv4(address.replace(/^::(?=\d+\.)/, ''))
  const bits = ipv4 === undefined ? parseIpv6(address) : ipv4Mapped | ipv4
  if (bits === undefined) return undefined
  const prefix = suffix === undefined ? 128 : Number(suffix) + (ipv4 === undefined ? 0 : 96)
  return prefix > 128 ? undefined : { bits, prefix, isIpv4: !address.includes(':') }
}

function masked(bits: bigint, prefix: number): bigint {
  return bits & (allBits ^ ((1n << BigInt(128 - prefix)) - 1n))
}

function spelled(bits: bigint): string {
  return bits.toString(16).padStart(32, '0').match(/.{4}/g)!.join(':')
}

/** Compared under the shortest prefix; one given counts the 32 bits of IPv4 where both are written as such. */
function compareAddresses(left: Address, right: Address, asked: number): bigint | null {
  const both = left.isIpv4 && right.isIpv4
  if (asked > (both ? 32 : 128)) return null
  const limit = asked < 0 ? 128 : both ? asked + 96 : asked
  const prefix = Math.min(left.prefix, right.prefix, limit)
  const [a, b] = [masked(left.bits, prefix), masked(right.bits, prefix)]
  return a < b ? -1n : a > b ? 1n : 0n
}

function isIn(address: Address, range: Json): boolean {
  const parsed = typeof range === 'string' ? parseAddress(range) : undefined
  return parsed !== undefined && masked(address.bits, parsed.prefix) === masked(parsed.bits, parsed.prefix)
}

/** The fewest ranges that hold exactly the addresses from one to another. */
function cidrList(first: bigint, last: bigint): string[] {
  const ranges: string[] = []
  for (let at = first; at <= last; ) {
    let size = 1n
    while (at % (size * 2n) === 0n && at + size * 2n - 1n <= last && size < 1n << 32n) size *= 2n
    const dotted = [24n, 16n, 8n, 0n].map((shift) => (at >> shift) & 255n).join('.')
    ranges.push(`${dotted}/${32 - (size.toString(2).length - 1)}`)
    at += size
  }
  return ranges
}

export const ipUdfs: readonly Udf[] = [
  {
    // The address in full under its own prefix and one more.
    name: 'kql_ipv6',
    parameters: ['VARCHAR', 'BIGINT'],
    returns: 'VARCHAR',
    evaluate(text, prefix) {
      const address = parseAddress(String(text ?? ''))
      if (!address || typeof prefix !== 'bigint') return null
      // This prefix counts 128 bits, for an IPv4 address too.
      const asked = Number(prefix)
      return asked < 0 || asked > 128 ? null : spelled(masked(address.bits, Math.min(address.prefix, asked)))
    },
  },
  {
    name: 'kql_ipv6_compare',
    parameters: ['VARCHAR', 'VARCHAR', 'BIGINT'],
    returns: 'BIGINT',
    evaluate(a, b, prefix) {
      const [left, right] = [parseAddress(String(a ?? '')), parseAddress(String(b ?? ''))]
      return left && right && typeof prefix === 'bigint' ? compareAddresses(left, right, Number(prefix)) : null
    },
  },
  {
    name: 'kql_ipv6_in_range',
    parameters: ['VARCHAR', 'JSON'],
    returns: 'BOOLEAN',
    evaluate(text, ranges) {
      const address = parseAddress(String(text ?? ''))
      if (!address || typeof ranges !== 'string') return null
      const list = JSON.parse(ranges) as readonly Json[]
      return list.some((range) => isIn(address, range))
    },
  },
  {
    name: 'kql_has_ipv4',
    parameters: ['VARCHAR', 'JSON', 'BOOLEAN'],
    returns: 'BOOLEAN',
    evaluate(text, sought, prefixes) {
      if (typeof text !== 'string' || typeof sought !== 'string') return false
      const texts = (JSON.parse(sought) as readonly Json[]).map(String)
      return addressSearch(texts, prefixes === true)?.test(text) ?? false
    },
  },
  {
    name: 'kql_cidr_list',
    parameters: ['BIGINT', 'BIGINT'],
    returns: 'JSON',
    evaluate(first, last) {
      if (typeof first !== 'bigint' || typeof last !== 'bigint' || first > last) return null
      return JSON.stringify(cidrList(first, last))
    },
  },
]

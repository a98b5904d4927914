import ipaddr from 'ipaddr.js'
import { isIpv4, isIpv6 } from '../../analytics/text/address.ts'

interface Range<Entry> {
  /** First and last address as hexadecimal digits: 8 of IPv4, 32 of IPv6. */
  readonly first: string
  readonly last: string
  readonly written: string
  readonly entry: Entry
}

/** Ranges in the order of their first addresses, wider ones first, each with the nearest before it that holds it. */
interface Sorted<Entry> {
  readonly ranges: readonly Range<Entry>[]
  readonly parents: Int32Array
}

/**
 * Networks that addresses are found in: by halving to the last that begins before the address, and from there out through those that hold it.
 * Networks either hold one another or have nothing in common, so that nothing is missed.
 */
export class AddressRanges<Entry> {
  readonly #ranges: Range<Entry>[] = []
  #sorted: { readonly old: Sorted<Entry>; readonly new: Sorted<Entry> } | undefined

  get size(): number {
    return this.#ranges.length
  }

  /** Takes `203.0.113.0/24`, `2001:db8::/32` or `203.0.113.4-203.0.113.9`; false where the text is none. */
  add(written: string, entry: Entry): boolean {
    const parts = partsOf(written.trim())
    for (const { first, last } of parts) this.#ranges.push({ first, last, written: written.trim(), entry })
    this.#sorted = undefined
    return parts.length > 0
  }

  /** What holds the address, the narrowest first. */
  find(address: string): { readonly written: string; readonly entry: Entry }[] {
    if (this.#ranges.length === 0) return []
    this.#sorted ??= {
      old: sorted(this.#ranges.filter(({ first }) => first.length === 8)),
      new: sorted(this.#ranges.filter(({ first }) => first.length === 32)),
    }
    const digits = digitsOf(address)
    const { ranges, parents } = digits.length === 8 ? this.#sorted.old : this.#sorted.new
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (ranges[middle]!.first <= digits) low = middle + 1
      else high = middle
    }
    const found: Range<Entry>[] = []
    for (let at = low - 1; at >= 0; at = parents[at]!) {
      if (ranges[at]!.last >= digits) found.push(ranges[at]!)
    }
    return found
  }
}

function sorted<Entry>(ranges: Range<Entry>[]): Sorted<Entry> {
  ranges.sort((a, b) =>
    a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : a.last < b.last ? 1 : 0,
  )
  const parents = new Int32Array(ranges.length)
  const open: number[] = []
  for (const [at, range] of ranges.entries()) {
    while (open.length > 0 && ranges[open.at(-1)!]!.last < range.first) open.pop()
    parents[at] = open.at(-1) ?? -1
    open.push(at)
  }
  return { ranges, parents }
}

/** A valid address as hexadecimal digits, which sort as addresses do. */
function digitsOf(address: string): string {
  if (isIpv4(address)) return digits(oldNumber(address))
  return ipaddr.IPv6.parse(address)
    .toByteArray()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

function oldNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function digits(number: number): string {
  return number.toString(16).padStart(8, '0')
}

function partsOf(text: string): { readonly first: string; readonly last: string }[] {
  const slash = text.indexOf('/')
  if (slash > 0) {
    const [address, length] = [text.slice(0, slash), text.slice(slash + 1)]
    if (!/^\d{1,3}$/.test(length)) return []
    const bits = Number(length)
    if (isIpv4(address) && bits <= 32) {
      const size = 2 ** (32 - bits)
      const first = Math.floor(oldNumber(address) / size) * size
      return [{ first: digits(first), last: digits(first + size - 1) }]
    }
    if (!isIpv6(address) || bits > 128) return []
    const number = BigInt(`0x${digitsOf(address)}`)
    const rest = (1n << BigInt(128 - bits)) - 1n
    const wide = (value: bigint) => value.toString(16).padStart(32, '0')
    return [{ first: wide(number & ~rest), last: wide(number | rest) }]
  }
  const [from, to, ...more] = text.split('-').map((part) => part.trim())
  if (from === undefined || to === undefined || more.length > 0 || !isIpv4(from) || !isIpv4(to)) return []
  return networksBetween(oldNumber(from), oldNumber(to))
}

/** A range as the fewest networks: only networks hold one another or have nothing in common. */
function networksBetween(from: number, to: number): { readonly first: string; readonly last: string }[] {
  const networks: { first: string; last: string }[] = []
  for (let at = from; at <= to; ) {
    let size = 1
    while (size < 2 ** 32 && at % (size * 2) === 0 && at + size * 2 - 1 <= to) size *= 2
    networks.push({ first: digits(at), last: digits(at + size - 1) })
    at += size
  }
  return networks
}

import ipaddr from 'ipaddr.js'

/** What ipaddr.js calls a range, in words. Others are reserved. */
const kinds: Readonly<Record<string, string>> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  loopback: 'loopback',
  linkLocal: 'link-local',
  multicast: 'multicast',
  unspecified: 'unspecified',
  broadcast: 'broadcast',
  carrierGradeNat: 'shared',
  ipv4Mapped: 'ipv4-mapped',
  rfc6052: 'transition',
  rfc6145: 'transition',
  '6to4': 'transition',
  teredo: 'transition',
}

/** Four whole numbers to 255. One with a leading zero is none: some read it as octal, some as decimal. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.', 5)
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
}

export function isIpv6(text: string): boolean {
  return text.length <= 45 && text.includes(':') && ipaddr.IPv6.isValid(text) && !text.includes('%')
}

/**
 * The range of a valid address, in words: public, private, loopback, link-local, shared (carrier-grade NAT), transition
 * (an IPv4 address in IPv6), multicast, reserved … */
export function addressKind(address: string): string {
  return kinds[ipaddr.parse(address).range()] ?? 'reserved'
}

/** The usual spelling of a valid IPv6 address: lower case, the longest run of zeros left out; of a mapped IPv4 address, that with dots. */
export function ipv6Text(address: string): string {
  const parsed = ipaddr.IPv6.parse(address)
  return parsed.isIPv4MappedAddress() ? `::ffff:${parsed.toIPv4Address()}` : parsed.toRFC5952String()
}

import { isIpv4, isIpv6 } from './address.ts'
import { extractIocs } from './extract-iocs.ts'
import { domainOf, type SuffixOptions } from './find-domains.ts'
import { fileHashType } from './find-hashes.ts'
import { allIocTypes, type IocType, iocTypes } from './ioc-types.ts'

/** Whether a whole text is an observable of that type, whatever stands around it elsewhere: `myadmintool.ps` is a valid domain. */
export function validateIoc(text: string, type: IocType, options: SuffixOptions = {}): boolean {
  const whole = text.trim()
  switch (type) {
    case 'ipv4':
      return isIpv4(whole)
    case 'ipv6':
      return isIpv6(whole)
    case 'dns':
      return domainOf(whole, options) !== undefined
    case 'md5_hash':
    case 'sha1_hash':
    case 'sha256_hash':
    case 'sha512_hash':
      return fileHashType(whole) === type
    default:
      return extractIocs(whole, { ...options, types: [type], refang: false }).some(({ asFound }) => asFound === whole)
  }
}

/** The type of best priority that a whole text is valid as, or `unknown`. */
export function iocType(text: string, options: SuffixOptions = {}): IocType | 'unknown' {
  const byPriority = [...allIocTypes].sort((a, b) => iocTypes[a].priority - iocTypes[b].priority)
  return byPriority.find((type) => validateIoc(text, type, options)) ?? 'unknown'
}

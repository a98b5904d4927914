import { isHostCode, isWordCode } from './character-class.ts'
import { domainOf, type SuffixOptions } from './find-domains.ts'
import type { FoundSpan } from './ioc-types.ts'

/** What may stand before the @ beside letters and digits. Others are allowed in theory, and in logs belong to what stands around. */
const localMarks = '.!#$&+_~-%'

/** Every e-mail address, or user principal name, of a domain below a public suffix. Its case is kept before the @. */
export function findEmails(text: string, options: SuffixOptions = {}): FoundSpan[] {
  const found: FoundSpan[] = []
  let floor = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > floor && at - start <= 65 && isLocal(text, start - 1)) start--
    let end = at + 1
    while (end < text.length && isHostCode(text.charCodeAt(end))) end++
    floor = at + 1
    while (start < at && !isWordCode(text.charCodeAt(start)) && text[start] !== '_') start++
    while (end > at + 1 && !isWordCode(text.charCodeAt(end - 1))) end--
    const length = at - start
    if (length === 0 || length > 64 || end - at > 254 || text[at - 1] === '.') continue
    const domain = domainOf(text.slice(at + 1, end), options)
    if (domain === undefined) continue
    found.push({ type: 'email', observable: `${text.slice(start, at)}@${domain}`, kind: '', start, end })
  }
  return found
}

function isLocal(text: string, at: number): boolean {
  return isWordCode(text.charCodeAt(at)) || localMarks.includes(text[at]!)
}

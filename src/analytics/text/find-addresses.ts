import { addressKind, ipv6Text, isIpv4, isIpv6 } from './address.ts'
import { isHexDigit, isWordCode } from './character-class.ts'
import type { FoundSpan } from './ioc-types.ts'
import { isAfterVersionWord, placeBefore } from './surroundings.ts'

/**
 * The address that a run of digits and dots is. Four numbers after a word for versions, and those inside a path, are no address; nor are five and
 * more, which are object identifiers.
 */
export function ipv4In(text: string, start: number, end: number): FoundSpan | undefined {
  const length = end - start
  if (length < 7 || length > 15) return undefined
  const observable = text.slice(start, end)
  if (!isIpv4(observable)) return undefined
  // The roots of object identifiers: ISO's internet, and the attributes and extensions of X.500.
  if (observable.startsWith('1.3.6.1') || observable.startsWith('2.5.4.') || observable.startsWith('2.5.29.'))
    return undefined
  if (placeBefore(text, start) === 'segment' || isAfterVersionWord(text, start)) return undefined
  return { type: 'ipv4', observable, kind: addressKind(observable), start, end }
}

/** Every IPv6 address. A zone (`%eth0`) and a port after brackets are left out. */
export function findIpv6(text: string): FoundSpan[] {
  const found: FoundSpan[] = []
  let floor = 0
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', floor)) {
    let start = at
    while (start > floor && at - start < 5 && isHexDigit(text.charCodeAt(start - 1))) start--
    let end = at
    while (end < text.length && isIpv6Code(text.charCodeAt(end))) end++
    floor = end
    if (end - at < 2 || end - start > 60) continue
    const span = ipv6In(text, start, end)
    if (span) found.push(span)
  }
  return found
}

function isIpv6Code(code: number): boolean {
  return code === 58 || code === 46 || isHexDigit(code)
}

function ipv6In(text: string, start: number, runEnd: number): FoundSpan | undefined {
  const before = text.charCodeAt(start - 1)
  if (start > 0 && (isWordCode(before) || before === 46 || before === 58 || before === 95)) return undefined
  if (runEnd < text.length && isWordCode(text.charCodeAt(runEnd))) return undefined
  let end = runEnd
  while (end > start && text[end - 1] === '.') end--
  if (text[end - 1] === ':' && text[end - 2] !== ':') end--
  const written = text.slice(start, end)
  // A log's text that was cut in the middle of a mapped address: `::ffff:192.`
  if (end < runEnd && /^::ffff:\d{1,3}$/i.test(written)) return undefined
  if (!isIpv6(written) || !isMeant(text, start, end, written)) return undefined
  const observable = ipv6Text(written)
  return { type: 'ipv6', observable, kind: addressKind(observable), start, end }
}

/**
 * Code is full of `::`: `[IntPtr]::Add`, `Face::Bad`. A shortened address counts in brackets, or where nothing closes before it, and it begins with
 * `::` and has a digit, or with a group of four digits as all that are assigned do and is in one of the ranges in use.
 */
function isMeant(text: string, start: number, end: number, written: string): boolean {
  if (!written.includes('::') || (text[start - 1] === '[' && ']%'.includes(text[end] ?? ' '))) return true
  if (')]}>$'.includes(text[start - 1] ?? ' ')) return false
  if (written.startsWith('::')) return /\d/.test(written)
  return (
    /^(?:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe[89a-f][0-9a-f]|ff[0-9a-f]{2}|64:ff9b:|0{0,3}100:)/i.test(written) &&
    /\d/.test(written)
  )
}

import { isWordCode } from './character-class.ts'

/** Service classes that stand before a host in a service principal name (`cifs/dc01.contoso.com`): what follows is a host, no part of a path. */
const serviceClasses: ReadonlySet<string> = new Set([
  'cifs',
  'dns',
  'exchangemdb',
  'exchangerfr',
  'ftp',
  'gc',
  'host',
  'http',
  'imap',
  'krbtgt',
  'ldap',
  'mssqlsvc',
  'pop',
  'restrictedkrbhost',
  'rpcss',
  'smtp',
  'smtpsvc',
  'sip',
  'termsrv',
  'wsman',
])

/**
 * What the characters right before a name say of it: `authority` after `//` or a share's `\\`, `segment` inside a path, `at` after an @, `variable`
 * after a dollar sign. A name inside a path names a folder, a file or a version (`\Microsoft.NET\`, `/1.3.33.23/`), unless the path begins with it.
 */
export function placeBefore(text: string, start: number): 'authority' | 'segment' | 'at' | 'variable' | 'plain' {
  const before = text[start - 1]
  if (before === '@') return 'at'
  if (before === '$') return 'variable'
  if (before === '/') {
    if (text[start - 2] === '/') return isWordCode(text.charCodeAt(start - 3)) ? 'segment' : 'authority'
    return segmentAfterSlash(text, start - 1)
  }
  if (before === '\\') {
    let at = start - 1
    while (at > 0 && start - at < 5 && text[at - 1] === '\\') at--
    if (/unc$/i.test(text.slice(Math.max(0, at - 3), at))) return 'authority'
    const single = start - at === 1
    const inside = at > 0 && (isWordCode(text.charCodeAt(at - 1)) || ')%_-.:}?!$~]'.includes(text[at - 1]!))
    return inside || single ? 'segment' : 'authority'
  }
  return 'plain'
}

function segmentAfterSlash(text: string, slash: number): 'segment' | 'plain' {
  let at = slash
  while (at > 0 && slash - at < 20 && isWordCode(text.charCodeAt(at - 1))) at--
  const word = text.slice(at, slash)
  if (word === '') return at > 0 && '.-_)]}'.includes(text[at - 1]!) ? 'segment' : 'plain'
  // 10.0.0.1/10.0.0.2 are two addresses.
  if (/^\d{1,3}$/.test(word) && text[at - 1] === '.') return 'plain'
  return serviceClasses.has(word.toLowerCase()) ? 'plain' : 'segment'
}

/** Whether what stands before says that four numbers are a version or an object identifier: `Version=4.0.0.0`, `build 10.0.0.1`. */
export function isAfterVersionWord(text: string, start: number): boolean {
  return /(?:version|(?<![a-z])(?:ver|build|revision|release|oid|firmware))["']?\s?[:=]?\s?["']?$/i.test(
    text.slice(Math.max(0, start - 24), start),
  )
}

import { isWordCode } from './character-class.ts'
import type { FoundSpan } from './ioc-types.ts'

const longestPath = 4096

/** How far ahead of a space the next backslash may be for the space to belong to the path. */
const longestSegment = 96

/** The longest path that Windows takes without being asked. */
const longestFolder = 260

const hive = 'HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]{4,30}'

/**
 * Where a path of Windows or a key of the registry begins: drive (`C:\`), share (`\\host\share`), device (`\??\`, `\\?\`, `\\.\`, `\Device\`, `\SystemRoot\`),
 * variable (`%TEMP%\`, `$env:TEMP\`), hive (`HKLM\`, `HKLM:\`, `\REGISTRY\MACHINE\`). Backslashes may be doubled, as in JSON.
 */
const rootedInWindows = new RegExp(
  [
    `(?<key>(?:${hive}):?\\\\|\\\\REGISTRY\\\\{1,2}(?:MACHINE|USER|A)\\\\)`,
    '(?<path>(?:\\\\{1,2}(?:\\?\\?|\\?|\\.|Device|SystemRoot)\\\\)(?=[A-Z0-9%{])|[A-Z]:\\\\|%[A-Z_()0-9]{2,40}%\\\\|\\$env:[A-Z_]{2,40}\\\\)',
    '(?<share>\\\\\\\\(?:\\\\\\\\)?(?=[A-Z0-9][A-Z0-9._-]{1,252}\\\\{1,2}[A-Z0-9$._-]))',
  ].join('|'),
  'gi',
)

/** Paths of Windows and keys of the registry. Quoted, they reach to the quote; else a space belongs to them where the path goes on behind it. */
export function findWindowsPaths(text: string): FoundSpan[] {
  if (!text.includes('\\')) return []
  const found: FoundSpan[] = []
  let floor = 0
  for (const match of text.matchAll(rootedInWindows)) {
    const start = match.index
    if (start < floor || !isRoot(text, start, match[0])) continue
    const key = match.groups?.key !== undefined
    const end = windowsEnd(text, start, start + match[0].length)
    if (end <= start + match[0].length) continue
    const written = text.slice(start, end)
    floor = end
    found.push({ type: key ? 'registry_key' : 'windows_path', observable: singled(written), kind: '', start, end })
  }
  return found
}

/** A drive's letter stands alone, and what begins with a backslash does not go on from a name. */
function isRoot(text: string, start: number, root: string): boolean {
  const before = text.charCodeAt(start - 1)
  if (start === 0) return true
  if (root.startsWith('\\'))
    return !isWordCode(before) && before !== 92 && before !== 46 && before !== 37 && before !== 58
  return !isWordCode(before) && before !== 95
}

/** The quote that the word of the path begins with: `"C:\\a b"`, `"--dir=C:\\a b"`. */
function quoteBefore(text: string, start: number): string | undefined {
  return /(["'])[^\s"']{0,48}$/.exec(text.slice(Math.max(0, start - 49), start))?.[1]
}

function windowsEnd(text: string, root: number, from: number): number {
  const quote = quoteBefore(text, root)
  const limit = Math.min(text.length, from + longestPath)
  let at = from
  let segment = from
  let round = 0
  let closed = false
  for (; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20) break
    const character = text[at]!
    if (character === quote || '"<>|*?'.includes(character)) {
      closed = character === quote
      break
    }
    if (character === '\\') segment = at + 1
    else if (character === '(') round++
    else if (character === ')' && round-- === 0) break
    else if (quote === undefined && ",;&'`".includes(character)) break
    else if (character === ':' && text[at + 1] !== '\\') break
    else if (character === ' ' && !goesOn(text, root, segment, at, limit, quote)) break
  }
  if (!closed)
    while (
      at > from &&
      ' .,;:!)\\'.includes(text[at - 1]!) &&
      !(text[at - 1] === ')' && text.slice(from, at).includes('('))
    )
      at--
  return at
}

/** Whether a space is inside a path: another folder follows, or, within quotes, the name has not ended with an extension yet. */
function goesOn(
  text: string,
  root: number,
  segment: number,
  at: number,
  limit: number,
  quote: string | undefined,
): boolean {
  const ahead = text.slice(at + 1, Math.min(limit, at + longestSegment))
  if (/^[-/]|^ /.test(ahead) && !/^- /.test(ahead)) return false
  const hasExtension = /\.[a-z0-9]{1,5}$/i.test(text.slice(Math.max(segment, at - 8), at))
  if (quote !== undefined && !hasExtension) return true
  // A cell that is a folder and nothing else: no option, no number, no full name follows.
  if (root === 0 && text.length <= longestFolder && !hasExtension && /^[\p{L} ]+$/u.test(text.slice(at))) return true
  // A colon, a quote, an option or a full name before the next backslash begin something else.
  const next = /^[^\\:"'<>|;,=%]*?(?=\\)/.exec(ahead)?.[0]
  return next !== undefined && !/ [-/]|\.(?:exe|dll|com|bat|cmd|ps1|vbs|js)\b/i.test(next) && !hasExtension
}

/** Backslashes doubled by JSON or a string of C made single, where all are. */
function singled(path: string): string {
  const share = path.startsWith('\\\\\\\\')
  const rest = path.replace(/^\\+/, '')
  if (!/\\\\/.test(rest) || /(?<!\\)\\(?!\\)/.test(rest)) return path
  const root = share ? '\\\\' : path.startsWith('\\\\') ? '\\' : ''
  return root + rest.replace(/\\\\/g, '\\')
}

/** The folders at the root of Linux and macOS. A path below another name is as likely a switch of Windows or a part of a URL. */
const roots =
  'bin|boot|data|dev|etc|home|lib|lib32|lib64|media|mnt|opt|private|proc|root|run|sbin|snap|srv|sys|tmp|usr|var|Applications|Library|System|Users|Volumes'

const linuxPath = new RegExp(`(?:/(?:${roots})|~)/[^\\s"'\`<>|;&()*?,:\\\\{}\\[\\]]{1,${longestPath}}`, 'g')

/** Paths of Linux and macOS below a folder that such systems have at their root, or below `~`: `/etc/shadow`, `~/.ssh/id_rsa`. */
export function findLinuxPaths(text: string): FoundSpan[] {
  if (!text.includes('/')) return []
  const found: FoundSpan[] = []
  for (const match of text.matchAll(linuxPath)) {
    const start = match.index
    if (start > 0 && (isWordCode(text.charCodeAt(start - 1)) || '/\\.-_%}~$'.includes(text[start - 1]!))) continue
    const observable = match[0].replace(/[.!/]+$/, '')
    if (observable.indexOf('/', 1) < 0) continue
    found.push({ type: 'linux_path', observable, kind: '', start, end: start + observable.length })
  }
  return found
}

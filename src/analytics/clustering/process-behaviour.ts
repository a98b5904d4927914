/**
 * The folder and the name of a program's path, without what differs from host to host and from day to day: in lower case, a user's own
 * name as `*`, versions, numbers of two digits and more, and ids as `#`. `c:\users\*\downloads`, `setup-#.exe`. Either may be empty.
 */
export function normalPath(path: string): { readonly folder: string; readonly name: string } {
  const text = path
    .toLowerCase()
    .replace(/^"|"$/g, '')
    .replace(/^\\\?\?\\/, '')
  const at = Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'))
  return { folder: normalFolder(text.slice(0, Math.max(0, at))), name: withoutNumbers(text.slice(at + 1)) }
}

function normalFolder(folder: string): string {
  return withoutNumbers(
    folder.replace(/([\\/](?:users|home|winsxs|windowsapps|systemapps)[\\/])[^\\/]+/g, '$1*'),
  ).replace(/^\\\\[^\\]+/, '\\\\*')
}

const ids = /\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?/g
const hexadecimal = /(?<![a-z0-9])(?=[a-f]*\d)[0-9a-f]{8,}(?![a-z0-9])/g
const numbers = /\d+(?:[.\-_]\d+)*/g
/** `net1.exe`, and the numbers of `system32`, `syswow64`, `program files (x86)`. */
function isPartOfName(digits: string): boolean {
  return digits.length === 1 || digits === '32' || digits === '64' || digits === '86'
}

function withoutNumbers(text: string): string {
  return text
    .replace(ids, '#')
    .replace(hexadecimal, '#')
    .replace(numbers, (digits) => (isPartOfName(digits) ? digits : '#'))
}

/**
 * What is asked of a program, without the values: switches and the first two words as they are, then the kinds of what follows (`<path>`, `<url>`,
 * `<text>`, `#`), each kind once. `net group "Domain Admins" /domain` → `group <text> /domain`. Empty of the empty text.
 */
export function argumentShape(commandLine: string): string {
  const parts = commandLine.toLowerCase().slice(0, longest).match(argument) ?? []
  const shape: string[] = []
  let words = 0
  let before = ''
  for (const part of parts.slice(1)) {
    const kind = kindOf(part)
    // `-pipe 1ac`: what follows a dashed switch is its value; what follows `/c` may be the command.
    const isValue = kind === 'word' && before.startsWith('-')
    const shown = kind !== 'word' ? kind : isValue ? '<text>' : words++ < 2 ? withoutNumbers(part) : '<text>'
    before = part
    if (!shape.includes(shown)) shape.push(shown)
    if (shape.length === mostParts) break
  }
  return shape.join(' ')
}

// A command line may hold 32,767 characters and what matters of its shape stands at its front.
const longest = 1000
const mostParts = 12
const argument = /"[^"]*"?|[^\s"]+/g

function kindOf(part: string): string {
  if (/^(?:--?[a-z?]|\/[a-z?][^/\\]*$)/.test(part)) return withoutNumbers(part.split(/[:=]/, 1)[0]!)
  const bare = part.replace(/^"|"$/g, '')
  if (/^[a-z][a-z0-9+.-]+:\/\//.test(bare)) return '<url>'
  if (/[\\/]/.test(bare)) return '<path>'
  if (/^[-{(]?[0-9a-f#x.,:{}()-]*\d[0-9a-f#x.,:{}()-]*$/.test(bare)) return '#'
  if (part.startsWith('"') || bare.length > 24) return '<text>'
  return 'word'
}

import { HuntletError } from '../../lib/diagnostic.ts'

const tokens: ReadonlyMap<string, string> = new Map([
  ['<n>', '\\d[\\d._-]*'],
  ['<hex>', '[\\da-f]+'],
  ['<guid>', '\\{?[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}\\}?'],
  ['<name>', '[^\\\\/"\\s]+'],
  ['*', '.*'],
])

/** Each `*` more multiplies the time that a hostile text can cost. */
const mostStars = 2

/** No text that a rule means is longer. */
const longestText = 1024

/**
 * Whether a whole text is like a pattern, whatever its case: `<n>` a number or version, `<hex>`, `<guid>`, `<name>` a word without blanks, quotes
 * and slashes, `*` anything, alone anything but an empty text. All else stands for itself. Blanks around a text do not count; a text of over
 * 1,024 characters is like none. Throws `OPTION_INVALID` for more than two `*`.
 */
export function textPattern(pattern: string): (text: string) => boolean {
  if (pattern === '*') return (text) => text.trim() !== ''
  const parts = pattern.split(/(<n>|<hex>|<guid>|<name>|\*+)/)
  if (parts.filter((part) => part.startsWith('*')).length > mostStars) {
    throw new HuntletError('OPTION_INVALID', `The pattern \`${pattern}\` has more than ${mostStars} \`*\`.`, {
      hint: 'Use `<name>`, `<n>`, `<hex>` or `<guid>` for words, or several patterns.',
    })
  }
  const source = parts.map((part) => tokens.get(part.startsWith('*') ? '*' : part) ?? escapeLiteral(part)).join('')
  const expression = new RegExp(`^${source}$`, 'is')
  return (text) => text.length <= longestText && expression.test(text.trim())
}

function escapeLiteral(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

const tokens: Readonly<Record<string, string>> = {
  '<n>': '\\d[\\d._-]*',
  '<hex>': '[\\da-f]+',
  '<guid>': '\\{?[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}\\}?',
  '<name>': '[^\\\\/"\\s]+',
  '*': '.*',
}

/**
 * Whether a whole text is like a pattern, whatever its case: `<n>` a number or version, `<hex>`, `<guid>`, `<name>` a word without blanks, quotes
 * and slashes, `*` anything but nothing at all. All else stands for itself. Blanks around a text do not count.
 */
export function textPattern(pattern: string): (text: string) => boolean {
  if (pattern === '*') return (text) => text.trim() !== ''
  const source = pattern
    .split(/(<n>|<hex>|<guid>|<name>|\*+)/)
    .map((part) => tokens[part.startsWith('*') ? '*' : part] ?? part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('')
  const expression = new RegExp(`^${source}$`, 'is')
  // No text that a rule means is longer; a long one would only be costly to compare.
  return (text) => text.length <= 4096 && expression.test(text.trim())
}

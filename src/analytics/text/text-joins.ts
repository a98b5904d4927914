/** A part of a text that says the same in a plainer way. */
export interface Rewriting {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** One way of hiding words in code, and how it is undone exactly. */
export interface Join {
  readonly encoding: string
  readonly text: string
  find(text: string): Rewriting[]
}

const single = `'(?:[^'\\n]{0,2000})'`
const double = `"(?:[^"\\n$\`]{0,2000})"`

/** A literal without what it would be read into: a doubled quote, a variable, an escape. */
const literal = `(?:${single}|${double})`
const joined = new RegExp(`${literal}(?:[ \\t]{0,4}[+&][ \\t]{0,4}${literal})+`, 'g')
const formatted = new RegExp(
  `(${literal})[ \\t]{0,4}\\)?[ \\t]{0,4}-f[ \\t]{0,4}\\(?[ \\t]{0,4}(${literal}(?:[ \\t]{0,4},[ \\t]{0,4}${literal}){0,200})`,
  'gi',
)
const replaced = new RegExp(
  `(${literal})(?:\\)?\\.replace\\([ \\t]{0,4}(${literal})[ \\t]{0,4},[ \\t]{0,4}(${literal})[ \\t]{0,4}\\)|[ \\t]{0,4}-c?replace[ \\t]{0,4}\\(?(${literal})[ \\t]{0,4},[ \\t]{0,4}(${literal}))`,
  'gi',
)
const reversed = new RegExp(
  `StrReverse\\([ \\t]{0,4}(${literal})[ \\t]{0,4}\\)|(?:-join[ \\t]{0,4})?\\(?(${literal})\\)?\\[[ \\t]{0,4}-1[ \\t]{0,4}\\.\\.[ \\t]{0,4}-[ \\t]{0,4}(\\d{1,5})[ \\t]{0,4}\\](?:[ \\t]{0,4}-join[ \\t]{0,4}(?:''|""))?`,
  'gi',
)

/**
 * What is undone before anything is decoded, in this order. Each gives exactly what the program would read; where that depends on
 * a variable or a pattern, the text is left as it is.
 */
export const joins: readonly Join[] = [
  {
    encoding: 'caret',
    text: 'cmd: a caret before a character outside quotes means that character',
    find: (text) => {
      if (!text.includes('^')) return []
      return rewrite(text, /[^\s"]{1,4000}/g, ([word]) => {
        const carets = word.match(/\^(?=[^\s^])/g)?.length ?? 0
        return carets >= 2 && /[a-z0-9]\^[a-z0-9]/i.test(word) ? word.replace(/\^(.)/g, '$1') : undefined
      })
    },
  },
  {
    encoding: 'backtick',
    text: 'PowerShell: a backtick before a letter that is no escape means that letter',
    // ` before 0 a b e f n r t u v is an escape, in small letters only.
    find: (text) =>
      text.includes('`')
        ? rewrite(
            text,
            /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{1,40}(?:`[^0abefnrtuv\s`'"$(){}|;&,<>][A-Za-z0-9_-]{0,40}){1,60}/g,
            ([word]) => word.replaceAll('`', ''),
          )
        : [],
  },
  {
    encoding: 'concatenation',
    text: "Literals joined by + or &: 'ht'+'tp'",
    find: (text) =>
      /['"][ \t]{0,4}[+&]/.test(text)
        ? rewrite(text, joined, ([all]) =>
            quoted(Array.from(all.matchAll(new RegExp(literal, 'g')), ([each]) => inner(each)).join('')),
          )
        : [],
  },
  {
    encoding: 'format',
    text: `PowerShell: the format operator, "{1}{0}" -f 'b','a'`,
    find: (text) => (/-f\b/i.test(text) || /-f['"(]/i.test(text) ? rewrite(text, formatted, formatOf) : []),
  },
  {
    encoding: 'replace',
    text: "A literal with a part of it replaced: 'hXXp'.Replace('XX','tt')",
    find: (text) =>
      /replace/i.test(text)
        ? rewrite(text, replaced, ([, source, from, to, pattern, by]) => {
            // -replace takes a regular expression: only one that means itself is exact here. It ignores case.
            if (pattern !== undefined && (!/^[\w ]+$/.test(inner(pattern)) || inner(by!).includes('$')))
              return undefined
            if (pattern !== undefined)
              return quoted(inner(source!).replace(new RegExp(inner(pattern), 'gi'), inner(by!)))
            return inner(from!) === '' ? undefined : quoted(inner(source!).replaceAll(inner(from!), () => inner(to!)))
          })
        : [],
  },
  {
    encoding: 'reversed',
    text: 'A literal read backwards: StrReverse("ptth"), \'ptth\'[-1..-4]',
    find: (text) => {
      const rewritings = /StrReverse|-1[ \t]{0,4}\.\./i.test(text)
        ? rewrite(text, reversed, ([, whole, part, count]) => {
            const characters = [...inner((whole ?? part)!)].reverse()
            return quoted((count === undefined ? characters : characters.slice(0, Number(count))).join(''))
          })
        : []
      return rewritings.length > 0 || !text.includes('//:') ? rewritings : backwards(text)
    },
  },
]

function rewrite(text: string, pattern: RegExp, by: (match: RegExpMatchArray) => string | undefined): Rewriting[] {
  const rewritings: Rewriting[] = []
  for (const match of text.matchAll(pattern)) {
    const plainer = by(match)
    if (plainer === undefined || plainer === match[0]) continue
    rewritings.push({ start: match.index, end: match.index + match[0].length, text: plainer })
  }
  return rewritings
}

/** Addresses read backwards: `moc.live//:ptth`. */
function backwards(text: string): Rewriting[] {
  const rewritings: Rewriting[] = []
  let floor = 0
  for (let at = text.indexOf('//:'); at >= 0; at = text.indexOf('//:', at + 3)) {
    const scheme = /^s?(?:ptth|ptf)(?![a-z0-9])/i.exec(text.slice(at + 3, at + 9))?.[0]
    if (!scheme) continue
    let start = at
    while (start > floor && at - start < 2000 && !/[\s'"]/.test(text[start - 1]!)) start--
    floor = at + 3 + scheme.length
    if (at - start >= 4) rewritings.push({ start, end: floor, text: [...text.slice(start, floor)].reverse().join('') })
  }
  return rewritings
}

function inner(quotedText: string): string {
  return quotedText.slice(1, -1)
}

function quoted(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`
}

function formatOf([, template, list]: RegExpMatchArray): string | undefined {
  const values = Array.from(list!.matchAll(new RegExp(literal, 'g')), ([each]) => inner(each))
  const body = inner(template!)
  const places = Array.from(body.matchAll(/\{(\d{1,3})\}/g), ([, place]) => Number(place))
  // A place with a width or a format is not a plain one.
  if (places.length === 0 || places.some((place) => place >= values.length) || /\{\d+[,:]/.test(body)) return undefined
  return quoted(body.replace(/\{(\d{1,3})\}/g, (_, place: string) => values[Number(place)]!))
}

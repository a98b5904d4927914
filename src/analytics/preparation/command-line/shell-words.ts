/** One command of a shell line: its words, quotes and escapes resolved. */
export type ShellWords = readonly string[]

const escaped: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
}

/**
 * The commands of a POSIX shell line, split at `;`, `&`, `|`, their doubles and line ends, each as its words: single quotes keep all,
 * double quotes all but `\` before `$`, `` ` ``, `"`, `\` and a line end; `$'…'` knows the usual escapes; `#` at the start of a word
 * begins a comment. Redirections are words. Nothing is expanded. Quotes that are not closed end with the text. Only the first `most` commands.
 */
export function shellCommands(text: string, most: number): ShellWords[] {
  const commands: string[][] = []
  let words: string[] = []
  let parts: string[] | undefined
  let at = 0
  const endWord = () => {
    if (parts) words.push(parts.join(''))
    parts = undefined
  }
  const endCommand = () => {
    endWord()
    if (words.length > 0) commands.push(words)
    words = []
  }
  const add = (part: string) => {
    parts ??= []
    parts.push(part)
  }
  while (at < text.length && commands.length < most) {
    const character = text[at]!
    if (character === "'") {
      const end = closing(text, "'", at + 1)
      add(text.slice(at + 1, end))
      at = end + 1
    } else if (character === '"') {
      at = readDouble(text, at + 1, add)
    } else if (character === '$' && text[at + 1] === "'") {
      at = readEscaped(text, at + 2, add)
    } else if (character === '\\') {
      if (text[at + 1] !== '\n') add(text[at + 1] ?? '\\')
      at += 2
    } else if (character === '\n' || ';|&'.includes(character)) {
      // `2>&1` and `&>file` redirect.
      if (character === '&' && (text[at - 1] === '>' || text[at + 1] === '>')) add(character)
      else endCommand()
      at++
    } else if (character === ' ' || character === '\t' || character === '\r') {
      endWord()
      at++
    } else if (character === '#' && parts === undefined) {
      at = closing(text, '\n', at)
    } else {
      const end = plainEnd(text, at)
      add(text.slice(at, end))
      at = end
    }
  }
  if (commands.length < most) endCommand()
  return commands
}

function closing(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end
}

function plainEnd(text: string, from: number): number {
  let end = from + 1
  while (end < text.length && !'\'"\\$ \t\r\n;|&'.includes(text[end]!)) end++
  return end
}

function readDouble(text: string, from: number, add: (part: string) => void): number {
  let at = from
  let plain = from
  add('')
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] !== '\\' || !'$`"\\\n'.includes(text[at + 1] ?? ' ')) continue
    add(text.slice(plain, at))
    if (text[at + 1] !== '\n') add(text[at + 1]!)
    at++
    plain = at + 1
  }
  add(text.slice(plain, at))
  return at + 1
}

function readEscaped(text: string, from: number, add: (part: string) => void): number {
  let at = from
  add('')
  while (at < text.length && text[at] !== "'") {
    if (text[at] !== '\\') {
      let end = at + 1
      while (end < text.length && text[end] !== "'" && text[end] !== '\\') end++
      add(text.slice(at, end))
      at = end
      continue
    }
    const code = /^\\(?:x([\da-f]{1,2})|([0-7]{1,3})|u([\da-f]{1,4}))/i.exec(text.slice(at, at + 6))
    if (code) {
      add(
        String.fromCharCode(
          code[2] === undefined ? Number.parseInt(code[1] ?? code[3]!, 16) : Number.parseInt(code[2], 8),
        ),
      )
      at += code[0].length
    } else {
      const next = text[at + 1] ?? '\\'
      add(escaped[next] ?? next)
      at += 2
    }
  }
  return at + 1
}

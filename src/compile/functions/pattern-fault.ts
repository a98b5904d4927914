/**
 * What is wrong with a regular expression by the rules of RE2, which KQL and DuckDB share; undefined where nothing is. It
 * tells of what DuckDB would stop at, so that a constant pattern is refused where it stands; it need not find every fault.
 */
export function patternFault(pattern: string): string | undefined {
  const characters = [...pattern]
  let open = 0
  /** Whether something stands before that can be repeated. */
  let repeatable = false
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!
    switch (character) {
      case '\\': {
        const next = characters[at + 1]
        if (next === undefined) return 'it ends in a backslash'
        if (/[1-9]/.test(next)) return `\`\\${next}\` refers back to a group, which is not supported`
        if (/[a-zA-Z]/.test(next) && !knownEscapes.includes(next)) return `\`\\${next}\` means nothing`
        at += escapeLength(characters, at) - 1
        repeatable = true
        break
      }
      case '[': {
        const end = endOfClass(characters, at)
        if (end === undefined) return 'a `]` is missing'
        at = end
        repeatable = true
        break
      }
      case '(': {
        const opening = characters.slice(at, at + 4).join('')
        if (/^\(\?(?:[=!]|<[=!])/.test(opening)) return 'it looks ahead or behind, which is not supported'
        open++
        repeatable = false
        break
      }
      case ')':
        if (open-- === 0) return 'a `(` is missing'
        repeatable = true
        break
      case '|':
      case '^':
        repeatable = character === '^'
        break
      case '*':
      case '+':
      case '?':
        if (opensGroup(characters, at)) break
        if (!repeatable) return `there is nothing for \`${character}\` to repeat`
        // A question mark behind makes it take as little as it can.
        if (characters[at + 1] === '?') at++
        repeatable = false
        break
      case '{': {
        const counts = /^\{(\d+)(?:,(\d*))?\}/.exec(characters.slice(at, at + 16).join(''))
        if (!counts) {
          repeatable = true
          break
        }
        if (!repeatable) return `there is nothing for \`${counts[0]}\` to repeat`
        const [least, most] = [Number(counts[1]), Number(counts[2] || counts[1])]
        if (least > mostRepeats || most > mostRepeats) return `\`${counts[0]}\` repeats more than ${mostRepeats} times`
        if (least > most) return `\`${counts[0]}\` ends before it begins`
        at += counts[0].length - 1
        if (characters[at + 1] === '?') at++
        repeatable = false
        break
      }
      default:
        repeatable = true
    }
  }
  return open > 0 ? 'a `)` is missing' : undefined
}

/** RE2 repeats nothing more often. */
export const mostRepeats = 1000
const knownEscapes = 'aAbBCdDfnpPQrsStuvwWxzE'

/** The question mark of `(?i)` and `(?:`. */
function opensGroup(characters: readonly string[], at: number): boolean {
  return characters[at] === '?' && characters[at - 1] === '(' && characters[at - 2] !== '\\'
}

/** How many characters an escape takes: `\Q…\E` all that it quotes, `\p{…}` and `\x{…}` their braces. */
function escapeLength(characters: readonly string[], at: number): number {
  const rest = characters.slice(at).join('')
  const quoted = /^\\Q[\s\S]*?(?:\\E|$)/.exec(rest)?.[0]
  const braces = /^\\[pPx]\{[^}]*\}/.exec(rest)?.[0]
  return [...(quoted ?? braces ?? '\\x')].length
}

/** The place of the bracket that closes a class; a `]` first in it is a member. */
function endOfClass(characters: readonly string[], start: number): number | undefined {
  let at = start + 1
  if (characters[at] === '^') at++
  if (characters[at] === ']') at++
  for (; at < characters.length; at++) {
    if (characters[at] === '\\') at++
    else if (characters[at] === ']') return at
    else if (characters[at] === '[' && characters[at + 1] === ':') {
      const named = /^\[:\^?\w+:\]/.exec(characters.slice(at).join(''))
      if (named) at += named[0].length - 1
    }
  }
  return undefined
}

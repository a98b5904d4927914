import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** What a schema expected where it refused something, in words: `a whole number`, ``one of `a`, `b` ``; undefined where it does not say. */
export function expectedWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      // zod's own message says less than the word does.
      return issue.message.startsWith('Invalid input') ? (typeWords[issue.expected] ?? issue.expected) : issue.message
    case 'invalid_value':
      if (!issue.message.startsWith('Invalid ')) return issue.message
      return issue.values.length === 1
        ? `\`${String(issue.values[0])}\``
        : `one of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}`
    case 'too_small':
      return isOwn(issue)
        ? issue.message
        : `${issue.inclusive ? 'at least' : 'more than'} ${limitWords(issue.minimum, issue.origin)}`
    case 'too_big':
      return isOwn(issue)
        ? issue.message
        : `${issue.inclusive ? 'at most' : 'less than'} ${limitWords(issue.maximum, issue.origin)}`
    case 'invalid_format':
      return issue.message
    case 'invalid_union': {
      const branches = issue.errors.flatMap((errors) => errors.map(expectedWords)).filter((text) => text !== undefined)
      return branches.length > 0 ? [...new Set(branches)].join(' or ') : undefined
    }
    default:
      return undefined
  }
}

/** What was found, in words, short enough for a message. */
export function foundWords(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'keys and values'
  const text = JSON.stringify(value)
  return `\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\``
}

/** Messages that our schemas give themselves; zod's own begin so. */
function isOwn({ message }: Issue): boolean {
  return !message.startsWith('Too ')
}

function limitWords(limit: number | bigint, origin: string): string {
  if (origin === 'array') return `${limit} of them`
  return origin === 'string' ? `${limit} characters` : String(limit)
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  object: 'keys and values',
  record: 'keys and values',
  array: 'a list',
  tuple: 'a list',
}

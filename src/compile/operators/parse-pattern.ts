import type { Parse, ParsePart } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { escapePattern } from '../expressions/terms.ts'
import { constantPattern, countGroups } from '../functions/regex.ts'
import { refuse } from '../refusal.ts'

/** An RE2 pattern and, for each of its groups, the position of the parsed column it captures (none for the user's own). */
export interface ParsePattern {
  readonly pattern: string
  readonly groups: readonly (number | undefined)[]
}

/** What values of a type look like; used where nothing behind a column says where it ends. */
const shapes: Readonly<Record<Exclude<KqlType, 'string' | 'dynamic'>, string>> = {
  bool: '(?i:true|false|[01])',
  int: '[-+]?[0-9]+',
  long: '[-+]?[0-9]+',
  real: '[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?',
  decimal: '[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?',
  datetime:
    '[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?)?(?: ?[AP]M)?Z?',
  timespan: '-?(?:[0-9]+\\.)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?|-?[0-9]+(?:\\.[0-9]+)?[a-z]+',
  guid: '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}',
}

/**
 * The simple and relaxed forms match the whole text, and each capture ends at the first place where what follows it is
 * found. The regex form may match anywhere and takes as much as it can.
 */
export function parsePattern(parse: Parse): ParsePattern {
  return parse.mode === 'regex' ? regexPattern(parse) : plainPattern(parse)
}

function plainPattern({ pattern, mode }: Parse): ParsePattern {
  let column = 0
  const groups: number[] = []
  const pieces = pattern.map((part, index) => {
    if (part.kind === 'text') return escapePattern(part.text)
    if (part.kind === 'star') return '.*?'
    groups.push(column++)
    return `(${endsItself(part, pattern[index + 1]) ? shapeOf(part.column.type, mode) : '.*?'})`
  })
  return { pattern: `(?s)^${pieces.join('')}$`, groups }
}

/** A typed column before `*` or another column ends where its shape does. */
function endsItself(part: ParsePart & { kind: 'column' }, next: ParsePart | undefined): boolean {
  const { type } = part.column
  return type !== 'string' && type !== 'dynamic' && next !== undefined && next.kind !== 'text'
}

function shapeOf(type: KqlType, mode: Parse['mode']): string {
  if (type === 'string' || type === 'dynamic') return '.*?'
  return mode === 'relaxed' ? `(?:${shapes[type]})?` : shapes[type]
}

function regexPattern({ pattern, flags, span }: Parse): ParsePattern {
  let column = 0
  const groups: (number | undefined)[] = []
  const pieces = pattern.map((part) => {
    if (part.kind === 'star') return '.*?'
    if (part.kind === 'text') {
      for (let own = countGroups(part.text); own > 0; own--) groups.push(undefined)
      return part.text
    }
    const { type } = part.column
    groups.push(column++)
    return type === 'string' || type === 'dynamic' ? '(.*)' : `(${shapes[type]})`
  })
  const whole = `${flags === '' ? '' : `(?${flags})`}${pieces.join('')}`
  return { pattern: constantPattern({ constant: whole, span }, { refuse }), groups }
}

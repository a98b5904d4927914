import { call, caseWhen, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { EmitContext, ScalarRow, TypedSql } from '../row.ts'
import { convert } from './conversions.ts'
import { type Arguments, constantText, scalar } from './define.ts'
import { jsonArray, jsonArrayOf, mapList } from './json-forms.ts'
import { once } from './once.ts'
import { mostRepeats, patternFault } from './pattern-fault.ts'

// What Kusto's `\w`, `\d` and `\s` hold: Unicode, where RE2's hold ASCII only.
const wordClass = String.raw`\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}`
const spaceClass = String.raw`\s\v\x{85}\p{Z}`

const outsideClass: Readonly<Record<string, string>> = {
  d: String.raw`\p{Nd}`,
  D: String.raw`\P{Nd}`,
  w: `[${wordClass}]`,
  W: `[^${wordClass}]`,
  s: `[${spaceClass}]`,
  S: `[^${spaceClass}]`,
}

const insideClass: Readonly<Record<string, string>> = {
  d: String.raw`\p{Nd}`,
  D: String.raw`\P{Nd}`,
  w: wordClass,
  s: spaceClass,
}

/**
 * A KQL regular expression as DuckDB's RE2 reads it: `\w`, `\d`, `\s` are Unicode, `\uXXXX` is a character, `(?<name>` a
 * group. `\b` stays what RE2 makes of it (ASCII words).
 */
export function duckdbPattern(pattern: string): string {
  let result = ''
  let inClass = false
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    if (character === '\\') {
      const next = pattern[++at] ?? ''
      const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(pattern.slice(at + 1)) : null
      if (code) {
        result += `\\x{${code[0]}}`
        at += 4
      } else result += (inClass ? insideClass : outsideClass)[next] ?? `\\${next}`
    } else if (inClass) {
      // A named class `[:alpha:]` holds brackets of its own; `]` first in a class is a member.
      const named = /^\[:\^?\w+:\]/.exec(pattern.slice(at))
      if (named) {
        result += named[0]
        at += named[0].length - 1
        continue
      }
      result += character === '[' ? '\\[' : character
      if (character === ']') inClass = false
    } else if (character === '[') {
      inClass = true
      result += character
      if (pattern[at + 1] === '^') result += pattern[++at]
      if (pattern[at + 1] === ']') {
        result += '\\]'
        at++
      }
    } else if (pattern.startsWith('(?<', at) && /[A-Za-z_]/.test(pattern[at + 3] ?? '')) {
      result += '(?P<'
      at += 2
    } else result += character
  }
  return result
}

/** The groups a pattern captures: their names, empty where they have none. */
function groupsOf(pattern: string): string[] {
  const plain = pattern.replace(/\\./gs, '').replace(/\[\^?\]?(?:\[:\^?\w+:\]|[^\]])*\]/g, '')
  return [...plain.matchAll(/\((?!\?)|\(\?P?<(\w*)/g)].map(([, name]) => name ?? '')
}

/** How many groups a pattern captures. */
export function countGroups(pattern: string): number {
  return groupsOf(pattern).length
}

/** The pattern argument: translated where it is a constant, else as it comes. */
export function patternOf(args: Arguments, index: number): SqlExpression {
  return isPattern(args.typed(index)) ? literal(constantPattern(args.typed(index), args.context)) : args.text(index)
}

const isPattern = ({ type, constant }: TypedSql) => type === 'string' && typeof constant === 'string'

/** A constant pattern as DuckDB reads it; refuses one that is none. */
export function constantPattern(
  { constant, span }: Pick<TypedSql, 'constant' | 'span'>,
  context: Pick<EmitContext, 'refuse'>,
): string {
  const pattern = String(constant)
  const fault = patternFault(pattern)
  return fault === undefined ? duckdbPattern(pattern) : context.refuse(span, `the regular expression is none: ${fault}`)
}

/** A pattern with text around it, one literal where the pattern is constant. */
function around(args: Arguments, index: number, before: string, after: string): SqlExpression {
  return isPattern(args.typed(index))
    ? literal(before + constantPattern(args.typed(index), args.context) + after)
    : sql`concat(${literal(before)}, ${args.text(index)}, ${literal(after)})`
}

function extract(args: Arguments): SqlExpression {
  const group = args.constantLong(1, 'The capture group')
  const { constant, span } = args.typed(0)
  if (group < 0n) args.context.refuse(args.typed(1).span, 'a capture group is not negative')
  if (typeof constant === 'string' && Number(group) > countGroups(constant)) {
    args.context.refuse(span, `the pattern has no capture group ${group}`)
  }
  const text = sql`regexp_extract(${args.text(2)}, ${patternOf(args, 0)}, ${literal(group)}::INTEGER)`
  return convert({ sql: text, type: 'string', span }, args.resultType, args.context)
}

/** One group gives an array of texts, several an array of arrays; no match gives null. */
function extractAll(args: Arguments): SqlExpression {
  const pattern = args.constantText(0, 'The pattern')
  const translated = constantPattern(args.typed(0), args.context)
  const groups = args.count > 2 ? chosenGroups(args, pattern) : allGroups(pattern)
  if (groups.length === 0) args.context.refuse(args.typed(0).span, 'the pattern must capture at least one group')
  const text = args.text(args.count - 1)
  return once('text', text, (value) => {
    const matches = groups.map(
      (group) => sql`regexp_extract_all(${value}, ${literal(translated)}, ${literal(BigInt(group))}::INTEGER)`,
    )
    return once('matches', matches.length === 1 ? matches[0]! : sql`list_zip(${separated(matches)})`, (found) =>
      caseWhen(
        [[sql`len(${found}) = 0`, literal(null)]],
        jsonArray(
          mapList(found, 'match', (match) =>
            matches.length === 1
              ? sql`coalesce(${match}, '')`
              : jsonArrayOf(
                  matches.map((_, index) => sql`to_json(coalesce(${match}[${literal(BigInt(index + 1))}], ''))`),
                ),
          ),
        ),
      ),
    )
  })
}

function allGroups(pattern: string): number[] {
  return Array.from({ length: countGroups(pattern) }, (_, index) => index + 1)
}

function chosenGroups(args: Arguments, pattern: string): number[] {
  const { constant, span } = args.typed(1)
  const chosen: unknown = typeof constant === 'string' ? JSON.parse(constant) : undefined
  const names = groupsOf(pattern)
  const known = allGroups(pattern)
  const numbers = Array.isArray(chosen)
    ? chosen.map((group: unknown) => (typeof group === 'string' && group !== '' ? names.indexOf(group) + 1 : group))
    : []
  if (numbers.length === 0 || !numbers.every((group) => known.includes(group as number))) {
    args.context.refuse(
      span,
      'the capture groups must be a constant array of numbers or names of groups of the pattern',
    )
  }
  return numbers as number[]
}

/** Trees with commas between them. */
export function separated(items: readonly SqlExpression[]): SqlExpression {
  return { kind: 'template', texts: items.map((_, index) => (index === 0 ? '' : ', ')).concat(''), holes: items }
}

function replaceRegex(text: SqlExpression, pattern: SqlExpression, rewrite: SqlExpression): SqlExpression {
  return sql`regexp_replace(${text}, ${pattern}, ${rewrite}, 'g')`
}

/** DuckDB refuses offsets beyond 2^32, and counts from 1. */
const lastOffset = 4_294_967_294n
const least = (left: bigint, right: bigint) => (left < right ? left : right)

export const regex: readonly ScalarRow[] = [
  scalar({
    name: 'extract',
    doc: 'What a group of a regular expression matched first, as the type asked for.',
    trap: 'No match is the empty text, and null for other types. Group 0 is the whole match.',
    examples: [
      ['extract("x=([0-9.]+)", 1, "hello x=45.6|wo")', '45.6'],
      ['extract("x=([0-9.]+)", 1, "hello x=45.6|wo", typeof(real))', 45.6],
      ['extract("x=([0-9.]+)", 1, "hello")', ''],
      ['extract("x=([0-9]+)", 1, "hello", typeof(long))', null],
      [String.raw`extract(@"\d+", 0, "Age: ４2")`, '４2'],
    ],
    sql: extract,
  }),
  scalar({
    name: 'extract_all',
    aliases: ['extractall'],
    doc: 'All matches: an array of texts for one group, of arrays for several.',
    trap: 'Null where nothing matches; a group that took no part is the empty text.',
    examples: [
      [String.raw`extract_all(@"(\d+)", "123, 567 and 789")`, ['123', '567', '789']],
      [
        String.raw`extract_all(@"([a-z])(\d)?", "a1b")`,
        [
          ['a', '1'],
          ['b', ''],
        ],
      ],
      [String.raw`extract_all(@"(\w)(\d)", dynamic([2]), "a1b2")`, ['1', '2']],
      [
        String.raw`extract_all(@"(?P<letter>\w)(?P<digit>\d)", dynamic(["digit", 1]), "a1b2")`,
        [
          ['1', 'a'],
          ['2', 'b'],
        ],
      ],
      [String.raw`extract_all(@"(\d)", "none")`, null],
    ],
    sql: extractAll,
  }),
  scalar({
    name: 'replace_regex',
    doc: 'Every match replaced; `\\1` in the replacement is the first group.',
    trap: 'Word and digit classes are Unicode.',
    examples: [
      [String.raw`replace_regex("one two", @"(\w)(\w)", @"\2\1")`, 'noe wto'],
      ['replace_regex("abcABC", "(?i)abc", "#")', '##'],
      [String.raw`replace_regex("né", @"\w", "x")`, 'xx'],
    ],
    sql: (args) => replaceRegex(args.text(0), patternOf(args, 1), args.text(2)),
  }),
  scalar({
    name: 'replace',
    doc: 'Every match replaced: the older form of `replace_regex`.',
    trap: 'The pattern comes first and the text last.',
    examples: [
      ['replace("a+", "x", "caat")', 'cxt'],
      [String.raw`replace(@"(\d)", @"<\1>", "a1")`, 'a<1>'],
    ],
    sql: (args) => replaceRegex(args.text(2), patternOf(args, 0), args.text(1)),
  }),
  scalar({
    name: 'trim',
    doc: 'The text without a match of the pattern at its beginning and its end.',
    trap: 'The pattern is a regular expression and is taken off once on each side.',
    examples: [
      ['trim("--", "--https://bing.com--")', 'https://bing.com'],
      ['trim(" ", "  pad  ")', ' pad '],
      [String.raw`trim(@"\s+", "  pad  ")`, 'pad'],
      ['trim("y", "yyy")', 'y'],
    ],
    sql: (args) =>
      sql`regexp_replace(regexp_replace(${args.text(1)}, ${around(args, 0, '^(?:', ')')}, ''), ${around(args, 0, '(?:', ')$')}, '')`,
  }),
  scalar({
    name: 'trim_start',
    doc: 'The text without a match of the pattern at its beginning.',
    trap: 'The pattern is a regular expression and is taken off once.',
    examples: [
      ['trim_start("x", "xxhello")', 'xhello'],
      [String.raw`trim_start(@"[^\w]+", "-  Te st1// $")`, 'Te st1// $'],
    ],
    sql: (args) => sql`regexp_replace(${args.text(1)}, ${around(args, 0, '^(?:', ')')}, '')`,
  }),
  scalar({
    name: 'trim_end',
    doc: 'The text without a match of the pattern at its end.',
    trap: 'The pattern is a regular expression and is taken off once.',
    examples: [
      ['trim_end("_", "__world__")', '__world_'],
      [String.raw`trim_end(@"\.com", "bing.com")`, 'bing'],
    ],
    sql: (args) => sql`regexp_replace(${args.text(1)}, ${around(args, 0, '(?:', ')$')}, '')`,
  }),
  scalar({
    name: 'indexof_regex',
    doc: 'Where a pattern matches first, counted in characters from 0; -1 where it does not.',
    trap: 'Matches do not overlap; a negative start is null.',
    examples: [
      ['indexof_regex("abcabc", "a.c")', 0],
      ['indexof_regex("abcabcdefg", "a.c", 0, 9, 2)', 3],
      ['indexof_regex("abcabc", "a.c", 1, -1, 2)', -1],
      ['indexof_regex("ababaa", "a.a", 0, -1, 2)', -1],
      ['indexof_regex("abcabc", "a|ab", -1)', null],
      ['indexof_regex("abc", "b", 9223372036854775807)', -1],
    ],
    sql: (args) => {
      const start = args.has(2) ? args.constantLong(2, 'The start') : 0n
      const length = args.has(3) ? args.constantLong(3, 'The length') : -1n
      const occurrence = args.has(4) ? args.constantLong(4, 'The occurrence') : 1n
      if (start < 0n || occurrence < 1n || length < -1n) return literal(null)
      if (occurrence > mostRepeats) args.context.refuse(args.typed(4).span, `the occurrence is at most ${mostRepeats}`)
      const [from, count] = [least(start, lastOffset) + 1n, length < 0n ? lastOffset : least(length, lastOffset)]
      const range = sql`substring(${args.text(0)}, ${literal(from)}, ${literal(count)})`
      return once('range', range, (text) => {
        // The text before the n-th match is what a lazy prefix takes: (?:.*?pattern){n-1}.*? up to the pattern.
        const before = `(?s)^((?:.*?(?-s:X)){${occurrence - 1n}}.*?)(?-s:X)`
        const pattern = sql`replace(${literal(before)}, 'X', ${patternOf(args, 1)})`
        return caseWhen(
          [
            [
              sql`regexp_matches(${text}, ${pattern})`,
              sql`length(regexp_extract(${text}, ${pattern}, 1)) + ${literal(start)}`,
            ],
          ],
          literal(-1n),
        )
      })
    },
  }),
  scalar({
    name: 'regex_quote',
    doc: 'A text as a pattern that matches only itself.',
    trap: 'All but letters, digits and underscores are escaped.',
    examples: [
      ['regex_quote("(so$me.Te^xt)")', '\\(so\\$me\\.Te\\^xt\\)'],
      ['replace_regex("a.b", regex_quote("."), "-")', 'a-b'],
    ],
    sql: (args) => {
      const { constant } = args.typed(0)
      const quoted = (text: string) => text.replace(/[^\p{L}\p{N}_]/gu, '\\$&')
      return typeof constant === 'string' ? constantText(quoted(constant), args) : call('regexp_escape', args.text(0))
    },
  }),
]

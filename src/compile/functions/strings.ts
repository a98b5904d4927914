import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { arrayOfList } from '../typed-list.ts'
import { type Arguments, constantText, scalar } from './define.ts'
import { jsonArray, jsonArrayOf, jsonItems, mapList } from './json-forms.ts'
import { once } from './once.ts'
import { patternOf, separated } from './regex.ts'
import { repeated } from './repeated.ts'

/** All arguments' constants, where every one is a constant text. */
function constantTexts(args: Arguments): string[] | undefined {
  const texts = args.all.map(({ type, constant }) =>
    type === 'string' && typeof constant === 'string' ? constant : null,
  )
  return texts.includes(null) ? undefined : (texts as string[])
}

function texts(args: Arguments): SqlExpression[] {
  return args.all.map((_, index) => args.text(index))
}

/** DuckDB refuses offsets beyond 2^32, and counts from 1 where KQL counts from 0. */
const lastOffset = 4_294_967_294n
const bounded = (number: SqlExpression) => sql`least(${number}, ${literal(lastOffset)})`

function substring(args: Arguments): SqlExpression {
  const start = args.typed(1).constant
  const body = (text: SqlExpression, from: SqlExpression) =>
    args.has(2)
      ? once('length', args.long(2), (length) =>
          caseWhen([[sql`${length} > 0`, call('substring', text, from, bounded(length))]], literal('')),
        )
      : call('substring', text, from)
  if (typeof start === 'bigint' && start >= 0n) {
    return body(args.text(0), literal((start < lastOffset ? start : lastOffset) + 1n))
  }
  // A negative start counts from the end, and stops at the beginning.
  return once('text', args.text(0), (text) =>
    once('start', args.long(1), (from) =>
      body(
        text,
        sql`${bounded(sql`CASE WHEN ${from} < 0 THEN greatest(length(${text}) + ${from}, 0) ELSE ${from} END`)} + 1`,
      ),
    ),
  )
}

function indexOf(args: Arguments): SqlExpression {
  if (!args.has(2)) return sql`CAST(strpos(${args.text(0)}, ${args.text(1)}) AS BIGINT) - 1`
  const occurrence = args.has(4) ? args.constantLong(4, 'The occurrence') : 1n
  if (occurrence < 1n) return cast(literal(null), 'BIGINT')
  return once('text', args.text(0), (text) =>
    once('sought', args.text(1), (sought) =>
      once('length', args.has(3) ? args.long(3) : literal(-1n), (length) => {
        const find = (from: SqlExpression, count: bigint): SqlExpression =>
          once(`from_${count}`, from, (start) =>
            once(`place_${count}`, sql`CAST(strpos(${rangeOf(text, start, length)}, ${sought}) AS BIGINT)`, (place) =>
              caseWhen(
                [
                  [
                    sql`${place} > 0`,
                    count === 1n ? sql`${start} + ${place} - 1` : find(sql`${start} + ${place}`, count - 1n),
                  ],
                ],
                literal(-1n),
              ),
            ),
          )
        const place = find(fromEnd(args.long(2), text), occurrence)
        const known = sql`${args.long(2)} IS NOT NULL`
        return caseWhen(
          [[args.has(3) ? sql`${known} AND ${length} >= -1` : known, place]],
          cast(literal(null), 'BIGINT'),
        )
      }),
    ),
  )
}

/** Characters from a place (from 0) on, all where the length is negative. */
function rangeOf(text: SqlExpression, start: SqlExpression, length: SqlExpression): SqlExpression {
  return caseWhen(
    [[sql`${length} < 0`, sql`substring(${text}, ${start} + 1)`]],
    sql`substring(${text}, ${start} + 1, ${bounded(length)})`,
  )
}

function fromEnd(position: SqlExpression, text: SqlExpression): SqlExpression {
  return once('position', position, (from) =>
    bounded(sql`CASE WHEN ${from} < 0 THEN greatest(length(${text}) + ${from}, 0) ELSE ${from} END`),
  )
}

/** 1-based places of a text in another, overlapping ones too. */
function places(text: SqlExpression, sought: SqlExpression): SqlExpression {
  return sql`list_filter(range(1, length(${text}) - length(${sought}) + 2), lambda place: substring(${text}, place, length(${sought})) = ${sought})`
}

function countOf(args: Arguments): SqlExpression {
  if (args.has(2) && args.constantText(2, 'The kind of search').toLowerCase() === 'regex') {
    return sql`CAST(len(regexp_extract_all(${args.text(0)}, ${patternOf(args, 1)})) AS BIGINT)`
  }
  const { constant } = args.typed(1)
  if (typeof constant === 'string' && constant !== '' && !overlapsItself(constant)) {
    return once('text', args.text(0), (text) => {
      const sought = args.text(1)
      return cast(sql`(strlen(${text}) - strlen(replace(${text}, ${sought}, ''))) // strlen(${sought})`, 'BIGINT')
    })
  }
  return once('text', args.text(0), (text) =>
    once('sought', args.text(1), (sought) =>
      caseWhen([[sql`${sought} = ''`, literal(0n)]], cast(sql`len(${places(text, sought)})`, 'BIGINT')),
    ),
  )
}

/** Whether a text may begin again before it has ended, as `aba` does in `ababa`. */
function overlapsItself(text: string): boolean {
  return Array.from({ length: text.length - 1 }, (_, at) => text.slice(at + 1)).some((end) => text.startsWith(end))
}

function split(args: Arguments): SqlExpression {
  const pieces = (text: SqlExpression) =>
    // DuckDB splits at an empty delimiter into characters; KQL leaves the text whole.
    once('delimiter', args.text(1), (delimiter) =>
      typeof args.typed(1).constant === 'string' && args.typed(1).constant !== ''
        ? sql`string_split(${text}, ${delimiter})`
        : sql`CASE WHEN ${delimiter} = '' THEN [${text}] ELSE string_split(${text}, ${delimiter}) END`,
    )
  if (!args.has(2)) return arrayOfList(once('text', args.text(0), pieces), 'string')
  return once('text', args.text(0), (text) => {
    return once('piece', sql`${pieces(text)}[greatest(${args.long(2)}, -1) + 1]`, (piece) =>
      caseWhen([[sql`${piece} IS NOT NULL`, jsonArrayOf([call('to_json', piece)])]], literal(null)),
    )
  })
}

/** A list of texts as one, an argument between them; DuckDB itself wants that argument to be constant. */
function joined(items: SqlExpression, args: Arguments, delimiter: number): SqlExpression {
  if (typeof args.typed(delimiter).constant === 'string') return call('array_to_string', items, args.text(delimiter))
  return once('delimiter', args.text(delimiter), (between) => {
    const pieces = sql`list_transform(${items}, lambda piece, place: CASE WHEN place = 1 THEN piece ELSE concat(${between}, piece) END)`
    return call('array_to_string', pieces, literal(''))
  })
}

function joinArray(args: Arguments): SqlExpression {
  const items = mapList(jsonItems(args.json(0)), 'item', (item) => sql`coalesce(json_extract_string(${item}, '$'), '')`)
  return sql`coalesce(${joined(items, args, 1)}, '')`
}

function translate(args: Arguments): SqlExpression {
  const [from, to] = [0, 1].map((index) => {
    const { constant } = args.typed(index)
    return typeof constant === 'string' ? [...constant] : undefined
  })
  if (!from || !to) {
    return once('from', args.text(0), (sought) =>
      once('to', args.text(1), (rewrite) => {
        const padded = sql`CASE WHEN length(${rewrite}) BETWEEN 1 AND length(${sought}) THEN rpad(${rewrite}, CAST(length(${sought}) AS INTEGER), right(${rewrite}, 1)) ELSE ${rewrite} END`
        return call('translate', args.text(2), sought, padded)
      }),
    )
  }
  // The last replacement stands for all that are missing; none at all deletes.
  const padded = to.length === 0 ? to : from.map((_, index) => to[index] ?? to.at(-1)!)
  return call('translate', args.text(2), literal(from.join('')), literal(padded.join('')))
}

function fromCodepoints(args: Arguments): SqlExpression {
  const lists = args.all.map((value, index) =>
    value.type === 'dynamic'
      ? once(
          'json',
          args.json(index),
          (json) =>
            sql`CASE WHEN json_type(${json}) = 'ARRAY' THEN TRY_CAST(${json} AS BIGINT[]) ELSE [TRY_CAST(json_extract_string(${json}, '$') AS BIGINT)] END`,
        )
      : sql`[${args.long(index)}]`,
  )
  const joined = lists.length === 1 ? lists[0]! : sql`list_concat(${separated(lists)})`
  const valid = (code: SqlExpression) => sql`${code} BETWEEN 1 AND 55295 OR ${code} BETWEEN 57344 AND 1114111`
  const characters = mapList(joined, 'code', (code) =>
    caseWhen([[valid(code), sql`chr(CAST(${code} AS INTEGER))`]], literal('')),
  )
  return sql`coalesce(array_to_string(${characters}, ''), '')`
}

export const strings: readonly ScalarRow[] = [
  scalar({
    name: 'strcat',
    doc: 'The arguments as text, one after the other.',
    trap: 'Null counts as the empty text.',
    examples: [
      ['strcat("a", 1, true)', 'a1True'],
      ['strcat("p", int(null), "q")', 'pq'],
    ],
    sql: (args) => {
      const constants = constantTexts(args)
      return constants ? constantText(constants.join(''), args) : call('concat', ...texts(args))
    },
  }),
  scalar({
    name: 'strcat_delim',
    doc: 'The arguments behind the first as text, the first between them.',
    trap: 'Empty texts keep their place.',
    examples: [
      ['strcat_delim("-", 1, "2", "a")', '1-2-a'],
      ['strcat_delim(":", "", "x")', ':x'],
    ],
    sql: (args) => call('concat_ws', ...texts(args)),
  }),
  scalar({
    name: 'strcat_array',
    aliases: ['array_strcat'],
    doc: 'The elements of an array as text, a delimiter between them.',
    trap: 'A null element is the empty text.',
    examples: [
      ['strcat_array(dynamic([1, 2, 3]), "->")', '1->2->3'],
      ['strcat_array(dynamic(["a", null, "", "b"]), "|")', 'a|||b'],
      ['strcat_array(dynamic([]), ",")', ''],
    ],
    sql: joinArray,
  }),
  scalar({
    name: 'strlen',
    doc: 'Number of characters.',
    trap: 'Characters, not bytes: an emoji is one.',
    examples: [
      ['strlen("añb")', 3],
      ['strlen("😀")', 1],
      ['strlen("")', 0],
    ],
    sql: (args) => cast(call('length', args.text(0)), 'BIGINT'),
  }),
  scalar({
    name: 'string_size',
    doc: 'Number of bytes in UTF-8.',
    trap: 'Bytes, not characters.',
    examples: [
      ['string_size("hello")', 5],
      ['string_size("café")', 5],
      ['string_size("😀")', 4],
    ],
    sql: (args) => cast(call('strlen', args.text(0)), 'BIGINT'),
  }),
  scalar({
    name: 'tolower',
    doc: 'The text in small letters.',
    trap: 'All of Unicode, not only ASCII.',
    examples: [
      ['tolower("ÅNGström")', 'ångström'],
      ['tolower("")', ''],
    ],
    sql: (args) => mapConstant(args, 'lower', (text) => text.toLowerCase()),
  }),
  scalar({
    name: 'toupper',
    doc: 'The text in capital letters.',
    trap: 'All of Unicode; `ß` stays.',
    examples: [
      ['toupper("naïve")', 'NAÏVE'],
      ['toupper("straße")', 'STRAßE'],
    ],
    sql: (args) => sql`replace(upper(${args.text(0)}), 'ẞ', 'ß')`,
  }),
  scalar({
    name: 'substring',
    doc: 'Characters from a start (from 0) on, all or as many as asked for.',
    trap: 'A negative start counts from the end; a length below one gives the empty text.',
    examples: [
      ['substring("abcdefg", 1, 2)', 'bc'],
      ['substring("abcdefg", -2)', 'fg'],
      ['substring("short", -4, 2)', 'ho'],
      ['substring("abc", 5, 3)', ''],
      ['substring("abc", 1, -1)', ''],
      ['substring("x", -3)', 'x'],
      ['substring("abc", 9223372036854775807)', ''],
      ['substring("abc", long(-9223372036854775808), 2)', 'ab'],
    ],
    sql: substring,
  }),
  scalar({
    name: 'indexof',
    doc: 'Where a text begins in another, counted in characters from 0; -1 where it does not.',
    trap: 'Start, length and occurrence may follow; a negative start counts from the end. A length below -1 gives null.',
    examples: [
      ['indexof("abcdefg", "cde")', 2],
      ['indexof("abcdefg", "cde", 1, 4)', 2],
      ['indexof("abcdefg", "cde", 1, 2)', -1],
      ['indexof("abcdefg", "cde", 3, 4)', -1],
      ['indexof("abcdefg", "cde", -5)', 2],
      ['indexof(1234567, 5, 1, 4)', 4],
      ['indexof("abcdefgabcdefg", "cde", 1, 10, 2)', 9],
      ['indexof("abcdefgabcdefg", "cde", 1, -1, 3)', -1],
      ['indexof("abc", "a", 0, -2)', null],
      ['indexof("abc", "a", 9223372036854775807)', -1],
      ['indexof("abc", "a", long(null))', null],
    ],
    sql: indexOf,
  }),
  scalar({
    name: 'countof',
    doc: 'How often a text (or, with `"regex"`, a pattern) occurs in another.',
    trap: 'Plain texts overlap, matches of a pattern do not.',
    examples: [
      ['countof("ababa", "aba")', 2],
      ['countof("ababa", "aba", "regex")', 1],
      ['countof("abcabc", "a.c", "regex")', 2],
      ['countof("", "a")', 0],
      ['countof("añbña", "ña")', 1],
      ['countof("1.2.3.4:443", ":")', 1],
    ],
    sql: countOf,
  }),
  scalar({
    name: 'split',
    doc: 'The pieces between delimiters as an array, or the one piece asked for.',
    trap: 'Empty pieces stay; a piece beyond the end is null.',
    examples: [
      ['split("a,,b", ",")', ['a', '', 'b']],
      ['split("aa_bb", "_", 1)', ['bb']],
      ['split("aa", "_", 1)', null],
      ['split("", ",")', ['']],
    ],
    sql: split,
  }),
  scalar({
    name: 'replace_string',
    doc: 'Every occurrence of a text replaced by another.',
    trap: 'Plain text: no pattern.',
    examples: [
      ['replace_string("100%off", "%", "PCT")', '100PCToff'],
      ['replace_string("a.b", ".", "")', 'ab'],
    ],
    sql: (args) => call('replace', args.text(0), args.text(1), args.text(2)),
  }),
  scalar({
    name: 'replace_strings',
    doc: 'Every occurrence of the texts of an array replaced by those of another array.',
    trap: 'Earlier texts come first, and what they put in is not replaced again; a replacement that is no text changes nothing.',
    examples: [
      [`replace_strings("This is", dynamic(["This", "is"]), dynamic(["This", "was"]))`, 'This was'],
      [`replace_strings("This is", dynamic(["is", "This"]), dynamic(["was", "This"]))`, 'Thwas was'],
      [`replace_strings("This is", dynamic(["This", "is"]), dynamic([5, "was"]))`, 'This was'],
    ],
    sql: (args) => args.udf('kql_replace_strings', args.text(0), args.json(1), args.json(2)),
  }),
  scalar({
    name: 'translate',
    doc: 'Characters of the first text replaced by those of the second, in the third.',
    trap: 'A second text too short repeats its last character.',
    examples: [
      ['translate("krasp", "otsku", "spark")', 'kusto'],
      ['translate("abc", "x", "abc")', 'xxx'],
      ['translate("abc", "", "ab")', ''],
    ],
    sql: translate,
  }),
  scalar({
    name: 'reverse',
    doc: 'The characters from the last to the first.',
    trap: 'Characters, not bytes.',
    examples: [
      ['reverse("Café")', 'éfaC'],
      ['reverse(123)', '321'],
    ],
    sql: (args) => call('reverse', args.text(0)),
  }),
  scalar({
    name: 'strrep',
    doc: 'A value as text, several times, with a delimiter between.',
    trap: 'At most 1,024 times. More than 16 MB is an error.',
    examples: [
      ['strrep("ABC", 2)', 'ABCABC'],
      ['strrep(123, 3, ".")', '123.123.123'],
      ['strrep(3s, 2, " ")', '00:00:03 00:00:03'],
      ['strrep("a", 0)', ''],
      ['strrep("a", int(null))', ''],
    ],
    sql: (args) =>
      once('text', args.text(0), (text) => {
        // `least` passes over nulls.
        const times = sql`greatest(least(coalesce(${args.long(1)}, 0), 1024), 0)`
        const made = args.has(2)
          ? joined(sql`list_transform(range(${times}), lambda step: ${text})`, args, 2)
          : call('repeat', text, times)
        return repeated(text, times, made)
      }),
  }),
  scalar({
    name: 'strcmp',
    doc: '-1, 0 or 1: whether a text stands before, at or after another.',
    trap: 'By code point: capitals before small letters.',
    examples: [
      ['strcmp("ABC", "abc")', -1],
      ['strcmp("a", "a")', 0],
      ['strcmp("b", "a")', 1],
    ],
    sql: (args) =>
      once('left', args.text(0), (left) =>
        once('right', args.text(1), (right) =>
          caseWhen(
            [
              [sql`${left} < ${right}`, literal(-1n)],
              [sql`${left} > ${right}`, literal(1n)],
            ],
            literal(0n),
          ),
        ),
      ),
  }),
  scalar({
    name: 'isascii',
    doc: 'True where every character is ASCII.',
    trap: 'True for the empty text.',
    examples: [
      ['isascii("some string")', true],
      ['isascii("café")', false],
      ['isascii("")', true],
    ],
    sql: (args) => once('text', args.text(0), (text) => sql`strlen(${text}) = length(${text})`),
  }),
  scalar({
    name: 'isutf8',
    doc: 'True where the text is UTF-8.',
    trap: 'Always: text that is not never gets in.',
    examples: [
      ['isutf8("some string")', true],
      ['isutf8("é")', true],
    ],
    sql: (args) => sql`${args.text(0)} IS NOT NULL`,
  }),
  scalar({
    name: 'unicode_codepoints_from_string',
    aliases: ['to_utf8'],
    doc: 'The code points of a text as an array.',
    trap: 'Code points, not UTF-16 units.',
    examples: [
      ['unicode_codepoints_from_string("Ku")', [75, 117]],
      ['unicode_codepoints_from_string("😀")', [128512]],
    ],
    sql: (args) =>
      once('text', args.text(0), (text) =>
        jsonArray(
          mapList(
            sql`range(1, length(${text}) + 1)`,
            'place',
            (place) => sql`unicode(substring(${text}, ${place}, 1))`,
          ),
        ),
      ),
  }),
  scalar({
    name: 'unicode_codepoints_to_string',
    aliases: ['make_string'],
    doc: 'The text of code points, given one by one or in arrays.',
    trap: 'Arguments of both kinds may stand side by side.',
    examples: [
      ['unicode_codepoints_to_string(75, 117, 115, 116, 111)', 'Kusto'],
      ['unicode_codepoints_to_string(dynamic([72, 105]), 33)', 'Hi!'],
    ],
    sql: fromCodepoints,
  }),
  scalar({
    name: 'has_any_index',
    doc: 'The place of the first text of an array that is a term of another text; -1 where none is.',
    trap: 'Terms as `has` knows them, in any case.',
    examples: [
      ['has_any_index("this is an example", dynamic(["not", "example"]))', 1],
      ['has_any_index("Example number 2", range(1, 3, 1))', 1],
      ['has_any_index("examples", dynamic(["example"]))', -1],
      ['has_any_index("x", dynamic([]))', -1],
    ],
    sql: (args) => args.udf('kql_has_any_index', args.text(0), args.json(1)),
  }),
]

function mapConstant(args: Arguments, name: string, evaluate: (text: string) => string) {
  const { constant, type } = args.typed(0)
  // DuckDB's own rules decide beyond ASCII.
  const isPlain = type === 'string' && typeof constant === 'string' && /^[\0-\x7f]*$/.test(constant)
  if (isPlain) return constantText(evaluate(constant), args)
  return call(name, args.text(0))
}

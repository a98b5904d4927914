import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { textOf } from './conversions.ts'
import { type Arguments, scalar } from './define.ts'
import { jsonArray, jsonItems, mapList } from './json-forms.ts'
import { once } from './once.ts'

/** The bytes of base64 text as a BLOB; null where it is none. `try` reads a name only, so that nothing volatile is in it. */
function base64Bytes(text: SqlExpression): SqlExpression {
  return once('encoded', text, (encoded) => sql`try(from_base64(${encoded}))`)
}

/** Pairs of hexadecimal digits, one for each byte. */
function byteAt(hex: SqlExpression, place: SqlExpression): SqlExpression {
  return sql`CAST(concat('0x', substring(${hex}, ${place} * 2 + 1, 2)) AS BIGINT)`
}

function decodeToArray(args: Arguments): SqlExpression {
  return once('hex', sql`hex(${base64Bytes(args.text(0))})`, (hex) =>
    jsonArray(mapList(sql`range(length(${hex}) // 2)`, 'place', (place) => byteAt(hex, place))),
  )
}

function encodeFromArray(args: Arguments): SqlExpression {
  const pairs = mapList(jsonItems(args.json(0)), 'item', (item) =>
    once('byte', sql`TRY_CAST(json_extract_string(${item}, '$') AS BIGINT)`, (byte) =>
      caseWhen([[sql`${byte} BETWEEN 0 AND 255`, sql`lpad(to_hex(${byte}), 2, '0')`]], literal(null)),
    ),
  )
  return once('pairs', pairs, (list) =>
    caseWhen(
      [
        [
          sql`len(list_filter(${list}, lambda pair: pair IS NULL)) = 0`,
          sql`to_base64(unhex(array_to_string(${list}, '')))`,
        ],
      ],
      literal(''),
    ),
  )
}

// A GUID's first three groups are little endian in its bytes.
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

function reorder(hex: SqlExpression): SqlExpression {
  return call('concat', ...guidOrder.map((byte) => sql`substring(${hex}, ${literal(BigInt(byte * 2 + 1))}, 2)`))
}

function digest(name: string, duckdb: string, examples: ScalarRow['examples']): ScalarRow {
  return scalar({
    name,
    doc: `The ${name.slice(5).toUpperCase()} of a text, in hexadecimal digits.`,
    trap: 'Of its UTF-8 bytes; values of other types are hashed as text.',
    examples,
    sql: (args) => call(duckdb, args.text(0)),
  })
}

function xxhash(args: Arguments): SqlExpression {
  const value = args.typed(0)
  const fixed = value.type === 'datetime' || value.type === 'timespan' || value.type === 'long'
  const hash = fixed
    ? args.udf('kql_xxhash64_long', args.long(0))
    : value.type === 'string' || value.type === 'dynamic'
      ? args.udf('kql_xxhash64', textOf(value))
      : args.context.refuse(
          value.span,
          `the hash of a ${value.type} is not known here`,
          'Hash its text: hash(tostring(…)).',
        )
  if (!args.has(1)) return hash
  return once('bound', args.long(1), (bound) =>
    once('hash', hash, (value) => {
      const rest = sql`${value} % ${bound}`
      return caseWhen(
        [
          [sql`${rest} < 0 AND ${bound} < 0`, sql`${rest} - ${bound}`],
          [sql`${rest} < 0`, sql`${rest} + ${bound}`],
        ],
        rest,
      )
    }),
  )
}

export const encoding: readonly ScalarRow[] = [
  scalar({
    name: 'base64_encode_tostring',
    aliases: ['base64_encodestring'],
    doc: 'A text in base64.',
    trap: 'Of its UTF-8 bytes.',
    examples: [
      ['base64_encode_tostring("Kusto")', 'S3VzdG8='],
      ['base64_encode_tostring("é")', 'w6k='],
    ],
    sql: (args) => sql`to_base64(encode(${args.text(0)}))`,
  }),
  scalar({
    name: 'base64_decode_tostring',
    aliases: ['base64_decodestring'],
    doc: 'The text base64 stands for.',
    trap: 'Empty where it is no base64 or no UTF-8. UTF-16 comes with NUL characters.',
    examples: [
      ['base64_decode_tostring("S3VzdG8=")', 'Kusto'],
      ['base64_decode_tostring("no base64")', ''],
      ['base64_decode_tostring("/w==")', ''],
      ['strlen(base64_decode_tostring("aABpAA=="))', 4],
    ],
    sql: (args) => once('bytes', base64Bytes(args.text(0)), (bytes) => sql`coalesce(try(decode(${bytes})), '')`),
  }),
  scalar({
    name: 'base64_decode_toarray',
    doc: 'The bytes base64 stands for, as an array of numbers.',
    trap: 'Null where it is no base64.',
    examples: [
      ['base64_decode_toarray("S3VzdG8=")', [75, 117, 115, 116, 111]],
      ['base64_decode_toarray("no base64")', null],
    ],
    sql: decodeToArray,
  }),
  scalar({
    name: 'base64_encode_fromarray',
    doc: 'Bytes, given as an array of numbers, in base64.',
    trap: 'Empty where a number is no byte.',
    examples: [
      ['base64_encode_fromarray(dynamic([75, 117, 115, 116, 111]))', 'S3VzdG8='],
      ['base64_encode_fromarray(dynamic([256]))', ''],
    ],
    sql: encodeFromArray,
  }),
  scalar({
    name: 'base64_decode_toguid',
    doc: 'The GUID base64 stands for.',
    trap: 'Its first three groups are little endian; null where it is none.',
    examples: [
      ['base64_decode_toguid("JpbpECu8dUy7Pv5gbeJXAA==")', '10e99626-bc2b-4c75-bb3e-fe606de25700'],
      ['base64_decode_toguid("abcd")', null],
    ],
    sql: (args) =>
      once('hex', sql`hex(${base64Bytes(args.text(0))})`, (hex) =>
        caseWhen([[sql`length(${hex}) = 32`, cast(reorder(hex), 'UUID')]], literal(null)),
      ),
  }),
  scalar({
    name: 'base64_encode_fromguid',
    doc: 'A GUID in base64.',
    trap: 'Its first three groups are little endian.',
    examples: [
      ['base64_encode_fromguid(toguid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb"))', '8jMxriJurkmwahbmqbIS6w=='],
      ['base64_encode_fromguid(guid(null))', ''],
    ],
    sql: (args) =>
      once('hex', sql`replace(CAST(${args.as(0, 'guid')} AS VARCHAR), '-', '')`, (hex) =>
        caseWhen([[sql`${hex} IS NOT NULL`, sql`to_base64(unhex(${reorder(hex)}))`]], literal('')),
      ),
  }),
  scalar({
    name: 'url_encode',
    doc: 'A text as a part of a URL.',
    trap: 'A blank is `+`; the hexadecimal digits are small.',
    examples: [
      ['url_encode("https://www.bing.com/hello world")', 'https%3a%2f%2fwww.bing.com%2fhello+world'],
      ['url_encode("é")', '%c3%a9'],
    ],
    sql: (args) => args.udf('kql_url_encode', args.text(0), literal('+')),
  }),
  scalar({
    name: 'url_encode_component',
    doc: 'A text as a component of a URL.',
    trap: 'A blank is `%20`.',
    examples: [
      ['url_encode_component("https://www.bing.com/hello world")', 'https%3a%2f%2fwww.bing.com%2fhello%20world'],
      ['url_encode_component("a-b")', 'a-b'],
    ],
    sql: (args) => args.udf('kql_url_encode', args.text(0), literal('%20')),
  }),
  scalar({
    name: 'url_decode',
    doc: 'The text a part of a URL stands for.',
    trap: '`+` is a blank; what is no escape stays.',
    examples: [
      ['url_decode("https%3a%2f%2fwww.bing.com%2f")', 'https://www.bing.com/'],
      ['url_decode("a+b%zz")', 'a b%zz'],
    ],
    sql: (args) => args.udf('kql_url_decode', args.text(0)),
  }),
  digest('hash_md5', 'md5', [
    ['hash_md5("World")', 'f5a7924e621e84c9280a9a27e1bcb7f6'],
    ['hash_md5("")', 'd41d8cd98f00b204e9800998ecf8427e'],
  ]),
  digest('hash_sha1', 'sha1', [
    ['hash_sha1("World")', '70c07ec18ef89c5309bbb0937f3a6342411e1fdd'],
    ['hash_sha1("")', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ]),
  digest('hash_sha256', 'sha256', [
    ['hash_sha256("World")', '78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524'],
    ['hash_sha256(1) == hash_sha256("1")', true],
  ]),
  scalar({
    name: 'hash',
    aliases: ['hash_xxhash64'],
    doc: 'The xxHash64 of a value, or its remainder under a bound.',
    trap: 'A signed number. Texts by their UTF-8 bytes, whole numbers and times by their eight bytes.',
    examples: [
      ['hash("World")', 1846988464401551951n],
      ['hash("World", 100)', 51],
      ['hash(datetime(2015-01-01), 9223372036854775807) >= 0', true],
      ['hash(datetime(2015-01-01))', 1380966698541616202n],
    ],
    sql: xxhash,
  }),
  scalar({
    name: 'gzip_compress_to_base64_string',
    doc: 'A text packed with gzip and written in base64.',
    trap: 'A text of up to a hundred bytes is stored, not packed.',
    parity: { approximate: 'a longer text may be packed into other bytes than in Azure; unpacked it is the same' },
    examples: [
      [
        'gzip_compress_to_base64_string("1234567890qwertyuiop")',
        'H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==',
      ],
      [
        'gzip_decompress_from_base64_string(gzip_compress_to_base64_string(strrep("é", 1000))) == strrep("é", 1000)',
        true,
      ],
    ],
    sql: (args) => args.udf('kql_pack', args.text(0), literal('gzip')),
  }),
  scalar({
    name: 'zlib_compress_to_base64_string',
    doc: 'A text packed with zlib and written in base64.',
    trap: 'A text of up to a hundred bytes is stored, not packed.',
    parity: { approximate: 'a longer text may be packed into other bytes than in Azure; unpacked it is the same' },
    examples: [
      ['zlib_compress_to_base64_string("1234567890qwertyuiop")', 'eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw=='],
      [
        'zlib_decompress_from_base64_string(zlib_compress_to_base64_string(strrep("é", 1000))) == strrep("é", 1000)',
        true,
      ],
    ],
    sql: (args) => args.udf('kql_pack', args.text(0), literal('zlib')),
  }),
  scalar({
    name: 'gzip_decompress_from_base64_string',
    doc: 'The text that was packed with gzip and written in base64.',
    trap: 'Empty where it was not.',
    examples: [
      [
        'gzip_decompress_from_base64_string("H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==")',
        '1234567890qwertyuiop',
      ],
      ['gzip_decompress_from_base64_string("x0x0x0")', ''],
    ],
    sql: (args) => args.udf('kql_unpack', args.text(0), literal('gzip')),
  }),
  scalar({
    name: 'zlib_decompress_from_base64_string',
    doc: 'The text that was packed with zlib and written in base64.',
    trap: 'Empty where it was not.',
    examples: [
      ['zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=")', 'Test string 123'],
      ['zlib_decompress_from_base64_string("x0x0x0")', ''],
    ],
    sql: (args) => args.udf('kql_unpack', args.text(0), literal('zlib')),
  }),
  ...(
    [
      [
        'from_string',
        'The punycode form of a text.',
        'Without `xn--` before it.',
        'académie-française',
        'acadmie-franaise-npb1a',
      ],
      [
        'to_string',
        'The text a punycode form stands for.',
        'Empty where it is none.',
        'acadmie-franaise-npb1a',
        'académie-française',
      ],
      [
        'domain_from_string',
        'A domain with its `xn--` labels as the text they stand for.',
        'Empty where a label is none.',
        'xn--Lin-8na.Celtchair.org',
        'Lúin.Celtchair.org',
      ],
      [
        'domain_to_string',
        'A domain with its labels as ASCII, `xn--` before those that were not.',
        'The full stops of other scripts become dots.',
        'Riðill。org',
        'xn--Riill-jta.org',
      ],
    ] as const
  ).map(([name, doc, trap, input, output]) =>
    scalar({
      name: `punycode_${name}`,
      doc,
      trap,
      examples: [
        [`punycode_${name}("${input}")`, output],
        [`punycode_${name}("")`, ''],
      ],
      sql: (args) => args.udf(`kql_punycode_${name}`, args.text(0)),
    }),
  ),
]

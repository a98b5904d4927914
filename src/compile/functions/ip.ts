import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { type Arguments, scalar } from './define.ts'
import { jsonItems, mapList } from './json-forms.ts'
import { once } from './once.ts'

const addressPattern = String.raw`^\s*(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:/(\d\d?))?\s*$`

/**
 * The four octets of a text as a number of 32 bits, and the length of its prefix (32 where none is written); both null
 * where it is no address.
 */
function parseAddress(
  name: string,
  text: SqlExpression,
  body: (address: SqlExpression, prefix: SqlExpression) => SqlExpression,
): SqlExpression {
  const names = sql`['a', 'b', 'c', 'd', 'prefix']`
  return once(`parts_${name}`, sql`regexp_extract(${text}, ${literal(addressPattern)}, ${names})`, (parts) => {
    const part = (field: string) => sql`TRY_CAST(struct_extract(${parts}, ${literal(field)}) AS BIGINT)`
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(part) as [SqlExpression, SqlExpression, SqlExpression, SqlExpression]
    const suffix = sql`coalesce(${part('prefix')}, 32)`
    const isValid = sql`greatest(${a}, ${b}, ${c}, ${d}) <= 255 AND ${suffix} <= 32`
    const number = sql`((${a} * 256 + ${b}) * 256 + ${c}) * 256 + ${d}`
    return once(`address_${name}`, sql`CASE WHEN ${isValid} THEN ${number} END`, (address) =>
      body(address, sql`CASE WHEN ${address} IS NOT NULL THEN ${suffix} END`),
    )
  })
}

/** The address with all bits behind the prefix zero; null for a prefix that is none. */
function masked(address: SqlExpression, prefix: SqlExpression): SqlExpression {
  return once('prefix', prefix, (bits) =>
    caseWhen(
      [[sql`${bits} BETWEEN 0 AND 32`, sql`(${address} >> (32 - ${bits})) << (32 - ${bits})`]],
      cast(literal(null), 'BIGINT'),
    ),
  )
}

function dotted(address: SqlExpression): SqlExpression {
  return once(
    'address',
    address,
    (value) =>
      sql`concat_ws('.', ${value} // 16777216, ${value} // 65536 % 256, ${value} // 256 % 256, ${value} % 256)`,
  )
}

/** The address and prefix of a value: text, or a number of 32 bits. */
function withAddress(
  args: Arguments,
  index: number,
  body: (address: SqlExpression, prefix: SqlExpression) => SqlExpression,
): SqlExpression {
  const value = args.typed(index)
  if (value.type === 'long' || value.type === 'int') {
    return once('number', args.long(index), (number) => {
      const address = caseWhen([[sql`${number} BETWEEN 0 AND 4294967295`, number]], cast(literal(null), 'BIGINT'))
      return once(`address_${index}`, address, (valid) => body(valid, literal(32n)))
    })
  }
  return parseAddress(String(index), args.text(index), body)
}

/** -1, 0 or 1: two addresses compared under the shortest prefix named; null where one is none. */
function compare(args: Arguments): SqlExpression {
  return withAddress(args, 0, (left, leftPrefix) =>
    withAddress(args, 1, (right, rightPrefix) => {
      const shortest = args.has(2)
        ? once(
            'limit',
            args.long(2),
            (limit) => sql`CASE WHEN ${limit} BETWEEN 0 AND 32 THEN least(${leftPrefix}, ${rightPrefix}, ${limit}) END`,
          )
        : sql`least(${leftPrefix}, ${rightPrefix})`
      return once('shortest', shortest, (bits) =>
        cast(sql`sign(${masked(left, bits)} - ${masked(right, bits)})`, 'BIGINT'),
      )
    }),
  )
}

/** True where an address is in a range: equal under the range's prefix. */
function isInRange(address: SqlExpression, range: SqlExpression): SqlExpression {
  return parseAddress('range', range, (network, prefix) =>
    once('bits', prefix, (bits) => sql`${masked(address, bits)} = ${masked(network, bits)}`),
  )
}

/** Ranges given one by one, or in dynamic arrays. */
function rangeList(args: Arguments): SqlExpression {
  const lists = args.all
    .slice(1)
    .map((value, index) =>
      value.type === 'dynamic'
        ? sql`coalesce(${mapList(jsonItems(value.sql), 'item', (item) => sql`json_extract_string(${item}, '$')`)}, [])`
        : sql`[${args.text(index + 1)}]`,
    )
  return lists.reduce((all, one) => call('list_concat', all, one))
}

function isInAnyRange(args: Arguments): SqlExpression {
  return withAddress(
    args,
    0,
    (address) => sql`list_bool_or(${mapList(rangeList(args), 'one', (one) => isInRange(address, one))})`,
  )
}

function isPrivate(args: Arguments): SqlExpression {
  return withAddress(
    args,
    0,
    (address) =>
      sql`${address} BETWEEN 167772160 AND 184549375 OR ${address} BETWEEN 2886729728 AND 2887778303 OR ${address} BETWEEN 3232235520 AND 3232301055`,
  )
}

function format(args: Arguments, withMask: boolean): SqlExpression {
  return withAddress(args, 0, (address, own) => {
    const prefix = args.has(1)
      ? once(
          'asked',
          args.long(1),
          (asked) => sql`CASE WHEN ${asked} BETWEEN 0 AND 32 THEN least(${own}, ${asked}) END`,
        )
      : own
    return once('bits', prefix, (bits) =>
      once('network', masked(address, bits), (network) =>
        caseWhen(
          [[sql`${network} IS NOT NULL`, withMask ? sql`concat(${dotted(network)}, '/', ${bits})` : dotted(network)]],
          literal(''),
        ),
      ),
    )
  })
}

/** The addresses (or beginnings) asked for, where they are constants. */
function constantTexts(args: Arguments): string[] | undefined {
  const texts: string[] = []
  for (const { type, constant } of args.all.slice(1)) {
    if (typeof constant !== 'string') return undefined
    const items: unknown = type === 'dynamic' ? JSON.parse(constant) : [constant]
    if (!Array.isArray(items)) return undefined
    texts.push(...items.map(String))
  }
  return texts
}

const strictOctet = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const wholeAddress = new RegExp(String.raw`^${strictOctet}(?:\.${strictOctet}){3}$`)
const beginning = new RegExp(String.raw`^(?:${strictOctet}\.){1,3}$`)

/** A pattern for one address or beginning; undefined where it is neither. */
function searchPattern(text: string, prefixes: boolean): string | undefined {
  if (wholeAddress.test(text)) return text.replaceAll('.', String.raw`\.`)
  if (!prefixes || !beginning.test(text)) return undefined
  const missing = 4 - text.split('.').length + 1
  return text.replaceAll('.', String.raw`\.`) + Array.from({ length: missing }, () => strictOctet).join(String.raw`\.`)
}

// Neither a letter nor a digit may touch an address, nor a dot with a digit behind it: `1.2.3.4.5` holds none.
const before = String.raw`(?:^\.?|[^0-9A-Za-z.]|[^0-9A-Za-z]\.)`
const behind = String.raw`(?:$|[^0-9A-Za-z.]|\.(?:$|[^0-9]))`

/** True where a text holds one of the addresses, set off from letters and digits. */
function hasAddress(args: Arguments, prefixes: boolean): SqlExpression {
  const constants = constantTexts(args)
  if (!constants) {
    return args.udf('kql_has_ipv4', args.text(0), sql`to_json(${rangeList(args)})`, literal(prefixes))
  }
  const patterns = constants.map((text) => searchPattern(text, prefixes)).filter((pattern) => pattern !== undefined)
  if (patterns.length === 0) return literal(false)
  return sql`regexp_matches(${args.text(0)}, ${literal(`${before}(?:${patterns.join('|')})${behind}`)})`
}

/** What `kql_has_ipv4` searches for: the same pattern as for constants. */
export function addressSearch(texts: readonly string[], prefixes: boolean): RegExp | undefined {
  const patterns = texts.map((text) => searchPattern(text, prefixes)).filter((pattern) => pattern !== undefined)
  return patterns.length === 0 ? undefined : new RegExp(`${before}(?:${patterns.join('|')})${behind}`)
}

const prefixArgument = (args: Arguments, index: number) => (args.has(index) ? args.long(index) : literal(-1n))

export const ip: readonly ScalarRow[] = [
  scalar({
    name: 'ipv4_is_private',
    doc: 'True for an address in 10/8, 172.16/12 or 192.168/16.',
    trap: 'A prefix behind a slash is allowed; null where the text is no IPv4 address. Loopback is not private.',
    examples: [
      ['ipv4_is_private("192.168.1.1/24")', true],
      ['ipv4_is_private("172.32.0.1")', false],
      ['ipv4_is_private("127.0.0.1")', false],
      ['ipv4_is_private("10.0.0.256")', null],
      ['ipv4_is_private("")', null],
    ],
    sql: isPrivate,
  }),
  scalar({
    name: 'ipv4_is_in_range',
    doc: 'True where an IPv4 address is in a range of CIDR notation.',
    trap: 'A range without a prefix is a single address; null where one of both is none.',
    examples: [
      ['ipv4_is_in_range("192.168.1.6", "192.168.1.1/24")', true],
      ['ipv4_is_in_range("192.168.1.1", "192.168.1.2")', false],
      ['ipv4_is_in_range("x", "192.168.1.0/24")', null],
    ],
    sql: (args) => withAddress(args, 0, (address) => isInRange(address, args.text(1))),
  }),
  scalar({
    name: 'ipv4_is_in_any_range',
    doc: 'True where an IPv4 address is in one of several ranges, given one by one or in arrays.',
    trap: 'Null where the address is none.',
    examples: [
      ['ipv4_is_in_any_range("192.168.1.6", "10.0.0.1/8", "192.168.1.1/24")', true],
      ['ipv4_is_in_any_range("1.1.1.1", dynamic(["192.168.1.1/16", "127.0.0.1/8"]))', false],
      ['ipv4_is_in_any_range("x", "10.0.0.0/8")', null],
    ],
    sql: isInAnyRange,
  }),
  scalar({
    name: 'ipv4_is_match',
    doc: 'True where two IPv4 addresses are equal under the shortest prefix named.',
    trap: 'The prefix may stand behind either address, or in the third argument.',
    examples: [
      ['ipv4_is_match("192.168.1.1/24", "192.168.1.255")', true],
      ['ipv4_is_match("192.168.1.1", "192.168.1.0", 31)', true],
      ['ipv4_is_match("127.0.0.1", "127.0.0.2")', false],
      ['ipv4_is_match("127.0.0.1", "x")', null],
    ],
    sql: (args) => sql`${compare(args)} = 0`,
  }),
  scalar({
    name: 'ipv4_compare',
    doc: '-1, 0 or 1: how two IPv4 addresses stand to one another under the shortest prefix named.',
    trap: 'Null where one is no address.',
    examples: [
      ['ipv4_compare("127.0.0.1", "127.0.0.2")', -1],
      ['ipv4_compare("192.168.1.1/30", "192.168.1.255/24")', 0],
      ['ipv4_compare("10.0.0.300", "127.0.0.2")', null],
    ],
    sql: compare,
  }),
  scalar({
    name: 'ipv4_netmask_suffix',
    doc: 'The prefix length of an IPv4 address.',
    trap: '32 where none is written.',
    examples: [
      ['ipv4_netmask_suffix("192.168.1.1/24")', 24],
      ['ipv4_netmask_suffix("10.1.2.3")', 32],
      ['ipv4_netmask_suffix("x")', null],
    ],
    sql: (args) => parseAddress('text', args.text(0), (_address, prefix) => prefix),
  }),
  scalar({
    name: 'ipv4_range_to_cidr_list',
    doc: 'The CIDR ranges that make up the addresses from one to another.',
    trap: 'Null where one is no address, or the first comes after the last.',
    examples: [
      ['ipv4_range_to_cidr_list("1.1.128.0", "1.1.140.255")', ['1.1.128.0/21', '1.1.136.0/22', '1.1.140.0/24']],
      ['ipv4_range_to_cidr_list("1.1.1.1", "1.1.1.1")', ['1.1.1.1/32']],
    ],
    sql: (args) =>
      args.udf(
        'kql_cidr_list',
        parseAddress('first', args.text(0), (address) => address),
        parseAddress('last', args.text(1), (address) => address),
      ),
  }),
  scalar({
    name: 'parse_ipv4',
    doc: 'An IPv4 address as a number.',
    trap: 'Bits behind its prefix are zero; null where it is none.',
    examples: [
      ['parse_ipv4("192.168.1.1")', 3232235777],
      ['parse_ipv4("192.168.1.1/24")', 3232235776],
      ['parse_ipv4("1.2.3")', null],
    ],
    sql: (args) => withAddress(args, 0, masked),
  }),
  scalar({
    name: 'parse_ipv4_mask',
    doc: 'An IPv4 address as a number, bits behind a prefix zero.',
    trap: 'The shorter of both prefixes holds.',
    examples: [
      ['parse_ipv4_mask("192.168.1.1", 24)', 3232235776],
      ['parse_ipv4_mask("192.168.1.1/24", 32)', 3232235776],
      ['parse_ipv4_mask("192.168.1.1", 33)', null],
    ],
    sql: (args) =>
      withAddress(args, 0, (address, own) =>
        once('asked', args.long(1), (asked) =>
          masked(address, sql`CASE WHEN ${asked} BETWEEN 0 AND 32 THEN least(${own}, ${asked}) END`),
        ),
      ),
  }),
  scalar({
    name: 'format_ipv4',
    doc: 'An IPv4 address, as text or number, under a prefix.',
    trap: 'The shorter of both prefixes holds; empty where it is no address or the prefix none.',
    examples: [
      ['format_ipv4("192.168.1.1", 24)', '192.168.1.0'],
      ['format_ipv4(3232236031, 24)', '192.168.1.0'],
      ['format_ipv4(-1)', ''],
      ['format_ipv4(4294967296)', ''],
      ['format_ipv4("192.168.1.1/24", -1)', ''],
    ],
    sql: (args) => format(args, false),
  }),
  scalar({
    name: 'format_ipv4_mask',
    doc: 'An IPv4 address, as text or number, under a prefix, in CIDR notation.',
    trap: 'The shorter of both prefixes holds.',
    examples: [
      ['format_ipv4_mask("192.168.1.1", 24)', '192.168.1.0/24'],
      ['format_ipv4_mask("192.168.1.1/24", 32)', '192.168.1.0/24'],
      ['format_ipv4_mask("x", 24)', ''],
    ],
    sql: (args) => format(args, true),
  }),
  scalar({
    name: 'has_ipv4',
    aliases: ['has_any_ipv4'],
    doc: 'True where a text holds an IPv4 address, or one of several.',
    trap: 'Letters and digits must not touch it: `54127.0.0.1` does not hold 127.0.0.1.',
    examples: [
      ['has_ipv4("05:04:54 127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', true],
      ['has_ipv4("05:04:54127.0.0.1 GET /favicon.ico 404", "127.0.0.1")', false],
      ['has_ipv4("256.0.0.1", "256.0.0.1")', false],
      ['has_any_ipv4("10.0.0.1.", dynamic(["10.0.0.2", "10.0.0.1"]))', true],
      ['has_any_ipv4("10.0.0.15", "10.0.0.1", "10.0.0.2")', false],
    ],
    sql: (args) => hasAddress(args, false),
  }),
  scalar({
    name: 'has_ipv4_prefix',
    aliases: ['has_any_ipv4_prefix'],
    doc: 'True where a text holds an IPv4 address that begins so, or in one of several ways.',
    trap: 'A beginning ends with a dot, or is a whole address.',
    examples: [
      ['has_ipv4_prefix("05:04:54 127.0.0.1 GET", "127.0.")', true],
      ['has_ipv4_prefix("05:04:54 127.0.0.1 GET", "127.0")', false],
      ['has_ipv4_prefix("05:04:54 127.0.0.256 GET", "127.0.")', false],
      ['has_any_ipv4_prefix("from 10.1.2.3", dynamic(["192.168.", "10."]))', true],
    ],
    sql: (args) => hasAddress(args, true),
  }),
  scalar({
    name: 'parse_ipv6',
    doc: 'An IPv6 or IPv4 address written out in full.',
    trap: 'Bits behind its prefix are zero; empty where it is none.',
    examples: [
      ['parse_ipv6("127.0.0.1")', '0000:0000:0000:0000:0000:ffff:7f00:0001'],
      ['parse_ipv6("fe80::85d:e82c:9446:7994/120")', 'fe80:0000:0000:0000:085d:e82c:9446:7900'],
      ['parse_ipv6("x")', ''],
    ],
    sql: (args) => sql`coalesce(${args.udf('kql_ipv6', args.text(0), literal(128n))}, '')`,
  }),
  scalar({
    name: 'parse_ipv6_mask',
    doc: 'An IPv6 or IPv4 address written out in full, bits behind a prefix zero.',
    trap: 'The prefix asked for counts 128 bits for an IPv4 address too, the one behind a slash 32.',
    examples: [
      ['parse_ipv6_mask("192.168.255.255", 120)', '0000:0000:0000:0000:0000:ffff:c0a8:ff00'],
      ['parse_ipv6_mask("::192.168.255.255/24", 128)', '0000:0000:0000:0000:0000:ffff:c0a8:ff00'],
      ['parse_ipv6_mask("fe80::85d:e82c:9446:7994", 120)', 'fe80:0000:0000:0000:085d:e82c:9446:7900'],
    ],
    sql: (args) => sql`coalesce(${args.udf('kql_ipv6', args.text(0), args.long(1))}, '')`,
  }),
  scalar({
    name: 'ipv6_compare',
    doc: '-1, 0 or 1: how two IPv6 or IPv4 addresses stand to one another under the shortest prefix named.',
    trap: 'IPv4 addresses count as IPv6 ones; null where one is no address.',
    examples: [
      ['ipv6_compare("192.168.1.1", "::ffff:c0a8:0101")', 0],
      ['ipv6_compare("fe80::85d:e82c:9446:7994", "fe80::85d:e82c:9446:7995", 127)', 0],
      ['ipv6_compare("fe80::1", "fe80::2")', -1],
      ['ipv6_compare("::192.168.1.1/30", "192.168.1.255/24", 127)', 0],
    ],
    sql: (args) => args.udf('kql_ipv6_compare', args.text(0), args.text(1), prefixArgument(args, 2)),
  }),
  scalar({
    name: 'ipv6_is_match',
    doc: 'True where two IPv6 or IPv4 addresses are equal under the shortest prefix named.',
    trap: 'Null where one is no address.',
    examples: [
      ['ipv6_is_match("fe80::85d:e82c:9446:7994/120", "fe80::85d:e82c:9446:7998")', true],
      ['ipv6_is_match("192.168.1.1", "192.168.1.2")', false],
      ['ipv6_is_match("x", "::1")', null],
    ],
    sql: (args) => sql`${args.udf('kql_ipv6_compare', args.text(0), args.text(1), prefixArgument(args, 2))} = 0`,
  }),
  scalar({
    name: 'ipv6_is_in_range',
    doc: 'True where an IPv6 or IPv4 address is in a range of CIDR notation.',
    trap: 'A range without a prefix is a single address.',
    examples: [
      ['ipv6_is_in_range("a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "a5e:f127:8a9d:146d:e102:b5d3:c755:0/112")', true],
      ['ipv6_is_in_range("::1", "::2")', false],
    ],
    sql: (args) => args.udf('kql_ipv6_in_range', args.text(0), sql`to_json(${rangeList(args)})`),
  }),
  scalar({
    name: 'ipv6_is_in_any_range',
    doc: 'True where an IPv6 or IPv4 address is in one of several ranges.',
    trap: 'Null where the address is none.',
    examples: [
      ['ipv6_is_in_any_range("::1", dynamic(["fe80::/10", "::/64"]))', true],
      ['ipv6_is_in_any_range("::1", "fe80::/10", "::2")', false],
    ],
    sql: (args) => args.udf('kql_ipv6_in_range', args.text(0), sql`to_json(${rangeList(args)})`),
  }),
]

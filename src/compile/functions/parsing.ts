import { call, caseWhen, cast, literal, type SqlExpression, sql } from '../../sql/tree.ts'
import type { ScalarRow } from '../row.ts'
import { userAgentTargets } from '../udfs/user-agent.ts'
import { convert } from './conversions.ts'
import { type Arguments, scalar } from './define.ts'
import { parseJsonText } from './json-forms.ts'
import { once } from './once.ts'

/** `$.a['b'][0]` as a path of DuckDB; undefined where it is not of that form. */
function duckdbPath(path: string): string | undefined {
  const steps = [...path.matchAll(/\.([^.[\]"*]+)|\['([^'"]*)'\]|\["([^"]*)"\]|\[(\d+)\]/g)]
  if (!path.startsWith('$') || steps.map(([step]) => step).join('') !== path.slice(1)) return undefined
  return steps
    .map(([, plain, single, double, index]) => (index === undefined ? `."${plain ?? single ?? double}"` : `[${index}]`))
    .reduce((all, step) => all + step, '$')
}

function extractJson(args: Arguments): SqlExpression {
  const text = args.constantText(0, 'The path')
  const path = duckdbPath(text)
  if (path === undefined) {
    return args.context.refuse(
      args.typed(0).span,
      `\`${text}\` is no path of names and places`,
      "Write $.name['name'][0].",
    )
  }
  const source = args.typed(1).type === 'dynamic' ? args.json(1) : parseJsonText(args.text(1))
  const found = call('json_extract', source, literal(path))
  return convert({ sql: found, type: 'dynamic', span: args.typed(1).span }, args.resultType, args.context)
}

/** Up to four parts of eight digits each, as one whole number of 32 digits: wider than other decimals, which keep twenty. */
function parseVersion(args: Arguments): SqlExpression {
  return once('version', args.text(0), (version) => {
    const parts = [1n, 2n, 3n, 4n].map(
      (place) => sql`lpad(coalesce(string_split(${version}, '.')[${literal(place)}], '0'), 8, '0')`,
    )
    const isVersion = sql`regexp_full_match(${version}, ${literal(String.raw`\d{1,8}(?:\.\d{1,8}){0,3}`)})`
    return caseWhen(
      [[isVersion, cast(call('concat', ...parts), 'DECIMAL(38,0)')]],
      cast(literal(null), 'DECIMAL(38,0)'),
    )
  })
}

function parseUserAgent(args: Arguments): SqlExpression {
  const { constant, span, type } = args.typed(1)
  if (typeof constant === 'string') {
    const wanted = type === 'dynamic' ? [JSON.parse(constant) as unknown].flat() : [constant]
    const known = Object.keys(userAgentTargets)
    const unknown = wanted.find((name) => !known.includes(String(name).toLowerCase()))
    if (unknown !== undefined || wanted.length === 0) {
      args.context.refuse(span, `what to look for is one of ${known.map((name) => `"${name}"`).join(', ')}`)
    }
  }
  return args.udf('kql_parse_user_agent', args.text(0), args.json(1))
}

export const parsing: readonly ScalarRow[] = [
  scalar({
    name: 'extract_json',
    aliases: ['extractjson'],
    doc: 'What stands at a path of a JSON text, as the type asked for.',
    trap: 'The path comes first and is constant; nothing there is the empty text, or null.',
    examples: [
      [`extract_json("$.name", '{"name": "John", "age": 30}')`, 'John'],
      [`extract_json("$.a[1]['b']", '{"a": [0, {"b": 30}]}', typeof(int))`, 30],
      [`extract_json("$.x", '{"name": "John"}')`, ''],
      [`extract_json("$.x", 'no json')`, ''],
    ],
    sql: extractJson,
  }),
  scalar({
    name: 'parse_url',
    aliases: ['parseurl'],
    doc: 'The parts of a URL: Scheme, Host, Port, Path, Username, Password, Query Parameters, Fragment.',
    trap: 'Without a scheme there is no host: all of it is path. Nothing is decoded.',
    examples: [
      [
        'parse_url("scheme://username:password@host:1234/this/is/a/path?k1=v1&k2=v2#fragment")',
        {
          Scheme: 'scheme',
          Host: 'host',
          Port: '1234',
          Path: '/this/is/a/path',
          Username: 'username',
          Password: 'password',
          'Query Parameters': { k1: 'v1', k2: 'v2' },
          Fragment: 'fragment',
        },
      ],
      ['parse_url("https://bing.com").Host', 'bing.com'],
      ['parse_url("bing.com/a").Host', ''],
    ],
    sql: (args) => args.udf('kql_parse_url', args.text(0)),
  }),
  scalar({
    name: 'parse_urlquery',
    aliases: ['parseurlquery'],
    doc: 'The parameters of the query part of a URL.',
    trap: 'They stand under `Query Parameters`; nothing is decoded.',
    examples: [
      ['parse_urlquery("k1=v1&k2=v2")', { 'Query Parameters': { k1: 'v1', k2: 'v2' } }],
      ['parse_urlquery("?a=1&b")', { 'Query Parameters': { a: '1', b: '' } }],
    ],
    sql: (args) => args.udf('kql_parse_urlquery', args.text(0)),
  }),
  scalar({
    name: 'parse_path',
    doc: 'The parts of a file path: Scheme, RootPath, DirectoryPath, DirectoryName, Filename, Extension, AlternateDataStreamName.',
    trap: 'Both kinds of slashes; parts that are missing are empty.',
    examples: [
      [
        String.raw`parse_path(@"C:\temp\file.txt")`,
        {
          Scheme: '',
          RootPath: 'C:',
          DirectoryPath: 'C:\\temp',
          DirectoryName: 'temp',
          Filename: 'file.txt',
          Extension: 'txt',
          AlternateDataStreamName: '',
        },
      ],
      [
        'parse_path("file://C:/temp/file.txt:some.exe")',
        {
          Scheme: 'file',
          RootPath: 'C:',
          DirectoryPath: 'C:/temp',
          DirectoryName: 'temp',
          Filename: 'file.txt',
          Extension: 'txt',
          AlternateDataStreamName: 'some.exe',
        },
      ],
      [String.raw`parse_path(@"\\shared\users\file.tar.gz").Extension`, 'gz'],
      ['parse_path("/usr/lib/file").DirectoryPath', '/usr/lib'],
    ],
    sql: (args) => args.udf('kql_parse_path', args.text(0)),
  }),
  scalar({
    name: 'parse_command_line',
    doc: 'The arguments of a Windows command line, taken apart as CommandLineToArgvW does.',
    trap: 'Backslashes are special only before a quote; the first argument ends at its quote or blank, whatever stands in it.',
    examples: [
      ['parse_command_line("echo \\"hello world!\\"", "windows")', ['echo', 'hello world!']],
      [String.raw`parse_command_line(@'a.exe "C:\dir\\" \"x\" ""', "windows")`, ['a.exe', 'C:\\dir\\', '"x"', '']],
      [String.raw`parse_command_line(@'"C:\a b\c.exe" -x', "windows")`, ['C:\\a b\\c.exe', '-x']],
    ],
    sql: (args) => {
      const kind = args.has(1) ? args.constantText(1, 'The kind of command line') : 'windows'
      if (kind.toLowerCase() !== 'windows') {
        args.context.refuse(args.typed(1).span, 'only command lines of "windows" can be parsed')
      }
      return args.udf('kql_parse_command_line', args.text(0))
    },
  }),
  scalar({
    name: 'parse_version',
    doc: 'A version of up to four parts as one number that compares as versions do.',
    trap: 'Missing parts are 0; null where a part has more than eight digits or is no number. The number has up to 32 digits: compare it with another version only.',
    examples: [
      ['tostring(parse_version("1.2.3.4"))', '1000000020000000300000004'],
      ['tostring(parse_version("0.0.0.5"))', '5'],
      ['tostring(parse_version("99999999.99999999.99999999.99999999"))', '99999999999999999999999999999999'],
      ['parse_version("1.10") > parse_version("1.9.9")', true],
      ['parse_version("1") == parse_version("1.0.0")', true],
      ['isnull(parse_version("1.x"))', true],
      ['isnull(parse_version("1.2.3.4.5"))', true],
      ['isnull(parse_version("123456789"))', true],
    ],
    sql: parseVersion,
  }),
  scalar({
    name: 'parse_user_agent',
    doc: 'What a user agent tells of "browser", "os" or "device", or of several given as an array.',
    trap: 'What the rules do not know is the family `Other`; missing parts are empty texts.',
    parity: {
      approximate: 'the rules are those of uap-core as of this version of huntlet; Azure has a copy of its own age',
    },
    examples: [
      [
        'parse_user_agent("Mozilla/5.0 (Windows; U; en-US) AppleWebKit/531.9 (KHTML, like Gecko) AdobeAIR/2.5.1", "browser")',
        { Browser: { Family: 'AdobeAIR', MajorVersion: '2', MinorVersion: '5', Patch: '1' } },
      ],
      [
        'parse_user_agent("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X)", dynamic(["os", "device"]))',
        {
          OperatingSystem: { Family: 'iOS', MajorVersion: '17', MinorVersion: '5', Patch: '1', PatchMinor: '' },
          Device: { Family: 'iPhone', Brand: 'Apple', Model: 'iPhone' },
        },
      ],
      [
        'parse_user_agent("?", "browser")',
        { Browser: { Family: 'Other', MajorVersion: '', MinorVersion: '', Patch: '' } },
      ],
    ],
    sql: parseUserAgent,
  }),
  scalar({
    name: 'parse_csv',
    doc: 'The fields of the first record of a CSV text.',
    trap: 'Line breaks belong to a field only inside quotes; a quote is written twice there.',
    examples: [
      [`parse_csv('aa,"b,b",cc,"Say ""hi"""')`, ['aa', 'b,b', 'cc', 'Say "hi"']],
      [`parse_csv('a,b\\nc,d')`, ['a', 'b']],
      [`parse_csv('a,,')`, ['a', '', '']],
    ],
    sql: (args) => args.udf('kql_parse_csv', args.text(0)),
  }),
  scalar({
    name: 'parse_xml',
    doc: 'An XML text as a bag: attributes begin with `@`, text beside other content is `#text`, elements that repeat are an array.',
    trap: 'Null where it is no XML, or more than a megabyte. Numbers come as numbers.',
    examples: [
      [`parse_xml('<e/>')`, { e: null }],
      [`parse_xml('<e name="v">text</e>')`, { e: { '@name': 'v', '#text': 'text' } }],
      [`parse_xml('<e> <a>x</a> <a>2</a> </e>')`, { e: { a: ['x', 2] } }],
      [`parse_xml('<e> text <a>&lt;b&#33;</a> </e>')`, { e: { '#text': 'text', a: '<b!' } }],
      [`parse_xml('<e><a></e>')`, null],
    ],
    sql: (args) => args.udf('kql_parse_xml', args.text(0)),
  }),
]

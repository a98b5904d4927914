import { describe, expect, it } from 'vitest'
import { printDiagnostic } from '../../src/lib/diagnostic.ts'
import { parseQuery } from '../../src/queries/query-definition.ts'
import { readYaml } from '../../src/queries/yaml-document.ts'
import { told } from './query-text.ts'

describe('readYaml', () => {
  it.each([
    ['an unclosed list', 'id: [a\n'],
    ['a key twice', 'id: a\nid: b\n'],
    ['an alias to nothing', 'id: *nowhere\n'],
    ['a tab as indentation', 'parameters:\n\ta: 1\n'],
  ])('says where %s is no YAML', (_, text) => {
    const { value, diagnostics } = readYaml('x.yaml', text)
    expect(value).toBeUndefined()
    expect(diagnostics[0]).toMatchObject({ code: 'YAML001', severity: 'error' })
  })

  it('refuses aliases that multiply instead of filling the memory', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef'].map((pair) => [pair[0]!, pair[1]!])) {
      bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`)
    }
    expect(readYaml('x.yaml', bomb.join('\n')).diagnostics).toHaveLength(1)
  })

  it('takes a file of Windows, and counts its lines as the editor does', () => {
    const { diagnostics } = parseQuery('x.yaml', '\ufeffid: test/query\r\ntitel: x\r\ntables: []\r\nquery: a\r\n')
    expect(told(diagnostics)).toContain(
      'YAML002 2:1 Unknown key `titel` in a query. Known here: id, title, text, tables, about, parameters, lookback, entities, references, schemas, query. (Did you mean `title`?)',
    )
  })

  it('knows where KQL stands in a block with an indentation of its own', () => {
    const document = readYaml('x.yaml', 'a: 1\nquery: |2\n\n      SigninLogs\n    | take 1\n')
    expect(document.blockAt(['query'])).toEqual({
      name: 'x.yaml',
      text: '\n    SigninLogs\n  | take 1\n',
      firstLine: 3,
      indent: 2,
    })
  })
})

describe('a query file that is wrong', () => {
  const faults = (text: string) => told(parseQuery('x.yaml', text).diagnostics)

  it('shows every fault at its line, found, expected and next step', () => {
    const text = [
      'id: Sign In',
      'tables: SigninLogs',
      'parameters:',
      '  account: { type: strng, vales: [a] }',
      '  Bad-Name: { type: int, default: 1 }',
      'query: SigninLogs | take 1',
    ].join('\n')
    expect(faults(text)).toEqual([
      'YAML004 1:5 `id` is `"Sign In"`: expected a kebab-case id with its folder, such as `office/mailbox-rules`.',
      'YAML003 1:1 `title` is missing in the file: expected a text.',
      'YAML004 2:9 `tables` is `"SigninLogs"`: expected a list.',
      'YAML004 4:20 `parameters.account.type` is `"strng"`: expected one of `string`, `int`, `long`, `real`, `bool`, `datetime`, `timespan`, `list`, `table`, `column`. (Did you mean `string`?)',
      'YAML002 4:27 Unknown key `vales` in `parameters.account`. Known here: type, items, text, default, required, values, example. (Did you mean `values`?)',
      'YAML005 5:3 `Bad-Name` is no name for this place: expected a camelCase word such as `maxGap`.',
    ])
  })

  it('frames the line of the file', () => {
    const { diagnostics } = parseQuery('queries/a/b.yaml', 'id: a/b\ntitle: T\ntables: []\nquery: 12\n')
    expect(printDiagnostic(diagnostics[0]!)).toBe(
      [
        'error YAML004: `query` is `12`: expected a text.',
        '  queries/a/b.yaml:4:8',
        '  4 | query: 12',
        '    |        ^^',
      ].join('\n'),
    )
  })

  it.each([
    ['a folded block', 'query: >\n  SigninLogs\n  | take 1\n', 'a folded block (`>`)'],
    ['a quoted text', 'query: "SigninLogs | take 1"\n', 'a quoted text'],
    ['a text folded over lines', 'query: SigninLogs\n  | take 1\n', 'folded over several lines'],
  ])('refuses KQL in %s, whose lines could not be told', (_, query, found) => {
    expect(faults(`id: a/b\ntitle: T\ntables: []\n${query}`)).toEqual([
      `QRY008 4:1 \`query\` is ${found}: the lines of its KQL could not be told in an error. (Write it as a block: \`query: |\`.)`,
    ])
  })

  it.each([
    ['names of every object', 'constructor: { type: string, required: true }'],
    ['names of every object', '__proto__: { type: string, required: true }'],
  ])('refuses parameters with %s', (_, parameter) => {
    expect(faults(`id: a/b\ntitle: T\ntables: []\nparameters:\n  ${parameter}\nquery: SigninLogs\n`)[0]).toMatch(
      /^YAML005 5:3/,
    )
  })

  it.each(['', '- a\n', 'just text\n', '42\n'])('says that %j is no query', (text) => {
    expect(faults(text)[0]).toMatch(/^YAML004 1:1 `a query` is .*: expected keys and values\.$/)
  })
})
